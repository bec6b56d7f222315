// SPDX-License-Identifier: Apache-2.0

// The lock of a VM: not counted, released through the env that acquired it, and what lets several
// threads use one VM in turn.
#include <pthread.h>
#include <unistd.h>

#include "check.h"

static bool is_locked(JSVM_Env env) {
  bool locked = false;
  OK(OH_JSVM_IsLocked(env, &locked));
  return locked;
}

typedef struct {
  JSVM_VM vm;
  JSVM_Env env, other;
} Pair;

static Pair pair_open(void) {
  Pair pair = {NULL, NULL, NULL};
  OK(OH_JSVM_CreateVM(NULL, &pair.vm));
  OK(OH_JSVM_CreateEnv(pair.vm, 0, NULL, &pair.env));
  OK(OH_JSVM_CreateEnv(pair.vm, 0, NULL, &pair.other));
  return pair;
}

static void not_counted(void) {
  Pair pair = pair_open();
  CHECK(!is_locked(pair.env));
  OK(OH_JSVM_ReleaseLock(pair.env));
  OK(OH_JSVM_AcquireLock(pair.env));
  CHECK(is_locked(pair.env) && is_locked(pair.other));
  OK(OH_JSVM_AcquireLock(pair.env));
  OK(OH_JSVM_AcquireLock(pair.other));
  OK(OH_JSVM_ReleaseLock(pair.other));
  CHECK(is_locked(pair.env));
  OK(OH_JSVM_ReleaseLock(pair.env));
  CHECK(!is_locked(pair.env) && !is_locked(pair.other));
  OK(OH_JSVM_ReleaseLock(pair.env));

  // An env that is destroyed gives back what it acquired.
  OK(OH_JSVM_AcquireLock(pair.env));
  OK(OH_JSVM_DestroyEnv(pair.env));
  CHECK(!is_locked(pair.other));
  OK(OH_JSVM_DestroyEnv(pair.other));
  OK(OH_JSVM_DestroyVM(pair.vm));
}

static void* see_unlocked(void* argument) {
  CHECK(!is_locked((JSVM_Env)argument));
  // Not this thread's to release.
  OK(OH_JSVM_ReleaseLock((JSVM_Env)argument));
  return NULL;
}

static void of_this_thread(void) {
  Pair pair = pair_open();
  pthread_t thread;
  OK(OH_JSVM_AcquireLock(pair.env));
  CHECK(pthread_create(&thread, NULL, see_unlocked, pair.env) == 0);
  CHECK(pthread_join(thread, NULL) == 0);
  CHECK(is_locked(pair.env));
  OK(OH_JSVM_ReleaseLock(pair.env));
  OK(OH_JSVM_DestroyEnv(pair.env));
  OK(OH_JSVM_DestroyEnv(pair.other));
  OK(OH_JSVM_DestroyVM(pair.vm));
}

enum { thread_count = 6, turn_count = 200 };
static int inside;

// Between acquire and release a thread has the VM to itself.
static void* take_turns(void* argument) {
  Pair* pair = (Pair*)argument;
  for (int turn = 0; turn < turn_count; turn++) {
    JSVM_VMScope vm_scope = NULL;
    JSVM_EnvScope env_scope = NULL;
    JSVM_HandleScope scope = NULL;
    OK(OH_JSVM_AcquireLock(pair->env));
    CHECK(__atomic_fetch_add(&inside, 1, __ATOMIC_SEQ_CST) == 0);
    OK(OH_JSVM_OpenVMScope(pair->vm, &vm_scope));
    OK(OH_JSVM_OpenEnvScope(pair->env, &env_scope));
    OK(OH_JSVM_OpenHandleScope(pair->env, &scope));
    CHECK(run_int(pair->env, "globalThis.turns = (globalThis.turns || 0) + 1") > 0);
    CHECK(run_int(pair->env, "(function f(n) { return n ? 1 + f(n - 1) : 0 })(1000)") == 1000);
    if (turn % 100 == 0) collect(pair->env);
    OK(OH_JSVM_CloseHandleScope(pair->env, scope));
    OK(OH_JSVM_CloseEnvScope(pair->env, env_scope));
    OK(OH_JSVM_CloseVMScope(pair->vm, vm_scope));
    CHECK(__atomic_fetch_add(&inside, -1, __ATOMIC_SEQ_CST) == 1);
    OK(OH_JSVM_ReleaseLock(pair->env));
  }
  return NULL;
}

static void in_turns(void) {
  Pair pair = pair_open();
  pthread_t threads[thread_count];
  for (int i = 0; i < thread_count; i++) {
    CHECK(pthread_create(&threads[i], NULL, take_turns, &pair) == 0);
  }
  for (int i = 0; i < thread_count; i++) CHECK(pthread_join(threads[i], NULL) == 0);
  OK(OH_JSVM_AcquireLock(pair.env));
  CHECK(run_int(pair.env, "turns") == thread_count * turn_count);
  OK(OH_JSVM_ReleaseLock(pair.env));
  OK(OH_JSVM_DestroyEnv(pair.env));
  OK(OH_JSVM_DestroyEnv(pair.other));
  OK(OH_JSVM_DestroyVM(pair.vm));
}

// A VM that nobody locks is not concerned by one that was.
static void beside_an_unlocked_one(void) {
  Pair pair = pair_open();
  OK(OH_JSVM_AcquireLock(pair.env));
  Engine engine = engine_open();
  CHECK(run_int(engine.env, "1 + 1") == 2);
  CHECK(!is_locked(engine.env));
  engine_close(&engine);
  OK(OH_JSVM_ReleaseLock(pair.env));
  OK(OH_JSVM_DestroyEnv(pair.env));
  OK(OH_JSVM_DestroyEnv(pair.other));
  OK(OH_JSVM_DestroyVM(pair.vm));
}

// Scopes that are still open when the lock goes.
static void released_with_scopes_open(void) {
  Engine engine = engine_open();
  OK(OH_JSVM_AcquireLock(engine.env));
  object_value(engine.env);
  OK(OH_JSVM_ReleaseLock(engine.env));
  OK(OH_JSVM_AcquireLock(engine.env));
  JSVM_HandleScope scope = NULL;
  OK(OH_JSVM_OpenHandleScope(engine.env, &scope));
  CHECK(run_int(engine.env, "2 + 2") == 4);
  OK(OH_JSVM_CloseHandleScope(engine.env, scope));
  OK(OH_JSVM_ReleaseLock(engine.env));
  // Whether or not they were closed with the lock. A VM scope cannot be: it needs the lock again.
  (void)OH_JSVM_CloseHandleScope(engine.env, engine.scope);
  (void)OH_JSVM_CloseEnvScope(engine.env, engine.env_scope);
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseVMScope(engine.vm, engine.vm_scope));
  OK(OH_JSVM_AcquireLock(engine.env));
  OK(OH_JSVM_CloseVMScope(engine.vm, engine.vm_scope));
  OK(OH_JSVM_ReleaseLock(engine.env));
  OK(OH_JSVM_DestroyEnv(engine.env));
  OK(OH_JSVM_DestroyVM(engine.vm));
}

static JSVM_Value release_inside(JSVM_Env env, JSVM_CallbackInfo info) {
  (void)info;
  OK(OH_JSVM_ReleaseLock(env));
  return int_value(env, 42);
}

// The lock cannot go while script is on the stack.
static void released_by_a_callback(void) {
  static JSVM_CallbackStruct callback = {release_inside, NULL};
  Pair pair = pair_open();
  JSVM_VMScope vm_scope = NULL;
  JSVM_HandleScope scope = NULL;
  JSVM_Value function = NULL, result = NULL;
  int32_t number = 0;
  OK(OH_JSVM_AcquireLock(pair.env));
  OK(OH_JSVM_OpenVMScope(pair.vm, &vm_scope));
  OK(OH_JSVM_OpenHandleScope(pair.env, &scope));
  OK(OH_JSVM_CreateFunction(pair.env, "f", 1, &callback, &function));
  OK(OH_JSVM_CallFunction(pair.env, function, function, 0, NULL, &result));
  OK(OH_JSVM_GetValueInt32(pair.env, result, &number));
  CHECK(number == 42);
  OK(OH_JSVM_CloseHandleScope(pair.env, scope));
  OK(OH_JSVM_CloseVMScope(pair.vm, vm_scope));
  OK(OH_JSVM_ReleaseLock(pair.env));
  OK(OH_JSVM_DestroyEnv(pair.env));
  OK(OH_JSVM_DestroyEnv(pair.other));
  OK(OH_JSVM_DestroyVM(pair.vm));
}

int main(void) {
  engine_init();
  not_counted();
  of_this_thread();
  in_turns();
  beside_an_unlocked_one();
  released_by_a_callback();
  released_with_scopes_open();
  return check_result();
}
