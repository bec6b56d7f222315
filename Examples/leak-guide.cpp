// SPDX-License-Identifier: Apache-2.0
//
// The leak that the JSVM-API leakage troubleshooting guide describes, in a program that runs. The
// body of ShowModel is the guide's own; -DCURED restores its last line.
//
//   JSVM_OPTIONS=leak_check_at_exit=1 leak-guide
//
// names the line that calls OH_JSVM_CreateReference, and exits with 23.
#include <cstdio>
#include <cstdlib>

#include "ark_runtime/jsvm.h"

static void Check(JSVM_Status status, const char* call) {
  if (status == JSVM_OK) return;
  std::fprintf(stderr, "%s: status %d\n", call, static_cast<int>(status));
  std::exit(1);
}
#define CHECK(call) Check(call, #call)

__attribute__((noinline)) static void ShowModel(JSVM_Env env) {
  // clang-format off
JSVM_Value obj = nullptr;
OH_JSVM_CreateObject(env, &obj);
// Create a reference.
JSVM_Ref reference;
OH_JSVM_CreateReference(env, obj, 1, &reference);

// Create a reference with a JS object.
JSVM_Value result;
OH_JSVM_GetReferenceValue(env, reference, &result);

// The reference is not released.
#ifdef CURED
OH_JSVM_DeleteReference(env, reference);
#else
// OH_JSVM_DeleteReference(env, reference);
#endif
  // clang-format on
  std::printf("the reference leads to %s\n", result != nullptr ? "its object" : "nothing");
}

int main() {
  JSVM_VM vm;
  JSVM_VMScope vmScope;
  JSVM_Env env;
  JSVM_EnvScope envScope;
  JSVM_HandleScope handleScope;
  CHECK(OH_JSVM_Init(nullptr));
  CHECK(OH_JSVM_CreateVM(nullptr, &vm));
  CHECK(OH_JSVM_OpenVMScope(vm, &vmScope));
  CHECK(OH_JSVM_CreateEnv(vm, 0, nullptr, &env));
  CHECK(OH_JSVM_OpenEnvScope(env, &envScope));
  CHECK(OH_JSVM_OpenHandleScope(env, &handleScope));

  ShowModel(env);

  CHECK(OH_JSVM_CloseHandleScope(env, handleScope));
  CHECK(OH_JSVM_CloseEnvScope(env, envScope));
  CHECK(OH_JSVM_DestroyEnv(env));
  CHECK(OH_JSVM_CloseVMScope(vm, vmScope));
  CHECK(OH_JSVM_DestroyVM(vm));
  return 0;
}
