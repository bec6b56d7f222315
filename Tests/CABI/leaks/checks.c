// SPDX-License-Identifier: Apache-2.0

// Asks for leak checks while it holds two references, which it then deletes.
#include "../check.h"
#include "jsvm_memory.h"

static void keep(JSVM_Env env, JSVM_Ref* ref) {
  OK(OH_JSVM_CreateReference(env, object_value(env), 1, ref));  // keeps
}

int main(int argc, char** argv) {
  const char* what = argc > 1 ? argv[1] : "";
  engine_init();
  Engine engine = engine_open();
  JSVM_Memory_Options options = {sizeof options, JSVM_MEMORY_SCRIPT_FRAMES_DEFAULT, "main", false};
  JSVM_Ref refs[2] = {NULL, NULL};
  OK(JSVM_Memory_SetOptions(engine.vm, &options));
  JSVM_MEMORY_TEST_SCOPE(engine.vm, "page", strcmp(what, "scope") == 0 ? 1 : 2) {
    for (int i = 0; i < 2; i++) keep(engine.env, &refs[i]);
  }
  if (strcmp(what, "recoverable") == 0) {
    JSVM_Memory_LeakCheck check = {sizeof check, JSVM_MEMORY_START, NULL, "logout", false};
    uint64_t count = 0;
    OK(JSVM_Memory_DoRecoverableLeakCheck(engine.vm, &check, &count));
    CHECK(count == 2);
  }
  if (strcmp(what, "final") == 0) {
    OK(JSVM_Memory_DoLeakCheck(engine.vm));
    fprintf(stderr, "the process goes on\n");
  }
  if (strcmp(what, "misuse") == 0) {
    for (int i = 0; i < 100; i++) {
      EXPECT(JSVM_INVALID_ARG, OH_JSVM_DeleteReference(engine.env, (JSVM_Ref)(uintptr_t)0x77));
    }
    OK(OH_JSVM_DeleteReference(engine.env, refs[1]));
    EXPECT(JSVM_INVALID_ARG, OH_JSVM_DeleteReference(engine.env, refs[1]));  // deletes again
    OK(OH_JSVM_CreateReference(engine.env, object_value(engine.env), 1, &refs[1]));
  }
  for (int i = 0; i < 2 && strcmp(what, "named") != 0; i++) {
    OK(OH_JSVM_DeleteReference(engine.env, refs[i]));
  }
  engine_close(&engine);
  return check_result();
}
