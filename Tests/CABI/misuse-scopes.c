// SPDX-License-Identifier: Apache-2.0

// Scopes closed twice, out of order, by the wrong thread or never opened: each gets a status, none ends
// the process.
#include <pthread.h>

#include "check.h"
#include "misuse.h"

// Handle scopes.

static void handle_scope_when_none_is_open(void) {
  Engine engine = engine_open();
  JSVM_Env env = engine.env;
  OK(OH_JSVM_CloseHandleScope(env, engine.scope));
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, OH_JSVM_CloseHandleScope(env, engine.scope));
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, OH_JSVM_CloseHandleScope(env, GARBAGE(JSVM_HandleScope)));
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH,
         OH_JSVM_CloseEscapableHandleScope(env, GARBAGE(JSVM_EscapableHandleScope)));
  OK(OH_JSVM_OpenHandleScope(env, &engine.scope));
  engine_close(&engine);
}

static void handle_scope_closed_twice(JSVM_Env env) {
  JSVM_HandleScope old = NULL, scope = NULL;
  OK(OH_JSVM_OpenHandleScope(env, &old));
  OK(OH_JSVM_CloseHandleScope(env, old));
  OK(OH_JSVM_OpenHandleScope(env, &scope));
  CHECK(scope != old);
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, OH_JSVM_CloseHandleScope(env, old));
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, OH_JSVM_CloseHandleScope(env, GARBAGE(JSVM_HandleScope)));
  OK(OH_JSVM_CloseHandleScope(env, scope));
}

static void outer_handle_scope_first(JSVM_Env env) {
  JSVM_HandleScope outer = NULL, middle = NULL;
  JSVM_EscapableHandleScope inner = NULL;
  OK(OH_JSVM_OpenHandleScope(env, &outer));
  OK(OH_JSVM_OpenHandleScope(env, &middle));
  OK(OH_JSVM_OpenEscapableHandleScope(env, &inner));
  object_value(env);
  OK(OH_JSVM_CloseHandleScope(env, outer));
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, OH_JSVM_CloseHandleScope(env, middle));
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, OH_JSVM_CloseEscapableHandleScope(env, inner));
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, OH_JSVM_CloseHandleScope(env, outer));
  CHECK(run_int(env, "1 + 1") == 2);
}

static void one_kind_of_scope_for_the_other(JSVM_Env env) {
  JSVM_HandleScope plain = NULL;
  JSVM_EscapableHandleScope escapable = NULL;
  JSVM_Value value = NULL;
  OK(OH_JSVM_OpenHandleScope(env, &plain));
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH,
         OH_JSVM_CloseEscapableHandleScope(env, (JSVM_EscapableHandleScope)plain));
  CHECK(OH_JSVM_EscapeHandle(env, (JSVM_EscapableHandleScope)plain, object_value(env), &value) !=
        JSVM_OK);
  CHECK(value == NULL);
  OK(OH_JSVM_CloseHandleScope(env, plain));
  OK(OH_JSVM_OpenEscapableHandleScope(env, &escapable));
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, OH_JSVM_CloseHandleScope(env, (JSVM_HandleScope)escapable));
  OK(OH_JSVM_CloseEscapableHandleScope(env, escapable));
}

static void escaping(JSVM_Env env) {
  JSVM_EscapableHandleScope scope = NULL;
  JSVM_Value escaped = NULL, again = NULL;
  int32_t number = 0;
  OK(OH_JSVM_OpenEscapableHandleScope(env, &scope));
  OK(OH_JSVM_EscapeHandle(env, scope, int_value(env, 42), &escaped));
  EXPECT(JSVM_ESCAPE_CALLED_TWICE, OH_JSVM_EscapeHandle(env, scope, escaped, &again));
  CHECK(again == NULL);
  OK(OH_JSVM_CloseEscapableHandleScope(env, scope));
  OK(OH_JSVM_GetValueInt32(env, escaped, &number));
  CHECK(number == 42);
  CHECK(OH_JSVM_EscapeHandle(env, scope, escaped, &again) != JSVM_OK);
  CHECK(OH_JSVM_EscapeHandle(env, GARBAGE(JSVM_EscapableHandleScope), escaped, &again) != JSVM_OK);
  CHECK(again == NULL);
}

static void deep_scopes(JSVM_Env env) {
  enum { depth = 20000 };
  static JSVM_HandleScope scopes[depth];
  for (int i = 0; i < depth; i++) {
    OK(OH_JSVM_OpenHandleScope(env, &scopes[i]));
    int_value(env, i);
  }
  OK(OH_JSVM_CloseHandleScope(env, scopes[0]));
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, OH_JSVM_CloseHandleScope(env, scopes[depth - 1]));
}

// A value is read after its scope was closed: whatever comes out, the process goes on.
static void value_after_its_scope(JSVM_Env env) {
  JSVM_HandleScope scope = NULL;
  JSVM_ValueType type;
  OK(OH_JSVM_OpenHandleScope(env, &scope));
  JSVM_Value value = int_value(env, 42);
  OK(OH_JSVM_CloseHandleScope(env, scope));
  (void)OH_JSVM_Typeof(env, value, &type);
}

static void without_any_scope(void) {
  JSVM_VM vm = NULL;
  JSVM_Env env = NULL;
  JSVM_HandleScope scope = NULL;
  OK(OH_JSVM_CreateVM(NULL, &vm));
  OK(OH_JSVM_CreateEnv(vm, 0, NULL, &env));
  CHECK(run_int(env, "40 + 2") == 42);
  OK(OH_JSVM_OpenHandleScope(env, &scope));
  CHECK(run_int(env, "40 + 3") == 43);
  OK(OH_JSVM_CloseHandleScope(env, scope));
  for (int i = 0; i < 100; i++) object_value(env);
  OK(OH_JSVM_DestroyEnv(env));
  OK(OH_JSVM_DestroyVM(vm));
}

// VM and env scopes.

static void vm_scopes(void) {
  JSVM_VM vm = NULL, other_vm = NULL;
  JSVM_VMScope outer = NULL, inner = NULL, other = NULL;
  OK(OH_JSVM_CreateVM(NULL, &vm));
  OK(OH_JSVM_CreateVM(NULL, &other_vm));
  OK(OH_JSVM_OpenVMScope(vm, &outer));
  OK(OH_JSVM_OpenVMScope(vm, &inner));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseVMScope(vm, outer));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseVMScope(vm, GARBAGE(JSVM_VMScope)));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseVMScope(other_vm, inner));
  // The VM of the inner scope is the current one.
  OK(OH_JSVM_OpenVMScope(other_vm, &other));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseVMScope(vm, inner));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseVMScope(vm, other));
  OK(OH_JSVM_CloseVMScope(other_vm, other));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseVMScope(other_vm, other));
  OK(OH_JSVM_CloseVMScope(vm, inner));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseVMScope(vm, inner));
  // Refused while the VM is open.
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_DestroyVM(vm));
  OK(OH_JSVM_CloseVMScope(vm, outer));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseVMScope(vm, outer));
  OK(OH_JSVM_DestroyVM(vm));
  OK(OH_JSVM_DestroyVM(other_vm));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CloseVMScope(vm, outer));
}

static void env_scopes(Engine* engine) {
  JSVM_Env other = NULL;
  JSVM_EnvScope outer = NULL, inner = NULL;
  OK(OH_JSVM_CreateEnv(engine->vm, 0, NULL, &other));
  OK(OH_JSVM_OpenEnvScope(engine->env, &outer));
  OK(OH_JSVM_OpenEnvScope(other, &inner));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CloseEnvScope(engine->env, inner));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CloseEnvScope(other, GARBAGE(JSVM_EnvScope)));
  // Closing the outer one closes the inner one first.
  OK(OH_JSVM_CloseEnvScope(engine->env, outer));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CloseEnvScope(other, inner));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CloseEnvScope(engine->env, outer));
  CHECK(run_int(other, "2 + 3") == 5);
  CHECK(run_int(engine->env, "2 + 4") == 6);
  OK(OH_JSVM_OpenEnvScope(other, &inner));
  OK(OH_JSVM_DestroyEnv(other));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CloseEnvScope(other, inner));
  CHECK(run_int(engine->env, "2 + 5") == 7);
}

// The order of published samples: the env is made before the VM scope, and outlives it.
static void env_around_vm_scope(void) {
  JSVM_VM vm = NULL;
  JSVM_Env env = NULL;
  JSVM_VMScope vm_scope = NULL;
  JSVM_EnvScope env_scope = NULL;
  JSVM_HandleScope scope = NULL;
  OK(OH_JSVM_CreateVM(NULL, &vm));
  OK(OH_JSVM_CreateEnv(vm, 0, NULL, &env));
  OK(OH_JSVM_OpenVMScope(vm, &vm_scope));
  OK(OH_JSVM_OpenEnvScope(env, &env_scope));
  OK(OH_JSVM_OpenHandleScope(env, &scope));
  CHECK(run_int(env, "1") == 1);
  OK(OH_JSVM_CloseHandleScope(env, scope));
  OK(OH_JSVM_CloseEnvScope(env, env_scope));
  OK(OH_JSVM_CloseVMScope(vm, vm_scope));
  OK(OH_JSVM_DestroyEnv(env));
  OK(OH_JSVM_DestroyVM(vm));
}

// Threads.

static void* on_another_thread(void* argument) {
  Engine* engine = (Engine*)argument;
  JSVM_VMScope vm_scope = GARBAGE(JSVM_VMScope);
  JSVM_EnvScope env_scope = NULL;
  JSVM_HandleScope scope = NULL;
  JSVM_Value value = NULL;
  JSVM_Ref ref = NULL;
  JSVM_HeapStatistics statistics;
  bool flag = false;
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_OpenVMScope(engine->vm, &vm_scope));
  CHECK(vm_scope == NULL);
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseVMScope(engine->vm, engine->vm_scope));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_OpenEnvScope(engine->env, &env_scope));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseEnvScope(engine->env, engine->env_scope));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_OpenHandleScope(engine->env, &scope));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseHandleScope(engine->env, engine->scope));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CreateObject(engine->env, &value));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CreateReference(engine->env, GARBAGE(JSVM_Value), 1, &ref));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_DeleteReference(engine->env, GARBAGE(JSVM_Ref)));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_ThrowError(engine->env, NULL, "x"));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_GetHeapStatistics(engine->vm, &statistics));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_PumpMessageLoop(engine->vm, &flag));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_DestroyEnv(engine->env));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_DestroyVM(engine->vm));
  return NULL;
}

static void wrong_thread(void) {
  Engine engine = engine_open();
  pthread_t thread;
  CHECK(pthread_create(&thread, NULL, on_another_thread, &engine) == 0);
  CHECK(pthread_join(thread, NULL) == 0);
  CHECK(run_int(engine.env, "8 * 8") == 64);
  engine_close(&engine);
}

int main(void) {
  engine_init();
  Engine engine = engine_open();
  JSVM_Env env = engine.env;
  handle_scope_closed_twice(env);
  outer_handle_scope_first(env);
  one_kind_of_scope_for_the_other(env);
  escaping(env);
  deep_scopes(env);
  value_after_its_scope(env);
  env_scopes(&engine);
  engine_close(&engine);

  handle_scope_when_none_is_open();
  without_any_scope();
  vm_scopes();
  env_around_vm_scope();
  wrong_thread();
  return check_result();
}
