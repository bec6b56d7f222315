// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim
internal import Ledger

/// The native end of a promise, until it is resolved or rejected once.
struct Deferred: Born {
  var promise: v8s_global
  let env: UInt32
  let birth: Birth

  var site: SiteID { birth.site }
}

extension Env {
  func createPromise() throws(Failure) -> (JSVM_Deferred, JSVM_Value) {
    let promise = try attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_promise(vm.isolate, context, $0)
    }
    let record = Deferred(promise: v8s_global(), env: id, birth: vm.birth(of: .deferred))
    guard let slot = vm.deferreds.insert(record) else { throw .generic }
    vm.note(record.birth)
    v8s_global_set(vm.isolate, &slot.pointee.record.promise, promise)
    return (slot.pointee.key.handle, promise.handle)
  }

  /// Concludes a deferred. It is gone afterwards even if the engine fails.
  func settle(_ deferred: JSVM_Deferred?, resolve: Bool, _ value: JSVM_Value?) throws(Failure) {
    let value: v8s_value = try require(value)
    guard let deferred else { throw .invalidArgument }
    guard let slot = vm.deferreds.find(SlabKey(deferred)) else {
      vm.recordUnknown(SlabKey(deferred), in: \.deferreds, isDelete: true)
      throw .invalidArgument
    }
    if vm.tracksDeletions { vm.trackDeletion(of: slot) }
    let promise = v8s_global_get(vm.isolate, &slot.pointee.record.promise)
    vm.end(slot)
    _ = try attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_promise_settle(vm.isolate, context, promise, resolve, value, $0)
    }
  }

  /// Ends the deferreds that were never concluded.
  func endDeferreds() {
    for slot in vm.deferreds.slots where slot.pointee.record.env == id {
      vm.end(slot)
    }
  }
}

extension VM {
  fileprivate func end(_ slot: UnsafeMutablePointer<Slab<Deferred>.Slot>) {
    v8s_global_reset(&slot.pointee.record.promise)
    noteEnd(slot.pointee.record.birth)
    deferreds.remove(slot)
  }
}
