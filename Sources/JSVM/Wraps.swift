// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim

extension Env {
  /// Links an object to native data.
  func wrap(
    _ object: v8s_value, data: UnsafeMutableRawPointer?, callback: JSVM_Finalize?,
    hint: UnsafeMutableRawPointer?
  ) throws(Failure) {
    guard try wrapRecord(of: object) == nil else { throw .invalidArgument }
    let slot = try addFinalizer(.wrap, object: object, callback: callback, data: data, hint: hint)
    do throws(Failure) { try setWrapLink(of: object, slot.pointee.key) } catch {
      removeFinalizer(slot)
      throw error
    }
  }

  /// The record of a wrapped object; nil if it is not wrapped, or by an env that is gone.
  func wrapRecord(of object: v8s_value) throws(Failure) -> FinalizerSlot? {
    let field = v8s_object_field(object)
    let link = if let field { field } else { try privateWrapLink(of: object) }
    return SlabKey(number: link).flatMap { vm.finalizers.find($0) }
  }

  private func privateWrapLink(of object: v8s_value) throws(Failure) -> v8s_value {
    try attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_object_get_private(isolate, context, object, vm.localWrapKey, $0)
    }
  }

  /// An object holds the record's key, not its address: it may outlive the env. Instances of the API's
  /// classes have a field for it; a private property, as on all others, takes 0.3 µs to add.
  private func setWrapLink(of object: v8s_value, _ key: SlabKey) throws(Failure) {
    let link = key.number(isolate)
    guard !v8s_object_set_field(object, link) else { return }
    _ = try attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_object_set_private(isolate, context, object, vm.localWrapKey, link, $0)
    }
  }

  func removeWrap(_ object: v8s_value) throws(Failure) -> UnsafeMutableRawPointer? {
    guard let slot = try wrapRecord(of: object) else { throw .invalidArgument }
    let data = slot.pointee.record.data
    slot.pointee.record.env?._withUnsafeGuaranteedRef {
      vm.dequeue(slot)
      $0.removeFinalizer(slot)
    }
    guard !v8s_object_set_field(object, v8s_undefined(isolate)) else { return data }
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
