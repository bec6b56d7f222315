// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM
internal import CV8Shim

@c @implementation
public func OH_JSVM_GetArrayLength(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<UInt32>?
) -> JSVM_Status {
  enter(env, .js, into: result) { _ throws(Failure) in
    v8s_array_length(try require(value, v8s_value_is_array, else: JSVM_ARRAY_EXPECTED))
  }
}

@c @implementation
public func OH_JSVM_GetPrototype(
  _ env: JSVM_Env?, _ object: JSVM_Value?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    v8s_object_prototype(try env.object(object)).handle
  }
}

@c @implementation
public func OH_JSVM_GetDateValue(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Double>?
) -> JSVM_Status {
  enter(env, .js, into: result) { _ throws(Failure) in
    v8s_date_value(try require(value, v8s_value_is_date, else: JSVM_DATE_EXPECTED))
  }
}

@c @implementation
public func OH_JSVM_GetValueBool(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_boolean_value(try require(value, v8s_value_is_boolean, else: JSVM_BOOLEAN_EXPECTED))
  }
}

@c @implementation
public func OH_JSVM_GetValueDouble(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Double>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in try number(value) }
}

@c @implementation
public func OH_JSVM_GetValueExternal(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_external_value(try require(value, v8s_value_is_external, else: JSVM_INVALID_ARG))
  }
}

@c @implementation
public func OH_JSVM_GetValueInt32(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Int32>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in try int32(value) }
}

@c @implementation
public func OH_JSVM_GetValueInt64(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Int64>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in try int64(value) }
}

@c @implementation
public func OH_JSVM_GetValueStringLatin1(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ buf: UnsafeMutablePointer<CChar>?, _ bufsize: Int,
  _ result: UnsafeMutablePointer<Int>?
) -> JSVM_Status {
  enter(env, .isolate, intoOptional: result) { env throws(Failure) in
    try env.copy(latin1: value, buf, bufsize, asksLength: result != nil)
  }
}

@c @implementation
public func OH_JSVM_GetValueStringUtf8(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ buf: UnsafeMutablePointer<CChar>?, _ bufsize: Int,
  _ result: UnsafeMutablePointer<Int>?
) -> JSVM_Status {
  enterIfReady(
    env, otherwise: getValueStringUtf8(env, value, buf, bufsize, result)
  ) { env throws(Failure) in
    let length = try env.copy(utf8: value, buf, bufsize, asksLength: result != nil)
    result?.pointee = length
  } orElse: {
    result?.pointee = .empty
  }
}

@inline(never)
private func getValueStringUtf8(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ buf: UnsafeMutablePointer<CChar>?, _ bufsize: Int,
  _ result: UnsafeMutablePointer<Int>?
) -> JSVM_Status {
  enter(env, .isolate, intoOptional: result) { env throws(Failure) in
    try env.copy(utf8: value, buf, bufsize, asksLength: result != nil)
  }
}

@c @implementation
public func OH_JSVM_GetValueStringUtf16(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ buf: UnsafeMutablePointer<UInt16>?, _ bufsize: Int,
  _ result: UnsafeMutablePointer<Int>?
) -> JSVM_Status {
  enter(env, .isolate, intoOptional: result) { env throws(Failure) in
    try env.copy(utf16: value, buf, bufsize, asksLength: result != nil)
  }
}

@c @implementation
public func OH_JSVM_GetValueUint32(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<UInt32>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    UInt32(bitPattern: try int32(value))
  }
}

@c @implementation
public func OH_JSVM_ProxyGetTarget(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_proxy_target(try require(value, v8s_value_is_proxy, else: JSVM_INVALID_TYPE)).handle
  }
}

@c @implementation
public func OH_JSVM_GetValueBigintInt64(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Int64>?,
  _ lossless: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  lossless?.pointee = false
  return enter(env, .isolate, into: result) { _ throws(Failure) in
    let lossless = try require(lossless)
    let value = try require(value, v8s_value_is_bigint, else: JSVM_BIGINT_EXPECTED)
    return v8s_bigint_int64_value(value, lossless)
  }
}

@c @implementation
public func OH_JSVM_GetValueBigintUint64(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<UInt64>?,
  _ lossless: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  lossless?.pointee = false
  return enter(env, .isolate, into: result) { _ throws(Failure) in
    let lossless = try require(lossless)
    let value = try require(value, v8s_value_is_bigint, else: JSVM_BIGINT_EXPECTED)
    return v8s_bigint_uint64_value(value, lossless)
  }
}

@c @implementation
public func OH_JSVM_GetValueBigintWords(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ signBit: UnsafeMutablePointer<Int32>?,
  _ wordCount: UnsafeMutablePointer<Int>?, _ words: UnsafeMutablePointer<UInt64>?
) -> JSVM_Status {
  enter(env, .isolate) { _ throws(Failure) in
    let count = try require(wordCount)
    let value = try require(value, v8s_value_is_bigint, else: JSVM_BIGINT_EXPECTED)
    try copyWords(of: value, signBit, count, words)
  }
}

@c @implementation
public func OH_JSVM_ObjectGetPrototypeOf(
  _ env: JSVM_Env?, _ object: JSVM_Value?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    try env.prototype(of: env.object(object)).handle
  }
}

@c @implementation
public func OH_JSVM_ObjectSetPrototypeOf(
  _ env: JSVM_Env?, _ object: JSVM_Value?, _ prototype: JSVM_Value?
) -> JSVM_Status {
  enter(env, .js) { env throws(Failure) in
    let prototype: v8s_value = try require(prototype)
    try env.setPrototype(of: env.object(object), prototype)
  }
}
