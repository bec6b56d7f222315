// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM
internal import CV8Shim

@c @implementation
public func OH_JSVM_CreateExternalStringLatin1(
  _ env: JSVM_Env?, _ str: UnsafeMutablePointer<CChar>?, _ length: Int,
  _ finalizeCallback: JSVM_Finalize?, _ finalizeHint: UnsafeMutableRawPointer?,
  _ result: UnsafeMutablePointer<JSVM_Value?>?, _ copied: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  copied?.pointee = false
  return enter(env, .isolate, into: result) { env throws(Failure) in
    _ = try require(copied)
    let length = try textLength(UnsafePointer(str), length)
    return try env.externalString(str, finalizeCallback, finalizeHint) {
      v8s_string_external_latin1(env.isolate, str, length, $0, $1)
    }.handle
  }
}

@c @implementation
public func OH_JSVM_CreateExternalStringUtf16(
  _ env: JSVM_Env?, _ str: UnsafeMutablePointer<UInt16>?, _ length: Int,
  _ finalizeCallback: JSVM_Finalize?, _ finalizeHint: UnsafeMutableRawPointer?,
  _ result: UnsafeMutablePointer<JSVM_Value?>?, _ copied: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  copied?.pointee = false
  return enter(env, .isolate, into: result) { env throws(Failure) in
    _ = try require(copied)
    let length = try textLength(UnsafePointer(str), length)
    return try env.externalString(str, finalizeCallback, finalizeHint) {
      v8s_string_external_utf16(env.isolate, str, length, $0, $1)
    }.handle
  }
}
