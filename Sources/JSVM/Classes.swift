// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim

/// What a class made through the API is made of, from any of the three functions that define one.
struct ClassDefinition {
  let name: v8s_value
  let constructor: JSVM_Callback
  var properties: UnsafeBufferPointer<JSVM_PropertyDescriptor>
  var parent: v8s_value?
  var fieldCount: Int32 = 0
  var handler: JSVM_PropertyHandlerConfigurationStruct?
  var callable: JSVM_Callback?
  /// Whether descriptors may switch off the check of the receiver.
  var honoursNoReceiverCheck = true
}

/// What the API keeps for a class until its constructor is collected.
struct ClassRecord: BitwiseCopyable {
  var template: v8s_global
  var handler: PropertyHandler
}

extension Env {
  func classDefinition(
    _ name: UnsafePointer<CChar>?, _ length: Int, _ constructor: JSVM_Callback?, _ count: Int,
    _ properties: UnsafePointer<JSVM_PropertyDescriptor>?
  ) throws(Failure) -> ClassDefinition {
    guard let constructor, constructor.pointee.callback != nil, name != nil, count >= 0,
      count == 0 || properties != nil
    else { throw .invalidArgument }
    return ClassDefinition(
      name: try string(utf8: name, length), constructor: constructor,
      properties: UnsafeBufferPointer(start: properties, count: count))
  }

  /// Makes the constructor of a class, with its static properties.
  func defineClass(_ definition: ClassDefinition) throws(Failure) -> v8s_value {
    vm.willHold(definition.constructor)
    vm.willHold(definition.callable)
    let template = v8s_template_new(vm.isolate, definition.constructor, definition.name)!
    if let parent = definition.parent {
      let record: ClassSlot = try require(classRecord(of: parent))
      v8s_template_inherit(
        template, v8s_global_get_template(vm.isolate, &record.pointee.record.template))
    }
    // The first field is the wrap's. The API has no way to reach any of them.
    v8s_template_set_field_count(template, max(1, definition.fieldCount))
    if let callable = definition.callable {
      guard callable.pointee.callback != nil else { throw .invalidArgument }
      v8s_template_set_callable(vm.isolate, template, callable)
    }
    for (key, property) in try prototypeMembers(of: definition) {
      try define(property, key, in: template, definition)
    }
    let record = try addClass(template, definition)
    do throws(Failure) {
      let constructor = try attempt(or: JSVM_GENERIC_FAILURE) {
        v8s_template_constructor(vm.isolate, context, template, $0)
      }
      try link(constructor, to: record)
      try defineLate(definition, on: constructor)
      return constructor
    } catch {
      vm.end(record)
      throw error
    }
  }

  /// The properties of instances with their keys. Of several with one key the last counts: V8's
  /// template would keep them all.
  private func prototypeMembers(
    of definition: ClassDefinition
  ) throws(Failure) -> [(v8s_value, JSVM_PropertyDescriptor)] {
    var members: [(key: v8s_value, property: JSVM_PropertyDescriptor)] = []
    for property in definition.properties where !property.isStatic {
      let key = try propertyKey(property)
      members.removeAll { v8s_value_strict_equals($0.key, key) }
      members.append((key, property))
    }
    return members
  }

  /// Puts a property of instances on the prototype. Objects cannot stand in a template; they follow
  /// when the prototype exists.
  private func define(
    _ property: JSVM_PropertyDescriptor, _ key: v8s_value, in template: v8s_template,
    _ definition: ClassDefinition
  ) throws(Failure) {
    let attributes = Env.attributes(property.attributes)
    let noCheck = property.attributes.rawValue & JSVM_NO_RECEIVER_CHECK.rawValue != 0
    let checks = !(noCheck && definition.honoursNoReceiverCheck)
    for callback in [property.getter, property.setter, property.method] {
      if let callback, callback.pointee.callback == nil { throw .invalidArgument }
      vm.willHold(callback)
    }
    if property.getter != nil || property.setter != nil {
      v8s_template_set_accessor(
        vm.isolate, template, key, property.getter, property.setter, attributes, checks)
    } else if let method = property.method {
      v8s_template_set_method(vm.isolate, template, key, method, attributes, checks)
    } else {
      let value: v8s_value = try require(property.value)
      guard !v8s_value_is_object(value) else { return }
      v8s_template_set_value(template, key, value, attributes)
    }
  }

  /// What needs the constructor: static properties, and objects on the prototype.
  private func defineLate(
    _ definition: ClassDefinition, on constructor: v8s_value
  ) throws(Failure) {
    let name = v8s_string_name(vm.isolate, "prototype", 9)
    let prototype = try attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_object_get(vm.isolate, context, constructor, name, $0)
    }
    // V8's templates inherit prototypes only; statics are found through the constructor's own.
    if let parent = definition.parent { try setPrototype(of: constructor, parent) }
    for property in definition.properties where property.isStatic {
      try define(property, on: constructor)
    }
    for (_, property) in try prototypeMembers(of: definition) where property.isObjectValue {
      try define(property, on: prototype)
    }
  }
}

extension JSVM_PropertyDescriptor {
  var isStatic: Bool { attributes.rawValue & JSVM_STATIC.rawValue != 0 }

  fileprivate var isObjectValue: Bool {
    guard getter == nil, setter == nil, method == nil, let value else { return false }
    return returnedValue(value).map { v8s_value_is_object($0) } ?? false
  }
}

extension Env {
  /// Reads the options of `OH_JSVM_DefineClassWithOptions`, stopping at the first that is wrong.
  func apply(
    _ parent: JSVM_Value?, _ count: Int, _ options: UnsafeMutablePointer<JSVM_DefineClassOptions>?,
    to definition: inout ClassDefinition
  ) throws(Failure) {
    definition.honoursNoReceiverCheck = false
    if parent != nil {
      definition.parent = try require(parent, v8s_value_is_function, else: JSVM_INVALID_ARG)
    }
    guard count >= 0, count == 0 || options != nil else { throw .invalidArgument }
    for option in UnsafeBufferPointer(start: options, count: count) {
      switch option.id {
      case JSVM_DEFINE_CLASS_NORMAL: break
      case JSVM_DEFINE_CLASS_WITH_COUNT:
        // V8 ends the process for an instance with more.
        guard (0...252).contains(option.content.num) else { throw .invalidArgument }
        definition.fieldCount = option.content.num
      case JSVM_DEFINE_CLASS_WITH_PROPERTY_HANDLER:
        let handler = try require(option.content.ptr)
          .assumingMemoryBound(to: JSVM_PropertyHandler.self).pointee
        definition.handler = try require(handler.propertyHandlerCfg).pointee
        definition.callable = handler.callAsFunctionCallback
      default: throw .invalidArgument
      }
    }
  }
}
