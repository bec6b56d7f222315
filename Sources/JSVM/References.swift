// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CNativeStack
internal import CV8Shim
internal import Ledger

typealias ReferenceSlot = UnsafeMutablePointer<Slab<Reference>.Slot>

/// A counted handle that the user holds to a value or a private key.
///
/// Strong while the count is above zero; at zero weak for what can be weak, else empty. V8 keeps the
/// address of a weak handle, so records stay where they are.
struct Reference: Born {
  var object: v8s_global
  let env: UInt32
  var count: UInt32
  let site: SiteID
  var stamp: Stamp
  let isData: Bool
  /// Whether the value can be weak; known once the count was zero.
  var isWeakable = false

  /// The value was collected, or dropped because it cannot be weak.
  var isEmpty: Bool { object.slot == nil }
}

extension Env {
  @inline(__always)
  func createReference(to value: v8s_value, count: UInt32) throws(Failure) -> JSVM_Ref {
    let slot = try insertReference(.reference, count: count, isData: false)
    v8s_global_set(isolate, &slot.pointee.record.object, value)
    if count == 0 { weaken(slot, value) }
    return slot.pointee.key.handle
  }

  /// The optional result of a wrap or finalizer.
  func weakReference(to object: v8s_value, isWanted: Bool) throws(Failure) -> JSVM_Ref? {
    guard isWanted else { return nil }
    return try createReference(to: object, count: 0)
  }

  func createReference(to data: v8s_data, count: UInt32) throws(Failure) -> JSVM_Ref {
    guard count > 0 else { throw .invalidArgument }
    let slot = try insertReference(.dataReference, count: count, isData: true)
    v8s_global_set_data(vm.isolate, &slot.pointee.record.object, data)
    return slot.pointee.key.handle
  }

  @inline(__always)
  private func insertReference(
    _ kind: ObjectKind, count: UInt32, isData: Bool
  ) throws(Failure) -> ReferenceSlot {
    let site = vm.site(of: kind)
    let record = Reference(
      object: v8s_global(), env: id, count: count, site: site, stamp: vm.epochs.stamp,
      isData: isData)
    guard let slot = vm.references.insert(record) else { throw .generic }
    vm.hotLedger._withUnsafeGuaranteedRef { $0.recordCreation(at: site) }
    return slot
  }

  /// The record of a living reference of this VM.
  @inline(__always)
  func reference(
    _ handle: JSVM_Ref?, isDelete: Bool = false
  ) throws(Failure) -> ReferenceSlot {
    guard let handle else { throw .invalidArgument }
    if let slot = vm.references.find(SlabKey(handle)) { return slot }
    vm.recordUnknown(SlabKey(handle), in: \.references, isDelete: isDelete)
    throw .invalidArgument
  }

  func deleteReference(_ handle: JSVM_Ref?) throws(Failure) {
    let slot = try reference(handle, isDelete: true)
    if vm.tracksDeletions { vm.trackDeletion(of: slot) }
    vm.end(slot)
  }

  /// Adds to the count. A reference whose value is gone stays at zero.
  func ref(_ handle: JSVM_Ref?) throws(Failure) -> UInt32 {
    let slot = try reference(handle)
    guard !slot.pointee.record.isEmpty else { return 0 }
    guard slot.pointee.record.count < .max else { throw .generic }
    slot.pointee.record.count += 1
    if slot.pointee.record.count == 1 { v8s_global_strengthen(&slot.pointee.record.object) }
    return slot.pointee.record.count
  }

  /// Takes from the count; at zero the reference becomes weak, or empty if it cannot be weak.
  func unref(_ handle: JSVM_Ref?) throws(Failure) -> UInt32 {
    let slot = try reference(handle)
    guard slot.pointee.record.count > 0 else {
      vm.record(.countBelowZero, created: vm.stack(of: slot.pointee.record.site))
      throw .generic
    }
    slot.pointee.record.count -= 1
    if slot.pointee.record.count == 0 { weaken(slot) }
    return slot.pointee.record.count
  }

  private func weaken(_ slot: ReferenceSlot) {
    guard !slot.pointee.record.isData else { return weaken(slot, nil) }
    // The look at the value must not keep it.
    var scope = v8s_scope()
    v8s_scope_open(vm.isolate, &scope)
    weaken(slot, v8s_global_get(vm.isolate, &slot.pointee.record.object))
    v8s_scope_close(&scope)
  }

  /// Lets the collector have the value; what V8 cannot watch is dropped at once.
  @inline(never)
  private func weaken(_ slot: ReferenceSlot, _ value: v8s_value?) {
    let canBeWeak = value.map { v8s_value_is_object($0) || v8s_value_is_symbol($0) } ?? false
    slot.pointee.record.isWeakable = canBeWeak
    if canBeWeak {
      v8s_global_weaken(&slot.pointee.record.object)
    } else {
      v8s_global_reset(&slot.pointee.record.object)
    }
  }

  func value(of handle: JSVM_Ref?) throws(Failure) -> JSVM_Value? {
    let slot = try reference(handle)
    guard !slot.pointee.record.isData else { throw vm.otherKind(slot) }
    guard !slot.pointee.record.isEmpty else { return nil }
    return v8s_global_get(vm.isolate, &slot.pointee.record.object)?.handle
  }

  func data(of handle: JSVM_Ref?) throws(Failure) -> JSVM_Data? {
    let slot = try reference(handle)
    guard slot.pointee.record.isData else { throw vm.otherKind(slot) }
    guard !slot.pointee.record.isEmpty else { return nil }
    return v8s_global_get_data(vm.isolate, &slot.pointee.record.object)?.handle
  }

  /// Ends every reference that the env still has. Their handles are unknown from now on.
  func endReferences() {
    for slot in vm.references.slots where slot.pointee.record.env == id { vm.end(slot) }
  }
}

extension VM {
  @inline(__always)
  fileprivate func end(_ slot: ReferenceSlot) {
    v8s_global_reset(&slot.pointee.record.object)
    let site = slot.pointee.record.site
    hotLedger._withUnsafeGuaranteedRef { $0.recordDeletion(at: site) }
    references.remove(slot)
  }

  /// The site that the running call creates at: the native stack down to the innermost callback, and
  /// the function of script that called that.
  @inline(__always)
  func site(of kind: ObjectKind) -> SiteID {
    var end: UInt = 0
    var script = ScriptFrameID.none
    if let callback, callback.pointee.frame != 0 {
      end = callback.pointee.frame
      script = self.script(calling: callback)
    }
    let first = native_stack_here()
    let tag = UInt64(script.rawValue) << 8 | UInt64(kind.rawValue)
    let known = native_walks_find(walks, first, end, tag)
    if known >= 0 { return SiteID(rawValue: UInt32(truncatingIfNeeded: known)) }
    return newSite(of: kind, script, first, end, tag)
  }

  /// The site of a stack that has not created lately.
  @inline(never)
  private func newSite(
    of kind: ObjectKind, _ script: ScriptFrameID, _ first: UInt, _ end: UInt, _ tag: UInt64
  ) -> SiteID {
    var hash: UInt64 = 0
    let count = native_stack_capture_from(first, frames, stackDepth, end, &hash)
    // A frame that chance led to would make a site of every creation.
    let plausible = native_stack_plausible(frames, count)
    let site =
      plausible == count
      ? ledger.site(kind, frames, count, hash: hash, script: script)
      : ledger.site(kind, frames, max(plausible, min(count, 1)), script: script)
    native_walks_remember(walks, first, end, tag, site.rawValue)
    return site
  }

  @inline(__always)
  private func script(calling callback: UnsafeMutablePointer<Callback>) -> ScriptFrameID {
    if let known = callback.pointee.script { return known }
    let script = scriptFrames(calling: callback.pointee.call)
    callback.pointee.script = script
    return script
  }
}
