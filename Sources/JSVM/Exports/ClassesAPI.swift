// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM

@c @implementation
public func OH_JSVM_DefineClass(
  _ env: JSVM_Env?, _ utf8name: UnsafePointer<CChar>?, _ length: Int, _ constructor: JSVM_Callback?,
  _ propertyCount: Int, _ properties: UnsafePointer<JSVM_PropertyDescriptor>?,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    try env.defineClass(
      env.classDefinition(utf8name, length, constructor, propertyCount, properties)
    ).handle
  }
}

@c @implementation
public func OH_JSVM_DefineClassWithPropertyHandler(
  _ env: JSVM_Env?, _ utf8name: UnsafePointer<CChar>?, _ length: Int, _ constructor: JSVM_Callback?,
  _ propertyCount: Int, _ properties: UnsafePointer<JSVM_PropertyDescriptor>?,
  _ propertyHandlerCfg: JSVM_PropertyHandlerCfg?, _ callAsFunctionCallback: JSVM_Callback?,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    var definition = try env.classDefinition(
      utf8name, length, constructor, propertyCount, properties)
    definition.handler = try require(propertyHandlerCfg).pointee
    definition.callable = callAsFunctionCallback
    return try env.defineClass(definition).handle
  }
}

@c @implementation
public func OH_JSVM_DefineClassWithOptions(
  _ env: JSVM_Env?, _ utf8name: UnsafePointer<CChar>?, _ length: Int, _ constructor: JSVM_Callback?,
  _ propertyCount: Int, _ properties: UnsafePointer<JSVM_PropertyDescriptor>?,
  _ parentClass: JSVM_Value?, _ optionCount: Int,
  _ options: UnsafeMutablePointer<JSVM_DefineClassOptions>?,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    var definition = try env.classDefinition(
      utf8name, length, constructor, propertyCount, properties)
    try env.apply(parentClass, optionCount, options, to: &definition)
    return try env.defineClass(definition).handle
  }
}

@c @implementation
public func OH_JSVM_TypeTagObject(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ typeTag: UnsafePointer<JSVM_TypeTag>?
) -> JSVM_Status {
  enter(env, .js) { env throws(Failure) in try env.setTypeTag(value, typeTag) }
}

@c @implementation
public func OH_JSVM_CheckObjectTypeTag(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ typeTag: UnsafePointer<JSVM_TypeTag>?,
  _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in try env.hasTypeTag(value, typeTag) }
}
