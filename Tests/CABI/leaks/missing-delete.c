// SPDX-License-Identifier: Apache-2.0

// Makes 10 references and deletes 3 of them; with argument "cured" all. Ends with the second
// argument as its exit code, by return, or by exit() with a third.
#include "../check.h"

static void bind_widget(JSVM_Env env, JSVM_Value widget, JSVM_Ref* ref) {
  JSVM_Status status = OH_JSVM_CreateReference(env, widget, 1, ref);  // leaks
  if (status != JSVM_OK) abort();
}

static void open_page(JSVM_Env env, int kept) {
  JSVM_Ref refs[10];
  for (int i = 0; i < 10; i++) bind_widget(env, object_value(env), &refs[i]);  // calls
  for (int i = kept; i < 10; i++) OK(OH_JSVM_DeleteReference(env, refs[i]));
}

int main(int argc, char** argv) {
  bool cured = argc > 1 && strcmp(argv[1], "cured") == 0;
  int code = argc > 2 ? atoi(argv[2]) : 0;
  engine_init();
  Engine engine = engine_open();
  open_page(engine.env, cured ? 0 : 7);
  engine_close(&engine);
  puts("the program's own output");
  if (argc > 3) exit(code);
  return code;
}
