// SPDX-License-Identifier: Apache-2.0

// The places that records of misuse must name.
#ifndef TESTS_CABI_MISUSE_PLACES_H
#define TESTS_CABI_MISUSE_PLACES_H

#include "check.h"

#define PLACE static __attribute__((noinline, unused))
// Keeps a call from being the last thing of its function: such a call leaves no frame.
// Different code, too: the compiler merges functions that are alike.
#define END __asm__ volatile("# %0" ::"i"(__LINE__))

PLACE JSVM_Ref make_reference(JSVM_Env env) {
  JSVM_Ref ref = NULL;
  OK(OH_JSVM_CreateReference(env, object_value(env), 1, &ref));
  return ref;
}

PLACE JSVM_Status delete_first(JSVM_Env env, JSVM_Ref ref) {
  JSVM_Status status = OH_JSVM_DeleteReference(env, ref);
  END;
  return status;
}

PLACE JSVM_Status delete_again(JSVM_Env env, JSVM_Ref ref) {
  JSVM_Status status = OH_JSVM_DeleteReference(env, ref);
  END;
  return status;
}

PLACE JSVM_Status use_reference(JSVM_Env env, JSVM_Ref ref) {
  JSVM_Value value = NULL;
  JSVM_Status status = OH_JSVM_GetReferenceValue(env, ref, &value);
  END;
  return status;
}

PLACE JSVM_Status use_as_data(JSVM_Env env, JSVM_Ref ref) {
  JSVM_Data data = NULL;
  JSVM_Status status = OH_JSVM_GetReferenceData(env, ref, &data);
  END;
  return status;
}

PLACE JSVM_Status lower(JSVM_Env env, JSVM_Ref ref) {
  JSVM_Status status = OH_JSVM_ReferenceUnref(env, ref, NULL);
  END;
  return status;
}

PLACE JSVM_Status make_number(JSVM_Env env) {
  JSVM_Value value = NULL;
  JSVM_Status status = OH_JSVM_CreateInt32(env, 1, &value);
  END;
  return status;
}

PLACE JSVM_VM make_vm(void) {
  JSVM_VM vm = NULL;
  OK(OH_JSVM_CreateVM(NULL, &vm));
  END;
  return vm;
}

PLACE JSVM_VM make_saving_vm(void) {
  JSVM_CreateVMOptions options;
  JSVM_VM vm = NULL;
  memset(&options, 0, sizeof options);
  options.isForSnapshotting = true;
  OK(OH_JSVM_CreateVM(&options, &vm));
  END;
  return vm;
}

PLACE JSVM_Status destroy_vm(JSVM_VM vm) {
  JSVM_Status status = OH_JSVM_DestroyVM(vm);
  END;
  return status;
}

PLACE JSVM_Env make_env(JSVM_VM vm) {
  JSVM_Env env = NULL;
  OK(OH_JSVM_CreateEnv(vm, 0, NULL, &env));
  END;
  return env;
}

PLACE JSVM_Status destroy_env(JSVM_Env env) {
  JSVM_Status status = OH_JSVM_DestroyEnv(env);
  END;
  return status;
}

PLACE JSVM_VMScope open_vm(JSVM_VM vm) {
  JSVM_VMScope scope = NULL;
  OK(OH_JSVM_OpenVMScope(vm, &scope));
  END;
  return scope;
}

PLACE JSVM_Status close_vm_again(JSVM_VM vm, JSVM_VMScope scope) {
  JSVM_Status status = OH_JSVM_CloseVMScope(vm, scope);
  END;
  return status;
}

PLACE JSVM_Status close_vm(JSVM_VM vm, JSVM_VMScope scope) {
  JSVM_Status status = OH_JSVM_CloseVMScope(vm, scope);
  END;
  return status;
}

PLACE JSVM_EnvScope open_env(JSVM_Env env) {
  JSVM_EnvScope scope = NULL;
  OK(OH_JSVM_OpenEnvScope(env, &scope));
  END;
  return scope;
}

PLACE JSVM_Status close_env_again(JSVM_Env env, JSVM_EnvScope scope) {
  JSVM_Status status = OH_JSVM_CloseEnvScope(env, scope);
  END;
  return status;
}

PLACE JSVM_Status close_env(JSVM_Env env, JSVM_EnvScope scope) {
  JSVM_Status status = OH_JSVM_CloseEnvScope(env, scope);
  END;
  return status;
}

PLACE JSVM_HandleScope open_scope(JSVM_Env env) {
  JSVM_HandleScope scope = NULL;
  OK(OH_JSVM_OpenHandleScope(env, &scope));
  END;
  return scope;
}

PLACE JSVM_Status close_scope(JSVM_Env env, JSVM_HandleScope scope) {
  JSVM_Status status = OH_JSVM_CloseHandleScope(env, scope);
  END;
  return status;
}

PLACE JSVM_Status close_again(JSVM_Env env, JSVM_HandleScope scope) {
  JSVM_Status status = OH_JSVM_CloseHandleScope(env, scope);
  END;
  return status;
}

PLACE JSVM_EscapableHandleScope open_escapable(JSVM_Env env) {
  JSVM_EscapableHandleScope scope = NULL;
  OK(OH_JSVM_OpenEscapableHandleScope(env, &scope));
  END;
  return scope;
}

PLACE JSVM_Status close_escapable(JSVM_Env env, JSVM_EscapableHandleScope scope) {
  JSVM_Status status = OH_JSVM_CloseEscapableHandleScope(env, scope);
  END;
  return status;
}

PLACE JSVM_Status escape(JSVM_Env env, JSVM_EscapableHandleScope scope,
                         JSVM_Value value) {
  JSVM_Value escaped = NULL;
  JSVM_Status status = OH_JSVM_EscapeHandle(env, scope, value, &escaped);
  END;
  return status;
}

PLACE JSVM_Status use_number(JSVM_Env env, JSVM_Value value) {
  int32_t number = 7;
  JSVM_Status status = OH_JSVM_GetValueInt32(env, value, &number);
  END;
  return status;
}

PLACE void lock(JSVM_Env env) {
  bool locked = false;
  OK(OH_JSVM_IsLocked(env, &locked));
  OK(OH_JSVM_AcquireLock(env));
  END;
}

PLACE JSVM_Status unlock(JSVM_Env env) {
  JSVM_Status status = OH_JSVM_ReleaseLock(env);
  END;
  return status;
}

PLACE JSVM_Deferred make_promise(JSVM_Env env) {
  JSVM_Deferred deferred = NULL;
  JSVM_Value promise = NULL;
  OK(OH_JSVM_CreatePromise(env, &deferred, &promise));
  END;
  return deferred;
}

PLACE JSVM_Status conclude(JSVM_Env env, JSVM_Deferred deferred) {
  JSVM_Status status = OH_JSVM_ResolveDeferred(env, deferred, object_value(env));
  END;
  return status;
}

PLACE JSVM_Status conclude_again(JSVM_Env env, JSVM_Deferred deferred) {
  JSVM_Status status = OH_JSVM_RejectDeferred(env, deferred, object_value(env));
  END;
  return status;
}

PLACE JSVM_Script compile(JSVM_Env env) {
  JSVM_Script script = NULL;
  OK(OH_JSVM_CompileScript(env, text_value(env, "1"), NULL, 0, false, NULL, &script));
  END;
  return script;
}

PLACE void retain(JSVM_Env env, JSVM_Script script) {
  OK(OH_JSVM_RetainScript(env, script));
  END;
}

PLACE JSVM_Status release(JSVM_Env env, JSVM_Script script) {
  JSVM_Status status = OH_JSVM_ReleaseScript(env, script);
  END;
  return status;
}

PLACE JSVM_Status release_again(JSVM_Env env, JSVM_Script script) {
  JSVM_Status status = OH_JSVM_ReleaseScript(env, script);
  END;
  return status;
}

PLACE JSVM_Status run(JSVM_Env env, JSVM_Script script) {
  JSVM_Value value = NULL;
  JSVM_Status status = OH_JSVM_RunScript(env, script, &value);
  END;
  return status;
}

PLACE JSVM_CpuProfiler start_profiler(JSVM_VM vm) {
  JSVM_CpuProfiler profiler = NULL;
  OK(OH_JSVM_StartCpuProfiler(vm, &profiler));
  END;
  return profiler;
}

static inline bool skip_output(const char* data, int size, void* stream) {
  (void)data, (void)size, (void)stream;
  return true;
}

PLACE JSVM_Status stop_profiler(JSVM_VM vm, JSVM_CpuProfiler profiler) {
  JSVM_Status status = OH_JSVM_StopCpuProfiler(vm, profiler, skip_output, NULL);
  END;
  return status;
}

#endif  // TESTS_CABI_MISUSE_PLACES_H
