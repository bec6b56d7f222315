// SPDX-License-Identifier: Apache-2.0

// 10,000,000 references made and deleted, one at a time and many at once.
#include "stress.h"

static Engine engine;

static void pairs(long count) {
  JSVM_HandleScope scope = NULL;
  OK(OH_JSVM_OpenHandleScope(engine.env, &scope));
  JSVM_Value object = object_value(engine.env);
  long wrong = 0;
  for (long i = 0; i < count; i++) {
    JSVM_Ref ref = NULL;
    wrong += OH_JSVM_CreateReference(engine.env, object, (uint32_t)i & 1, &ref) != JSVM_OK;
    wrong += OH_JSVM_DeleteReference(engine.env, ref) != JSVM_OK;
  }
  CHECK(wrong == 0);
  OK(OH_JSVM_CloseHandleScope(engine.env, scope));
}

static void many_at_once(long count) {
  enum { batch = 10000 };
  static JSVM_Ref refs[batch];
  long wrong = 0;
  for (long done = 0; done < count; done += batch) {
    JSVM_HandleScope scope = NULL;
    OK(OH_JSVM_OpenHandleScope(engine.env, &scope));
    for (int i = 0; i < batch; i++) {
      JSVM_HandleScope inner = NULL;
      OK(OH_JSVM_OpenHandleScope(engine.env, &inner));
      wrong += OH_JSVM_CreateReference(engine.env, object_value(engine.env), (uint32_t)i % 3,
                                       &refs[i]) != JSVM_OK;
      OK(OH_JSVM_CloseHandleScope(engine.env, inner));
    }
    for (int i = batch - 1; i >= 0; i--) {
      wrong += OH_JSVM_DeleteReference(engine.env, refs[i]) != JSVM_OK;
    }
    OK(OH_JSVM_CloseHandleScope(engine.env, scope));
  }
  CHECK(wrong == 0);
  collect(engine.env);
}

int main(int argc, char** argv) {
  engine_init();
  engine = engine_open();
  // Records are used again: a pair may leave nothing at all. 1 MB of 10,000,000 is a tenth of a
  // byte each, and what pages come and go with the engine's own threads.
  stress("create and delete", stress_count(10000000, argc, argv), 1024 * 1024, pairs);
  // V8 keeps the pages of its heap that the objects were on, up to the size of its young
  // generation.
  stress("10,000 at once", stress_count(500000, argc, argv), 8 * 1024 * 1024, many_at_once);
  engine_close(&engine);
  return check_result();
}
