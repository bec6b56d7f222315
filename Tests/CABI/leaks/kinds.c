// SPDX-License-Identifier: Apache-2.0

// Leaks one object of each kind that is not a reference: a deferred, a retained script, a profiler,
// and two blocks of memory for array buffers.
#include "../check.h"

int main(void) {
  engine_init();
  Engine engine = engine_open();
  JSVM_Deferred deferred = NULL;
  JSVM_Value promise = NULL;
  JSVM_Script script = NULL;
  JSVM_CpuProfiler profiler = NULL;
  void* block = NULL;
  OK(OH_JSVM_CreatePromise(engine.env, &deferred, &promise));  // deferred
  OK(OH_JSVM_CompileScript(engine.env, text_value(engine.env, "1"), NULL, 0, false, NULL, &script));
  OK(OH_JSVM_RetainScript(engine.env, script));            // script
  OK(OH_JSVM_StartCpuProfiler(engine.vm, &profiler));      // profiler
  for (int i = 0; i < 2; i++) {
    OK(OH_JSVM_AllocateArrayBufferBackingStoreData(64, JSVM_UNINITIALIZED, &block));  // block
  }
  engine_close(&engine);
  return check_result();
}
