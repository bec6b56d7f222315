// SPDX-License-Identifier: Apache-2.0

// A few references to pictures, whose bytes lie outside the heap, and many to small objects on it.
#include <cstring>

#include "app.h"

namespace {

__attribute__((noinline)) void keep_note(App& app) {
  Scope scope(app.env);
  JSVM_Ref note = nullptr;
  OK(OH_JSVM_CreateReference(app.env, app.run("({text: [0.5]})"), 1, &note));  // bystander
}

__attribute__((noinline)) void keep_picture(App& app, size_t size) {
  Scope scope(app.env);
  JSVM_Value buffer = nullptr;
  JSVM_Ref picture = nullptr;
  void* bytes = nullptr;
  OK(OH_JSVM_CreateArraybuffer(app.env, size, &bytes, &buffer));
  std::memset(bytes, 1, size);
  OK(OH_JSVM_CreateReference(app.env, buffer, 1, &picture));  // culprit
}

}  // namespace

int main(int count, char**) {
  App app;
  for (int i = 0; i < 2000; i++) keep_note(app);
  for (int i = 0; i < 5; i++) keep_picture(app, 4 << 20);
  if (count > 1) steadily([&app] {
    keep_note(app);  // runs script, in which a control door is answered
    keep_picture(app, 64 << 10);
  });
  return 0;
}
