// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim
internal import Ledger

/// A saved VM as callers keep it: V8's blob behind a header that tells whether it is whole. V8 itself
/// trusts what it is given.
///
/// The header: eight bytes of name, V8's code-cache version, four bytes of nothing, the blob's size
/// and its checksum, all little-endian.
struct StartupBlob {
  private static let name: UInt64 = 0x3142_4C53_4D56_534A  // "JSVMSLB1"
  private static let headerSize = 32

  /// V8's part.
  let bytes: UnsafePointer<CChar>
  let size: Int

  /// Reads a blob that the caller keeps; fails if it is not whole or another V8's.
  init(_ saved: UnsafePointer<CChar>, _ savedSize: Int) throws(Failure) {
    guard savedSize > Self.headerSize else { throw .invalidArgument }
    let header = UnsafeRawPointer(saved)
    size = savedSize - Self.headerSize
    bytes = saved + Self.headerSize
    guard header.loadUnaligned(as: UInt64.self) == Self.name,
      header.loadUnaligned(fromByteOffset: 8, as: UInt32.self) == v8s_code_cache_version(),
      header.loadUnaligned(fromByteOffset: 16, as: UInt64.self) == UInt64(size),
      header.loadUnaligned(fromByteOffset: 24, as: UInt64.self) == checksum(bytes, size)
    else { throw .invalidArgument }
  }

  /// Copies V8's blob behind a header. Owned by the caller: `delete[]`.
  static func wrap(
    _ bytes: UnsafePointer<CChar>, _ size: Int
  ) -> (UnsafePointer<CChar>, Int) {
    let whole = v8s_bytes_new(size + headerSize)!
    let header = UnsafeMutableRawPointer(whole)
    header.storeBytes(of: name, as: UInt64.self)
    header.storeBytes(of: v8s_code_cache_version(), toByteOffset: 8, as: UInt32.self)
    header.storeBytes(of: 0, toByteOffset: 12, as: UInt32.self)
    header.storeBytes(of: UInt64(size), toByteOffset: 16, as: UInt64.self)
    header.storeBytes(of: checksum(bytes, size), toByteOffset: 24, as: UInt64.self)
    (header + headerSize).copyMemory(from: bytes, byteCount: size)
    return (UnsafePointer(whole), size + headerSize)
  }
}

extension VM {
  /// Notes that the heap of the VM holds an address of the caller's. V8 ends the process when it meets
  /// one that it was not told of, so a VM that holds one is not saved.
  func willHold(_ address: UnsafeRawPointer?) {
    guard creator != nil, let address, !Process.shared.isListed(address) else { return }
    holdsUnlisted = true
  }

  /// Saves contexts. The VM can only be destroyed afterwards.
  func save(
    _ count: Int, _ envs: UnsafePointer<JSVM_Env?>?
  ) throws(Failure) -> (UnsafePointer<CChar>, Int) {
    guard let creator, !isSaved, callback == nil else { throw .generic }
    guard !holdsUnlisted else {
      Process.shared.log(
        "JSVM: the VM cannot be saved: it holds an address that is not among the external references"
          + " of OH_JSVM_Init\n")
      throw .generic
    }
    guard scopes.count == (scopes.hasBase ? 1 : 0) else {
      record(.scopeLeftOpen, created: innermostScopeStack)
      throw .generic
    }
    guard count >= 0, count == 0 || envs != nil else { throw .invalidArgument }
    let handles = UnsafeBufferPointer(start: envs, count: count)
    let saved = handles.compactMap { handle in self.envs.values.first { $0.handle == handle } }
    guard saved.count == count, Set(saved.map(\.id)).count == count else {
      throw .invalidArgument
    }
    while !envScopes.isEmpty { closeInnermostEnvScope() }
    letGoOfHandles()
    for env in self.envs.values where !saved.contains(where: { $0 === env }) {
      v8s_context_delete(isolate, env.context)
    }
    closeBaseScope()
    // V8 ends the process when it meets a handle that it does not save.
    let strange = foreignHandles(besides: saved.count)
    var size = 0
    let blob = strange > 0 ? nil : saveContexts(saved.map(\.context), creator, &size)
    // From here on every call that needs the engine is refused.
    isSaved = true
    v8s_isolate_set_known(isolate, false)
    if strange > 0 {
      Process.shared.log(
        "JSVM: the VM cannot be saved: \(strange) of its objects have a part outside of V8's heap, as"
          + " those of Intl do\n")
    }
    guard let blob else { throw .generic }
    defer { v8s_bytes_delete(blob) }
    return StartupBlob.wrap(blob, size)
  }

  /// How many persistent handles of objects that live there are besides those of our keys and of a number
  /// of contexts: V8 has one of its own for every object that owns native memory, to free that.
  private func foreignHandles(besides contexts: Int) -> Int {
    collecting(for: .lowMemory) { v8s_heap_pressure(isolate, 2) }
    var scope = v8s_scope()
    v8s_scope_open(isolate, &scope)
    defer { v8s_scope_close(&scope) }
    let used = heapStatistics().usedGlobalHandlesSize
    var one = v8s_global()
    v8s_global_set(isolate, &one, v8s_undefined(isolate))
    let size = heapStatistics().usedGlobalHandlesSize - used
    v8s_global_reset(&one)
    let keys = 3
    return Int(used / max(size, 1)) - keys - contexts
  }

  private func saveContexts(
    _ contexts: [v8s_context?], _ creator: v8s_creator, _ size: inout Int
  ) -> UnsafePointer<CChar>? {
    withUnsafePointer(to: wrapKey) { wrap in
      withUnsafePointer(to: classKey) { classes in
        withUnsafePointer(to: tagKey) { tags in
          let keys: [UnsafePointer<v8s_global>?] = [wrap, classes, tags]
          return v8s_creator_save(creator, keys, keys.count, contexts, contexts.count, &size)
        }
      }
    }
  }

  /// V8 saves no handles but those it is told of.
  private func letGoOfHandles() {
    for slot in references.slots { v8s_global_reset(&slot.pointee.record.object) }
    for slot in finalizers.slots { v8s_global_reset(&slot.pointee.record.object) }
    for slot in deferreds.slots { v8s_global_reset(&slot.pointee.record.promise) }
    for slot in scripts.slots { v8s_global_reset(&slot.pointee.record.object) }
    for slot in classes.slots {
      v8s_global_reset(&slot.pointee.record.template)
      slot.pointee.record.handler.letGo()
    }
    for env in envs.values { v8s_global_reset(&env.exception) }
    endProfilers()
  }

  /// An env around a copy of a saved context.
  func createEnv(fromSnapshot index: Int) throws(Failure) -> Env {
    guard isFromSnapshot, index >= 0,
      let context = v8s_context_from_snapshot(isolate, index)
    else { throw .generic }
    return Env(self, context)
  }
}
