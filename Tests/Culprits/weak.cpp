// SPDX-License-Identifier: Apache-2.0

// Weak references do no harm to script, but each takes a record until it is deleted.
#include "app.h"

namespace {

__attribute__((noinline)) void observe(App& app) {
  Scope scope(app.env);
  JSVM_Ref seen = nullptr;
  OK(OH_JSVM_CreateReference(app.env, app.run("({})"), 0, &seen));  // culprit
}

}  // namespace

int main() {
  App app;
  for (int i = 0; i < 1000; i++) observe(app);
  app.collect();
  return 0;
}
