// SPDX-License-Identifier: Apache-2.0

// Every function of jsvm_memory.h with NULL for each pointer, with things it does not know, and on a
// VM that was destroyed: a status, emptied results, and the process goes on.
#include "check.h"
#include "jsvm_memory.h"

#define GARBAGE ((uint64_t)0x5a5a5a5a5a5a5a5a)

static bool on_site(JSVM_VM vm, const JSVM_Memory_Site* site, void* data) {
  (void)vm;
  (void)site;
  (void)data;
  return true;
}

static bool on_object(JSVM_VM vm, const JSVM_Memory_Object* object, void* data) {
  (void)vm;
  (void)object;
  (void)data;
  return true;
}

static bool on_frame(const JSVM_Memory_Frame* frame, void* data) {
  (void)frame;
  (void)data;
  return true;
}

static bool on_held(JSVM_VM vm, const JSVM_Memory_Held* held, void* data) {
  (void)vm;
  (void)held;
  (void)data;
  return true;
}

static void on_deletion(JSVM_VM vm, const JSVM_Memory_Deletion* deletion, void* data) {
  (void)vm;
  (void)deletion;
  (void)data;
}

static void without_vm(JSVM_VM vm) {
  JSVM_Memory_HeldTotals held = {.size = sizeof held};
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_AttributeHeap(vm, NULL, on_held, NULL, &held));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_WhatIfDeleted(vm, 0, on_deletion, NULL));
  JSVM_Memory_Options options = {sizeof options, JSVM_MEMORY_SCRIPT_FRAMES_TOP, "x", false};
  JSVM_Memory_Totals totals = {.size = sizeof totals};
  JSVM_Memory_TestScope scope;
  JSVM_Memory_MarkId mark = 7;
  uint64_t count = 7;
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_SetOptions(vm, &options));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_Sites(vm, JSVM_MEMORY_START, on_site, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_DescribeSite(vm, 1 << 30, on_site, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_RefsExisting(vm, JSVM_MEMORY_START, on_object, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_ObjectsExisting(vm, JSVM_MEMORY_WRAP, JSVM_MEMORY_START,
                                                       on_object, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_GetTotals(vm, &totals));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_Mark(vm, "m", &mark));
  CHECK(mark == JSVM_MEMORY_START);
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_DeleteMark(vm, GARBAGE));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_DoRecoverableLeakCheck(vm, NULL, &count));
  CHECK(count == 0);
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_DoLeakCheck(vm));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_SetWakeHandler(vm, NULL, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_Disable(vm));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_Enable(vm));
  memset(&scope, 0xff, sizeof scope);
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_BeginTestScope(vm, "s", 0, &scope));
  CHECK(!scope.isOpen && scope.vm == NULL);
}

static void null_pointers(Engine* engine) {
  JSVM_VM vm = engine->vm;
  JSVM_Memory_MarkId mark = 7;
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_SetOptions(vm, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_Sites(vm, JSVM_MEMORY_START, NULL, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_AttributeHeap(vm, NULL, NULL, NULL, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_WhatIfDeleted(vm, 0, NULL, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_DescribeSite(vm, 0, NULL, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_RefsExisting(vm, JSVM_MEMORY_START, NULL, NULL));
  EXPECT(JSVM_INVALID_ARG,
         JSVM_Memory_ObjectsExisting(vm, JSVM_MEMORY_WRAP, JSVM_MEMORY_START, NULL, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_GetTotals(vm, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_Mark(vm, NULL, &mark));
  CHECK(mark == JSVM_MEMORY_START);
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_Mark(vm, "m", NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_DeleteMark(vm, JSVM_MEMORY_START));
  OK(JSVM_Memory_DoRecoverableLeakCheck(vm, NULL, NULL));
  OK(JSVM_Memory_DoLeakCheck(vm));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_IgnoreReference(NULL, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_IgnoreReference(engine->env, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_AddSuppressions(NULL, JSVM_AUTO_LENGTH));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_BeginTestScope(vm, "s", 0, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_Misuses(NULL, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_GetMisuseCount("E01", NULL));
  OK(JSVM_Memory_SetMisuseHandler(NULL, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_DescribeStack(NULL, 1, on_frame, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_DescribeStack(NULL, 0, NULL, NULL));
  OK(JSVM_Memory_DescribeStack(NULL, 0, on_frame, NULL));
  CHECK(JSVM_Memory_GetVersion() >= JSVM_MEMORY_VERSION);
}

static void test_scopes(Engine* engine) {
  JSVM_Memory_TestScope scope, copy;
  uint64_t before = JSVM_Memory_GetTestFailures();
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_EndTestScope(NULL, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_BeginTestScope(engine->vm, NULL, 0, &scope));
  CHECK(!scope.isOpen);
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_EndTestScope(&scope, NULL));
  CHECK(JSVM_Memory_GetTestFailures() == before + 1);
  OK(JSVM_Memory_BeginTestScope(engine->vm, "s", 0, &scope));
  copy = scope;
  OK(JSVM_Memory_EndTestScope(&scope, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_EndTestScope(&scope, NULL));
  // Its mark is gone.
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_EndTestScope(&copy, NULL));
  CHECK(JSVM_Memory_GetTestFailures() == before + 3);
}

static void unknown_things(Engine* engine) {
  JSVM_VM vm = engine->vm, other = NULL;
  JSVM_Memory_MarkId mark = 0;
  JSVM_Memory_Options options = {sizeof options, (JSVM_Memory_ScriptFrames)99, NULL, false};
  JSVM_Memory_Totals totals = {.size = 8};
  JSVM_Memory_LeakCheck check = {.size = sizeof check, .since = GARBAGE};
  JSVM_Memory_HeldTotals held = {.size = 8};
  JSVM_Memory_Attribution how = {.size = sizeof how, .since = GARBAGE};
  uint64_t count = 7;
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_SetOptions(vm, &options));
  options.size = 4;
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_SetOptions(vm, &options));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_GetTotals(vm, &totals));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_AttributeHeap(vm, NULL, on_held, NULL, &held));
  held.size = sizeof held;
  held.heldBytes = 7;
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_AttributeHeap(vm, &how, on_held, NULL, &held));
  CHECK(held.heldBytes == 0 && held.size == sizeof held);
  how.since = JSVM_MEMORY_START;
  how.env = (JSVM_Env)(uintptr_t)GARBAGE;
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_AttributeHeap(vm, &how, on_held, NULL, NULL));
  how.size = 4;
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_AttributeHeap(vm, &how, on_held, NULL, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_WhatIfDeleted(vm, UINT32_MAX, on_deletion, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_Sites(vm, GARBAGE, on_site, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_DescribeSite(vm, UINT32_MAX, on_site, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_RefsExisting(vm, GARBAGE, on_object, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_ObjectsExisting(vm, (JSVM_Memory_Kind)99,
                                                       JSVM_MEMORY_START, on_object, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_ObjectsExisting(vm, JSVM_MEMORY_BACKING_STORE,
                                                       JSVM_MEMORY_START, on_object, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_DeleteMark(vm, GARBAGE));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_DoRecoverableLeakCheck(vm, &check, &count));
  CHECK(count == 0);
  check.since = JSVM_MEMORY_START;
  check.env = (JSVM_Env)(uintptr_t)GARBAGE;
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_DoRecoverableLeakCheck(vm, &check, &count));
  check.size = 4;
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_DoRecoverableLeakCheck(vm, &check, &count));
  EXPECT(JSVM_INVALID_ARG,
         JSVM_Memory_IgnoreReference(engine->env, (JSVM_Ref)(uintptr_t)GARBAGE));
  EXPECT(JSVM_GENERIC_FAILURE, JSVM_Memory_Enable(vm));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_GetMisuseCount("E99", &count));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_GetMisuseCount("", &count));
  CHECK(count == 0);
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_AddSuppressions("leak:a\nnonsense", JSVM_AUTO_LENGTH));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_AddSuppressions("leak:*", JSVM_AUTO_LENGTH));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_AddSuppressions("leak:a max=x", JSVM_AUTO_LENGTH));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_AddSuppressions("leak:a", (size_t)INT32_MAX + 1));

  // Another VM's mark.
  OK(JSVM_Memory_Mark(vm, "mine", &mark));
  OK(OH_JSVM_CreateVM(NULL, &other));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_RefsExisting(other, mark, on_object, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_DeleteMark(other, mark));
  OK(OH_JSVM_DestroyVM(other));
  OK(JSVM_Memory_DeleteMark(vm, mark));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_DeleteMark(vm, mark));
  without_vm(other);
}

static void too_many_marks(Engine* engine) {
  enum { most = 1024 };
  static JSVM_Memory_MarkId marks[most];
  JSVM_Memory_MarkId more = 7;
  for (int i = 0; i < most; i++) OK(JSVM_Memory_Mark(engine->vm, "m", &marks[i]));
  EXPECT(JSVM_GENERIC_FAILURE, JSVM_Memory_Mark(engine->vm, "m", &more));
  CHECK(more == 0);
  for (int i = 0; i < most; i++) OK(JSVM_Memory_DeleteMark(engine->vm, marks[i]));
  OK(JSVM_Memory_Mark(engine->vm, "m", &more));
}

// Works everywhere, and leaves the last error alone.
static void while_an_exception_is_pending(Engine* engine) {
  const JSVM_ExtendedErrorInfo* error = NULL;
  JSVM_Memory_MarkId mark = 0;
  OK(OH_JSVM_ThrowError(engine->env, NULL, "pending"));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CreateInt32(engine->env, 1, NULL));
  OK(OH_JSVM_GetLastErrorInfo(engine->env, &error));
  JSVM_Status last = error->errorCode;
  OK(JSVM_Memory_Mark(engine->vm, "m", &mark));
  OK(JSVM_Memory_RefsExisting(engine->vm, mark, on_object, NULL));
  EXPECT(JSVM_INVALID_ARG, JSVM_Memory_IgnoreReference(engine->env, NULL));
  OK(OH_JSVM_GetLastErrorInfo(engine->env, &error));
  CHECK(error->errorCode == last);
  CHECK(take_exception(engine->env));
}

// Without a path it is where the command line looks for it.
static void the_door(void) {
  EXPECT(JSVM_GENERIC_FAILURE, JSVM_Memory_CloseControl());
  EXPECT(JSVM_GENERIC_FAILURE, JSVM_Memory_OpenControl(""));
  OK(JSVM_Memory_OpenControl(NULL));
  EXPECT(JSVM_GENERIC_FAILURE, JSVM_Memory_OpenControl(NULL));
  OK(JSVM_Memory_CloseControl());
}

int main(void) {
  engine_init();
  without_vm(NULL);
  Engine engine = engine_open();
  null_pointers(&engine);
  test_scopes(&engine);
  unknown_things(&engine);
  too_many_marks(&engine);
  while_an_exception_is_pending(&engine);
  CHECK(run_int(engine.env, "40 + 2") == 42);
  engine_close(&engine);
  the_door();
  return check_result();
}
