// SPDX-License-Identifier: Apache-2.0

// What the programs here share: claims that are counted when they fail, and an engine to try them
// on. Everything is `static inline`, so a program is one file.
#ifndef TESTS_CABI_CHECK_H
#define TESTS_CABI_CHECK_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ark_runtime/jsvm.h"

static int failed_checks;

static inline void check_failed(const char* file, int line, const char* what) {
  fprintf(stderr, "%s:%d: %s\n", file, line, what);
  __atomic_fetch_add(&failed_checks, 1, __ATOMIC_RELAXED);
}

// Says what does not hold and goes on.
#define CHECK(condition)                                               \
  do {                                                                 \
    if (!(condition)) check_failed(__FILE__, __LINE__, "not so: " #condition); \
  } while (0)

static inline void check_status(const char* file, int line, const char* call, JSVM_Status wanted,
                                JSVM_Status seen) {
  if (wanted == seen) return;
  char text[512];
  snprintf(text, sizeof text, "%s\n    gave status %d instead of %d", call, (int)seen, (int)wanted);
  check_failed(file, line, text);
}

// A call must give this status.
#define EXPECT(status, call) check_status(__FILE__, __LINE__, #call, status, call)
#define OK(call) EXPECT(JSVM_OK, call)

// The process's exit code.
static inline int check_result(void) {
  int failed = __atomic_load_n(&failed_checks, __ATOMIC_RELAXED);
  if (failed > 0) fprintf(stderr, "%d check(s) failed\n", failed);
  return failed > 0;
}

// A VM with an env, and a scope of each kind open.
typedef struct {
  JSVM_VM vm;
  JSVM_VMScope vm_scope;
  JSVM_Env env;
  JSVM_EnvScope env_scope;
  JSVM_HandleScope scope;
} Engine;

static inline void engine_init(void) {
  JSVM_InitOptions options;
  memset(&options, 0, sizeof options);
  OK(OH_JSVM_Init(&options));
}

static inline Engine engine_open(void) {
  Engine engine;
  memset(&engine, 0, sizeof engine);
  OK(OH_JSVM_CreateVM(NULL, &engine.vm));
  OK(OH_JSVM_OpenVMScope(engine.vm, &engine.vm_scope));
  OK(OH_JSVM_CreateEnv(engine.vm, 0, NULL, &engine.env));
  OK(OH_JSVM_OpenEnvScope(engine.env, &engine.env_scope));
  OK(OH_JSVM_OpenHandleScope(engine.env, &engine.scope));
  return engine;
}

static inline void engine_close(Engine* engine) {
  OK(OH_JSVM_CloseHandleScope(engine->env, engine->scope));
  OK(OH_JSVM_CloseEnvScope(engine->env, engine->env_scope));
  OK(OH_JSVM_DestroyEnv(engine->env));
  OK(OH_JSVM_CloseVMScope(engine->vm, engine->vm_scope));
  OK(OH_JSVM_DestroyVM(engine->vm));
}

static inline JSVM_Value text_value(JSVM_Env env, const char* text) {
  JSVM_Value value = NULL;
  OK(OH_JSVM_CreateStringUtf8(env, text, JSVM_AUTO_LENGTH, &value));
  return value;
}

static inline JSVM_Value object_value(JSVM_Env env) {
  JSVM_Value value = NULL;
  OK(OH_JSVM_CreateObject(env, &value));
  return value;
}

static inline JSVM_Value int_value(JSVM_Env env, int32_t number) {
  JSVM_Value value = NULL;
  OK(OH_JSVM_CreateInt32(env, number, &value));
  return value;
}

// Compiles and runs a script; NULL if either fails, with the exception pending.
static inline JSVM_Value run_script(JSVM_Env env, const char* source) {
  JSVM_Script script = NULL;
  JSVM_Value result = NULL;
  if (OH_JSVM_CompileScript(env, text_value(env, source), NULL, 0, false, NULL, &script) != JSVM_OK)
    return NULL;
  if (OH_JSVM_RunScript(env, script, &result) != JSVM_OK) return NULL;
  return result;
}

// Runs a script that gives a whole number; INT32_MIN if it does not.
static inline int32_t run_int(JSVM_Env env, const char* source) {
  int32_t number = INT32_MIN;
  JSVM_Value value = run_script(env, source);
  if (value == NULL || OH_JSVM_GetValueInt32(env, value, &number) != JSVM_OK) return INT32_MIN;
  return number;
}

// Takes the pending exception, if there is one, and says whether there was.
static inline bool take_exception(JSVM_Env env) {
  bool pending = false;
  JSVM_Value exception = NULL;
  OK(OH_JSVM_IsExceptionPending(env, &pending));
  if (pending) OK(OH_JSVM_GetAndClearLastException(env, &exception));
  return pending;
}

// Collects everything that nothing holds.
static inline void collect(JSVM_Env env) {
  OK(OH_JSVM_MemoryPressureNotification(env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL));
}

#endif  // TESTS_CABI_CHECK_H
