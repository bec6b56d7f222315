// SPDX-License-Identifier: Apache-2.0

// A loop that opens a handle scope for each item, and leaves it where an item is skipped: everything
// that was looked at since stays alive.
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

int main() {
  App app;
  for (int i = 0; i < 1000; i++) look(app, i);
  return 0;
}
