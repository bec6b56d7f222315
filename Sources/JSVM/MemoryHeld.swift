// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import Ledger

extension VM {
  /// The env that a caller means; nil for all.
  func env(_ handle: JSVM_Env?) throws(Failure) -> Env? {
    guard let handle else { return nil }
    guard let env = envs.values.first(where: { $0.handle == handle }) else {
      throw .invalidArgument
    }
    return env
  }

  /// Hands what sites keep alive to a caller.
  func visitHeld(
    _ how: UnsafePointer<JSVM_Memory_Attribution>?, _ callback: JSVM_Memory_HeldCallback?,
    _ data: UnsafeMutableRawPointer?, into totals: UnsafeMutablePointer<JSVM_Memory_HeldTotals>?
  ) throws(Failure) {
    let size = MemoryLayout<JSVM_Memory_HeldTotals>.size
    guard totals.map({ Int($0.pointee.size) >= size }) ?? true else { throw .invalidArgument }
    var told = JSVM_Memory_HeldTotals()
    told.size = totals?.pointee.size ?? 0
    totals?.pointee = told
    let callback = try require(callback)
    let begin = monotonicNow()
    let measurement = try attributeHeap(heldRequest(how))
    guard let held = try? measurement.result().get() else { throw .generic }
    told.isForked = measurement.isForked
    told.heapBytes = held.heapBytes
    told.heldBytes = held.together
    told.pauseNanoseconds = measurement.pause
    told.nanoseconds = monotonicNow() &- begin
    totals?.pointee = told
    for site in held.sites {
      guard hand(site, to: callback, data) else { return }
    }
  }

  private func heldRequest(
    _ how: UnsafePointer<JSVM_Memory_Attribution>?
  ) throws(Failure) -> HeldRequest {
    var request = HeldRequest()
    guard let how = how?.pointee else { return request }
    guard Int(how.size) >= MemoryLayout<JSVM_Memory_Attribution>.size else {
      throw .invalidArgument
    }
    request.selection.since = try mark(how.since)?.epoch
    request.selection.env = try env(how.env)?.id
    if how.timeoutSeconds > 0 { request.seconds = how.timeoutSeconds }
    request.fallsBack = !how.isForkedOnly
    return request
  }

  private func hand(
    _ held: HeldSizes.Held, to callback: JSVM_Memory_HeldCallback, _ data: UnsafeMutableRawPointer?
  ) -> Bool {
    var texts = Texts()
    var told = JSVM_Memory_Held()
    told.size = UInt32(MemoryLayout<JSVM_Memory_Held>.size)
    told.site = held.site.rawValue
    told.kind = ledger.sites[held.site].kind.memoryKind
    told.strong = held.strong
    told.weak = held.weak
    told.exclusive = held.exclusive
    told.inclusive = held.inclusive
    told.example = texts.copy(held.example.isEmpty ? nil : held.example)
    if let cycle = held.cycle {
      told.cycles = cycle.count
      told.owner = cycle.owner.rawValue
      told.cycle = texts.copy(cycle.example)
    }
    return callback(handle, &told, data)
  }

  /// Hands what would become of the heap without a site's references to a caller.
  func visitDeletion(
    of site: JSVM_Memory_SiteId, _ callback: JSVM_Memory_DeletionCallback?,
    _ data: UnsafeMutableRawPointer?
  ) throws(Failure) {
    let callback = try require(callback)
    let measurement = try attributeHeap(HeldRequest(deleting: SiteID(rawValue: site)))
    guard let deletion = (try? measurement.result().get())?.deletion else { throw .generic }
    var texts = Texts()
    let paths = deletion.survivors.map { texts.copy($0) }
    paths.withUnsafeBufferPointer { paths in
      var told = JSVM_Memory_Deletion()
      told.size = UInt32(MemoryLayout<JSVM_Memory_Deletion>.size)
      told.site = site
      told.freedBytes = deletion.freedBytes
      told.freedCount = deletion.freedCount
      told.survivorCount = deletion.survivorCount
      told.pathCount = UInt32(paths.count)
      told.paths = paths.baseAddress
      callback(handle, &told, data)
    }
  }
}
