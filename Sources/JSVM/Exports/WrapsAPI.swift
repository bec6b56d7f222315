// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM
internal import CV8Shim

@c @implementation
public func OH_JSVM_Wrap(
  _ env: JSVM_Env?, _ jsObject: JSVM_Value?, _ nativeObject: UnsafeMutableRawPointer?,
  _ finalizeCb: JSVM_Finalize?, _ finalizeHint: UnsafeMutableRawPointer?,
  _ result: UnsafeMutablePointer<JSVM_Ref?>?
) -> JSVM_Status {
  enter(env, .js, intoOptional: result) { env throws(Failure) in
    let object = try require(jsObject, v8s_value_is_object, else: JSVM_INVALID_ARG)
    try env.wrap(object, data: nativeObject, callback: finalizeCb, hint: finalizeHint)
    return try env.weakReference(to: object, isWanted: result != nil)
  }
}

@c @implementation
public func OH_JSVM_Unwrap(
  _ env: JSVM_Env?, _ jsObject: JSVM_Value?,
  _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    let object = try require(jsObject, v8s_value_is_object, else: JSVM_INVALID_ARG)
    return try require(env.wrapRecord(of: object)).pointee.record.data
  }
}

@c @implementation
public func OH_JSVM_RemoveWrap(
  _ env: JSVM_Env?, _ jsObject: JSVM_Value?,
  _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> JSVM_Status {
  enter(env, .js, intoOptional: result) { env throws(Failure) in
    let object = try require(jsObject, v8s_value_is_object, else: JSVM_INVALID_ARG)
    return try env.removeWrap(object)
  }
}

@c @implementation
public func OH_JSVM_AddFinalizer(
  _ env: JSVM_Env?, _ jsObject: JSVM_Value?, _ finalizeData: UnsafeMutableRawPointer?,
  _ finalizeCb: JSVM_Finalize?, _ finalizeHint: UnsafeMutableRawPointer?,
  _ result: UnsafeMutablePointer<JSVM_Ref?>?
) -> JSVM_Status {
  enter(env, .isolate, intoOptional: result) { env throws(Failure) in
    let object = try require(jsObject, v8s_value_is_object, else: JSVM_INVALID_ARG)
    _ = try env.addFinalizer(
      .finalizer, object: object, callback: require(finalizeCb), data: finalizeData,
      hint: finalizeHint)
    return try env.weakReference(to: object, isWanted: result != nil)
  }
}
