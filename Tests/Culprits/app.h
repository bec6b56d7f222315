// SPDX-License-Identifier: Apache-2.0

// What the programs here share: an application with a VM and an env, that runs script.
#ifndef TESTS_CULPRITS_APP_H
#define TESTS_CULPRITS_APP_H

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "ark_runtime/jsvm.h"

inline void check(JSVM_Status status, const char* call) {
  if (status == JSVM_OK) return;
  std::fprintf(stderr, "%s: status %d\n", call, static_cast<int>(status));
  std::exit(1);
}
#define OK(call) check(call, #call)

struct Scope {
  explicit Scope(JSVM_Env env) : env(env) { OK(OH_JSVM_OpenHandleScope(env, &scope)); }
  ~Scope() { OK(OH_JSVM_CloseHandleScope(env, scope)); }
  JSVM_Env env;
  JSVM_HandleScope scope = nullptr;
};

struct App {
  App() {
    OK(OH_JSVM_Init(nullptr));
    OK(OH_JSVM_CreateVM(nullptr, &vm));
    OK(OH_JSVM_OpenVMScope(vm, &vm_scope));
    OK(OH_JSVM_CreateEnv(vm, 0, nullptr, &env));
    OK(OH_JSVM_OpenEnvScope(env, &env_scope));
  }

  ~App() {
    OK(OH_JSVM_CloseEnvScope(env, env_scope));
    OK(OH_JSVM_DestroyEnv(env));
    OK(OH_JSVM_CloseVMScope(vm, vm_scope));
    OK(OH_JSVM_DestroyVM(vm));
  }

  JSVM_Value run(const char* source, const char* name = "app.js") {
    JSVM_Value text = nullptr, result = nullptr;
    JSVM_Script script = nullptr;
    JSVM_ScriptOrigin origin = {};
    origin.resourceName = name;
    OK(OH_JSVM_CreateStringUtf8(env, source, JSVM_AUTO_LENGTH, &text));
    OK(OH_JSVM_CompileScriptWithOrigin(env, text, nullptr, 0, false, nullptr, &origin, &script));
    OK(OH_JSVM_RunScript(env, script, &result));
    return result;
  }

  /// Makes a native function a global one.
  void define(const char* name, JSVM_Callback callback) {
    JSVM_Value global = nullptr, function = nullptr;
    OK(OH_JSVM_GetGlobal(env, &global));
    OK(OH_JSVM_CreateFunction(env, name, JSVM_AUTO_LENGTH, callback, &function));
    OK(OH_JSVM_SetNamedProperty(env, global, name, function));
  }

  void collect() {
    OK(OH_JSVM_MemoryPressureNotification(env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL));
  }

  JSVM_VM vm = nullptr;
  JSVM_Env env = nullptr;
  JSVM_VMScope vm_scope = nullptr;
  JSVM_EnvScope env_scope = nullptr;
};

/// Does something again and again for some 20 seconds, or until the process is ended from outside, and
/// says "ready" before: for programs that are looked at while they run.
template <typename Work>
void steadily(Work work) {
  std::puts("ready");
  std::fflush(stdout);
  for (int i = 0; i < 2000; i++) {
    work();
    usleep(10000);
  }
}

/// The first argument of a native function.
inline JSVM_Value argument(JSVM_Env env, JSVM_CallbackInfo info) {
  size_t count = 1;
  JSVM_Value value = nullptr;
  OK(OH_JSVM_GetCbInfo(env, info, &count, &value, nullptr, nullptr));
  return value;
}

#endif  // TESTS_CULPRITS_APP_H
