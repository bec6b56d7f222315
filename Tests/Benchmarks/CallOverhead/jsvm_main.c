// SPDX-License-Identifier: Apache-2.0
// The cases on this library. Usage: jsvm timed|crowded
#include <stdlib.h>

#include "api.h"

Value run_script(Env env, const char* source) {
  JSVM_Value text, result = NULL;
  JSVM_Script script;
  bench_check(OH_JSVM_CreateStringUtf8(env, source, JSVM_AUTO_LENGTH, &text), "script text");
  bench_check(OH_JSVM_CompileScript(env, text, NULL, 0, true, NULL, &script), "compile");
  bench_check(OH_JSVM_RunScript(env, script, &result), "run");
  return result;
}

/// Must live as long as the function that calls it: kept.
static JSVM_Callback kept(Value (*callback)(Env, CallbackInfo)) {
  JSVM_Callback record = calloc(1, sizeof *record);
  record->callback = callback;
  return record;
}

Value make_function(Env env, Value (*callback)(Env, CallbackInfo)) {
  JSVM_Value result = NULL;
  bench_check(OH_JSVM_CreateFunction(env, "f", JSVM_AUTO_LENGTH, kept(callback), &result),
              "function");
  return result;
}

Value make_class(Env env, Value (*constructor)(Env, CallbackInfo),
                 Value (*touch)(Env, CallbackInfo)) {
  JSVM_Value result = NULL;
  JSVM_PropertyDescriptor method = {.utf8name = "touch", .method = kept(touch)};
  bench_check(OH_JSVM_DefineClass(env, "Widget", JSVM_AUTO_LENGTH, kept(constructor), 1, &method,
                                  &result),
              "class");
  return result;
}

void collect_garbage(Env env) {
  bench_check(OH_JSVM_MemoryPressureNotification(env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL), "gc");
}

static const char* group;

static Value run(Env env, CallbackInfo info) {
  (void)info;
  bench_run(group, reference_cases, env);
  bench_run(group, value_cases, env);
  bench_run(group, call_cases, env);
  bench_run(group, class_cases, env);
  return NULL;
}

int main(int argc, char** argv) {
  group = argc > 1 ? argv[1] : "timed";
  JSVM_VM vm;
  JSVM_VMScope vm_scope;
  JSVM_Env env;
  JSVM_EnvScope env_scope;
  JSVM_HandleScope handle_scope;
  bench_check(OH_JSVM_Init(NULL), "Init");
  bench_check(OH_JSVM_CreateVM(NULL, &vm), "CreateVM");
  bench_check(OH_JSVM_OpenVMScope(vm, &vm_scope), "OpenVMScope");
  bench_check(OH_JSVM_CreateEnv(vm, 0, NULL, &env), "CreateEnv");
  bench_check(OH_JSVM_OpenEnvScope(env, &env_scope), "OpenEnvScope");
  bench_check(OH_JSVM_OpenHandleScope(env, &handle_scope), "OpenHandleScope");

  // Below a call of script, where all code of an addon runs: outside, V8 looks at the queue of
  // microtasks after every call.
  Value undefined, result, function = make_function(env, run);
  bench_check(OH_JSVM_GetUndefined(env, &undefined), "undefined");
  bench_check(OH_JSVM_CallFunction(env, undefined, function, 0, NULL, &result), "run");

  bench_check(OH_JSVM_CloseHandleScope(env, handle_scope), "CloseHandleScope");
  bench_check(OH_JSVM_CloseEnvScope(env, env_scope), "CloseEnvScope");
  bench_check(OH_JSVM_DestroyEnv(env), "DestroyEnv");
  bench_check(OH_JSVM_CloseVMScope(vm, vm_scope), "CloseVMScope");
  bench_check(OH_JSVM_DestroyVM(vm), "DestroyVM");
  return 0;
}
