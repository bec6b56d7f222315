// SPDX-License-Identifier: Apache-2.0
//
// What the engine knows about its own memory: all thirteen numbers, before and after a program
// has built something.
#include <stdio.h>
#include <stdlib.h>

#include "ark_runtime/jsvm.h"

static void check(JSVM_Status status, const char* call) {
  if (status == JSVM_OK) return;
  fprintf(stderr, "%s: status %d\n", call, (int)status);
  exit(1);
}
#define CHECK(call) check(call, #call)

static const struct {
  const char* name;
  size_t offset;
  const char* meaning;
} numbers[] = {
    {"usedHeapSize", offsetof(JSVM_HeapStatistics, usedHeapSize), "JavaScript objects"},
    {"totalHeapSize", offsetof(JSVM_HeapStatistics, totalHeapSize), "reserved for them"},
    {"totalHeapSizeExecutable", offsetof(JSVM_HeapStatistics, totalHeapSizeExecutable),
     "of that, compiled code"},
    {"totalPhysicalSize", offsetof(JSVM_HeapStatistics, totalPhysicalSize), "of that, in memory"},
    {"totalAvailableSize", offsetof(JSVM_HeapStatistics, totalAvailableSize),
     "left up to the limit"},
    {"heapSizeLimit", offsetof(JSVM_HeapStatistics, heapSizeLimit), "where the engine gives up"},
    {"mallocedMemory", offsetof(JSVM_HeapStatistics, mallocedMemory), "the engine's own, outside"},
    {"peakMallocedMemory", offsetof(JSVM_HeapStatistics, peakMallocedMemory), "its highest"},
    {"externalMemory", offsetof(JSVM_HeapStatistics, externalMemory), "array buffers"},
    {"numberOfNativeContexts", offsetof(JSVM_HeapStatistics, numberOfNativeContexts),
     "environments"},
    {"numberOfDetachedContexts", offsetof(JSVM_HeapStatistics, numberOfDetachedContexts),
     "destroyed, but still held"},
    {"totalGlobalHandlesSize", offsetof(JSVM_HeapStatistics, totalGlobalHandlesSize),
     "room for references"},
    {"usedGlobalHandlesSize", offsetof(JSVM_HeapStatistics, usedGlobalHandlesSize),
     "of that, in use"},
};

static size_t number_at(const JSVM_HeapStatistics* heap, size_t offset) {
  return *(const size_t*)(const void*)((const char*)heap + offset);
}

static JSVM_Value run(JSVM_Env env, const char* text) {
  JSVM_Value source, result;
  JSVM_Script script;
  CHECK(OH_JSVM_CreateStringUtf8(env, text, JSVM_AUTO_LENGTH, &source));
  CHECK(OH_JSVM_CompileScript(env, source, NULL, 0, false, NULL, &script));
  CHECK(OH_JSVM_RunScript(env, script, &result));
  return result;
}

static void show_statistics(JSVM_VM vm, JSVM_Env env) {
  JSVM_HeapStatistics before, after;
  JSVM_HandleScope scope;
  JSVM_Ref reference;
  CHECK(OH_JSVM_OpenHandleScope(env, &scope));
  CHECK(OH_JSVM_GetHeapStatistics(vm, &before));
  JSVM_Value list = run(env, "Array.from({ length: 100000 }, (_, i) => ({ number: i }))");
  CHECK(OH_JSVM_CreateReference(env, list, 1, &reference));
  CHECK(OH_JSVM_GetHeapStatistics(vm, &after));

  printf("%-26s %14s %14s\n", "", "at the start", "100,000 objects later");
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    printf("%-26s %14zu %14zu  %s\n", numbers[i].name, number_at(&before, numbers[i].offset),
           number_at(&after, numbers[i].offset), numbers[i].meaning);
  }
  CHECK(OH_JSVM_DeleteReference(env, reference));
  CHECK(OH_JSVM_CloseHandleScope(env, scope));
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

  show_statistics(vm, env);

  CHECK(OH_JSVM_CloseEnvScope(env, env_scope));
  CHECK(OH_JSVM_DestroyEnv(env));
  CHECK(OH_JSVM_CloseVMScope(vm, vm_scope));
  CHECK(OH_JSVM_DestroyVM(vm));
  return 0;
}
