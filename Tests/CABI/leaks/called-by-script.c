// SPDX-License-Identifier: Apache-2.0

// Leaks in a native function that script calls.
#include "../check.h"

static JSVM_Value keep(JSVM_Env env, JSVM_CallbackInfo info) {
  JSVM_Value value = NULL;
  JSVM_Ref ref = NULL;
  size_t count = 1;
  OK(OH_JSVM_GetCbInfo(env, info, &count, &value, NULL, NULL));
  OK(OH_JSVM_CreateReference(env, value, 1, &ref));  // leaks
  return NULL;
}

static JSVM_CallbackStruct keeping = {keep, NULL};

static const char source[] =
    "function onClick() {\n"
    "  for (let i = 0; i < 3; i++) keep({i})\n"
    "}\n"
    "onClick()";

int main(void) {
  engine_init();
  Engine engine = engine_open();
  JSVM_Value global = NULL, function = NULL, result = NULL;
  JSVM_Script script = NULL;
  char name[] = "app.js";
  JSVM_ScriptOrigin origin = {NULL, name, 0, 0};
  OK(OH_JSVM_GetGlobal(engine.env, &global));
  OK(OH_JSVM_CreateFunction(engine.env, "keep", JSVM_AUTO_LENGTH, &keeping, &function));
  OK(OH_JSVM_SetNamedProperty(engine.env, global, "keep", function));
  OK(OH_JSVM_CompileScriptWithOrigin(engine.env, text_value(engine.env, source), NULL, 0, false,
                                     NULL, &origin, &script));
  OK(OH_JSVM_RunScript(engine.env, script, &result));
  engine_close(&engine);
  return check_result();
}
