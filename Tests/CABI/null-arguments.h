// SPDX-License-Identifier: Apache-2.0

// What the programs share that give NULL for each pointer argument of each function.
#ifndef TESTS_CABI_NULL_ARGUMENTS_H
#define TESTS_CABI_NULL_ARGUMENTS_H

#define JSVM_EXPERIMENTAL
#include "check.h"

// A program needs only some of what is here.
#define UNUSED __attribute__((unused))

// Filled with what no call gives, so that a call that leaves it alone is found out.
UNUSED static void* const untouched = (void*)(uintptr_t)0x5a5a5a5a5a5a5a5b;

#define INVALID(call) EXPECT(JSVM_INVALID_ARG, call)

// A call that gives INVALID_ARG and empties `out`.
#define EMPTIES(out, call)       \
  do {                           \
    memset(&out, 0x5a, sizeof out); \
    INVALID(call);               \
    CHECK(!out);                 \
  } while (0)

// A function (env, value, &result): each of the three NULL.
#define VALUE_TO(function, out)                \
  do {                                         \
    EMPTIES(out, function(NULL, object, &out)); \
    EMPTIES(out, function(env, NULL, &out));   \
    INVALID(function(env, object, NULL));      \
    INVALID(function(NULL, NULL, NULL));       \
  } while (0)

// A function (env, &result).
#define ENV_TO(function, out)            \
  do {                                   \
    EMPTIES(out, function(NULL, &out));  \
    INVALID(function(env, NULL));        \
    INVALID(function(NULL, NULL));       \
  } while (0)

// A function (env, argument, &result) whose argument is a number.
#define NUMBER_TO(function, number, out)        \
  do {                                          \
    EMPTIES(out, function(NULL, number, &out)); \
    INVALID(function(env, number, NULL));       \
  } while (0)

static inline JSVM_Value noop(JSVM_Env env, JSVM_CallbackInfo info) {
  (void)env, (void)info;
  return NULL;
}

static inline void finalize(JSVM_Env env, void* data, void* hint) { (void)env, (void)data, (void)hint; }

static inline void in_gc(JSVM_VM vm, JSVM_GCType type, JSVM_GCCallbackFlags flags, void* data) {
  (void)vm, (void)type, (void)flags, (void)data;
}

static inline bool stream(const char* data, int size, void* stream_data) {
  (void)data, (void)size, (void)stream_data;
  return true;
}

UNUSED static JSVM_CallbackStruct callback = {noop, NULL};

// What is valid and what receives, for the functions below.
UNUSED static JSVM_Env env;
UNUSED static JSVM_VM vm;
UNUSED static JSVM_Value object, value, text, function;
UNUSED static JSVM_Ref ref;
UNUSED static JSVM_Data key, data_out;
UNUSED static JSVM_Script script;
UNUSED static bool flag;
UNUSED static size_t size;
UNUSED static uint32_t word;
UNUSED static void* pointer;
UNUSED static double number;

// Makes what is valid, in an engine that is open.
static inline Engine begin(void) {
  engine_init();
  Engine engine = engine_open();
  env = engine.env;
  vm = engine.vm;
  object = object_value(env);
  text = text_value(env, "1234");
  OK(OH_JSVM_CreateFunction(env, "f", 1, &callback, &function));
  OK(OH_JSVM_CreatePrivate(env, text, &key));
  OK(OH_JSVM_CreateReference(env, object, 1, &ref));
  OK(OH_JSVM_CompileScript(env, text, NULL, 0, false, NULL, &script));
  return engine;
}

// No call left an exception behind, and nothing is broken.
static inline int end(Engine* engine) {
  OK(OH_JSVM_IsExceptionPending(env, &flag));
  CHECK(!flag);
  CHECK(run_int(env, "6 * 7") == 42);
  OK(OH_JSVM_DeleteReference(env, ref));
  engine_close(engine);
  return check_result();
}

#endif  // TESTS_CABI_NULL_ARGUMENTS_H
