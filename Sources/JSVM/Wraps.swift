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
    let link = slot.pointee.key.number(vm.isolate)
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
    return SlabKey(number: link).flatMap { vm.finalizers.find($0) }
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

extension SlabKey {
  /// The key as a value that script-side objects can carry, also through a startup snapshot.
  func number(_ isolate: v8s_isolate) -> v8s_value { v8s_bigint_uint64(isolate, bits) }

  /// Reads such a value back; nil if it is something else.
  init?(number: v8s_value) {
    guard v8s_value_is_bigint(number) else { return nil }
    var isWhole = false
    self.init(bits: v8s_bigint_uint64_value(number, &isWhole))
  }
}

extension VM {
  var localWrapKey: v8s_data { localKey(wrapKey) }

  func localKey(_ key: v8s_global) -> v8s_data {
    withUnsafePointer(to: key) { v8s_global_get_data(isolate, $0) }
  }
}
