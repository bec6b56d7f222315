// SPDX-License-Identifier: Apache-2.0
// A program of somebody else's: knows the installed headers and the library, nothing more.
#include <stdio.h>
#include <stdlib.h>

#include "ark_runtime/jsvm.h"

static void check(JSVM_Status status, const char* what) {
  if (status == JSVM_OK) return;
  fprintf(stderr, "%s: status %d\n", what, (int)status);
  exit(1);
}

#define CHECK(call) check(call, #call)

int main(void) {
  JSVM_VM vm;
  JSVM_VMScope vmScope;
  JSVM_Env env;
  JSVM_EnvScope envScope;
  JSVM_HandleScope handles;
  CHECK(OH_JSVM_Init(NULL));
  CHECK(OH_JSVM_CreateVM(NULL, &vm));
  CHECK(OH_JSVM_OpenVMScope(vm, &vmScope));
  CHECK(OH_JSVM_CreateEnv(vm, 0, NULL, &env));
  CHECK(OH_JSVM_OpenEnvScope(env, &envScope));
  CHECK(OH_JSVM_OpenHandleScope(env, &handles));

  JSVM_Value source, value;
  JSVM_Script script;
  int32_t answer = 0;
  CHECK(OH_JSVM_CreateStringUtf8(env, "6 * 7", JSVM_AUTO_LENGTH, &source));
  CHECK(OH_JSVM_CompileScript(env, source, NULL, 0, false, NULL, &script));
  CHECK(OH_JSVM_RunScript(env, script, &value));
  CHECK(OH_JSVM_GetValueInt32(env, value, &answer));
  printf("6 * 7 = %d\n", answer);

  CHECK(OH_JSVM_CloseHandleScope(env, handles));
  CHECK(OH_JSVM_CloseEnvScope(env, envScope));
  CHECK(OH_JSVM_DestroyEnv(env));
  CHECK(OH_JSVM_CloseVMScope(vm, vmScope));
  CHECK(OH_JSVM_DestroyVM(vm));
  return answer == 42 ? 0 : 1;
}
