// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM
internal import CV8Shim

@c @implementation
public func OH_JSVM_CoerceToBool(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    let isTrue = v8s_value_to_bool(env.isolate, try require(value))
    return v8s_boolean(env.isolate, isTrue).handle
  }
}

@c @implementation
public func OH_JSVM_CoerceToNumber(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    let value: v8s_value = try require(value)
    return try env.attempt(or: JSVM_NUMBER_EXPECTED) {
      v8s_value_to_number(env.isolate, env.context, value, $0)
    }.handle
  }
}

@c @implementation
public func OH_JSVM_CoerceToObject(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    let value: v8s_value = try require(value)
    return try env.attempt(or: JSVM_OBJECT_EXPECTED) {
      v8s_value_to_object(env.isolate, env.context, value, $0)
    }.handle
  }
}

@c @implementation
public func OH_JSVM_CoerceToString(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    let value: v8s_value = try require(value)
    return try env.attempt(or: JSVM_STRING_EXPECTED) {
      v8s_value_to_string(env.isolate, env.context, value, $0)
    }.handle
  }
}

@c @implementation
public func OH_JSVM_CoerceToBigInt(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    let value: v8s_value = try require(value)
    return try env.attempt(or: JSVM_BIGINT_EXPECTED) {
      v8s_value_to_bigint(env.isolate, env.context, value, $0)
    }.handle
  }
}
