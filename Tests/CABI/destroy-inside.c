// SPDX-License-Identifier: Apache-2.0

// Envs and VMs that are destroyed by code that runs inside them. Whether that is refused or done is
// the library's choice; either way the process goes on. Each case is a process of its own.
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

static int calls;

static void destroy_env(JSVM_Env env, void* data, void* hint) {
  (void)data, (void)hint;
  calls++;
  (void)OH_JSVM_DestroyEnv(env);
}

// An env that is being destroyed cannot be destroyed.
static void env_in_its_own_finalizer(void) {
  Engine engine = engine_open();
  OK(OH_JSVM_Wrap(engine.env, object_value(engine.env), NULL, destroy_env, NULL, NULL));
  OK(OH_JSVM_AddFinalizer(engine.env, object_value(engine.env), NULL, destroy_env, NULL, NULL));
  engine_close(&engine);
  CHECK(calls == 2);
}

// As above, but the object is collected while the env is in use.
static void env_in_a_finalizer_of_a_collection(void) {
  Engine engine = engine_open();
  JSVM_HandleScope scope = NULL;
  JSVM_Env env = NULL;
  OK(OH_JSVM_CreateEnv(engine.vm, 0, NULL, &env));
  OK(OH_JSVM_OpenHandleScope(engine.env, &scope));
  OK(OH_JSVM_Wrap(env, object_value(env), NULL, destroy_env, NULL, NULL));
  OK(OH_JSVM_AddFinalizer(env, object_value(env), NULL, destroy_env, NULL, NULL));
  OK(OH_JSVM_CloseHandleScope(engine.env, scope));
  collect(engine.env);
  CHECK(calls == 2);
  CHECK(run_int(engine.env, "4 * 4") == 16);
  engine_close(&engine);
}

static void destroy_vm(JSVM_Env env, void* data, void* hint) {
  (void)env, (void)hint;
  calls++;
  CHECK(OH_JSVM_DestroyVM((JSVM_VM)data) != JSVM_OK);
}

static void vm_in_a_finalizer(void) {
  Engine engine = engine_open();
  OK(OH_JSVM_Wrap(engine.env, object_value(engine.env), engine.vm, destroy_vm, NULL, NULL));
  JSVM_HandleScope scope = NULL;
  OK(OH_JSVM_OpenHandleScope(engine.env, &scope));
  OK(OH_JSVM_Wrap(engine.env, object_value(engine.env), engine.vm, destroy_vm, NULL, NULL));
  OK(OH_JSVM_CloseHandleScope(engine.env, scope));
  collect(engine.env);
  engine_close(&engine);
  CHECK(calls == 2);
}

static JSVM_Value destroy_both(JSVM_Env env, JSVM_CallbackInfo info) {
  JSVM_VM vm = NULL;
  (void)info;
  calls++;
  OK(OH_JSVM_GetVM(env, &vm));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_DestroyVM(vm));
  (void)OH_JSVM_DestroyEnv(env);
  return NULL;
}

static JSVM_CallbackStruct destroying = {destroy_both, NULL};

static void env_in_its_own_callback(void) {
  Engine engine = engine_open();
  JSVM_Env env = NULL;
  JSVM_Value function = NULL, result = NULL;
  OK(OH_JSVM_CreateEnv(engine.vm, 0, NULL, &env));
  OK(OH_JSVM_CreateFunction(env, "f", JSVM_AUTO_LENGTH, &destroying, &function));
  (void)OH_JSVM_CallFunction(env, object_value(env), function, 0, NULL, &result);
  CHECK(calls == 1);
  CHECK(run_int(engine.env, "4 * 4") == 16);
  engine_close(&engine);
}

static JSVM_Value answer(JSVM_Env env, JSVM_CallbackInfo info) {
  (void)info;
  calls++;
  return int_value(env, 42);
}

static JSVM_CallbackStruct answering = {answer, NULL};

// A function of an env can be reached by script of another after its own env is gone.
static void function_of_a_destroyed_env(void) {
  Engine engine = engine_open();
  JSVM_Env env = NULL;
  JSVM_Value function = NULL, global = NULL;
  OK(OH_JSVM_CreateEnv(engine.vm, 0, NULL, &env));
  OK(OH_JSVM_CreateFunction(env, "f", JSVM_AUTO_LENGTH, &answering, &function));
  OK(OH_JSVM_GetGlobal(engine.env, &global));
  OK(OH_JSVM_SetNamedProperty(engine.env, global, "gone", function));
  CHECK(run_int(engine.env, "gone()") == 42);
  OK(OH_JSVM_DestroyEnv(env));
  for (int i = 0; i < 2000; i++) {
    OK(OH_JSVM_CreateEnv(engine.vm, 0, NULL, &env));
    OK(OH_JSVM_DestroyEnv(env));
    (void)run_script(engine.env, "try { gone() } catch (e) {}");
    (void)take_exception(engine.env);
  }
  CHECK(calls == 1);
  CHECK(run_int(engine.env, "4 * 5") == 20);
  engine_close(&engine);
}

static void in_gc(JSVM_VM vm, JSVM_GCType type, JSVM_GCCallbackFlags flags, void* env) {
  (void)type, (void)flags;
  calls++;
  CHECK(OH_JSVM_DestroyVM(vm) != JSVM_OK);
  (void)OH_JSVM_DestroyEnv((JSVM_Env)env);
}

static void env_in_a_gc_handler(void) {
  Engine engine = engine_open();
  JSVM_Env env = NULL;
  OK(OH_JSVM_CreateEnv(engine.vm, 0, NULL, &env));
  OK(OH_JSVM_AddHandlerForGC(engine.vm, JSVM_CB_TRIGGER_BEFORE_GC, in_gc, JSVM_GC_TYPE_ALL, env));
  OK(OH_JSVM_AddHandlerForGC(engine.vm, JSVM_CB_TRIGGER_AFTER_GC, in_gc, JSVM_GC_TYPE_ALL, env));
  collect(engine.env);
  CHECK(calls >= 2);
  CHECK(run_int(engine.env, "4 * 4") == 16);
  engine_close(&engine);
}

static void of_case(const char* name, void (*body)(void)) {
  pid_t child = fork();
  if (child == 0) {
    failed_checks = 0;
    engine_init();
    body();
    _exit(check_result());
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) fprintf(stderr, "%s: killed by signal %d\n", name, WTERMSIG(status));
  if (status != 0) failed_checks++;
}

int main(void) {
  of_case("env_in_its_own_finalizer", env_in_its_own_finalizer);
  of_case("env_in_a_finalizer_of_a_collection", env_in_a_finalizer_of_a_collection);
  of_case("vm_in_a_finalizer", vm_in_a_finalizer);
  of_case("env_in_its_own_callback", env_in_its_own_callback);
  of_case("function_of_a_destroyed_env", function_of_a_destroyed_env);
  of_case("env_in_a_gc_handler", env_in_a_gc_handler);
  return check_result();
}
