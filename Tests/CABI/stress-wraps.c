// SPDX-License-Identifier: Apache-2.0

// 100,000 objects wrapped with a finalizer that is run when they are collected.
#include "stress.h"

static Engine engine;
static long made, ended;

static void finalize(JSVM_Env env, void* data, void* hint) {
  (void)env, (void)hint;
  ended++;
  free(data);
}

static void wraps(long count) {
  for (long i = 0; i < count; i++) {
    JSVM_HandleScope scope = NULL;
    OK(OH_JSVM_OpenHandleScope(engine.env, &scope));
    JSVM_Value object = object_value(engine.env);
    if (i % 2 == 0) {
      OK(OH_JSVM_Wrap(engine.env, object, malloc(64), finalize, NULL, NULL));
    } else {
      OK(OH_JSVM_AddFinalizer(engine.env, object, malloc(64), finalize, NULL, NULL));
    }
    made++;
    OK(OH_JSVM_CloseHandleScope(engine.env, scope));
    if (i % 10000 == 0) collect(engine.env);
  }
  collect(engine.env);
  // All are gone: nothing holds any of them.
  CHECK(ended == made);
}

int main(int argc, char** argv) {
  engine_init();
  engine = engine_open();
  // The 64 bytes of each would be 6 MB if they were not freed, the records of the library about 10;
  // V8 keeps some pages of its heap between collections.
  stress("wraps", stress_count(100000, argc, argv), 3 * 1024 * 1024, wraps);
  engine_close(&engine);
  return check_result();
}
