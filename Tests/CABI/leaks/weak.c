// SPDX-License-Identifier: Apache-2.0

// Leaks three weak references whose objects live on and two whose objects are collected, a data
// reference and one that was raised to 3.
#include "../check.h"

static JSVM_Value kept;

static void to_living(JSVM_Env env) {
  JSVM_Ref ref = NULL;
  for (int i = 0; i < 3; i++) {
    OK(OH_JSVM_CreateReference(env, kept, 0, &ref));  // living
  }
}

static void to_collected(JSVM_Env env) {
  for (int i = 0; i < 2; i++) {
    JSVM_Ref ref = NULL;
    JSVM_HandleScope scope = NULL;
    OK(OH_JSVM_OpenHandleScope(env, &scope));
    OK(OH_JSVM_CreateReference(env, object_value(env), 0, &ref));  // collected
    OK(OH_JSVM_CloseHandleScope(env, scope));
  }
  collect(env);
}

static void to_data(JSVM_Env env) {
  JSVM_Data key = NULL;
  JSVM_Ref ref = NULL;
  OK(OH_JSVM_CreatePrivate(env, NULL, &key));
  OK(OH_JSVM_CreateDataReference(env, key, 1, &ref));  // data
}

static void raised(JSVM_Env env) {
  JSVM_Ref ref = NULL;
  OK(OH_JSVM_CreateReference(env, kept, 1, &ref));  // raised
  OK(OH_JSVM_ReferenceRef(env, ref, NULL));
  OK(OH_JSVM_ReferenceRef(env, ref, NULL));
}

int main(void) {
  engine_init();
  Engine engine = engine_open();
  kept = object_value(engine.env);
  to_living(engine.env);
  to_collected(engine.env);
  to_data(engine.env);
  raised(engine.env);
  engine_close(&engine);
  return check_result();
}
