// SPDX-License-Identifier: Apache-2.0

// A loop that opens a handle scope for each item, and leaves it where an item is skipped: everything
// that was looked at since stays alive. With an argument every item is skipped.
#include "app.h"

namespace {

__attribute__((noinline)) void look(App& app, int item) {
  JSVM_HandleScope scope = nullptr;
  OK(OH_JSVM_OpenHandleScope(app.env, &scope));  // culprit
  app.run("({rows: new Array(100).fill(0.5)})");
  if (item == 500) return;
  OK(OH_JSVM_CloseHandleScope(app.env, scope));
}

}  // namespace

int main(int count, char**) {
  App app;
  if (count > 1) {
    steadily([&app] {
      for (int i = 0; i < 10; i++) look(app, 500);
    });
  }
  for (int i = 0; i < 1000; i++) look(app, i);
  return 0;
}
