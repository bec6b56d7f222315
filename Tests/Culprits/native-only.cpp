// SPDX-License-Identifier: Apache-2.0

// Native code forgets its own memory while script works and gives everything back. Runs until it is
// ended from outside.
#include <unistd.h>

#include <cstring>

#include "app.h"

namespace {

__attribute__((noinline)) void record() {
  void* line = std::malloc(20000);  // culprit, of which the engine knows nothing
  if (line == nullptr) std::exit(1);
  std::memset(line, 1, 20000);
}

}  // namespace

int main() {
  App app;
  for (int i = 0; i < 12000; i++) {
    Scope scope(app.env);
    JSVM_Ref ref = nullptr;
    OK(OH_JSVM_CreateReference(app.env, app.run("({rows: new Array(100).fill(0.5)})"), 1, &ref));
    OK(OH_JSVM_DeleteReference(app.env, ref));
    record();
    if (i % 20 == 0) app.collect();
    if (i == 400) {
      std::puts("ready");
      std::fflush(stdout);
    }
    usleep(2000);
  }
  return 0;
}
