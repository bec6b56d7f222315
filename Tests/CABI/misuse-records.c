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

// Deferreds, scripts and profilers.

static void deferreds(JSVM_Env env, bool tracks) {
  const char* concluded = tracks ? "conclude" : NULL;
  JSVM_Deferred deferred = make_promise(env);
  OK(conclude(env, deferred));
  watch();
  EXPECT(JSVM_INVALID_ARG, conclude_again(env, deferred));
  TOLD("M01", "OH_JSVM_RejectDeferred", "make_promise", concluded, "conclude_again");
  watch();
  EXPECT(JSVM_INVALID_ARG, conclude(env, GARBAGE(JSVM_Deferred)));
  TOLD("M05", "OH_JSVM_ResolveDeferred", NULL, NULL, "conclude");
}

static void scripts(JSVM_Env env, bool tracks) {
  const char* released = tracks ? "release" : NULL;
  JSVM_HandleScope scope = open_scope(env);
  JSVM_Script script = compile(env);
  OK(close_scope(env, scope));
  watch();
  EXPECT(JSVM_INVALID_ARG, run(env, script));
  TOLD("M02", "OH_JSVM_RunScript", "compile", NULL, "run");
  script = compile(env);
  retain(env, script);
  OK(release(env, script));
  watch();
  EXPECT(JSVM_INVALID_ARG, release_again(env, script));
  TOLD("M01", "OH_JSVM_ReleaseScript", "retain", released, "release_again");
  watch();
  EXPECT(JSVM_INVALID_ARG, run(env, script));
  TOLD("M02", "OH_JSVM_RunScript", "retain", released, "run");
  watch();
  EXPECT(JSVM_INVALID_ARG, run(env, GARBAGE(JSVM_Script)));
  TOLD("M05", "OH_JSVM_RunScript", NULL, NULL, "run");
}

static void profilers(JSVM_VM vm, bool tracks) {
  JSVM_CpuProfiler profiler = start_profiler(vm);
  OK(stop_profiler(vm, profiler));
  watch();
  EXPECT(JSVM_INVALID_ARG, stop_profiler(vm, profiler));
  TOLD("M01", "OH_JSVM_StopCpuProfiler", "start_profiler", tracks ? "stop_profiler" : NULL,
       "stop_profiler");
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

static bool leaves_env_open;

static JSVM_Value leave_scope_open(JSVM_Env env, JSVM_CallbackInfo info) {
  (void)info;
  watch();
  if (leaves_env_open) open_env(env);
  else open_scope(env);
  return NULL;
}

static JSVM_HandleScope outside;

static JSVM_Value close_outside(JSVM_Env env, JSVM_CallbackInfo info) {
  (void)info;
  watch();
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, close_scope(env, outside));
  TOLD("M07", "OH_JSVM_CloseHandleScope", "open_scope", NULL, "close_scope");
  return NULL;
}

static JSVM_Value release_lock(JSVM_Env env, JSVM_CallbackInfo info) {
  (void)info;
  watch();
  OK(unlock(env));
  TOLD("M06", "OH_JSVM_ReleaseLock", "lock", NULL, "unlock");
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
  static JSVM_CallbackStruct closing = {close_outside, NULL};
  JSVM_Env env = make_env(vm);
  JSVM_EnvScope scope = open_env(env);
  JSVM_HandleScope handles = outside = open_scope(env);
  call(env, &destroying);
  call(env, &closing);
  call(env, &leaving);
  CHECK(told.count == 1 && strcmp(told.code, "M08") == 0 && is_told(told.stacks[0], "open_scope"));
  leaves_env_open = true;
  call(env, &leaving);
  CHECK(told.count == 1 && strcmp(told.code, "M08") == 0 && is_told(told.stacks[0], "open_env"));
  OK(close_scope(env, handles));
  OK(close_env(env, scope));
  handles = open_scope(env);
  watch();
  OK(destroy_env(env));
  TOLD("M08", "OH_JSVM_DestroyEnv", "open_scope", NULL, "destroy_env");
  env = make_env(vm);
  open_env(env);
  watch();
  OK(destroy_env(env));
  TOLD("M08", "OH_JSVM_DestroyEnv", "open_env", NULL, "destroy_env");
}

// Scopes.

static void handle_scopes(JSVM_Env env, bool tracks) {
  const char* closed = tracks ? "close_scope" : NULL;
  JSVM_HandleScope outer = open_scope(env), inner = open_scope(env);
  watch();
  OK(close_scope(env, outer));
  TOLD("M06", "OH_JSVM_CloseHandleScope", "open_scope", NULL, "close_scope");
  watch();
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, close_again(env, inner));
  TOLD("M07", "OH_JSVM_CloseHandleScope", "open_scope", closed, "close_again");
  watch();
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, close_again(env, outer));
  TOLD("M07", "OH_JSVM_CloseHandleScope", "open_scope", closed, "close_again");

  // Once its place has another owner, only what was tracked tells.
  JSVM_HandleScope next = open_scope(env);
  watch();
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, close_again(env, outer));
  TOLD("M07", "OH_JSVM_CloseHandleScope", tracks ? "open_scope" : NULL, closed, "close_again");
  watch();
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, close_again(env, GARBAGE(JSVM_HandleScope)));
  TOLD("M07", "OH_JSVM_CloseHandleScope", NULL, NULL, "close_again");
  OK(close_scope(env, next));
}

static void escapable_scopes(JSVM_Env env, bool tracks) {
  const char* closed = tracks ? "close_escapable" : NULL;
  JSVM_EscapableHandleScope scope = open_escapable(env);
  watch();
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, close_scope(env, (JSVM_HandleScope)scope));
  TOLD("M07", "OH_JSVM_CloseHandleScope", "open_escapable", NULL, "close_scope");
  OK(close_escapable(env, scope));
  watch();
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, close_escapable(env, scope));
  TOLD("M07", "OH_JSVM_CloseEscapableHandleScope", "open_escapable", closed, "close_escapable");
  watch();
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, escape(env, scope, int_value(env, 1)));
  TOLD("M07", "OH_JSVM_EscapeHandle", "open_escapable", closed, "escape");
}

static void env_scopes(JSVM_Env env, bool tracks) {
  const char* closed = tracks ? "close_env" : NULL;
  JSVM_EnvScope outer = open_env(env), inner = open_env(env);
  watch();
  OK(close_env(env, outer));
  TOLD("M06", "OH_JSVM_CloseEnvScope", "open_env", NULL, "close_env");
  JSVM_EnvScope next = open_env(env);
  watch();
  EXPECT(JSVM_INVALID_ARG, close_env_again(env, inner));
  TOLD("M07", "OH_JSVM_CloseEnvScope", "open_env", closed, "close_env_again");
  OK(close_env(env, next));
  watch();
  EXPECT(JSVM_INVALID_ARG, close_env_again(env, GARBAGE(JSVM_EnvScope)));
  TOLD("M07", "OH_JSVM_CloseEnvScope", NULL, NULL, "close_env_again");
}

static void vm_scopes(bool tracks) {
  const char* closed = tracks ? "close_vm" : NULL;
  JSVM_VM vm = make_vm(), other = make_vm();
  JSVM_Memory_Options options = {sizeof options, JSVM_MEMORY_SCRIPT_FRAMES_DEFAULT, NULL, tracks};
  OK(JSVM_Memory_SetOptions(vm, &options));
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
  EXPECT(JSVM_GENERIC_FAILURE, close_vm_again(vm, inner));
  TOLD("M07", "OH_JSVM_CloseVMScope", "open_vm", closed, "close_vm_again");
  OK(close_vm(vm, outer));
  // No thread has the VM open now.
  watch();
  EXPECT(JSVM_GENERIC_FAILURE, close_vm_again(vm, outer));
  TOLD("M07", "OH_JSVM_CloseVMScope", "open_vm", closed, "close_vm_again");
  watch();
  EXPECT(JSVM_GENERIC_FAILURE, close_vm_again(vm, inner));
  TOLD("M07", "OH_JSVM_CloseVMScope", NULL, NULL, "close_vm_again");
  watch();
  EXPECT(JSVM_GENERIC_FAILURE, close_vm_again(vm, GARBAGE(JSVM_VMScope)));
  TOLD("M07", "OH_JSVM_CloseVMScope", NULL, NULL, "close_vm_again");
  OK(destroy_vm(vm));
  OK(destroy_vm(other));
}

// Scopes that another VM has, open or closed.
static void scopes_of_another_vm(JSVM_Env env) {
  JSVM_HandleScope scope = open_scope(env);
  JSVM_EnvScope env_scope = open_env(env);
  JSVM_VM vm = make_vm();
  JSVM_VMScope vm_scope = open_vm(vm);
  JSVM_Env other = make_env(vm);
  watch();
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, close_again(other, scope));
  TOLD("M07", "OH_JSVM_CloseHandleScope", "open_scope", NULL, "close_again");
  watch();
  EXPECT(JSVM_INVALID_ARG, close_env_again(other, env_scope));
  TOLD("M07", "OH_JSVM_CloseEnvScope", "open_env", NULL, "close_env_again");
  OK(destroy_env(other));
  OK(close_vm(vm, vm_scope));
  OK(destroy_vm(vm));
  OK(close_env(env, env_scope));
  OK(close_scope(env, scope));
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
  JSVM_VM saving;
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
  watch();
  EXPECT(JSVM_GENERIC_FAILURE, destroy_vm(owned->saving));
  TOLD("E03", "OH_JSVM_DestroyVM", "make_saving_vm", NULL, "destroy_vm");
  return NULL;
}

static void threads(void) {
  // V8 keeps a VM that can be saved open on the thread that made it.
  Owned owned = {.saving = make_saving_vm(), .owner = (int32_t)syscall(SYS_gettid)};
  owned.vm = make_vm();
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
  OK(destroy_vm(owned.saving));
}

static JSVM_Value kept_argument;

static JSVM_Value keep_argument(JSVM_Env env, JSVM_CallbackInfo info) {
  size_t count = 1;
  OK(OH_JSVM_GetCbInfo(env, info, &count, &kept_argument, NULL, NULL));
  return NULL;
}

static void after_the_callback(JSVM_Env env) {
  static JSVM_CallbackStruct keeping = {keep_argument, NULL};
  JSVM_Value function = NULL, argument = int_value(env, 42), result = NULL;
  OK(OH_JSVM_CreateFunction(env, "f", JSVM_AUTO_LENGTH, &keeping, &function));
  OK(OH_JSVM_CallFunction(env, function, function, 1, &argument, &result));
  watch();
  EXPECT(JSVM_INVALID_ARG, use_number(env, kept_argument));
  TOLD("M14", "OH_JSVM_GetValueInt32", NULL, NULL, "use_number");
}

// Values after their scope, as JSVM_SCOPE_CHECK finds them.
static void stale_values(void) {
  Engine engine = engine_open();
  JSVM_Env env = engine.env;
  OK(OH_JSVM_SetDebugOption(env, JSVM_SCOPE_CHECK, true));
  JSVM_HandleScope scope = open_scope(env);
  JSVM_Value value = int_value(env, 42);
  JSVM_EscapableHandleScope inner = open_escapable(env);
  JSVM_Value inner_value = int_value(env, 43);
  OK(use_number(env, value));
  OK(close_escapable(env, inner));
  OK(close_scope(env, scope));
  // Others have their places now.
  scope = open_scope(env);
  CHECK(int_value(env, 44) != value);
  watch();
  EXPECT(JSVM_INVALID_ARG, use_number(env, value));
  TOLD("M14", "OH_JSVM_GetValueInt32", "open_scope", "close_scope", "use_number");
  watch();
  EXPECT(JSVM_INVALID_ARG, use_number(env, inner_value));
  TOLD("M14", "OH_JSVM_GetValueInt32", "open_escapable", "close_escapable", "use_number");
  watch();
  EXPECT(JSVM_INVALID_ARG, use_number(env, GARBAGE(JSVM_Value)));
  TOLD("M14", "OH_JSVM_GetValueInt32", NULL, NULL, "use_number");
  after_the_callback(env);
  CHECK(run_int(env, "40 + 2") == 42);
  OK(close_scope(env, scope));
  OK(OH_JSVM_SetDebugOption(env, JSVM_SCOPE_CHECK, false));
  engine_close(&engine);
}

static void locks(void) {
  static JSVM_CallbackStruct releasing = {release_lock, NULL};
  JSVM_VM vm = make_vm();
  JSVM_VMScope scope = open_vm(vm);
  JSVM_Env env = make_env(vm);
  OK(close_vm(vm, scope));
  lock(env);
  OK(unlock(env));
  watch();
  EXPECT(JSVM_GENERIC_FAILURE, make_number(env));
  TOLD("M16", "OH_JSVM_CreateInt32", "lock", NULL, "make_number");
  lock(env);
  scope = open_vm(vm);
  call(env, &releasing);
  OK(close_vm(vm, scope));
  open_env(env);
  watch();
  OK(unlock(env));
  TOLD("M08", "OH_JSVM_ReleaseLock", "open_env", NULL, "unlock");
  lock(env);
  OK(destroy_env(env));
  OK(destroy_vm(vm));
}

static void with_deletions(Engine* engine, bool tracks) {
  JSVM_Memory_Options options = {sizeof options, JSVM_MEMORY_SCRIPT_FRAMES_DEFAULT, NULL, tracks};
  OK(JSVM_Memory_SetOptions(engine->vm, &options));
  references(engine->env, tracks);
  deferreds(engine->env, tracks);
  scripts(engine->env, tracks);
  profilers(engine->vm, tracks);
  handle_scopes(engine->env, tracks);
  escapable_scopes(engine->env, tracks);
  env_scopes(engine->env, tracks);
  vm_scopes(tracks);
}

int main(void) {
  // Stale values are to be told, not to end the process.
  char words[256];
  const char* given = getenv("JSVM_OPTIONS");
  snprintf(words, sizeof words, "%s:scope_check=report", given != NULL ? given : "");
  setenv("JSVM_OPTIONS", words, 1);
  engine_init();
  bystander_make();
  Engine engine = engine_open();
  with_deletions(&engine, false);
  with_deletions(&engine, true);
  of_another_vm(engine.env);
  scopes_of_another_vm(engine.env);
  envs_and_vms(engine.vm);
  inside_callbacks(engine.vm);
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
