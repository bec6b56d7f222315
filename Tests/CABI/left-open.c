// SPDX-License-Identifier: Apache-2.0

// Scopes, envs, VMs and profilers that are never closed, by the first thread and by one that ends:
// nothing happens, also not at exit.
#include <pthread.h>

#include "check.h"

static bool discard(const char* data, int size, void* data_of_stream) {
  (void)data, (void)size, (void)data_of_stream;
  return true;
}

static void finalize(JSVM_Env env, void* data, void* hint) { (void)env, (void)data, (void)hint; }

static void leave_open(void) {
  Engine engine = engine_open();
  JSVM_Deferred deferred = NULL;
  JSVM_Value promise = NULL;
  JSVM_Script script = NULL;
  JSVM_Ref ref = NULL;
  JSVM_CpuProfiler profiler = NULL;
  OK(OH_JSVM_OpenVMScope(engine.vm, &engine.vm_scope));
  OK(OH_JSVM_OpenHandleScope(engine.env, &engine.scope));
  OK(OH_JSVM_CreatePromise(engine.env, &deferred, &promise));
  OK(OH_JSVM_CreateReference(engine.env, promise, 1, &ref));
  OK(OH_JSVM_Wrap(engine.env, promise, NULL, finalize, NULL, NULL));
  OK(OH_JSVM_CompileScript(engine.env, text_value(engine.env, "1"), NULL, 0, false, NULL, &script));
  OK(OH_JSVM_RetainScript(engine.env, script));
  OK(OH_JSVM_StartCpuProfiler(engine.vm, &profiler));
  CHECK(run_int(engine.env, "let sum = 0; for (let i = 0; i < 1e6; i++) sum += i % 7; 1") == 1);
  OK(OH_JSVM_ThrowError(engine.env, NULL, "left pending"));
  OK(OH_JSVM_TakeHeapSnapshot(engine.vm, discard, NULL));
  OK(OH_JSVM_TakeRawHeapSnapshot(engine.vm, discard, NULL));
}

static void* leave_open_and_end(void* argument) {
  (void)argument;
  leave_open();
  return NULL;
}

int main(void) {
  engine_init();
  for (int i = 0; i < 3; i++) leave_open();
  for (int i = 0; i < 3; i++) {
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, leave_open_and_end, NULL) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
  }
  // A VM without env or scope.
  JSVM_VM vm = NULL;
  JSVM_CpuProfiler profiler = NULL;
  OK(OH_JSVM_CreateVM(NULL, &vm));
  OK(OH_JSVM_StartCpuProfiler(vm, &profiler));
  OK(OH_JSVM_TakeHeapSnapshot(vm, discard, NULL));
  return check_result();
}
