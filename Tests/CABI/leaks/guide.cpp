// SPDX-License-Identifier: Apache-2.0

// The snippet of the troubleshooting guide, as it stands there.
#include "../check.h"

static void snippet(JSVM_Env env) {
  // clang-format off
JSVM_Value obj = nullptr;
OH_JSVM_CreateObject(env, &obj);
// Create a reference.
JSVM_Ref reference;
OH_JSVM_CreateReference(env, obj, 1, &reference);

// Create a reference with a JS object.
JSVM_Value result;
OH_JSVM_GetReferenceValue(env, reference, &result);

// The reference is not released.
// OH_JSVM_DeleteReference(env, reference);
  // clang-format on
}

int main() {
  engine_init();
  Engine engine = engine_open();
  snippet(engine.env);
  engine_close(&engine);
  return check_result();
}
