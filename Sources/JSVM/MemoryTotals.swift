// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim
internal import Ledger

extension VM {
  /// What V8 has beyond its scopes: each handle is a node of 32 bytes.
  var engineHandles: Int {
    var statistics = v8s_heap_statistics()
    v8s_heap_statistics_read(isolate, &statistics)
    return statistics.global_handles_used / 32
  }

  /// Of those, the ones that the library made for its callers.
  private var trackedHandles: Int {
    var count = 0
    for slot in references.slots where !slot.pointee.record.isEmpty { count += 1 }
    for slot in finalizers.slots where slot.pointee.record.object.slot != nil { count += 1 }
    for slot in deferreds.slots where slot.pointee.record.promise.slot != nil { count += 1 }
    for slot in scripts.slots where slot.pointee.record.object.slot != nil { count += 1 }
    for slot in classes.slots where slot.pointee.record.template.slot != nil { count += 1 }
    for env in envs.values { count += env.exception.slot == nil ? 1 : 2 }
    return count
  }

  /// Adds up what there is into the caller's struct, as far as that reaches.
  func readTotals(into result: UnsafeMutablePointer<JSVM_Memory_Totals>?) throws(Failure) {
    let result = try require(result)
    let size = MemoryLayout<JSVM_Memory_Totals>.size
    guard Int(result.pointee.size) >= size else { throw .invalidArgument }
    let givenSize = result.pointee.size
    var totals = JSVM_Memory_Totals()
    totals.size = givenSize
    totals.collections = collections
    totals.sites = UInt64(ledger.sites.count)
    for kind in [ObjectKind.reference, .dataReference] {
      totals.created += ledger.totals(of: kind).created
    }
    totals.existing = UInt64(references.count)
    for slot in references.slots {
      switch slot.pointee.record.state {
      case .strong: totals.strong += 1
      case .weak: totals.weak += 1
      case .cleared: totals.cleared += 1
      case .emptied: totals.emptied += 1
      }
    }
    totals.wraps = ledger.totals(of: .wrap).existing
    totals.finalizers = ledger.totals(of: .finalizer).existing
    totals.deferreds = UInt64(deferreds.count)
    totals.scripts = ledger.totals(of: .script).existing
    totals.handleScopes = UInt64(scopes.opened.count)
    totals.profilers = UInt64(profilers.count)
    let (engine, own) = (engineHandles, trackedHandles)
    totals.engineHandles = UInt64(engine)
    totals.trackedHandles = UInt64(own)
    totals.untrackedHandles = UInt64(max(0, engine - own - firstHandles))
    totals.ledgerBytes = UInt64(references.bytes + ledger.bytes)
    result.pointee = totals
  }
}
