// SPDX-License-Identifier: Apache-2.0

// Leaks two references and then leaves more behind, as the argument says:
//   env     the env and the VM are never destroyed
//   vm      the VM is destroyed with the env alive
//   scopes  as "env", with every scope open
#include "../check.h"

int main(int argc, char** argv) {
  const char* what = argc > 1 ? argv[1] : "env";
  JSVM_Ref refs[2];
  engine_init();
  Engine engine = engine_open();
  for (int i = 0; i < 2; i++) {
    OK(OH_JSVM_CreateReference(engine.env, object_value(engine.env), 1, &refs[i]));  // leaks
  }
  if (strcmp(what, "scopes") == 0) return check_result();
  OK(OH_JSVM_CloseHandleScope(engine.env, engine.scope));
  OK(OH_JSVM_CloseEnvScope(engine.env, engine.env_scope));
  OK(OH_JSVM_CloseVMScope(engine.vm, engine.vm_scope));
  if (strcmp(what, "vm") == 0) OK(OH_JSVM_DestroyVM(engine.vm));
  return check_result();
}
