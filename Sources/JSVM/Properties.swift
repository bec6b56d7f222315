// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim

extension Env {
  /// Defines properties one at a time, stopping at the first that fails.
  func define(
    _ count: Int, _ properties: UnsafePointer<JSVM_PropertyDescriptor>?, on object: v8s_value,
    skipsStatic: Bool = false
  ) throws(Failure) {
    guard count != 0 else { return }
    guard let properties, count > 0 else { throw .invalidArgument }
    for index in 0..<count {
      let property = properties[index]
      if skipsStatic, property.isStatic { continue }
      try define(property, on: object)
    }
  }

  /// The key of a property to define: a text, or a string or symbol.
  func propertyKey(_ property: JSVM_PropertyDescriptor) throws(Failure) -> v8s_value {
    if property.utf8name != nil { return try name(property.utf8name) }
    return try require(property.name, v8s_value_is_name, else: JSVM_NAME_EXPECTED)
  }

  func define(
    _ property: JSVM_PropertyDescriptor, on object: v8s_value
  ) throws(Failure) {
    let key = try propertyKey(property)
    let title: v8s_value? = v8s_value_is_string(key) ? key : nil
    let attributes = Env.attributes(property.attributes)
    if property.getter != nil || property.setter != nil {
      let getter: v8s_value? =
        if property.getter != nil { try makeFunction(title, property.getter) } else { nil }
      let setter: v8s_value? =
        if property.setter != nil { try makeFunction(title, property.setter) } else { nil }
      try check(
        try attempt(or: JSVM_INVALID_ARG) {
          v8s_object_define_accessor(
            vm.isolate, context, object, key, getter, setter, attributes, $0)
        }, else: JSVM_INVALID_ARG)
      return
    }
    let isMethod = property.method != nil
    let status = isMethod ? JSVM_GENERIC_FAILURE : JSVM_INVALID_ARG
    let value: v8s_value =
      isMethod ? try makeFunction(title, property.method) : try require(property.value)
    try check(
      try attempt(or: status) {
        v8s_object_define_value(vm.isolate, context, object, key, value, attributes, $0)
      }, else: status)
  }

  private func check(_ isDefined: Bool, else status: JSVM_Status) throws(Failure) {
    guard isDefined else { throw Failure(status: status) }
  }

  /// The API names what a property may, V8 what it may not.
  static func attributes(_ attributes: JSVM_PropertyAttributes) -> Int32 {
    let has = { (bit: JSVM_PropertyAttributes) in attributes.rawValue & bit.rawValue != 0 }
    return (has(JSVM_WRITABLE) ? 0 : Int32(V8S_READ_ONLY))
      | (has(JSVM_ENUMERABLE) ? 0 : Int32(V8S_HIDDEN))
      | (has(JSVM_CONFIGURABLE) ? 0 : Int32(V8S_PERMANENT))
  }
}
