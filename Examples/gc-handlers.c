// SPDX-License-Identifier: Apache-2.0
//
// Being told about garbage collections. A handler is called before or after each collection of
// the types it asked for; it is known by its function and its data together.
#include <stdio.h>
#include <stdlib.h>

#include "ark_runtime/jsvm.h"

static void check(JSVM_Status status, const char* call) {
  if (status == JSVM_OK) return;
  fprintf(stderr, "%s: status %d\n", call, (int)status);
  exit(1);
}
#define CHECK(call) check(call, #call)

static const char* type_name(JSVM_GCType type) {
  switch (type) {
    case JSVM_GC_TYPE_SCAVENGE:
      return "scavenge";
    case JSVM_GC_TYPE_MINOR_MARK_COMPACT:
      return "minor mark-compact";
    case JSVM_GC_TYPE_MARK_SWEEP_COMPACT:
      return "mark-sweep-compact";
    case JSVM_GC_TYPE_INCREMENTAL_MARKING:
      return "incremental marking";
    case JSVM_GC_TYPE_PROCESS_WEAK_CALLBACKS:
      return "weak callbacks";
    default:
      return "other";
  }
}

/// What a handler may do: look, count, note the time. Not: run JavaScript.
static void print_collection(JSVM_VM vm, JSVM_GCType type, JSVM_GCCallbackFlags flags, void* data) {
  JSVM_HeapStatistics heap;
  CHECK(OH_JSVM_GetHeapStatistics(vm, &heap));
  printf("  %-6s gc type %2d (%s), gc flag %d, heap %5.2f MB\n", (const char*)data, (int)type,
         type_name(type), (int)flags, (double)heap.usedHeapSize / 1e6);
}

static void count_collection(JSVM_VM vm, JSVM_GCType type, JSVM_GCCallbackFlags flags, void* data) {
  (void)vm;
  (void)type;
  (void)flags;
  ++*(int*)data;
}

static void run(JSVM_Env env, const char* text) {
  JSVM_HandleScope scope;
  JSVM_Value source, result;
  JSVM_Script script;
  CHECK(OH_JSVM_OpenHandleScope(env, &scope));
  CHECK(OH_JSVM_CreateStringUtf8(env, text, JSVM_AUTO_LENGTH, &source));
  CHECK(OH_JSVM_CompileScript(env, source, NULL, 0, false, NULL, &script));
  CHECK(OH_JSVM_RunScript(env, script, &result));
  CHECK(OH_JSVM_CloseHandleScope(env, scope));
}

static void show_handlers(JSVM_VM vm, JSVM_Env env) {
  char before[] = "before", after[] = "after";
  int scavenges = 0;

  printf("a handler on either side of every collection:\n");
  CHECK(OH_JSVM_AddHandlerForGC(vm, JSVM_CB_TRIGGER_BEFORE_GC, print_collection, JSVM_GC_TYPE_ALL,
                                before));
  CHECK(OH_JSVM_AddHandlerForGC(vm, JSVM_CB_TRIGGER_AFTER_GC, print_collection, JSVM_GC_TYPE_ALL,
                                after));
  CHECK(OH_JSVM_MemoryPressureNotification(env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL));

  // The type is not part of what a handler is known by.
  JSVM_Status status = OH_JSVM_AddHandlerForGC(vm, JSVM_CB_TRIGGER_AFTER_GC, print_collection,
                                               JSVM_GC_TYPE_SCAVENGE, after);
  printf("the same function and data once more: %s\n",
         status == JSVM_INVALID_ARG ? "refused" : "accepted");

  CHECK(OH_JSVM_RemoveHandlerForGC(vm, JSVM_CB_TRIGGER_BEFORE_GC, print_collection, before));
  CHECK(OH_JSVM_RemoveHandlerForGC(vm, JSVM_CB_TRIGGER_AFTER_GC, print_collection, after));
  status = OH_JSVM_RemoveHandlerForGC(vm, JSVM_CB_TRIGGER_AFTER_GC, print_collection, after);
  printf("removed twice: %s\n", status == JSVM_INVALID_ARG ? "refused" : "accepted");

  // Short-lived objects are collected by scavenges, which no one asks for.
  CHECK(OH_JSVM_AddHandlerForGC(vm, JSVM_CB_TRIGGER_AFTER_GC, count_collection,
                                JSVM_GC_TYPE_SCAVENGE, &scavenges));
  run(env, "for (let i = 0; i < 1e6; i++) ({ number: i, text: 'object ' + i });");
  printf("a million short-lived objects: %s\n",
         scavenges > 0 ? "scavenges were counted" : "no scavenge was counted");
  CHECK(OH_JSVM_RemoveHandlerForGC(vm, JSVM_CB_TRIGGER_AFTER_GC, count_collection, &scavenges));
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

  show_handlers(vm, env);

  CHECK(OH_JSVM_CloseEnvScope(env, env_scope));
  CHECK(OH_JSVM_DestroyEnv(env));
  CHECK(OH_JSVM_CloseVMScope(vm, vm_scope));
  CHECK(OH_JSVM_DestroyVM(vm));
  return 0;
}
