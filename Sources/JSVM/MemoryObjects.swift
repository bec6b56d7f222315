// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import Ledger

/// Something of the API's that exists: what enumerations and leak reports look at.
struct Made {
  let kind: ObjectKind
  var state = LeakState.strong
  var refcount: UInt32 = 0
  let site: SiteID
  let stamp: Stamp
  var handle: UnsafeMutableRawPointer?
  var env: UInt32 = 0
  var data: UnsafeMutableRawPointer?
}

extension Reference {
  var state: LeakState {
    if isEmpty { return isWeakable ? .cleared : .emptied }
    return count > 0 ? .strong : .weak
  }
}

extension VM {
  /// Visits what exists of one kind, until `body` returns false. It may make and delete objects.
  func forEach(_ kind: ObjectKind, _ body: (Made) -> Bool) {
    switch kind {
    case .reference, .dataReference: forEachReference(isData: kind == .dataReference, body)
    case .wrap, .finalizer: forEachFinalizer(kind, body)
    case .deferred:
      for slot in deferreds.slots {
        let (birth, env) = (slot.pointee.record.birth, slot.pointee.record.env)
        guard body(Made(kind, birth, slot.pointee.key, env: env)) else { return }
      }
    case .script:
      for slot in scripts.slots {
        guard slot.pointee.record.isRetained else { continue }
        let (birth, env) = (slot.pointee.record.birth, slot.pointee.record.env)
        guard body(Made(kind, birth, slot.pointee.key, env: env)) else { return }
      }
    case .profiler:
      for slot in profilers.slots {
        guard body(Made(kind, slot.pointee.record.birth, slot.pointee.key)) else { return }
      }
    case .handleScope, .envScope, .vmScope, .env:
      for made in opened(kind) {
        guard body(made) else { return }
      }
    case .backingStore: break
    }
  }

  /// Visits the references of one sort, or of both.
  func forEachReference(isData: Bool?, _ body: (Made) -> Bool) {
    for slot in references.slots {
      let record = slot.pointee.record
      guard isData == nil || record.isData == isData else { continue }
      let made = Made(
        kind: record.isData ? .dataReference : .reference, state: record.state,
        refcount: record.count, site: record.site, stamp: record.stamp,
        handle: UnsafeMutableRawPointer(slot.pointee.key.handle), env: record.env)
      guard body(made) else { return }
    }
  }

  private func forEachFinalizer(_ kind: ObjectKind, _ body: (Made) -> Bool) {
    for slot in finalizers.slots {
      let record = slot.pointee.record
      guard record.kind.counted == kind, let birth = record.birth else { continue }
      let env = record.env?._withUnsafeGuaranteedRef { $0.id } ?? 0
      let made = Made(
        kind: kind, site: birth.site, stamp: birth.stamp, handle: nil, env: env, data: record.data)
      guard body(made) else { return }
    }
  }

  /// Scopes and envs: few, and closed by what `body` may do, so listed first.
  private func opened(_ kind: ObjectKind) -> [Made] {
    switch kind {
    case .vmScope:
      return vmScopes.map { scope in
        Made(
          kind: kind, site: scope.birth.site, stamp: scope.birth.stamp,
          handle: UnsafeMutableRawPointer(bitPattern: scope.handle))
      }
    case .envScope:
      return envScopes.map { scope in
        Made(
          kind: kind, site: scope.birth.site, stamp: scope.birth.stamp,
          handle: UnsafeMutableRawPointer(bitPattern: scope.handle), env: scope.env.id)
      }
    case .env:
      return envs.values.sorted { $0.id < $1.id }.map { env in
        Made(kind: kind, site: env.birth.site, stamp: env.birth.stamp, env: env.id)
      }
    default:
      return scopes.opened.compactMap { entry, handle in
        entry.birth.map { birth in
          Made(
            kind: kind, site: birth.site, stamp: birth.stamp,
            handle: UnsafeMutableRawPointer(handle), env: entry.env)
        }
      }
    }
  }
}

extension Made {
  /// What a slab holds.
  fileprivate init(_ kind: ObjectKind, _ birth: Birth, _ key: SlabKey, env: UInt32 = 0) {
    self.init(
      kind: kind, site: birth.site, stamp: birth.stamp,
      handle: UnsafeMutableRawPointer(key.handle), env: env)
  }
}
