// SPDX-License-Identifier: Apache-2.0

// Every session listens to a signal and none stops: the emitter keeps the callbacks, and they keep
// their sessions. A cache that script keeps on purpose is larger than all of them. With an argument it
// goes on.
#include "app.h"

#include <vector>

namespace {

class Emitter {
 public:
  void add_listener(JSVM_Env env, JSVM_Value callback) {
    JSVM_Ref listener = nullptr;
    OK(OH_JSVM_CreateReference(env, callback, 1, &listener));  // culprit
    listeners_.push_back(listener);
  }

 private:
  std::vector<JSVM_Ref> listeners_;
};

Emitter emitter;

JSVM_Value on(JSVM_Env env, JSVM_CallbackInfo info) {
  emitter.add_listener(env, argument(env, info));
  return nullptr;
}

JSVM_CallbackStruct on_callback = {on, nullptr};

}  // namespace

int main(int count, char**) {
  App app;
  Scope scope(app.env);
  app.define("on", &on_callback);
  app.run(
      "globalThis.cache = new Array(4e5).fill(0.5);\n"
      "function openSession(number) {\n"
      "  const session = {number, rows: new Array(2000).fill(0.5)};\n"
      "  on(() => session.rows);\n"
      "}\n"
      "for (let i = 0; i < 100; i++) openSession(i); 0");
  if (count == 1) return 0;
  steadily([&app] {
    Scope scope(app.env);
    app.run("openSession(0)");
  });
  return 0;
}
