// SPDX-License-Identifier: Apache-2.0

// Leak checks and test scopes: how many references they count as leaked.
#include "memory.h"

static uint64_t leaks(JSVM_VM vm, JSVM_Memory_MarkId since, JSVM_Env env) {
  JSVM_Memory_LeakCheck check = {sizeof check, since, env, "here", true};
  uint64_t count = 99;
  OK(JSVM_Memory_DoRecoverableLeakCheck(vm, &check, &count));
  return count;
}

static void leak_checks(Engine* engine) {
  JSVM_Env env = engine->env, other = NULL;
  JSVM_VM vm = engine->vm;
  CHECK(leaks(vm, JSVM_MEMORY_START, NULL) == 0);
  JSVM_Ref ref = keep(env, 1);
  CHECK(leaks(vm, JSVM_MEMORY_START, NULL) == 1);
  JSVM_Memory_MarkId since = mark(vm);
  CHECK(leaks(vm, since, NULL) == 0);
  OK(OH_JSVM_CreateEnv(vm, 0, NULL, &other));
  CHECK(leaks(vm, JSVM_MEMORY_START, other) == 0 && leaks(vm, JSVM_MEMORY_START, env) == 1);
  OK(OH_JSVM_DestroyEnv(other));

  OK(JSVM_Memory_IgnoreReference(env, ref));
  CHECK(leaks(vm, JSVM_MEMORY_START, NULL) == 0);
  CHECK(references(vm, JSVM_MEMORY_START).last.isIgnored);

  OK(JSVM_Memory_Disable(vm));
  OK(JSVM_Memory_Disable(vm));
  JSVM_Ref first = keep(env, 1);
  OK(JSVM_Memory_Enable(vm));
  JSVM_Ref second = keep(env, 1);
  OK(JSVM_Memory_Enable(vm));
  CHECK(leaks(vm, JSVM_MEMORY_START, NULL) == 0);
  CHECK(references(vm, since).objects == 2);
  JSVM_Ref third = keep(env, 1);
  CHECK(leaks(vm, JSVM_MEMORY_START, NULL) == 1);

  OK(JSVM_Memory_AddSuppressions("# known\nleak:keep_for_good # here too\n", JSVM_AUTO_LENGTH));
  CHECK(leaks(vm, JSVM_MEMORY_START, NULL) == 1);
  OK(JSVM_Memory_AddSuppressions("leak:^keep$ max=2", JSVM_AUTO_LENGTH));
  CHECK(leaks(vm, JSVM_MEMORY_START, NULL) == 0);
  JSVM_Ref more[2] = {keep(env, 1), keep(env, 1)};
  CHECK(leaks(vm, JSVM_MEMORY_START, NULL) == 3);
  drop(env, more[0]);
  drop(env, more[1]);
  drop(env, first);
  drop(env, second);
  drop(env, third);
  drop(env, ref);
}

static void test_scopes(Engine* engine) {
  JSVM_Env env = engine->env;
  JSVM_VM vm = engine->vm;
  uint64_t failures = JSVM_Memory_GetTestFailures(), left = 9;
  int runs = 0;
  JSVM_Ref ref = NULL;
  JSVM_Memory_TestScope scope;
  JSVM_MEMORY_TEST_SCOPE(vm, "balanced", 0) {
    runs++;
    drop(env, keep_here(env));
  }
  JSVM_MEMORY_TEST_SCOPE(vm, "one is allowed", 1) ref = keep_here(env);
  drop(env, ref);
  CHECK(runs == 1 && JSVM_Memory_GetTestFailures() == failures);
  JSVM_MEMORY_TEST_SCOPE(vm, "outer", 0) {
    JSVM_MEMORY_TEST_SCOPE(vm, "inner", 0) { ref = keep_here(env); }
    drop(env, ref);
  }
  CHECK(JSVM_Memory_GetTestFailures() == failures + 1);
  OK(JSVM_Memory_BeginTestScope(vm, "by hand", 0, &scope));
  ref = keep_here(env);
  OK(JSVM_Memory_EndTestScope(&scope, &left));
  CHECK(left == 1 && JSVM_Memory_GetTestFailures() == failures + 2);
  drop(env, ref);
  // One that cannot be opened fails, and what it surrounds runs.
  JSVM_MEMORY_TEST_SCOPE(NULL, "no VM", 0) runs++;
  CHECK(runs == 2 && JSVM_Memory_GetTestFailures() == failures + 3);
}

int main(void) {
  engine_init();
  Engine engine = engine_open();
  leak_checks(&engine);
  test_scopes(&engine);
  engine_close(&engine);
  return check_result();
}
