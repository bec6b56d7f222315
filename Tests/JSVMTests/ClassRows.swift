// SPDX-License-Identifier: Apache-2.0

import CJSVM

@testable import JSVM

/// Calls of the functions on classes, type tags, compile options, buffers and external strings.
enum ClassRows {
  static let all: [Row] = classes + buffers + views + externalStrings + locks

  private static let buffer = Wanted(
    good: .arrayBuffer, refused: .but([.arrayBuffer]), status: JSVM_INVALID_ARG)
  private static let detachable = Wanted(
    good: .arrayBuffer, refused: .but([.arrayBuffer]), status: JSVM_ARRAYBUFFER_EXPECTED)
  private static let view = Wanted(
    good: .object, refused: .all, status: JSVM_INVALID_ARG)
  private static let parent = Wanted(
    good: .object, refused: .all.subtracting([.thrower]), status: JSVM_INVALID_ARG)

  private static let classes: [Row] = [
    Row("TypeTagObject", .js) { call in
      withUnsafePointer(to: JSVM_TypeTag(lower: 1, upper: 2)) {
        OH_JSVM_TypeTagObject(call.env, call.value(.boxed), call.required($0))
      }
    },
    Row("CheckObjectTypeTag", .js) { call in
      withUnsafePointer(to: JSVM_TypeTag(lower: 1, upper: 2)) {
        OH_JSVM_CheckObjectTypeTag(call.env, call.value(.boxed), call.required($0), call.out())
      }
    },
    Row("DefineClass", .js) { call in
      OH_JSVM_DefineClass(
        call.env, call.text("C"), autoLength, call[\.native.callback], 0, nil, call.out())
    },
    Row("DefineClassWithPropertyHandler", .js) { call in
      var configuration = JSVM_PropertyHandlerConfigurationStruct()
      return withUnsafeMutablePointer(to: &configuration) {
        OH_JSVM_DefineClassWithPropertyHandler(
          call.env, call.text("C"), autoLength, call[\.native.callback], 0, nil,
          call.required($0), nil, call.out())
      }
    },
    Row("DefineClassWithOptions", .js) { call in
      OH_JSVM_DefineClassWithOptions(
        call.env, call.text("C"), autoLength, call[\.native.callback], 0, nil, nil, 0, nil,
        call.out())
    },
    Row("DefineClassWithOptions of a parent", .js) { call in
      OH_JSVM_DefineClassWithOptions(
        call.env, call.text("C"), autoLength, call[\.native.callback], 0, nil,
        call.optional(parent, good: nil), 0, nil, call.out())
    },
    Row("CompileScriptWithOptions", .js) {
      OH_JSVM_CompileScriptWithOptions($0.env, $0.value(.string), 0, nil, $0.out())
    },
    Row("CompileScriptWithOptions, eagerly", .js) { call in
      var option = JSVM_CompileOptions()
      option.id = JSVM_COMPILE_MODE
      option.content.num = Int32(JSVM_COMPILE_MODE_EAGER_COMPILE.rawValue)
      return withUnsafeMutablePointer(to: &option) {
        OH_JSVM_CompileScriptWithOptions(
          call.env, call.value(.string), 1, $0, call.out())
      }
    },
  ]

  /// Memory for buffers, never given back.
  private nonisolated(unsafe) static let block: UnsafeMutableRawPointer? = .allocate(
    byteCount: 64, alignment: 8)

  private static let buffers: [Row] = [
    Row("CreateArraybuffer", .js) {
      OH_JSVM_CreateArraybuffer($0.env, 8, $0.optionalOut(), $0.out())
    },
    Row("CreateArrayBufferFromBackingStoreData", .js) {
      OH_JSVM_CreateArrayBufferFromBackingStoreData(
        $0.env, $0.required(block), 64, 8, 16, $0.out())
    },
    Row("CreateArrayBufferFromExternalMemory", .js) {
      OH_JSVM_CreateArrayBufferFromExternalMemory(
        $0.env, $0.required(block), 64, nil, nil, $0.optionalOut(), $0.out())
    },
    Row("GetArraybufferInfo", .isolate) {
      OH_JSVM_GetArraybufferInfo($0.env, $0.value(buffer), nil, nil)
    },
    Row("GetArraybufferInfo in full", .isolate) {
      OH_JSVM_GetArraybufferInfo(
        $0.env, $0.value(buffer), $0.optionalOut(), $0.optionalOut())
    },
    Row("DetachArraybuffer", .isolate) {
      OH_JSVM_DetachArraybuffer($0.env, $0.value(detachable))
    },
    Row("IsArraybuffer", .isolate) {
      OH_JSVM_IsArraybuffer($0.env, $0.value(.any), $0.out())
    },
    Row("IsTypedarray", .isolate) { OH_JSVM_IsTypedarray($0.env, $0.value(.any), $0.out()) },
    Row("IsDataview", .isolate) { OH_JSVM_IsDataview($0.env, $0.value(.any), $0.out()) },
    Row("IsDetachedArraybuffer", .isolate) {
      OH_JSVM_IsDetachedArraybuffer($0.env, $0.value(.any), $0.out())
    },
    Row("IsWasmModuleObject", .isolate) {
      OH_JSVM_IsWasmModuleObject($0.env, $0.value(.any), $0.out())
    },
  ]

  private static let views: [Row] = [
    Row("CreateTypedarray", .js) {
      OH_JSVM_CreateTypedarray($0.env, JSVM_INT8_ARRAY, 4, $0.value(buffer), 0, $0.out())
    },
    Row("CreateDataview", .js) {
      OH_JSVM_CreateDataview($0.env, 4, $0.value(buffer), 0, $0.out())
    },
    Row("GetTypedarrayInfo", .isolate) {
      OH_JSVM_GetTypedarrayInfo(
        $0.env, $0.value(view, good: $0.palette?.typedArray), nil, nil, nil, nil, nil)
    },
    Row("GetDataviewInfo", .isolate) {
      OH_JSVM_GetDataviewInfo(
        $0.env, $0.value(view, good: $0.palette?.dataView), nil, nil, nil, nil)
    },
  ]

  private static let externalStrings: [Row] = [
    Row("CreateExternalStringLatin1", .isolate) {
      OH_JSVM_CreateExternalStringLatin1(
        $0.env, $0[\.latin1], 4, nil, nil, $0.out(), $0.out())
    },
    Row("CreateExternalStringUtf16", .isolate) {
      OH_JSVM_CreateExternalStringUtf16(
        $0.env, $0[\.utf16], 4, nil, nil, $0.out(), $0.out())
    },
  ]

  private static let locks: [Row] = [
    Row("IsLocked", .none) { OH_JSVM_IsLocked($0.env, $0.out()) }
  ]

  /// Calls on a VM; these have no last error.
  static let ofVM: [Row] = [
    Row("SetHandlerForOOMError", .isolate) { OH_JSVM_SetHandlerForOOMError($0.vm, nil) },
    Row("SetHandlerForFatalError", .isolate) { OH_JSVM_SetHandlerForFatalError($0.vm, nil) },
    Row("SetHandlerForPromiseReject", .isolate) {
      OH_JSVM_SetHandlerForPromiseReject($0.vm, nil)
    },
    Row("SetHeapThresholdCallback", .isolate) {
      OH_JSVM_SetHeapThresholdCallback($0.vm, 32 << 20, $0.required(ignoreThreshold), nil)
    },
    Row("StartCpuProfiler", .isolate) { OH_JSVM_StartCpuProfiler($0.vm, $0.out()) },
  ]
}

/// A heap-threshold callback that does nothing.
func ignoreThreshold(_ vm: JSVM_VM?, _ threshold: UInt64, _ data: UnsafeMutableRawPointer?) {}
