// SPDX-License-Identifier: Apache-2.0

// 1,000 VMs, one after the other, each with an env, a script, references and a wrap.
#include "stress.h"

static void finalize(JSVM_Env env, void* data, void* hint) {
  (void)env, (void)hint;
  free(data);
}

static void vms(long count) {
  for (long i = 0; i < count; i++) {
    Engine engine = engine_open();
    JSVM_Ref strong = NULL, weak = NULL;
    JSVM_Value object = object_value(engine.env);
    CHECK(run_int(engine.env, "let a = []; for (let i = 0; i < 1000; i++) a.push({i}); a.length") ==
          1000);
    OK(OH_JSVM_CreateReference(engine.env, object, 1, &strong));
    OK(OH_JSVM_Wrap(engine.env, object, malloc(100), finalize, NULL, &weak));
    OK(OH_JSVM_DeleteReference(engine.env, strong));
    OK(OH_JSVM_DeleteReference(engine.env, weak));
    engine_close(&engine);
  }
}

int main(int argc, char** argv) {
  engine_init();
  // The library keeps a few hundred bytes of each VM and env that was destroyed lately, so that
  // late calls on them are answered, and V8 keeps what it pools per process: half a KB for each VM.
  // A VM takes about 2 MB, so that 2 KB for each are a thousandth of it.
  stress("VMs", stress_count(1000, argc, argv), 2 * 1024 * 1024, vms);
  return check_result();
}
