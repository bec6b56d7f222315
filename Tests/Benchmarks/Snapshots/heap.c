// SPDX-License-Identifier: Apache-2.0
//
// Makes a heap with 10^5 references, takes a snapshot of it, and prints what that took: seconds, the
// growth of the peak resident size in KiB, bytes written. Then the same growth by a snapshot that was
// taken before, with one reference on an empty heap: what reading debug information takes, once.
//
//   heap SITES strong|weak|wrap      SITES: 1, 4 or 1000

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ark_runtime/jsvm.h"

#define COUNT 100000
#define NOINLINE __attribute__((noinline))

static JSVM_Env env;
static bool is_wrap;
static uint32_t initial;

static void check(JSVM_Status status, const char* what) {
  if (status == JSVM_OK) return;
  fprintf(stderr, "%s: status %d\n", what, status);
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec * 1e-9;
}

static long peak(void) {
  FILE* file = fopen("/proc/self/status", "r");
  char line[256];
  long size = 0;
  while (file && fgets(line, sizeof line, file)) {
    if (sscanf(line, "VmHWM: %ld", &size) == 1) break;
  }
  if (file) fclose(file);
  return size;
}

static NOINLINE void hold(JSVM_Value object) {
  JSVM_Ref reference;
  if (is_wrap) {
    check(OH_JSVM_Wrap(env, object, &env, NULL, NULL, NULL), "Wrap");
  } else {
    check(OH_JSVM_CreateReference(env, object, initial, &reference), "CreateReference");
  }
}

// Each digit of a site's number is a call from another place.
#define TEN(f) \
  case 0: f; break; case 1: f; break; case 2: f; break; case 3: f; break; case 4: f; break; \
  case 5: f; break; case 6: f; break; case 7: f; break; case 8: f; break; default: f; break;
static NOINLINE void ones(int site, JSVM_Value object) {
  switch (site % 10) { TEN(hold(object)) }
  __asm__ volatile("");
}
static NOINLINE void tens(int site, JSVM_Value object) {
  switch (site / 10 % 10) { TEN(ones(site, object)) }
  __asm__ volatile("");
}
static NOINLINE void hundreds(int site, JSVM_Value object) {
  switch (site / 100 % 10) { TEN(tens(site, object)) }
  __asm__ volatile("");
}

static bool count_bytes(const char* bytes, int size, void* total) {
  if (bytes) *(long*)total += size;
  return true;
}

int main(int argc, char** argv) {
  int sites = argc == 3 ? atoi(argv[1]) : 0;
  if (sites < 1) return 64;
  is_wrap = strcmp(argv[2], "wrap") == 0;
  initial = strcmp(argv[2], "strong") == 0;

  JSVM_InitOptions init;
  memset(&init, 0, sizeof init);
  JSVM_CreateVMOptions options;
  memset(&options, 0, sizeof options);
  options.maxOldGenerationSize = 1024u << 20;
  JSVM_VM vm;
  JSVM_VMScope vm_scope;
  JSVM_EnvScope env_scope;
  JSVM_HandleScope scope;
  check(OH_JSVM_Init(&init), "Init");
  check(OH_JSVM_CreateVM(&options, &vm), "CreateVM");
  check(OH_JSVM_OpenVMScope(vm, &vm_scope), "OpenVMScope");
  check(OH_JSVM_CreateEnv(vm, 0, NULL, &env), "CreateEnv");
  check(OH_JSVM_OpenEnvScope(env, &env_scope), "OpenEnvScope");
  check(OH_JSVM_OpenHandleScope(env, &scope), "OpenHandleScope");

  JSVM_Ref first;
  JSVM_Value object;
  long bytes = 0, before = peak();
  check(OH_JSVM_CreateObject(env, &object), "CreateObject");
  check(OH_JSVM_CreateReference(env, object, 1, &first), "CreateReference");
  check(OH_JSVM_TakeHeapSnapshot(vm, count_bytes, &bytes), "TakeHeapSnapshot");
  check(OH_JSVM_DeleteReference(env, first), "DeleteReference");
  long once = peak() - before;

  // What is weak must be kept by script.
  const char* source = "var kept = [[]]; (keep, i) => {"
      " const o = {a: [1, 2, 3, {}], b: 'x' + Math.random()};"
      " if (keep) { if (kept[0].length == 1000) kept.unshift([]); kept[0].push(o); } return o; }";
  JSVM_Value text, make, global, keep;
  JSVM_Script script;
  check(OH_JSVM_CreateStringUtf8(env, source, strlen(source), &text), "CreateString");
  check(OH_JSVM_CompileScript(env, text, NULL, 0, false, NULL, &script), "CompileScript");
  check(OH_JSVM_RunScript(env, script, &make), "RunScript");
  check(OH_JSVM_GetGlobal(env, &global), "GetGlobal");
  check(OH_JSVM_GetBoolean(env, initial == 0, &keep), "GetBoolean");
  for (int i = 0; i < COUNT; i++) {
    JSVM_HandleScope inner;
    check(OH_JSVM_OpenHandleScope(env, &inner), "OpenHandleScope");
    check(OH_JSVM_CallFunction(env, global, make, 1, &keep, &object), "CallFunction");
    hundreds(i % sites, object);
    check(OH_JSVM_CloseHandleScope(env, inner), "CloseHandleScope");
  }
  for (int i = 0; i < 2; i++) {
    check(OH_JSVM_MemoryPressureNotification(env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL), "GC");
  }

  bytes = 0;
  before = peak();
  double start = now();
  check(OH_JSVM_TakeHeapSnapshot(vm, count_bytes, &bytes), "TakeHeapSnapshot");
  double seconds = now() - start;
  printf("%.4f\t%ld\t%ld\t%ld\n", seconds, peak() - before, bytes, once);
  fflush(stdout);
  _Exit(0);
}
