// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM
internal import CV8Shim

@c @implementation
public func OH_JSVM_GetLastErrorInfo(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<UnsafePointer<JSVM_ExtendedErrorInfo>?>?
) -> JSVM_Status {
  enter(env, .none, into: result) { env throws(Failure) in env.lastError() }
}

@c @implementation
public func OH_JSVM_Throw(_ env: JSVM_Env?, _ error: JSVM_Value?) -> JSVM_Status {
  enter(env, .js) { env throws(Failure) in env.setException(try require(error)) }
}

@c @implementation
public func OH_JSVM_ThrowError(
  _ env: JSVM_Env?, _ code: UnsafePointer<CChar>?, _ msg: UnsafePointer<CChar>?
) -> JSVM_Status {
  enter(env, .js) { env throws(Failure) in
    try env.throwError(V8S_ERROR, code: code, message: msg)
  }
}

@c @implementation
public func OH_JSVM_ThrowTypeError(
  _ env: JSVM_Env?, _ code: UnsafePointer<CChar>?, _ msg: UnsafePointer<CChar>?
) -> JSVM_Status {
  enter(env, .js) { env throws(Failure) in
    try env.throwError(V8S_TYPE_ERROR, code: code, message: msg)
  }
}

@c @implementation
public func OH_JSVM_ThrowRangeError(
  _ env: JSVM_Env?, _ code: UnsafePointer<CChar>?, _ msg: UnsafePointer<CChar>?
) -> JSVM_Status {
  enter(env, .js) { env throws(Failure) in
    try env.throwError(V8S_RANGE_ERROR, code: code, message: msg)
  }
}

@c @implementation
public func OH_JSVM_ThrowSyntaxError(
  _ env: JSVM_Env?, _ code: UnsafePointer<CChar>?, _ msg: UnsafePointer<CChar>?
) -> JSVM_Status {
  enter(env, .js) { env throws(Failure) in
    try env.throwError(V8S_SYNTAX_ERROR, code: code, message: msg)
  }
}

@c @implementation
public func OH_JSVM_IsError(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in v8s_value_is_error(try require(value)) }
}

@c @implementation
public func OH_JSVM_CreateError(
  _ env: JSVM_Env?, _ code: JSVM_Value?, _ msg: JSVM_Value?,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    try env.createError(V8S_ERROR, code: code, message: msg).handle
  }
}

@c @implementation
public func OH_JSVM_CreateTypeError(
  _ env: JSVM_Env?, _ code: JSVM_Value?, _ msg: JSVM_Value?,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    try env.createError(V8S_TYPE_ERROR, code: code, message: msg).handle
  }
}

@c @implementation
public func OH_JSVM_CreateRangeError(
  _ env: JSVM_Env?, _ code: JSVM_Value?, _ msg: JSVM_Value?,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    try env.createError(V8S_RANGE_ERROR, code: code, message: msg).handle
  }
}

@c @implementation
public func OH_JSVM_CreateSyntaxError(
  _ env: JSVM_Env?, _ code: JSVM_Value?, _ msg: JSVM_Value?,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    try env.createError(V8S_SYNTAX_ERROR, code: code, message: msg).handle
  }
}

@c @implementation
public func OH_JSVM_GetAndClearLastException(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    (env.takeException() ?? v8s_undefined(env.isolate)).handle
  }
}

@c @implementation
public func OH_JSVM_IsExceptionPending(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .plain, into: result) { env throws(Failure) in env.hasException }
}
