// SPDX-License-Identifier: Apache-2.0

// 100,000 scripts compiled and run; every tenth is a text of its own, every hundredth throws.
#include "stress.h"

static Engine engine;

static void scripts(long count) {
  static long serial;
  char source[100];
  for (long i = 0; i < count; i++) {
    JSVM_HandleScope scope = NULL;
    OK(OH_JSVM_OpenHandleScope(engine.env, &scope));
    if (i % 100 == 99) {
      CHECK(run_script(engine.env, "throw new Error('a hundredth')") == NULL);
      CHECK(take_exception(engine.env));
    } else if (i % 10 == 0) {
      snprintf(source, sizeof source, "(function () { return %ld %% 1000 })()", ++serial);
      CHECK(run_int(engine.env, source) == serial % 1000);
    } else {
      CHECK(run_int(engine.env, "(function () { return 42 })()") == 42);
    }
    OK(OH_JSVM_CloseHandleScope(engine.env, scope));
  }
  // V8 forgets compiled scripts after some collections.
  for (int i = 0; i < 8; i++) collect(engine.env);
}

int main(int argc, char** argv) {
  engine_init();
  engine = engine_open();
  // 10,000 scripts of their own take about 1 KB each while V8 has them: 10 MB if they stayed.
  stress("scripts", stress_count(100000, argc, argv), 4 * 1024 * 1024, scripts);
  engine_close(&engine);
  return check_result();
}
