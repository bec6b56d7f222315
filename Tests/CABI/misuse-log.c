// SPDX-License-Identifier: Apache-2.0

// What is kept of the records of misuse, and what becomes of misuse by the one who is told.
#include "check.h"
#include "jsvm_memory.h"
#include "misuse.h"

static JSVM_Status use_reference(JSVM_Env env) {
  JSVM_Value value = NULL;
  return OH_JSVM_GetReferenceValue(env, GARBAGE(JSVM_Ref), &value);
}

static void count_records(const JSVM_Memory_Misuse* misuse, void* data) {
  uint64_t* state = data;
  CHECK(misuse->number > state[0] && misuse->vm == NULL);
  state[0] = misuse->number;
  state[1]++;
}

// Misuse by the handler itself is recorded but not told.
static void misusing_handler(const JSVM_Memory_Misuse* misuse, void* data) {
  (void)misuse;
  ++*(int*)data;
  bool ran;
  (void)OH_JSVM_PumpMessageLoop(NULL, &ran);
  (void)OH_JSVM_FreeArrayBufferBackingStoreData(data);
}

static void the_log(JSVM_Env env) {
  uint64_t state[2] = {0}, all = 0, unknown = 0, unknown_after = 0;
  int calls = 0;
  OK(JSVM_Memory_SetMisuseHandler(NULL, NULL));
  JSVM_Ref ref = NULL;
  OK(OH_JSVM_CreateReference(env, object_value(env), 1, &ref));
  OK(OH_JSVM_DeleteReference(env, ref));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_DeleteReference(env, ref));
  for (int i = 0; i < 300; i++) EXPECT(JSVM_INVALID_ARG, use_reference(env));
  OK(JSVM_Memory_Misuses(count_records, state));
  CHECK(state[1] == 256);
  OK(JSVM_Memory_GetMisuseCount(NULL, &all));
  OK(JSVM_Memory_GetMisuseCount("M05", &unknown));
  CHECK(all == 301 && unknown == 300);
  OK(JSVM_Memory_SetMisuseHandler(misusing_handler, &calls));
  EXPECT(JSVM_INVALID_ARG, use_reference(env));
  OK(JSVM_Memory_SetMisuseHandler(NULL, NULL));
  OK(JSVM_Memory_GetMisuseCount("M05", &unknown_after));
  CHECK(calls == 1 && unknown_after == unknown + 2);
}

int main(void) {
  engine_init();
  Engine engine = engine_open();
  the_log(engine.env);
  engine_close(&engine);
  return check_result();
}
