// SPDX-License-Identifier: Apache-2.0
//
// The commonest leak of programs that embed a JavaScript engine: a reference that is created and
// never deleted. A strong reference keeps its object, and all that the object leads to, alive.
//
//   reference-leak           5,000 widgets come and go, but the heap keeps them all
//   reference-leak --cured   the same, with every reference deleted: the heap stays flat
//
// See who did it with JSVM_OPTIONS=leak_check_at_exit=1 reference-leak
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ark_runtime/jsvm.h"

enum { widget_count = 5000, widgets_per_line = 1000 };

static void check(JSVM_Status status, const char* call) {
  if (status == JSVM_OK) return;
  fprintf(stderr, "%s: status %d\n", call, (int)status);
  exit(1);
}
#define CHECK(call) check(call, #call)

static JSVM_Value run(JSVM_Env env, const char* text) {
  JSVM_Value source, result;
  JSVM_Script script;
  CHECK(OH_JSVM_CreateStringUtf8(env, text, JSVM_AUTO_LENGTH, &source));
  CHECK(OH_JSVM_CompileScript(env, source, NULL, 0, false, NULL, &script));
  CHECK(OH_JSVM_RunScript(env, script, &result));
  return result;
}

/// A native widget: it shows a model that lives in JavaScript.
struct widget {
  JSVM_Ref model;
};

/// A JSVM_Value is good until its handle scope closes. To keep the model longer than that, the
/// widget needs a reference.
__attribute__((noinline)) static void widget_bind(JSVM_Env env, struct widget* widget,
                                                  JSVM_Value model) {
  CHECK(OH_JSVM_CreateReference(env, model, 1, &widget->model));
}

/// The line that a leaking program forgets.
__attribute__((noinline)) static void widget_unbind(JSVM_Env env, struct widget* widget) {
  CHECK(OH_JSVM_DeleteReference(env, widget->model));
}

static void print_heap(JSVM_VM vm, JSVM_Env env, int count) {
  JSVM_HeapStatistics heap;
  // Collect first, so that what is counted is what cannot be collected.
  CHECK(OH_JSVM_MemoryPressureNotification(env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL));
  CHECK(OH_JSVM_GetHeapStatistics(vm, &heap));
  printf("after %4d widgets the JavaScript heap holds %5.1f MB\n", count,
         (double)heap.usedHeapSize / 1e6);
}

/// Makes the widgets, uses each one, and lets it go.
static void use_widgets(JSVM_VM vm, JSVM_Env env, bool is_cured) {
  JSVM_Value make_model = run(env,
                              "(function makeModel(number) {"
                              "  return { name: 'widget ' + number, rows: new Array(880).fill(0) };"
                              "})");
  print_heap(vm, env, 0);
  for (int i = 1; i <= widget_count; i++) {
    JSVM_HandleScope scope;
    JSVM_Value number, model;
    struct widget widget;
    CHECK(OH_JSVM_OpenHandleScope(env, &scope));
    CHECK(OH_JSVM_CreateInt32(env, i, &number));
    CHECK(OH_JSVM_CallFunction(env, make_model, make_model, 1, &number, &model));
    widget_bind(env, &widget, model);
    if (is_cured) widget_unbind(env, &widget);
    CHECK(OH_JSVM_CloseHandleScope(env, scope));
    if (i % widgets_per_line == 0) print_heap(vm, env, i);
  }
}

int main(int count, char** arguments) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  bool is_cured = count > 1 && strcmp(arguments[1], "--cured") == 0;
  JSVM_VM vm;
  JSVM_VMScope vm_scope;
  JSVM_Env env;
  JSVM_EnvScope env_scope;
  JSVM_HandleScope handles;
  CHECK(OH_JSVM_Init(NULL));
  CHECK(OH_JSVM_CreateVM(NULL, &vm));
  CHECK(OH_JSVM_OpenVMScope(vm, &vm_scope));
  CHECK(OH_JSVM_CreateEnv(vm, 0, NULL, &env));
  CHECK(OH_JSVM_OpenEnvScope(env, &env_scope));
  CHECK(OH_JSVM_OpenHandleScope(env, &handles));

  use_widgets(vm, env, is_cured);

  CHECK(OH_JSVM_CloseHandleScope(env, handles));
  CHECK(OH_JSVM_CloseEnvScope(env, env_scope));
  CHECK(OH_JSVM_DestroyEnv(env));
  CHECK(OH_JSVM_CloseVMScope(vm, vm_scope));
  CHECK(OH_JSVM_DestroyVM(vm));
  return 0;
}
