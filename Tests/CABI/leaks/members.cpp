// SPDX-License-Identifier: Apache-2.0

// Leaks in a member function, a constructor, a template and a lambda.
#include "../check.h"

#define NOINLINE __attribute__((noinline))

namespace ui {

class Widget {
 public:
  NOINLINE explicit Widget(JSVM_Env env) : env_(env) {
    OK(OH_JSVM_CreateReference(env_, object_value(env_), 1, &model_));  // constructor
  }

  NOINLINE void Bind(int count, const char* name) {
    for (int i = 0; i < count; i++) {
      JSVM_Ref ref;
      OK(OH_JSVM_CreateReference(env_, text_value(env_, name), 1, &ref));  // member
    }
  }

  ~Widget() {}

 private:
  JSVM_Env env_;
  JSVM_Ref model_ = nullptr;
};

template <typename T>
NOINLINE void keep(JSVM_Env env, T number) {
  JSVM_Ref ref;
  OK(OH_JSVM_CreateReference(env, int_value(env, static_cast<int>(number)), 1, &ref));  // template
}

}  // namespace ui

template <typename Body>
NOINLINE static void call(Body body) {
  body();
}

int main() {
  engine_init();
  Engine engine = engine_open();
  ui::Widget widget(engine.env);
  widget.Bind(4, "four");
  ui::keep<long>(engine.env, 1);
  call([&] {
    JSVM_Ref ref;
    OK(OH_JSVM_CreateReference(engine.env, object_value(engine.env), 1, &ref));  // lambda
  });
  engine_close(&engine);
  return check_result();
}
