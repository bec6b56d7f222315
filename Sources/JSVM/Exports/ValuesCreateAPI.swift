// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM
internal import CV8Shim

@c @implementation
public func OH_JSVM_CreateArray(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_array(env.isolate, env.context, 0).handle
  }
}

@c @implementation
public func OH_JSVM_CreateArrayWithLength(
  _ env: JSVM_Env?, _ length: Int, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_array(env.isolate, env.context, Int32(truncatingIfNeeded: length)).handle
  }
}

@c @implementation
public func OH_JSVM_CreateDate(
  _ env: JSVM_Env?, _ time: Double, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    try env.attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_date(env.isolate, env.context, time, $0)
    }.handle
  }
}

@c @implementation
public func OH_JSVM_CreateExternal(
  _ env: JSVM_Env?, _ data: UnsafeMutableRawPointer?, _ finalizeCb: JSVM_Finalize?,
  _ finalizeHint: UnsafeMutableRawPointer?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    try env.createExternal(data, finalizeCb, finalizeHint).handle
  }
}

@c @implementation
public func OH_JSVM_CreateObject(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_object(env.isolate, env.context).handle
  }
}

@c @implementation
public func OH_JSVM_CreateSymbol(
  _ env: JSVM_Env?, _ description: JSVM_Value?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    try v8s_symbol(env.isolate, optionalString(description)).handle
  }
}

@c @implementation
public func OH_JSVM_SymbolFor(
  _ env: JSVM_Env?, _ utf8description: UnsafePointer<CChar>?, _ length: Int,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_symbol_for(env.isolate, try env.string(utf8: utf8description, length)).handle
  }
}

@c @implementation
public func OH_JSVM_CreateInt32(
  _ env: JSVM_Env?, _ value: Int32, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enterAtOnce(env, otherwise: createInt32(env, value, result)) { env in
    guard _fastPath(result != nil), let result,
      let small = v8s_small_integer(env.isolate, value)
    else { return false }
    result.pointee = JSVM_Value(small)
    return true
  }
}

@inline(never)
private func createInt32(
  _ env: JSVM_Env?, _ value: Int32, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_int32(env.isolate, value).handle
  }
}

@c @implementation
public func OH_JSVM_CreateUint32(
  _ env: JSVM_Env?, _ value: UInt32, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_uint32(env.isolate, value).handle
  }
}

@c @implementation
public func OH_JSVM_CreateInt64(
  _ env: JSVM_Env?, _ value: Int64, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_number(env.isolate, Double(value)).handle
  }
}

@c @implementation
public func OH_JSVM_CreateDouble(
  _ env: JSVM_Env?, _ value: Double, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enterIfReady(env, into: result, otherwise: createDouble(env, value, result)) { env in
    JSVM_Value(v8s_number(env.isolate, value))
  }
}

@inline(never)
private func createDouble(
  _ env: JSVM_Env?, _ value: Double, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_number(env.isolate, value).handle
  }
}

@c @implementation
public func OH_JSVM_CreateBigintInt64(
  _ env: JSVM_Env?, _ value: Int64, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_bigint_int64(env.isolate, value).handle
  }
}

@c @implementation
public func OH_JSVM_CreateBigintUint64(
  _ env: JSVM_Env?, _ value: UInt64, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_bigint_uint64(env.isolate, value).handle
  }
}

@c @implementation
public func OH_JSVM_CreateStringLatin1(
  _ env: JSVM_Env?, _ str: UnsafePointer<CChar>?, _ length: Int,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    try env.string(latin1: str, length).handle
  }
}

@c @implementation
public func OH_JSVM_CreateStringUtf16(
  _ env: JSVM_Env?, _ str: UnsafePointer<UInt16>?, _ length: Int,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    try env.string(utf16: str, length).handle
  }
}

@c @implementation
public func OH_JSVM_CreateStringUtf8(
  _ env: JSVM_Env?, _ str: UnsafePointer<CChar>?, _ length: Int,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enterIfReady(
    env, into: result, otherwise: createStringUtf8(env, str, length, result)
  ) { env throws(Failure) in JSVM_Value(try env.string(utf8: str, length)) }
}

@inline(never)
private func createStringUtf8(
  _ env: JSVM_Env?, _ str: UnsafePointer<CChar>?, _ length: Int,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    try env.string(utf8: str, length).handle
  }
}

@c @implementation
public func OH_JSVM_GetBoolean(
  _ env: JSVM_Env?, _ value: Bool, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_boolean(env.isolate, value).handle
  }
}

@c @implementation
public func OH_JSVM_GetGlobal(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_context_global(env.context).handle
  }
}

@c @implementation
public func OH_JSVM_GetNull(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_null(env.isolate).handle
  }
}

@c @implementation
public func OH_JSVM_GetUndefined(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_undefined(env.isolate).handle
  }
}

@c @implementation
public func OH_JSVM_CreateMap(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_map(env.isolate, env.context).handle
  }
}

@c @implementation
public func OH_JSVM_CreateSet(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_set(env.isolate, env.context).handle
  }
}

@c @implementation
public func OH_JSVM_CreateRegExp(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ flags: JSVM_RegExpFlags,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    try env.createRegExp(value, flags).handle
  }
}

@c @implementation
public func OH_JSVM_CreateProxy(
  _ env: JSVM_Env?, _ target: JSVM_Value?, _ handler: JSVM_Value?,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    try env.createProxy(target, handler).handle
  }
}

@c @implementation
public func OH_JSVM_CreateBigintWords(
  _ env: JSVM_Env?, _ signBit: Int32, _ wordCount: Int, _ words: UnsafePointer<UInt64>?,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    let words = try require(words)
    guard let count = Int32(exactly: wordCount), count >= 0 else { throw .invalidArgument }
    return try env.attempt(or: JSVM_PENDING_EXCEPTION) {
      v8s_bigint_words(env.isolate, env.context, signBit != 0, count, words, $0)
    }.handle
  }
}
