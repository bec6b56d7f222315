// SPDX-License-Identifier: Apache-2.0

// A player is deleted when its wrapper is collected, and holds a callback that knows the wrapper.
// Half of the players hold their callbacks weakly, which is right.
//
//   cycle direct      they hold the wrapper itself
//   cycle shared      they are objects of std::make_shared
//   cycle sound       all hold weakly, or what does not know the wrapper; script still uses some
#include "app.h"

#include <cstring>
#include <memory>

namespace {

class Player {
 public:
  ~Player() {
    if (callback_ != nullptr) OH_JSVM_DeleteReference(env_, callback_);
  }

  __attribute__((noinline)) void listen(JSVM_Env env, JSVM_Value callback, unsigned count) {
    env_ = env;
    OK(OH_JSVM_CreateReference(env, callback, count, &callback_));  // culprit
  }

  __attribute__((noinline)) void wrap(JSVM_Env env, JSVM_Value object, JSVM_Finalize finalize,
                                      void* hint) {
    OK(OH_JSVM_Wrap(env, object, this, finalize, hint, nullptr));  // wrapper
  }

 private:
  JSVM_Env env_ = nullptr;
  char name_[40] = "player";
  JSVM_Ref callback_ = nullptr;
};

void drop(JSVM_Env, void* player, void*) { delete static_cast<Player*>(player); }
void drop_shared(JSVM_Env, void*, void* owner) {
  delete static_cast<std::shared_ptr<Player>*>(owner);
}

}  // namespace

int main(int count, char** arguments) {
  const char* kind = count > 1 ? arguments[1] : "";
  bool is_direct = std::strcmp(kind, "direct") == 0;
  bool is_shared = std::strcmp(kind, "shared") == 0;
  bool is_sound = std::strcmp(kind, "sound") == 0;
  App app;
  {
    Scope scope(app.env);
    app.run("globalThis.used = []; globalThis.log = () => {}; 0");
  }
  for (int i = 0; i < 20; i++) {
    Scope scope(app.env);
    // A wrapper, and a callback from which it is reached.
    JSVM_Value made = app.run(
        "(() => { const player = {rows: new Array(1000).fill(0.5)};"
        " return [player, () => player.rows, log]; })()");
    JSVM_Value wrapper = nullptr, callback = nullptr, log = nullptr;
    OK(OH_JSVM_GetElement(app.env, made, 0, &wrapper));
    OK(OH_JSVM_GetElement(app.env, made, 1, &callback));
    OK(OH_JSVM_GetElement(app.env, made, 2, &log));
    JSVM_Value held = is_direct ? wrapper : callback;
    unsigned strength = i % 2;
    if (is_sound) {
      held = i % 2 == 0 ? callback : log;
      // Script may still use a player; then its callback is no leak.
      if (i % 4 == 1) {
        JSVM_Value used = app.run("used");
        OK(OH_JSVM_SetElement(app.env, used, i, wrapper));
        held = callback;
      }
    }
    if (is_shared) {
      auto* owner = new std::shared_ptr<Player>(std::make_shared<Player>());
      (*owner)->wrap(app.env, wrapper, drop_shared, owner);
      (*owner)->listen(app.env, held, strength);
    } else {
      auto* player = new Player;
      player->wrap(app.env, wrapper, drop, nullptr);
      player->listen(app.env, held, strength);
    }
  }
  app.collect();
  return 0;
}
