// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim
internal import Ledger

typealias FinalizerSlot = UnsafeMutablePointer<Slab<Finalizer>.Slot>

/// Something of the user's to run when an object is gone, at the latest when its env is destroyed.
struct Finalizer: BitwiseCopyable {
  enum Kind: UInt8 {
    case wrap
    case finalizer
    case external
    case instanceData
    /// The library's own: what it keeps for a class.
    case classRecord
    /// The memory of a string. Not the env's to run: the engine may drop the string later.
    case string

    /// What its object is to a heap snapshot; nil for what holds none of the user's.
    var object: ObjectKind? {
      switch self {
      case .wrap: .wrap
      case .finalizer, .external: .finalizer
      case .instanceData, .classRecord, .string: nil
      }
    }

    /// What the ledger counts it as; nil for what is the library's own.
    var counted: ObjectKind? {
      switch self {
      case .wrap: .wrap
      case .finalizer, .external, .instanceData, .string: .finalizer
      case .classRecord: nil
      }
    }
  }

  /// The weak handle to the object. First, because V8 hands its address back.
  var object: v8s_global
  /// Nil when the env of a string's memory is gone.
  var env: Unmanaged<Env>?
  let vm: Unmanaged<VM>
  let callback: JSVM_Finalize?
  let data: UnsafeMutableRawPointer?
  let hint: UnsafeMutableRawPointer?
  /// Neighbours among the finalizers of the env.
  var older: FinalizerSlot?
  var newer: FinalizerSlot?
  /// The next in the VM's queue of finalizers to run.
  var nextReady: FinalizerSlot?
  let kind: Kind
  /// Nil for what is the library's own.
  let birth: Birth?

  /// Where it was made, if it has an object of the user's.
  var site: SiteID? { kind.object == nil ? nil : birth?.site }
}

extension Env {
  /// Registers a finalizer, as the newest of the env.
  func addFinalizer(
    _ kind: Finalizer.Kind, object: v8s_value?, callback: JSVM_Finalize?,
    data: UnsafeMutableRawPointer?, hint: UnsafeMutableRawPointer?
  ) throws(Failure) -> FinalizerSlot {
    let record = Finalizer(
      object: v8s_global(), env: .passUnretained(self), vm: .passUnretained(vm),
      callback: callback, data: data, hint: hint, older: newestFinalizer, kind: kind,
      birth: kind.counted.map { vm.birth(of: $0) })
    guard let slot = vm.finalizers.insert(record) else { throw .generic }
    vm.note(slot.pointee.record.birth)
    newestFinalizer?.pointee.record.newer = slot
    newestFinalizer = slot
    if let object {
      v8s_global_set(vm.isolate, &slot.pointee.record.object, object)
      v8s_global_weaken_with_hook(&slot.pointee.record.object)
    }
    return slot
  }

  /// Forgets a finalizer without running it. Disarms its handle, so the collector cannot find it.
  func removeFinalizer(_ slot: FinalizerSlot) {
    let record = slot.pointee.record
    if newestFinalizer == slot { newestFinalizer = record.older }
    record.older?.pointee.record.newer = record.newer
    record.newer?.pointee.record.older = record.older
    if instanceData == slot { instanceData = nil }
    v8s_global_reset(&slot.pointee.record.object)
    vm.noteEnd(record.birth)
    vm.finalizers.remove(slot)
  }

  /// Runs a finalizer, exactly once: it is forgotten before the user's code is called.
  func run(_ slot: FinalizerSlot) {
    let record = slot.pointee.record
    vm.dequeue(slot)
    removeFinalizer(slot)
    guard let callback = record.callback else { return }
    lastStatus = JSVM_OK
    vm.withScopedUserCall(of: self) { callback(handle, record.data, record.hint) }
  }
}

extension VM {
  /// V8 emptied the handle of a finalizer's object. Inside the collection: nothing but linking.
  func queue(_ slot: FinalizerSlot) {
    slot.pointee.record.nextReady = nil
    v8s_set_ready(nil)
    if let lastReady { lastReady.pointee.record.nextReady = slot } else { firstReady = slot }
    lastReady = slot
    guard !hasInterrupt else { return }
    hasInterrupt = true
    v8s_isolate_interrupt(isolate)
  }

  /// Takes a finalizer out of the queue when something else runs it first.
  func dequeue(_ slot: FinalizerSlot) {
    var previous: FinalizerSlot?
    var current = firstReady
    while let candidate = current, candidate != slot {
      previous = candidate
      current = candidate.pointee.record.nextReady
    }
    guard current == slot else { return }
    let next = slot.pointee.record.nextReady
    if let previous { previous.pointee.record.nextReady = next } else { firstReady = next }
    if lastReady == slot { lastReady = previous }
  }

  /// A safe point: runs the finalizers whose objects are gone. Does nothing inside a native callback
  /// (the return from it is the next safe point), a handler, or another finalizer.
  func settle(inScript: Bool = false) {
    guard firstReady != nil, !isSettling, reporting == 0 else { return }
    guard !isCalledByScript || inScript else { return }
    isSettling = true
    while let slot = firstReady {
      if slot.pointee.record.kind == .string {
        run(string: slot)
      } else {
        slot.pointee.record.env?._withUnsafeGuaranteedRef { $0.run(slot) }
      }
    }
    isSettling = false
  }
}
