// SPDX-License-Identifier: Apache-2.0
//
// Telling the engine that memory is short. Each level asks for more than the one before; what it
// did shows in the heap, in the collections, and in a weak reference to an object nobody needs.
#include <stdio.h>
#include <stdlib.h>

#include "ark_runtime/jsvm.h"

static void check(JSVM_Status status, const char* call) {
  if (status == JSVM_OK) return;
  fprintf(stderr, "%s: status %d\n", call, (int)status);
  exit(1);
}
#define CHECK(call) check(call, #call)

static JSVM_Value run(JSVM_Env env, const char* text) {
  JSVM_Value source, result;
  JSVM_Script script;
  CHECK(OH_JSVM_CreateStringUtf8(env, text, JSVM_AUTO_LENGTH, &source));
  CHECK(OH_JSVM_CompileScript(env, source, NULL, 0, false, NULL, &script));
  CHECK(OH_JSVM_RunScript(env, script, &result));
  return result;
}

struct collections {
  int full;
  int marking;  ///< begun in steps, to be finished later
};

static void count_collection(JSVM_VM vm, JSVM_GCType type, JSVM_GCCallbackFlags flags, void* data) {
  struct collections* collections = data;
  (void)vm;
  (void)flags;
  if (type == JSVM_GC_TYPE_MARK_SWEEP_COMPACT) collections->full++;
  if (type == JSVM_GC_TYPE_INCREMENTAL_MARKING) collections->marking++;
}

static double used_megabytes(JSVM_VM vm) {
  JSVM_HeapStatistics heap;
  CHECK(OH_JSVM_GetHeapStatistics(vm, &heap));
  return (double)heap.usedHeapSize / 1e6;
}

/// Makes garbage and a weak reference into it. The handle scope matters: as long as it is open,
/// its JSVM_Values keep their objects alive.
static JSVM_Ref make_garbage(JSVM_Env env) {
  JSVM_HandleScope scope;
  JSVM_Ref weak;
  CHECK(OH_JSVM_OpenHandleScope(env, &scope));
  JSVM_Value object = run(env, "({ rows: Array.from({ length: 200000 }, (_, i) => ({ i })) })");
  CHECK(OH_JSVM_CreateReference(env, object, 0, &weak));  // count 0: does not keep the object
  CHECK(OH_JSVM_CloseHandleScope(env, scope));
  return weak;
}

static bool is_alive(JSVM_Env env, JSVM_Ref weak) {
  JSVM_HandleScope scope;
  JSVM_Value object;
  CHECK(OH_JSVM_OpenHandleScope(env, &scope));
  CHECK(OH_JSVM_GetReferenceValue(env, weak, &object));
  bool is_there = object != NULL;
  CHECK(OH_JSVM_CloseHandleScope(env, scope));
  return is_there;
}

static void show_level(JSVM_VM vm, JSVM_Env env, JSVM_MemoryPressureLevel level, const char* name) {
  struct collections collections = {0, 0};
  JSVM_Ref weak = make_garbage(env);
  double before = used_megabytes(vm);
  CHECK(OH_JSVM_AddHandlerForGC(vm, JSVM_CB_TRIGGER_AFTER_GC, count_collection, JSVM_GC_TYPE_ALL,
                                &collections));
  CHECK(OH_JSVM_MemoryPressureNotification(env, level));
  CHECK(OH_JSVM_RemoveHandlerForGC(vm, JSVM_CB_TRIGGER_AFTER_GC, count_collection, &collections));
  printf("%-10s  %5.1f MB -> %5.1f MB, full collections: %d, markings begun: %d, garbage: %s\n",
         name, before, used_megabytes(vm), collections.full, collections.marking,
         is_alive(env, weak) ? "still there" : "gone");
  CHECK(OH_JSVM_DeleteReference(env, weak));  // also when its object is gone
}

int main(void) {
  JSVM_VM vm;
  JSVM_VMScope vm_scope;
  JSVM_Env env;
  JSVM_EnvScope env_scope;
  CHECK(OH_JSVM_Init(NULL));
  CHECK(OH_JSVM_CreateVM(NULL, &vm));
  CHECK(OH_JSVM_OpenVMScope(vm, &vm_scope));
  CHECK(OH_JSVM_CreateEnv(vm, 0, NULL, &env));
  CHECK(OH_JSVM_OpenEnvScope(env, &env_scope));

  show_level(vm, env, JSVM_MEMORY_PRESSURE_LEVEL_NONE, "none");
  show_level(vm, env, JSVM_MEMORY_PRESSURE_LEVEL_MODERATE, "moderate");
  show_level(vm, env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL, "critical");
  show_level(vm, env, JSVM_MEMORY_PRESSURE_LEVEL_LOW_MEMORY, "low memory");

  CHECK(OH_JSVM_CloseEnvScope(env, env_scope));
  CHECK(OH_JSVM_DestroyEnv(env));
  CHECK(OH_JSVM_CloseVMScope(vm, vm_scope));
  CHECK(OH_JSVM_DestroyVM(vm));
  return 0;
}
