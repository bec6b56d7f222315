// SPDX-License-Identifier: Apache-2.0

import CJSVM

@testable import JSVM

/// Calls of the functions on properties, functions, wraps, promises and scripts.
enum ObjectRows {
  static let all: [Row] = properties + elements + privates + functions + wraps + promises + scripts

  private static let properties: [Row] = [
    Row("GetPropertyNames", .js) {
      OH_JSVM_GetPropertyNames($0.env, $0.value(.boxed), $0.out())
    },
    Row("GetAllPropertyNames", .js) {
      OH_JSVM_GetAllPropertyNames(
        $0.env, $0.value(.boxed), JSVM_KEY_OWN_ONLY, JSVM_KEY_ALL_PROPERTIES,
        JSVM_KEY_KEEP_NUMBERS, $0.out())
    },
    Row("SetProperty", .js) {
      OH_JSVM_SetProperty($0.env, $0.value(.boxed), $0.value(.key), $0.value(.any))
    },
    Row("GetProperty", .js) {
      OH_JSVM_GetProperty($0.env, $0.value(.boxed), $0.value(.key), $0.out())
    },
    Row("HasProperty", .js) {
      OH_JSVM_HasProperty($0.env, $0.value(.boxed), $0.value(.key), $0.out())
    },
    Row("DeleteProperty", .js) {
      OH_JSVM_DeleteProperty($0.env, $0.value(.boxed), $0.value(.key), $0.optionalOut())
    },
    Row("HasOwnProperty", .js) {
      OH_JSVM_HasOwnProperty($0.env, $0.value(.boxed), $0.value(.name), $0.out())
    },
    Row("SetNamedProperty", .js) {
      OH_JSVM_SetNamedProperty($0.env, $0.value(.boxed), $0.text("p"), $0.value(.any))
    },
    Row("GetNamedProperty", .js) {
      OH_JSVM_GetNamedProperty($0.env, $0.value(.boxed), $0.text("p"), $0.out())
    },
    Row("HasNamedProperty", .js) {
      OH_JSVM_HasNamedProperty($0.env, $0.value(.boxed), $0.text("p"), $0.out())
    },
    Row("DefineProperties", .js) { call in
      var property = JSVM_PropertyDescriptor()
      property.utf8name = UnsafePointer(call.text("defined"))
      property.value = call.value(.any)
      return withUnsafePointer(to: property) {
        OH_JSVM_DefineProperties(call.env, call.value(.boxed), 1, call.required($0))
      }
    },
    Row("ObjectFreeze", .js) { OH_JSVM_ObjectFreeze($0.env, $0.value(.boxed)) },
    Row("ObjectSeal", .js) { OH_JSVM_ObjectSeal($0.env, $0.value(.boxed)) },
  ]

  private static let elements: [Row] = [
    Row("SetElement", .js) {
      OH_JSVM_SetElement($0.env, $0.value(.boxed), 1, $0.value(.any))
    },
    Row("GetElement", .js) { OH_JSVM_GetElement($0.env, $0.value(.boxed), 1, $0.out()) },
    Row("HasElement", .js) { OH_JSVM_HasElement($0.env, $0.value(.boxed), 1, $0.out()) },
    Row("DeleteElement", .js) {
      OH_JSVM_DeleteElement($0.env, $0.value(.boxed), 1, $0.optionalOut())
    },
  ]

  private static let privates: [Row] = [
    Row("CreatePrivate", .isolate) {
      OH_JSVM_CreatePrivate($0.env, $0.optional(.string), $0.out())
    },
    Row("SetPrivate", .js) {
      OH_JSVM_SetPrivate($0.env, $0.value(.privateHolder), $0[\.privateKey], $0.value(.any))
    },
    Row("GetPrivate", .js) {
      OH_JSVM_GetPrivate($0.env, $0.value(.privateHolder), $0[\.privateKey], $0.out())
    },
    Row("DeletePrivate", .js) {
      OH_JSVM_DeletePrivate($0.env, $0.value(.privateHolder), $0[\.privateKey])
    },
  ]

  private static let functions: [Row] = [
    Row("CreateFunction", .js) {
      OH_JSVM_CreateFunction($0.env, nil, 0, $0[\.native.callback], $0.out())
    },
    Row("CreateFunctionWithScript", .js) { call in
      // A parameter's name, and a body that is any text: "text" is both.
      let parameter = call.value(.string)
      return withUnsafePointer(to: parameter) {
        OH_JSVM_CreateFunctionWithScript(
          call.env, nil, 0, 1, call.required($0), call.value(.string), call.out())
      }
    },
    Row("CallFunction", .js) { call in
      let argument = call.value(.any)
      return withUnsafePointer(to: argument) {
        OH_JSVM_CallFunction(
          call.env, call.value(.any), call.value(.function), 1, call.required($0),
          call.optionalOut())
      }
    },
    Row("NewInstance", .js) { call in
      let argument = call.value(.any)
      return withUnsafePointer(to: argument) {
        OH_JSVM_NewInstance(
          call.env, call.value(.function), 1, call.required($0), call.out())
      }
    },
    Row("NewInstance of a thrower", .js) {
      OH_JSVM_NewInstance($0.env, $0.value(.instantiable), 0, nil, $0.out())
    },
  ]

  private static let wrapped = Wanted(good: .object, refused: .all, status: JSVM_INVALID_ARG)

  private static let wraps: [Row] = [
    Row("Wrap", .js) {
      OH_JSVM_Wrap($0.env, $0.value(.wrappable), nil, nil, nil, $0.optionalOut())
    },
    Row("Unwrap", .js) {
      OH_JSVM_Unwrap($0.env, $0.value(wrapped, good: $0.palette?.wrapped), $0.out())
    },
    Row("RemoveWrap", .js) {
      OH_JSVM_RemoveWrap($0.env, $0.value(wrapped, good: $0.palette?.wrapped), $0.optionalOut())
    },
    Row("AddFinalizer", .isolate) {
      OH_JSVM_AddFinalizer(
        $0.env, $0.value(.wrappable), $0.palette?.ending.data, $0.required(runEnding), nil,
        $0.optionalOut())
    },
  ]

  private static let promises: [Row] = [
    Row("CreatePromise", .js) { OH_JSVM_CreatePromise($0.env, $0.out(), $0.out()) },
    Row("ResolveDeferred", .js) {
      OH_JSVM_ResolveDeferred($0.env, $0.handle(\.deferred), $0.value(.any))
    },
    Row("RejectDeferred", .js) {
      OH_JSVM_RejectDeferred($0.env, $0.handle(\.deferred), $0.value(.any))
    },
    Row("IsPromise", .isolate) { OH_JSVM_IsPromise($0.env, $0.value(.any), $0.out()) },
    Row("PromiseRegisterHandler", .js) {
      OH_JSVM_PromiseRegisterHandler(
        $0.env, $0.value(.promise), $0.optional(.handler), $0.optional(.handler), $0.optionalOut())
    },
    Row("PromiseRegisterHandler of one", .js) {
      OH_JSVM_PromiseRegisterHandler(
        $0.env, $0.value(.promise), nil, $0.value(.handler), $0.optionalOut())
    },
  ]

  private static let scripts: [Row] = [
    Row("CompileScript", .js) {
      OH_JSVM_CompileScript($0.env, $0.value(.string), nil, 0, false, nil, $0.out())
    },
    Row("CompileScriptWithOrigin", .js) { call in
      var origin = JSVM_ScriptOrigin()
      origin.resourceName = UnsafePointer(call.text("file.js"))
      return withUnsafeMutablePointer(to: &origin) {
        OH_JSVM_CompileScriptWithOrigin(
          call.env, call.value(.string), nil, 0, false, nil, call.required($0), call.out())
      }
    },
    Row("CreateCodeCache", .isolate) {
      OH_JSVM_CreateCodeCache($0.env, $0.handle(\.script), $0.out(), $0.out())
    },
    Row("RunScript", .js) { OH_JSVM_RunScript($0.env, $0.handle(\.script), $0.out()) },
    Row("RetainScript", .isolate) { OH_JSVM_RetainScript($0.env, $0.handle(\.script)) },
    Row("ReleaseScript", .isolate) { OH_JSVM_ReleaseScript($0.env, $0.handle(\.retained)) },
    Row("ReleaseCache", .plain) {
      OH_JSVM_ReleaseCache($0.env, $0[\.cache], JSVM_CACHE_TYPE_JS)
    },
  ]
}
