// SPDX-License-Identifier: Apache-2.0

// The whole program of an embedder that includes nothing else; compiled as C and as C++.

#include "ark_runtime/jsvm.h"

#ifdef __cplusplus
#define CHECK(condition) static_assert(condition, #condition)
// A second declaration with C linkage is an error if the header gave the function C++ linkage.
extern "C" JSVM_Status OH_JSVM_Init(const JSVM_InitOptions* options);
#elif __STDC_VERSION__ >= 201112L
#define CHECK(condition) _Static_assert(condition, #condition)
#else
#define CHECK(condition) extern char jsvm_check[(condition) ? 1 : -1]
#endif

CHECK(sizeof(char16_t) == 2);
CHECK(JSVM_AUTO_LENGTH == SIZE_MAX);
#ifdef JSVM_EXPERIMENTAL
CHECK(JSVM_VERSION == JSVM_VERSION_EXPERIMENTAL);
#else
CHECK(JSVM_VERSION == 8);
#endif

#ifdef JSVM_EXPERIMENTAL
static void release(JSVM_Env env, void* data, void* hint, bool copied) {
  (void)env;
  (void)data;
  (void)hint;
  (void)copied;
}
#endif

// A second inclusion adds nothing.
#include "ark_runtime/jsvm.h"

static JSVM_Value answer(JSVM_Env env, JSVM_CallbackInfo info) {
  JSVM_Value result = NULL;
  (void)info;
  return OH_JSVM_CreateInt32(env, 42, &result) == JSVM_OK ? result : NULL;
}

int main(void) {
  JSVM_CallbackStruct callback = {answer, NULL};
  JSVM_CompileOptions options[1] = {{JSVM_COMPILE_MODE, {NULL}}};
  JSVM_VM vm = NULL;
  JSVM_Env env = NULL;
  JSVM_Value function = NULL;
  JSVM_Script script = NULL;
  options[0].content.num = JSVM_COMPILE_MODE_DEFAULT;
#ifdef JSVM_EXPERIMENTAL
  (void)OH_JSVM_CreateArrayBufferFromExternalMemory(env, NULL, 0, release, NULL, NULL, &function);
#endif
  return OH_JSVM_CreateEnv(vm, 0, NULL, &env) == JSVM_OK &&
         OH_JSVM_CreateFunction(env, "answer", JSVM_AUTO_LENGTH, &callback, &function) == JSVM_OK &&
         OH_JSVM_CompileScriptWithOptions(env, function, 1, options, &script) == JSVM_OK;
}
