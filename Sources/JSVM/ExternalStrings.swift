// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim
internal import Ledger

/// What makes a string over the caller's memory: the shim's function for its encoding.
typealias MakeExternalString = (
  _ dropped: @escaping @convention(c) (UnsafeMutableRawPointer?) -> Void,
  _ data: UnsafeMutableRawPointer
) -> v8s_value?

extension Env {
  /// Makes a string that reads the caller's memory, and remembers what to run when it is dropped.
  func externalString(
    _ memory: UnsafeMutableRawPointer?, _ callback: JSVM_Finalize?,
    _ hint: UnsafeMutableRawPointer?, _ make: MakeExternalString
  ) throws(Failure) -> v8s_value {
    let record = Finalizer(
      object: v8s_global(), env: .passUnretained(self), vm: .passUnretained(vm),
      callback: callback, data: memory, hint: hint, kind: .string, birth: vm.birth(of: .finalizer))
    guard let slot = vm.finalizers.insert(record) else { throw .generic }
    vm.note(slot.pointee.record.birth)
    let string = make(
      { data in
        guard let data else { return }
        let slot = data.assumingMemoryBound(to: Slab<Finalizer>.Slot.self)
        slot.pointee.record.vm._withUnsafeGuaranteedRef { $0.drop(string: slot) }
      }, slot)
    guard let string else {
      vm.noteEnd(slot.pointee.record.birth)
      vm.finalizers.remove(slot)
      throw .generic
    }
    // An empty string is V8's own: the memory was dropped before it was used.
    vm.settle(inScript: true)
    return string
  }

  /// Lets the memory of strings that outlive the env be finalised without it.
  func disownStrings() {
    for slot in vm.finalizers.slots
    where slot.pointee.record.kind == .string
      && slot.pointee.record.env?.toOpaque() == Unmanaged.passUnretained(self).toOpaque()
    {
      slot.pointee.record.env = nil
    }
  }
}

extension VM {
  /// The engine dropped a string: inside a collection, or with the isolate, when nothing waits any
  /// more.
  func drop(string slot: FinalizerSlot) {
    if isDisposing { run(string: slot) } else { queue(slot) }
  }

  func run(string slot: FinalizerSlot) {
    let record = slot.pointee.record
    dequeue(slot)
    noteEnd(record.birth)
    finalizers.remove(slot)
    guard let callback = record.callback else { return }
    guard !isDisposing else { return callback(nil, record.data, record.hint) }
    let env = record.env?.takeUnretainedValue()
    withScopedUserCall(of: env) { callback(env?.handle, record.data, record.hint) }
  }
}
