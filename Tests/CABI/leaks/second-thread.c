// SPDX-License-Identifier: Apache-2.0

// Leaks on a thread that is not the first, which then ends; the env is destroyed on the first.
#include <pthread.h>

#include "../check.h"

static void* work(void* argument) {
  Engine* engine = (Engine*)argument;
  JSVM_Ref ref = NULL;
  OK(OH_JSVM_CreateReference(engine->env, object_value(engine->env), 1, &ref));  // leaks
  return NULL;
}

int main(void) {
  engine_init();
  Engine engine = engine_open();
  JSVM_Ref ref = NULL;
  pthread_t thread;
  OK(OH_JSVM_CreateReference(engine.env, object_value(engine.env), 1, &ref));
  OK(OH_JSVM_DeleteReference(engine.env, ref));
  OK(OH_JSVM_CloseHandleScope(engine.env, engine.scope));
  OK(OH_JSVM_CloseEnvScope(engine.env, engine.env_scope));
  OK(OH_JSVM_CloseVMScope(engine.vm, engine.vm_scope));
  if (pthread_create(&thread, NULL, work, &engine) != 0) return 1;
  pthread_join(thread, NULL);
  OK(OH_JSVM_DestroyEnv(engine.env));
  OK(OH_JSVM_DestroyVM(engine.vm));
  return check_result();
}
