// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include "ark_runtime/jsvm.h"

int main(void) {
  JSVM_VM vm; JSVM_VMScope vmScope; JSVM_Env env; JSVM_EnvScope envScope; JSVM_HandleScope handles;
  OH_JSVM_Init(NULL);  // once per process
  OH_JSVM_CreateVM(NULL, &vm);
  OH_JSVM_OpenVMScope(vm, &vmScope);
  OH_JSVM_CreateEnv(vm, 0, NULL, &env);
  OH_JSVM_OpenEnvScope(env, &envScope);
  OH_JSVM_OpenHandleScope(env, &handles);  // JSVM_Values live until it closes

  JSVM_Value source, value; JSVM_Script script; JSVM_Ref reference; double answer = 0;
  OH_JSVM_CreateStringUtf8(env, "6 * 7", JSVM_AUTO_LENGTH, &source);
  OH_JSVM_CompileScript(env, source, NULL, 0, false, NULL, &script);
  OH_JSVM_RunScript(env, script, &value);
  OH_JSVM_CreateReference(env, value, 1, &reference);  // lives until it is deleted
  OH_JSVM_GetReferenceValue(env, reference, &value);
  OH_JSVM_GetValueDouble(env, value, &answer);
  printf("6 * 7 = %g\n", answer);
  OH_JSVM_DeleteReference(env, reference);  // forget this line, and the leak report names line 18

  OH_JSVM_CloseHandleScope(env, handles);
  OH_JSVM_CloseEnvScope(env, envScope);
  OH_JSVM_DestroyEnv(env);
  OH_JSVM_CloseVMScope(vm, vmScope);
  return OH_JSVM_DestroyVM(vm) == JSVM_OK && answer == 42 ? 0 : 1;
}
