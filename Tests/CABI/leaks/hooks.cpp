// SPDX-License-Identifier: Apache-2.0

// Leaks two references at one line each; brings its own options and suppressions.
#include "../check.h"
#include "jsvm_memory.h"

const char* JSVM_Memory_DefaultOptions(void) { return "leak_check_at_exit=1:exitcode=9"; }
const char* JSVM_Memory_DefaultSuppressions(void) { return "leak:^known_leak"; }

static void known_leak(JSVM_Env env) {
  JSVM_Ref ref = nullptr;
  OK(OH_JSVM_CreateReference(env, object_value(env), 1, &ref));  // known
  __asm__ volatile("");
}

static void new_leak(JSVM_Env env) {
  JSVM_Ref ref = nullptr;
  OK(OH_JSVM_CreateReference(env, object_value(env), 1, &ref));  // new
  __asm__ volatile("");
}

int main(int argc, char**) {
  engine_init();
  Engine engine = engine_open();
  known_leak(engine.env);
  if (argc > 1) new_leak(engine.env);
  {
    jsvm::ScopedDisable scope(engine.vm);
    new_leak(engine.env);
  }
  engine_close(&engine);
  return check_result();
}
