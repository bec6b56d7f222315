// SPDX-License-Identifier: Apache-2.0

// A request gives its reference back, except where it fails: once in a thousand times.
#include "app.h"

namespace {

bool send(int number) { return number % 1000 != 999; }

__attribute__((noinline)) bool handle(App& app, int number) {
  Scope scope(app.env);
  JSVM_Ref request = nullptr;
  OK(OH_JSVM_CreateReference(app.env, app.run("({body: [0.5]})"), 1, &request));  // culprit
  if (!send(number)) return false;
  OK(OH_JSVM_DeleteReference(app.env, request));
  return true;
}

}  // namespace

int main() {
  App app;
  int failed = 0;
  for (int i = 0; i < 3000; i++) failed += handle(app, i) ? 0 : 1;
  std::printf("%d failed\n", failed);
  return 0;
}
