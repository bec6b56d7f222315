// SPDX-License-Identifier: Apache-2.0

import CJSVM

@testable import JSVM

/// Calls of the functions on envs, scopes, references and memory, and of those on a VM.
enum EnvRows {
  static let all: [Row] = envs + scopes + references

  private static let envs: [Row] = [
    Row("SetInstanceData", .plain) { OH_JSVM_SetInstanceData($0.env, nil, nil, nil) },
    Row("GetInstanceData", .plain) { OH_JSVM_GetInstanceData($0.env, $0.out()) },
    Row("GetVM", .none) { OH_JSVM_GetVM($0.env, $0.out()) },
    Row("GetVersion", .plain) { OH_JSVM_GetVersion($0.env, $0.out()) },
    Row("AdjustExternalMemory", .isolate) {
      OH_JSVM_AdjustExternalMemory($0.env, 64, $0.out())
    },
    Row("MemoryPressureNotification", .isolate) {
      OH_JSVM_MemoryPressureNotification($0.env, JSVM_MEMORY_PRESSURE_LEVEL_NONE)
    },
  ]

  private static let scopes: [Row] = [
    Row("OpenEnvScope", .plain) { OH_JSVM_OpenEnvScope($0.env, $0.out()) },
    Row("CloseEnvScope", .plain, inHandler: JSVM_INVALID_ARG) {
      OH_JSVM_CloseEnvScope($0.env, $0.handle(\.envScope))
    },
    Row("OpenHandleScope", .isolate) { OH_JSVM_OpenHandleScope($0.env, $0.out()) },
    Row("CloseHandleScope", .isolate, inHandler: JSVM_HANDLE_SCOPE_MISMATCH) {
      OH_JSVM_CloseHandleScope($0.env, $0.handle(\.handleScope, ended: JSVM_HANDLE_SCOPE_MISMATCH))
    },
    Row("OpenEscapableHandleScope", .isolate) {
      OH_JSVM_OpenEscapableHandleScope($0.env, $0.out())
    },
    Row("CloseEscapableHandleScope", .isolate, inHandler: JSVM_HANDLE_SCOPE_MISMATCH) {
      OH_JSVM_CloseEscapableHandleScope(
        $0.env, $0.handle(\.escapableScope, ended: JSVM_HANDLE_SCOPE_MISMATCH))
    },
    Row("EscapeHandle", .isolate, inHandler: JSVM_HANDLE_SCOPE_MISMATCH) {
      OH_JSVM_EscapeHandle(
        $0.env, $0.handle(\.escapableScope, ended: JSVM_HANDLE_SCOPE_MISMATCH), $0.value(.any),
        $0.out())
    },
  ]

  private static let references: [Row] = [
    Row("CreateReference", .isolate) {
      OH_JSVM_CreateReference($0.env, $0.value(.any), 1, $0.out())
    },
    Row("CreateDataReference", .isolate) {
      OH_JSVM_CreateDataReference($0.env, $0[\.privateKey], 1, $0.out())
    },
    Row("DeleteReference", .isolate) { OH_JSVM_DeleteReference($0.env, $0.handle(\.reference)) },
    Row("ReferenceRef", .isolate) {
      OH_JSVM_ReferenceRef($0.env, $0.handle(\.reference), $0.optionalOut())
    },
    Row("ReferenceUnref", .isolate) {
      OH_JSVM_ReferenceUnref($0.env, $0.handle(\.dataReference), $0.optionalOut())
    },
    Row("GetReferenceValue", .isolate) {
      OH_JSVM_GetReferenceValue($0.env, $0.handle(\.reference), $0.out())
    },
    Row("GetReferenceData", .isolate) {
      OH_JSVM_GetReferenceData($0.env, $0.handle(\.dataReference), $0.out())
    },
  ]

  /// Calls on a VM; these have no last error.
  static let ofVM: [Row] = [
    Row("CreateEnv", .isolate) { OH_JSVM_CreateEnv($0.vm, 0, nil, $0.out()) },
    Row("OpenVMScope", .isolate) { OH_JSVM_OpenVMScope($0.vm, $0.out()) },
    Row("CloseVMScope", .isolate) {
      OH_JSVM_CloseVMScope($0.vm, $0.handle(\.vmScope, ended: JSVM_GENERIC_FAILURE))
    },
    Row("SetMicrotaskPolicy", .isolate) {
      OH_JSVM_SetMicrotaskPolicy($0.vm, JSVM_MICROTASK_AUTO)
    },
    Row("PerformMicrotaskCheckpoint", .isolate) { OH_JSVM_PerformMicrotaskCheckpoint($0.vm) },
    Row("GetHeapStatistics", .isolate) { OH_JSVM_GetHeapStatistics($0.vm, $0.out()) },
    Row("AddHandlerForGC", .isolate) {
      OH_JSVM_AddHandlerForGC(
        $0.vm, JSVM_CB_TRIGGER_AFTER_GC, $0.required(runOtherWatch), JSVM_GC_TYPE_SCAVENGE,
        $0.palette?.watch.data)
    },
    Row("RemoveHandlerForGC", .isolate) {
      OH_JSVM_RemoveHandlerForGC(
        $0.vm, JSVM_CB_TRIGGER_BEFORE_GC, $0.required(runWatch), $0.palette?.watch.data)
    },
    Row("TakeHeapSnapshot", .isolate) {
      OH_JSVM_TakeHeapSnapshot($0.vm, $0.required(endStream), nil)
    },
  ]
}

/// A stream that wants no more.
func endStream(_ bytes: UnsafePointer<CChar>?, _ size: Int32, _ data: UnsafeMutableRawPointer?)
  -> Bool
{ false }
