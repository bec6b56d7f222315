// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM
internal import CV8Shim

@c @implementation
public func OH_JSVM_JsonParse(
  _ env: JSVM_Env?, _ jsonString: JSVM_Value?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    let text = try require(jsonString, v8s_value_is_string, else: JSVM_STRING_EXPECTED)
    return try env.attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_json_parse(env.isolate, env.context, text, $0)
    }.handle
  }
}

@c @implementation
public func OH_JSVM_JsonStringify(
  _ env: JSVM_Env?, _ jsonObject: JSVM_Value?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    let value: v8s_value = try require(jsonObject)
    return try env.attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_json_stringify(env.isolate, env.context, value, $0)
    }.handle
  }
}
