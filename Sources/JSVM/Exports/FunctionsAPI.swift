// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM
internal import CV8Shim

@c @implementation
public func OH_JSVM_CallFunction(
  _ env: JSVM_Env?, _ recv: JSVM_Value?, _ func: JSVM_Value?, _ argc: Int,
  _ argv: UnsafePointer<JSVM_Value?>?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, intoOptional: result) { env throws(Failure) in
    let receiver: v8s_value = try require(recv)
    let arguments = try requireArguments(argc, argv)
    let function = try require(`func`, v8s_value_is_function, else: JSVM_INVALID_ARG)
    return try env.attempt(or: JSVM_PENDING_EXCEPTION) {
      v8s_function_call(env.isolate, env.context, function, receiver, argc, arguments, $0)
    }.handle
  }
}

@c @implementation
public func OH_JSVM_CreateFunction(
  _ env: JSVM_Env?, _ utf8name: UnsafePointer<CChar>?, _ length: Int, _ cb: JSVM_Callback?,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    try env.createFunction(utf8name, length, cb).handle
  }
}

@c @implementation
public func OH_JSVM_GetCbInfo(
  _ env: JSVM_Env?, _ cbinfo: JSVM_CallbackInfo?, _ argc: UnsafeMutablePointer<Int>?,
  _ argv: UnsafeMutablePointer<JSVM_Value?>?, _ thisArg: UnsafeMutablePointer<JSVM_Value?>?,
  _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> JSVM_Status {
  enterAtOnce(env, otherwise: getCbInfo(env, cbinfo, argc, argv, thisArg, data)) { env in
    env.argumentsOfInnermost(cbinfo, argc, argv, thisArg, data)
  }
}

@inline(never)
private func getCbInfo(
  _ env: JSVM_Env?, _ cbinfo: JSVM_CallbackInfo?, _ argc: UnsafeMutablePointer<Int>?,
  _ argv: UnsafeMutablePointer<JSVM_Value?>?, _ thisArg: UnsafeMutablePointer<JSVM_Value?>?,
  _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> JSVM_Status {
  enter(
    env, .isolate, orElse: { emptyArguments(argc, argv, thisArg, data) },
    { env throws(Failure) in try env.arguments(cbinfo, argc, argv, thisArg, data) })
}

@c @implementation
public func OH_JSVM_GetNewTarget(
  _ env: JSVM_Env?, _ cbinfo: JSVM_CallbackInfo?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in try env.newTarget(cbinfo) }
}

@c @implementation
public func OH_JSVM_NewInstance(
  _ env: JSVM_Env?, _ constructor: JSVM_Value?, _ argc: Int, _ argv: UnsafePointer<JSVM_Value?>?,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    let arguments = try requireArguments(argc, argv)
    let function = try require(constructor, v8s_value_is_function, else: JSVM_INVALID_ARG)
    return try env.attempt(or: JSVM_PENDING_EXCEPTION) {
      v8s_function_construct(env.isolate, env.context, function, argc, arguments, $0)
    }.handle
  }
}

@c @implementation
public func OH_JSVM_CreateFunctionWithScript(
  _ env: JSVM_Env?, _ funcName: UnsafePointer<CChar>?, _ length: Int, _ argc: Int,
  _ argv: UnsafePointer<JSVM_Value?>?, _ script: JSVM_Value?,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    try env.createFunction(funcName, length, argc, argv, script).handle
  }
}
