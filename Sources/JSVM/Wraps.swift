// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim

extension Env {
  /// Links an object to native data through a private property, and optionally makes a weak
  /// reference to it.
  func wrap(
    _ object: v8s_value, data: UnsafeMutableRawPointer?, callback: JSVM_Finalize?,
    hint: UnsafeMutableRawPointer?
  ) throws(Failure) {
    guard try wrapRecord(of: object) == nil else { throw .invalidArgument }
    let slot = try addFinalizer(.wrap, object: object, callback: callback, data: data, hint: hint)
    // The property holds the record's key, not its address: the object may outlive the env.
    let link = v8s_external(vm.isolate, context, UnsafeMutableRawPointer(slot.pointee.key.handle))
    do throws(Failure) {
      _ = try attempt(or: JSVM_GENERIC_FAILURE) {
        v8s_object_set_private(vm.isolate, context, object, vm.localWrapKey, link, $0)
      }
    } catch {
      removeFinalizer(slot)
      throw error
    }
  }

  /// The record of a wrapped object; nil if it is not wrapped, or by an env that is gone.
  func wrapRecord(of object: v8s_value) throws(Failure) -> FinalizerSlot? {
    let link = try attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_object_get_private(vm.isolate, context, object, vm.localWrapKey, $0)
    }
    guard v8s_value_is_external(link), let bits = v8s_external_value(link) else { return nil }
    return vm.finalizers.find(SlabKey(OpaquePointer(bits)))
  }

  func removeWrap(_ object: v8s_value) throws(Failure) -> UnsafeMutableRawPointer? {
    guard let slot = try wrapRecord(of: object) else { throw .invalidArgument }
    let data = slot.pointee.record.data
    slot.pointee.record.env?._withUnsafeGuaranteedRef {
      vm.dequeue(slot)
      $0.removeFinalizer(slot)
    }
    _ = try attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_object_delete_private(vm.isolate, context, object, vm.localWrapKey, $0)
    }
    return data
  }
}

extension VM {
  var localWrapKey: v8s_data { localKey(wrapKey) }

  func localKey(_ key: v8s_global) -> v8s_data {
    withUnsafePointer(to: key) { v8s_global_get_data(isolate, $0) }
  }
}
