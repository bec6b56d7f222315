// SPDX-License-Identifier: Apache-2.0

// NULL for each pointer argument of the functions on VMs, envs, scopes, references and heaps, and of the
// tools: a status, never a crash, and out parameters that say nothing. Optional pointers are left out
// where that is allowed.
#include "null-arguments.h"

static void vms(void) {
  JSVM_VM made = NULL;
  JSVM_VMInfo info;
  JSVM_VMScope scope = NULL;
  INVALID(OH_JSVM_CreateVM(NULL, NULL));
  INVALID(OH_JSVM_DestroyVM(NULL));
  INVALID(OH_JSVM_GetVMInfo(NULL));
  OK(OH_JSVM_GetVMInfo(&info));
  CHECK(info.engine != NULL && info.version != NULL && info.apiVersion == 1);
  ENV_TO(OH_JSVM_GetVM, made);
  ENV_TO(OH_JSVM_GetVersion, word);
  INVALID(OH_JSVM_SetMicrotaskPolicy(NULL, JSVM_MICROTASK_AUTO));
  INVALID(OH_JSVM_PumpMessageLoop(NULL, NULL));
  INVALID(OH_JSVM_PumpMessageLoop(vm, NULL));
  INVALID(OH_JSVM_PerformMicrotaskCheckpoint(NULL));
  EMPTIES(scope, OH_JSVM_OpenVMScope(NULL, &scope));
  INVALID(OH_JSVM_OpenVMScope(vm, NULL));
  INVALID(OH_JSVM_CloseVMScope(NULL, (JSVM_VMScope)untouched));
  INVALID(OH_JSVM_CloseVMScope(vm, NULL));
}

static void envs(void) {
  JSVM_Env made = NULL;
  JSVM_EnvScope scope = NULL;
  JSVM_PropertyDescriptor nameless;
  memset(&nameless, 0, sizeof nameless);
  EMPTIES(made, OH_JSVM_CreateEnv(NULL, 0, NULL, &made));
  EMPTIES(made, OH_JSVM_CreateEnv(vm, 1, NULL, &made));
  EMPTIES(made, OH_JSVM_CreateEnv(vm, 1, &nameless, &made));
  INVALID(OH_JSVM_CreateEnv(vm, 0, NULL, NULL));
  INVALID(OH_JSVM_DestroyEnv(NULL));
  INVALID(OH_JSVM_SetInstanceData(NULL, NULL, NULL, NULL));
  OK(OH_JSVM_SetInstanceData(env, NULL, NULL, NULL));
  ENV_TO(OH_JSVM_GetInstanceData, pointer);
  ENV_TO(OH_JSVM_OpenEnvScope, scope);
  INVALID(OH_JSVM_CloseEnvScope(NULL, (JSVM_EnvScope)untouched));
  INVALID(OH_JSVM_CloseEnvScope(env, NULL));
}

static void handle_scopes(void) {
  JSVM_HandleScope plain = NULL;
  JSVM_EscapableHandleScope escapable = NULL;
  ENV_TO(OH_JSVM_OpenHandleScope, plain);
  ENV_TO(OH_JSVM_OpenEscapableHandleScope, escapable);
  INVALID(OH_JSVM_CloseHandleScope(NULL, (JSVM_HandleScope)untouched));
  INVALID(OH_JSVM_CloseHandleScope(env, NULL));
  INVALID(OH_JSVM_CloseEscapableHandleScope(NULL, (JSVM_EscapableHandleScope)untouched));
  INVALID(OH_JSVM_CloseEscapableHandleScope(env, NULL));
  OK(OH_JSVM_OpenEscapableHandleScope(env, &escapable));
  EMPTIES(value, OH_JSVM_EscapeHandle(NULL, escapable, object, &value));
  EMPTIES(value, OH_JSVM_EscapeHandle(env, NULL, object, &value));
  EMPTIES(value, OH_JSVM_EscapeHandle(env, escapable, NULL, &value));
  INVALID(OH_JSVM_EscapeHandle(env, escapable, object, NULL));
  OK(OH_JSVM_EscapeHandle(env, escapable, object, &value));
  OK(OH_JSVM_CloseEscapableHandleScope(env, escapable));
}

static void references(void) {
  JSVM_Ref made = NULL, data_ref = NULL;
  EMPTIES(made, OH_JSVM_CreateReference(NULL, object, 1, &made));
  EMPTIES(made, OH_JSVM_CreateReference(env, NULL, 1, &made));
  INVALID(OH_JSVM_CreateReference(env, object, 1, NULL));
  EMPTIES(made, OH_JSVM_CreateDataReference(NULL, key, 1, &made));
  EMPTIES(made, OH_JSVM_CreateDataReference(env, NULL, 1, &made));
  INVALID(OH_JSVM_CreateDataReference(env, key, 1, NULL));
  INVALID(OH_JSVM_DeleteReference(NULL, ref));
  INVALID(OH_JSVM_DeleteReference(env, NULL));
  EMPTIES(word, OH_JSVM_ReferenceRef(NULL, ref, &word));
  EMPTIES(word, OH_JSVM_ReferenceRef(env, NULL, &word));
  OK(OH_JSVM_ReferenceRef(env, ref, NULL));
  EMPTIES(word, OH_JSVM_ReferenceUnref(NULL, ref, &word));
  EMPTIES(word, OH_JSVM_ReferenceUnref(env, NULL, &word));
  OK(OH_JSVM_ReferenceUnref(env, ref, NULL));
  EMPTIES(value, OH_JSVM_GetReferenceValue(NULL, ref, &value));
  EMPTIES(value, OH_JSVM_GetReferenceValue(env, NULL, &value));
  INVALID(OH_JSVM_GetReferenceValue(env, ref, NULL));
  OK(OH_JSVM_CreateDataReference(env, key, 1, &data_ref));
  EMPTIES(data_out, OH_JSVM_GetReferenceData(NULL, data_ref, &data_out));
  EMPTIES(data_out, OH_JSVM_GetReferenceData(env, NULL, &data_out));
  INVALID(OH_JSVM_GetReferenceData(env, data_ref, NULL));
  OK(OH_JSVM_DeleteReference(env, data_ref));
}

static void heap(void) {
  JSVM_HeapStatistics statistics;
  int64_t total = 0;
  const JSVM_GCType all = JSVM_GC_TYPE_ALL;
  INVALID(OH_JSVM_AddHandlerForGC(NULL, JSVM_CB_TRIGGER_BEFORE_GC, in_gc, all, NULL));
  INVALID(OH_JSVM_AddHandlerForGC(vm, JSVM_CB_TRIGGER_BEFORE_GC, NULL, all, NULL));
  INVALID(OH_JSVM_RemoveHandlerForGC(NULL, JSVM_CB_TRIGGER_BEFORE_GC, in_gc, NULL));
  INVALID(OH_JSVM_RemoveHandlerForGC(vm, JSVM_CB_TRIGGER_BEFORE_GC, NULL, NULL));
  INVALID(OH_JSVM_MemoryPressureNotification(NULL, JSVM_MEMORY_PRESSURE_LEVEL_NONE));
  NUMBER_TO(OH_JSVM_AdjustExternalMemory, 1, total);
  INVALID(OH_JSVM_GetHeapStatistics(NULL, &statistics));
  CHECK(statistics.totalHeapSize == 0 && statistics.usedGlobalHandlesSize == 0);
  INVALID(OH_JSVM_GetHeapStatistics(vm, NULL));
  INVALID(OH_JSVM_TakeHeapSnapshot(NULL, stream, NULL));
  INVALID(OH_JSVM_TakeHeapSnapshot(vm, NULL, NULL));
  INVALID(OH_JSVM_SetDebugOption(NULL, JSVM_SCOPE_CHECK, true));
  INVALID(OH_JSVM_TakeRawHeapSnapshot(NULL, stream, NULL));
  INVALID(OH_JSVM_TakeRawHeapSnapshot(vm, NULL, NULL));
}

static void at_threshold(JSVM_VM of, uint64_t threshold, void* data) {
  (void)of, (void)threshold, (void)data;
}

static void handlers_and_locks(void) {
  INVALID(OH_JSVM_SetHandlerForOOMError(NULL, NULL));
  INVALID(OH_JSVM_SetHandlerForFatalError(NULL, NULL));
  INVALID(OH_JSVM_SetHandlerForPromiseReject(NULL, NULL));
  OK(OH_JSVM_SetHandlerForOOMError(vm, NULL));
  OK(OH_JSVM_SetHandlerForFatalError(vm, NULL));
  OK(OH_JSVM_SetHandlerForPromiseReject(vm, NULL));
  INVALID(OH_JSVM_SetHeapThresholdCallback(NULL, 1, at_threshold, NULL));
  INVALID(OH_JSVM_SetHeapThresholdCallback(vm, 1, NULL, NULL));
  INVALID(OH_JSVM_ClearHeapThresholdCallback(NULL, 1, at_threshold, NULL));
  INVALID(OH_JSVM_ClearHeapThresholdCallback(vm, 1, NULL, NULL));
  ENV_TO(OH_JSVM_IsLocked, flag);
  INVALID(OH_JSVM_AcquireLock(NULL));
  INVALID(OH_JSVM_ReleaseLock(NULL));
}

static void profiler_and_trace(void) {
  JSVM_CpuProfiler profiler = NULL;
  const JSVM_TraceCategory category = JSVM_TRACE_VM;
  EMPTIES(profiler, OH_JSVM_StartCpuProfiler(NULL, &profiler));
  INVALID(OH_JSVM_StartCpuProfiler(vm, NULL));
  OK(OH_JSVM_StartCpuProfiler(vm, &profiler));
  INVALID(OH_JSVM_StopCpuProfiler(NULL, profiler, stream, NULL));
  INVALID(OH_JSVM_StopCpuProfiler(vm, NULL, stream, NULL));
  INVALID(OH_JSVM_StopCpuProfiler(vm, profiler, NULL, NULL));
  OK(OH_JSVM_StopCpuProfiler(vm, profiler, stream, NULL));
  INVALID(OH_JSVM_StopCpuProfiler(vm, profiler, stream, NULL));

  INVALID(OH_JSVM_TraceStop(stream, &size));
  INVALID(OH_JSVM_TraceStart(1, NULL, NULL, 0));
  INVALID(OH_JSVM_TraceStart(0, &category, NULL, 0));
  OK(OH_JSVM_TraceStart(0, NULL, NULL, 0));
  OK(OH_JSVM_TraceStart(1, &category, NULL, 0));
  INVALID(OH_JSVM_TraceStop(NULL, &size));
  INVALID(OH_JSVM_TraceStop(stream, NULL));
  OK(OH_JSVM_TraceStop(stream, &size));
  INVALID(OH_JSVM_TraceStop(stream, &size));
}

// Not with a name of NULL, which is allowed and would listen.
static void inspector(void) {
  INVALID(OH_JSVM_OpenInspector(NULL, "localhost", 0));
  INVALID(OH_JSVM_OpenInspector(env, NULL, 0));
  INVALID(OH_JSVM_OpenInspectorWithName(NULL, 1, "name"));
  INVALID(OH_JSVM_OpenInspectorWithName(env, -1, "name"));
  INVALID(OH_JSVM_CloseInspector(NULL));
  INVALID(OH_JSVM_WaitForDebugger(NULL, false));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseInspector(env));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_WaitForDebugger(env, false));
}

static void startup_snapshots(void) {
  const char* blob = NULL;
  JSVM_Env made = NULL;
  EMPTIES(made, OH_JSVM_CreateEnvFromSnapshot(NULL, 0, &made));
  INVALID(OH_JSVM_CreateEnvFromSnapshot(vm, 0, NULL));
  // This VM has no blob and cannot give one, which may be found out first.
  made = env;
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CreateEnvFromSnapshot(vm, 0, &made));
  CHECK(made == NULL);
  EMPTIES(blob, OH_JSVM_CreateSnapshot(NULL, 1, &env, &blob, &size));
  CHECK(OH_JSVM_CreateSnapshot(vm, 1, NULL, &blob, &size) != JSVM_OK);
  CHECK(OH_JSVM_CreateSnapshot(vm, 1, &env, NULL, &size) != JSVM_OK);
  CHECK(OH_JSVM_CreateSnapshot(vm, 1, &env, &blob, NULL) != JSVM_OK);
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CreateSnapshot(vm, 1, &env, &blob, &size));
  CHECK(blob == NULL && size == 0);
}

int main(void) {
  Engine engine = begin();
  vms();
  envs();
  handle_scopes();
  references();
  heap();
  handlers_and_locks();
  profiler_and_trace();
  inspector();
  startup_snapshots();
  // Allowed the first time; any other is too late.
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_Init(NULL));
  return end(&engine);
}
