// SPDX-License-Identifier: Apache-2.0

// Holds JavaScript from four places and writes a heap snapshot to the file that is named.
#include "../check.h"

#define NOINLINE __attribute__((noinline))

namespace ui {

static JSVM_Env env;

static JSVM_Value run(const char* source) { return run_script(env, source); }

struct Scope {
  JSVM_HandleScope scope;
  Scope() { OK(OH_JSVM_OpenHandleScope(env, &scope)); }
  ~Scope() { OK(OH_JSVM_CloseHandleScope(env, scope)); }
};

struct Widget {
  NOINLINE void Bind(int count) {
    for (int i = 0; i < count; i++) {
      Scope scope;
      JSVM_Ref ref;
      OK(OH_JSVM_CreateReference(env, run("({model: new Array(20000).fill(0.5)})"), 1, &ref));  // large
    }
  }
};

NOINLINE void remember(int count) {
  for (int i = 0; i < count; i++) {
    Scope scope;
    JSVM_Ref ref;
    OK(OH_JSVM_CreateReference(env, run("({model: new Array(500).fill(0.5)})"), 1, &ref));  // small
  }
}

NOINLINE void borrow(int count) {
  for (int i = 0; i < count; i++) {
    Scope scope;
    JSVM_Ref ref;
    OK(OH_JSVM_CreateReference(env, run("({model: new Array(500).fill(0.5)})"), 1, &ref));  // balanced
    OK(OH_JSVM_DeleteReference(env, ref));
  }
}

NOINLINE void watch(int count) {
  run("globalThis.watched = {model: new Array(500).fill(0.5)}");
  for (int i = 0; i < count; i++) {
    Scope scope;
    JSVM_Ref ref;
    OK(OH_JSVM_CreateReference(env, run("watched"), 0, &ref));  // weak
  }
}

static bool write(const char* bytes, int size, void* file) {
  return bytes == nullptr || fwrite(bytes, 1, size, static_cast<FILE*>(file)) == size_t(size);
}

}  // namespace ui

int main(int argc, char** argv) {
  if (argc != 2) return 64;
  engine_init();
  Engine engine = engine_open();
  ui::env = engine.env;
  ui::Widget().Bind(5);
  ui::remember(40);
  ui::borrow(1000);
  ui::watch(7);
  FILE* file = fopen(argv[1], "w");
  OK(OH_JSVM_TakeHeapSnapshot(engine.vm, ui::write, file));
  fclose(file);
  engine_close(&engine);
  return check_result();
}
