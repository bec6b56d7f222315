// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim

typealias ClassSlot = UnsafeMutablePointer<Slab<ClassRecord>.Slot>

// V8 can inherit from templates only, and keeps none with a constructor. So the constructor carries
// the key of a record with its template; the record ends when the constructor is collected.
extension Env {
  func addClass(
    _ template: v8s_template, _ definition: ClassDefinition
  ) throws(Failure) -> ClassSlot {
    let handler = PropertyHandler(definition.handler, self)
    let record = ClassRecord(template: v8s_global(), handler: handler)
    guard let slot = vm.classes.insert(record) else { throw .generic }
    v8s_global_set_template(vm.isolate, &slot.pointee.record.template, template)
    if let configuration = definition.handler {
      vm.willHold(slot)
      slot.pointee.record.handler.hold(configuration, vm.isolate)
      v8s_template_intercept(
        vm.isolate, template, handler.named, handler.indexed,
        UnsafeMutableRawPointer(slot.pointee.key.handle))
    }
    return slot
  }

  /// Ties the record to its constructor.
  func link(_ constructor: v8s_value, to slot: ClassSlot) throws(Failure) {
    let key = UnsafeMutableRawPointer(slot.pointee.key.handle)
    let link = slot.pointee.key.number(vm.isolate)
    _ = try attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_object_set_private(vm.isolate, context, constructor, vm.localKey(vm.classKey), link, $0)
    }
    let end: JSVM_Finalize = { env, key, _ in
      guard let env, let key else { return }
      Unmanaged<Env>.fromOpaque(UnsafeRawPointer(env))._withUnsafeGuaranteedRef { env in
        guard let slot = env.vm.classes.find(SlabKey(OpaquePointer(key))) else { return }
        env.vm.end(slot)
      }
    }
    _ = try addFinalizer(
      .classRecord, object: constructor, callback: end, data: key, hint: nil)
  }

  /// The record behind a constructor that was made by the API.
  func classRecord(of constructor: v8s_value) throws(Failure) -> ClassSlot? {
    let link = try attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_object_get_private(vm.isolate, context, constructor, vm.localKey(vm.classKey), $0)
    }
    return SlabKey(number: link).flatMap { vm.classes.find($0) }
  }
}

extension VM {
  func end(_ slot: ClassSlot) {
    v8s_global_reset(&slot.pointee.record.template)
    slot.pointee.record.handler.letGo()
    classes.remove(slot)
  }
}
