// SPDX-License-Identifier: Apache-2.0

// What the handler of misuse is told: for each kind its code, the API function that was called, where
// the object was made or opened, where it was given back, and where the call came from. The process
// goes on after each.
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "misuse-places.h"
#include "misuse-told.h"

// References.

static void references(JSVM_Env env, bool tracks) {
  const char* deleted = tracks ? "delete_first" : NULL;
  JSVM_Ref ref = make_reference(env);
  OK(delete_first(env, ref));
  watch();
  EXPECT(JSVM_INVALID_ARG, delete_again(env, ref));
  TOLD("M01", "OH_JSVM_DeleteReference", "make_reference", deleted, "delete_again");
  watch();
  EXPECT(JSVM_INVALID_ARG, use_reference(env, ref));
  TOLD("M02", "OH_JSVM_GetReferenceValue", "make_reference", deleted, "use_reference");

  // Once its slot has another owner, only what was tracked tells.
  JSVM_Ref next = make_reference(env);
  watch();
  EXPECT(JSVM_INVALID_ARG, use_reference(env, ref));
  if (tracks) {
    TOLD("M02", "OH_JSVM_GetReferenceValue", "make_reference", deleted, "use_reference");
  } else {
    TOLD("M05", "OH_JSVM_GetReferenceValue", NULL, NULL, "use_reference");
  }
  watch();
  EXPECT(JSVM_INVALID_ARG, use_reference(env, GARBAGE(JSVM_Ref)));
  TOLD("M05", "OH_JSVM_GetReferenceValue", NULL, NULL, "use_reference");
  watch();
  EXPECT(JSVM_INVALID_ARG, use_as_data(env, next));
  TOLD("M13", "OH_JSVM_GetReferenceData", "make_reference", NULL, "use_as_data");
  OK(lower(env, next));
  watch();
  EXPECT(JSVM_GENERIC_FAILURE, lower(env, next));
  TOLD("M12", "OH_JSVM_ReferenceUnref", "make_reference", NULL, "lower");
  OK(delete_first(env, next));
}

static void of_another_vm(JSVM_Env env) {
  JSVM_VM vm = make_vm();
  JSVM_VMScope scope = open_vm(vm);
  JSVM_Env other = make_env(vm);
  JSVM_EnvScope env_scope = open_env(other);
  JSVM_Ref ref = make_reference(env);
  watch();
  EXPECT(JSVM_INVALID_ARG, use_reference(other, ref));
  TOLD("M04", "OH_JSVM_GetReferenceValue", "make_reference", NULL, "use_reference");
  OK(close_env(other, env_scope));
  OK(destroy_env(other));
  OK(close_vm(vm, scope));
  OK(destroy_vm(vm));
  OK(delete_first(env, ref));
}

// Envs and VMs.

static void envs_and_vms(JSVM_VM outer) {
  JSVM_Env env = make_env(outer);
  OK(destroy_env(env));
  watch();
  EXPECT(JSVM_INVALID_ARG, make_number(env));
  TOLD("M03", "OH_JSVM_CreateInt32", "make_env", "destroy_env", "make_number");
  watch();
  EXPECT(JSVM_INVALID_ARG, destroy_env(env));
  TOLD("M10", "OH_JSVM_DestroyEnv", "make_env", "destroy_env", "destroy_env");

  JSVM_VM vm = make_vm();
  JSVM_VMScope scope = open_vm(vm);
  watch();
  EXPECT(JSVM_GENERIC_FAILURE, destroy_vm(vm));
  TOLD("M15", "OH_JSVM_DestroyVM", "open_vm", NULL, "destroy_vm");
  CHECK(told.vm == vm && told.thread == (int32_t)syscall(SYS_gettid));
  OK(close_vm(vm, scope));
  OK(destroy_vm(vm));
  watch();
  EXPECT(JSVM_INVALID_ARG, destroy_vm(vm));
  TOLD("M11", "OH_JSVM_DestroyVM", "make_vm", "destroy_vm", "destroy_vm");
  watch();
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_OpenVMScope(vm, &scope));
  TOLD("M18", "OH_JSVM_OpenVMScope", "make_vm", "destroy_vm", "envs_and_vms");
}

static JSVM_Value destroy_own_env(JSVM_Env env, JSVM_CallbackInfo info) {
  (void)info;
  watch();
  EXPECT(JSVM_GENERIC_FAILURE, destroy_env(env));
  TOLD("M17", "OH_JSVM_DestroyEnv", "make_env", NULL, "destroy_env");
  return NULL;
}

static JSVM_Value leave_scope_open(JSVM_Env env, JSVM_CallbackInfo info) {
  (void)info;
  watch();
  open_scope(env);
  return NULL;
}

static void call(JSVM_Env env, JSVM_Callback callback) {
  JSVM_Value function = NULL, global = NULL, result = NULL;
  OK(OH_JSVM_CreateFunction(env, "f", JSVM_AUTO_LENGTH, callback, &function));
  OK(OH_JSVM_GetGlobal(env, &global));
  OK(OH_JSVM_CallFunction(env, global, function, 0, NULL, &result));
}

static void inside_callbacks(JSVM_VM vm) {
  static JSVM_CallbackStruct destroying = {destroy_own_env, NULL};
  static JSVM_CallbackStruct leaving = {leave_scope_open, NULL};
  JSVM_Env env = make_env(vm);
  JSVM_EnvScope scope = open_env(env);
  JSVM_HandleScope handles = open_scope(env);
  call(env, &destroying);
  call(env, &leaving);
  CHECK(told.count == 1 && strcmp(told.code, "M08") == 0 && is_told(told.stacks[0], "open_scope"));
  OK(close_scope(env, handles));
  OK(close_env(env, scope));
  handles = open_scope(env);
  watch();
  OK(destroy_env(env));
  TOLD("M08", "OH_JSVM_DestroyEnv", "open_scope", NULL, "destroy_env");
}

// Scopes.

static void handle_scopes(JSVM_Env env) {
  JSVM_HandleScope outer = open_scope(env), inner = open_scope(env);
  watch();
  OK(close_scope(env, outer));
  TOLD("M06", "OH_JSVM_CloseHandleScope", "open_scope", NULL, "close_scope");
  watch();
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, close_scope(env, inner));
  TOLD("M07", "OH_JSVM_CloseHandleScope", NULL, NULL, "close_scope");
}

static void env_scopes(JSVM_Env env) {
  JSVM_EnvScope outer = open_env(env), inner = open_env(env);
  watch();
  OK(close_env(env, outer));
  TOLD("M06", "OH_JSVM_CloseEnvScope", "open_env", NULL, "close_env");
  watch();
  EXPECT(JSVM_INVALID_ARG, close_env(env, inner));
  TOLD("M07", "OH_JSVM_CloseEnvScope", NULL, NULL, "close_env");
}

static void vm_scopes(void) {
  JSVM_VM vm = make_vm(), other = make_vm();
  JSVM_VMScope outer = open_vm(vm), inner = open_vm(vm);
  watch();
  EXPECT(JSVM_GENERIC_FAILURE, close_vm(vm, outer));
  TOLD("M06", "OH_JSVM_CloseVMScope", "open_vm", NULL, "close_vm");
  JSVM_VMScope others = open_vm(other);
  watch();
  EXPECT(JSVM_GENERIC_FAILURE, close_vm(other, inner));
  TOLD("E05", "OH_JSVM_CloseVMScope", "open_vm", NULL, "close_vm");
  OK(close_vm(other, others));
  OK(close_vm(vm, inner));
  watch();
  EXPECT(JSVM_GENERIC_FAILURE, close_vm(vm, inner));
  TOLD("M07", "OH_JSVM_CloseVMScope", NULL, NULL, "close_vm");
  OK(close_vm(vm, outer));
  OK(destroy_vm(vm));
  OK(destroy_vm(other));
}

static void missing_vm_scopes(void) {
  JSVM_VM vm = make_vm(), other = make_vm();
  JSVM_VMScope scope = open_vm(vm);
  JSVM_Env env = make_env(vm);
  OK(close_vm(vm, scope));
  uint64_t before = 0, after = 0;
  OK(JSVM_Memory_GetMisuseCount("E01", &before));
  watch();
  for (int i = 0; i < 5; i++) OK(make_number(env));
  // Repaired each time and counted, but one place is recorded once.
  TOLD("E01", "OH_JSVM_CreateInt32", "make_vm", NULL, "make_number");
  OK(JSVM_Memory_GetMisuseCount("E01", &after));
  CHECK(after == before + 5);
  JSVM_VMScope others = open_vm(other);
  watch();
  OK(make_number(env));
  TOLD("E02", "OH_JSVM_CreateInt32", "make_vm", NULL, "make_number");
  OK(close_vm(other, others));
  scope = open_vm(vm);
  OK(destroy_env(env));
  OK(close_vm(vm, scope));
  OK(destroy_vm(vm));
  OK(destroy_vm(other));
}

// Threads.

typedef struct {
  JSVM_VM vm;
  JSVM_Env env;
  JSVM_VMScope vm_scope;
  JSVM_EnvScope env_scope;
  int32_t owner;
} Owned;

static void* from_another_thread(void* data) {
  Owned* owned = data;
  watch();
  EXPECT(JSVM_GENERIC_FAILURE, make_number(owned->env));
  TOLD("E03", "OH_JSVM_CreateInt32", "open_vm", NULL, "make_number");
  CHECK(told.other_thread == owned->owner && told.thread == (int32_t)syscall(SYS_gettid));
  watch();
  EXPECT(JSVM_GENERIC_FAILURE, close_vm(owned->vm, owned->vm_scope));
  TOLD("E04", "OH_JSVM_CloseVMScope", "open_vm", NULL, "close_vm");
  watch();
  EXPECT(JSVM_GENERIC_FAILURE, close_env(owned->env, owned->env_scope));
  TOLD("E06", "OH_JSVM_CloseEnvScope", "open_vm", NULL, "close_env");
  return NULL;
}

static void threads(void) {
  Owned owned = {.vm = make_vm(), .owner = (int32_t)syscall(SYS_gettid)};
  owned.vm_scope = open_vm(owned.vm);
  owned.env = make_env(owned.vm);
  owned.env_scope = open_env(owned.env);
  pthread_t thread;
  CHECK(pthread_create(&thread, NULL, from_another_thread, &owned) == 0);
  pthread_join(thread, NULL);
  OK(make_number(owned.env));
  OK(close_env(owned.env, owned.env_scope));
  OK(destroy_env(owned.env));
  OK(close_vm(owned.vm, owned.vm_scope));
  OK(destroy_vm(owned.vm));
}

// A value after its scope, as JSVM_SCOPE_CHECK finds it.
static void stale_values(void) {
  Engine engine = engine_open();
  OK(OH_JSVM_SetDebugOption(engine.env, JSVM_SCOPE_CHECK, true));
  JSVM_HandleScope scope = open_scope(engine.env);
  JSVM_Value value = int_value(engine.env, 42);
  OK(use_number(engine.env, value));
  OK(close_scope(engine.env, scope));
  watch();
  EXPECT(JSVM_INVALID_ARG, use_number(engine.env, value));
  TOLD("M14", "OH_JSVM_GetValueInt32", NULL, NULL, "use_number");
  CHECK(run_int(engine.env, "40 + 2") == 42);
  OK(OH_JSVM_SetDebugOption(engine.env, JSVM_SCOPE_CHECK, false));
  engine_close(&engine);
}

static void locks(void) {
  JSVM_VM vm = make_vm();
  JSVM_VMScope scope = open_vm(vm);
  JSVM_Env env = make_env(vm);
  OK(close_vm(vm, scope));
  lock(env);
  OK(OH_JSVM_ReleaseLock(env));
  watch();
  EXPECT(JSVM_GENERIC_FAILURE, make_number(env));
  TOLD("M16", "OH_JSVM_CreateInt32", "lock", NULL, "make_number");
  lock(env);
  OK(destroy_env(env));
  OK(destroy_vm(vm));
}

int main(void) {
  JSVM_Memory_Options options = {sizeof options, JSVM_MEMORY_SCRIPT_FRAMES_DEFAULT, NULL, true};
  // Stale values are to be told, not to end the process.
  char words[256];
  const char* given = getenv("JSVM_OPTIONS");
  snprintf(words, sizeof words, "%s:scope_check=report", given != NULL ? given : "");
  setenv("JSVM_OPTIONS", words, 1);
  engine_init();
  bystander_make();
  Engine engine = engine_open();
  references(engine.env, false);
  OK(JSVM_Memory_SetOptions(engine.vm, &options));
  references(engine.env, true);
  of_another_vm(engine.env);
  envs_and_vms(engine.vm);
  inside_callbacks(engine.vm);
  handle_scopes(engine.env);
  env_scopes(engine.env);
  vm_scopes();
  OK(JSVM_Memory_SetMisuseHandler(NULL, NULL));
  engine_close(&engine);
  missing_vm_scopes();
  threads();
  locks();
  stale_values();
  bystander_end();
  // M09 is reserved.
  expect_every_code("M09");
  return check_result();
}
