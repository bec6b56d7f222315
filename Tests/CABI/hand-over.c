// SPDX-License-Identifier: Apache-2.0

// A VM goes from thread to thread, always closed by one before the next opens it. On each, script
// may use that thread's stack: all of it, and no more.
#include <pthread.h>

#include "check.h"

static Engine shared;
static JSVM_Ref counter, function;

static const char program[] =
    "globalThis.depth = n => n === 0 ? 0 : 1 + depth(n - 1);\n"
    "globalThis.deepest = () => { let n = 0; (function f() { n++; f() })(); return n };\n"
    "globalThis.overflows = () => {\n"
    "  let n = 0;\n"
    "  try { (function f() { n++; f() })() }\n"
    "  catch (e) { return e instanceof RangeError ? n : -1 }\n"
    "  return -2\n"
    "};\n"
    "globalThis.turns = 0;\n"
    "n => recurse(n)";

// Calls itself by way of script, whose entry is where the engine looks at the stack.
static JSVM_Value recurse(JSVM_Env env, JSVM_CallbackInfo info) {
  JSVM_Value argument = NULL, value = NULL, self = NULL, result = NULL;
  size_t count = 1;
  int32_t number = 0;
  OK(OH_JSVM_GetCbInfo(env, info, &count, &argument, NULL, NULL));
  OK(OH_JSVM_GetValueInt32(env, argument, &number));
  if (number == 0) return int_value(env, 0);
  OK(OH_JSVM_GetReferenceValue(env, function, &self));
  value = int_value(env, number - 1);
  // Gives PENDING_EXCEPTION when the stack ends; the exception goes on to the caller.
  if (OH_JSVM_CallFunction(env, argument, self, 1, &value, &result) != JSVM_OK) return NULL;
  OK(OH_JSVM_GetValueInt32(env, result, &number));
  return int_value(env, number + 1);
}

static JSVM_CallbackStruct recursing = {recurse, NULL};

static void open_shared(void) {
  OK(OH_JSVM_OpenVMScope(shared.vm, &shared.vm_scope));
  OK(OH_JSVM_OpenEnvScope(shared.env, &shared.env_scope));
  OK(OH_JSVM_OpenHandleScope(shared.env, &shared.scope));
}

static void close_shared(void) {
  OK(OH_JSVM_CloseHandleScope(shared.env, shared.scope));
  OK(OH_JSVM_CloseEnvScope(shared.env, shared.env_scope));
  OK(OH_JSVM_CloseVMScope(shared.vm, shared.vm_scope));
}

typedef struct {
  bool with_scopes;
  int32_t turn;
  int32_t overflow_depth;
} Visit;

static void* visit(void* argument) {
  Visit* visit = (Visit*)argument;
  JSVM_Value object = NULL, value = NULL, result = NULL;
  int32_t number = 0;
  JSVM_HandleScope scope = NULL;
  if (visit->with_scopes) open_shared();
  OK(OH_JSVM_OpenHandleScope(shared.env, &scope));

  // 984 KB are V8's own default, of which these need a part.
  CHECK(run_int(shared.env, "depth(2000)") == 2000);
  visit->overflow_depth = run_int(shared.env, "overflows()");
  CHECK(visit->overflow_depth > 2000);
  CHECK(run_int(shared.env, "overflows()") > 2000);
  CHECK(run_int(shared.env, "depth(2000)") == 2000);
  CHECK(run_script(shared.env, "deepest()") == NULL);
  CHECK(take_exception(shared.env));

  // Through native frames too.
  OK(OH_JSVM_GetReferenceValue(shared.env, function, &object));
  value = int_value(shared.env, 100);
  OK(OH_JSVM_CallFunction(shared.env, value, object, 1, &value, &result));
  OK(OH_JSVM_GetValueInt32(shared.env, result, &number));
  CHECK(number == 100);
  value = int_value(shared.env, 1000000000);
  EXPECT(JSVM_PENDING_EXCEPTION,
         OH_JSVM_CallFunction(shared.env, object, object, 1, &value, &result));
  CHECK(take_exception(shared.env));

  // What a reference holds came along.
  OK(OH_JSVM_GetReferenceValue(shared.env, counter, &object));
  OK(OH_JSVM_GetNamedProperty(shared.env, object, "turns", &value));
  OK(OH_JSVM_GetValueInt32(shared.env, value, &number));
  CHECK(number == visit->turn);
  OK(OH_JSVM_SetNamedProperty(shared.env, object, "turns", int_value(shared.env, number + 1)));
  if (visit->turn % 4 == 0) collect(shared.env);
  OK(OH_JSVM_CloseHandleScope(shared.env, scope));
  if (visit->with_scopes) close_shared();
  return NULL;
}

// On a new thread with a stack of `size` bytes, 0 for the default.
static void visit_on_thread(Visit* visit_it, size_t size) {
  pthread_attr_t attributes;
  pthread_t thread;
  CHECK(pthread_attr_init(&attributes) == 0);
  if (size != 0) CHECK(pthread_attr_setstacksize(&attributes, size) == 0);
  CHECK(pthread_create(&thread, &attributes, visit, visit_it) == 0);
  CHECK(pthread_join(thread, NULL) == 0);
  CHECK(pthread_attr_destroy(&attributes) == 0);
}

// A thread with a small stack: less depth, the same exception.
static void* visit_small(void* argument) {
  int32_t* depth = (int32_t*)argument;
  open_shared();
  CHECK(run_int(shared.env, "depth(100)") == 100);
  *depth = run_int(shared.env, "overflows()");
  close_shared();
  return NULL;
}

static int32_t small_stack(size_t size) {
  pthread_attr_t attributes;
  pthread_t thread;
  int32_t depth = 0;
  CHECK(pthread_attr_init(&attributes) == 0);
  CHECK(pthread_attr_setstacksize(&attributes, size) == 0);
  CHECK(pthread_create(&thread, &attributes, visit_small, &depth) == 0);
  CHECK(pthread_join(thread, NULL) == 0);
  CHECK(pthread_attr_destroy(&attributes) == 0);
  return depth;
}

// Two threads that hand the VM back and forth under a mutex.
static pthread_mutex_t baton = PTHREAD_MUTEX_INITIALIZER;

static void* relay(void* argument) {
  (void)argument;
  for (int i = 0; i < 100; i++) {
    CHECK(pthread_mutex_lock(&baton) == 0);
    open_shared();
    CHECK(run_int(shared.env, "depth(1000)") == 1000);
    close_shared();
    CHECK(pthread_mutex_unlock(&baton) == 0);
  }
  return NULL;
}

static void* destroy(void* argument) {
  (void)argument;
  open_shared();
  OK(OH_JSVM_DeleteReference(shared.env, counter));
  OK(OH_JSVM_DeleteReference(shared.env, function));
  close_shared();
  OK(OH_JSVM_DestroyEnv(shared.env));
  OK(OH_JSVM_DestroyVM(shared.vm));
  return NULL;
}

int main(void) {
  engine_init();
  shared = engine_open();
  JSVM_Value value = NULL;
  JSVM_Value global = NULL;
  OK(OH_JSVM_GetGlobal(shared.env, &global));
  OK(OH_JSVM_CreateReference(shared.env, global, 1, &counter));
  OK(OH_JSVM_CreateFunction(shared.env, "recurse", JSVM_AUTO_LENGTH, &recursing, &value));
  OK(OH_JSVM_SetNamedProperty(shared.env, global, "recurse", value));
  value = run_script(shared.env, program);
  CHECK(value != NULL);
  OK(OH_JSVM_CreateReference(shared.env, value, 1, &function));
  close_shared();

  for (int32_t turn = 0; turn < 12; turn++) {
    // Every third turn on the first thread; every other without scopes of its own.
    Visit it = {turn % 2 == 0, turn, 0};
    if (turn % 3 == 0) {
      visit(&it);
    } else {
      visit_on_thread(&it, turn % 3 == 1 ? 0 : 2 * 1024 * 1024);
    }
    // Stacks of 2 MB and more give the same depth, within what optimising makes of it.
    CHECK(it.overflow_depth > 4000);
  }

  int32_t depth = small_stack(256 * 1024);
  CHECK(depth > 100 && depth < 6000);

  pthread_t threads[3];
  for (int i = 0; i < 3; i++) CHECK(pthread_create(&threads[i], NULL, relay, NULL) == 0);
  for (int i = 0; i < 3; i++) CHECK(pthread_join(threads[i], NULL) == 0);

  // Made on the first thread, ended on another.
  CHECK(pthread_create(&threads[0], NULL, destroy, NULL) == 0);
  CHECK(pthread_join(threads[0], NULL) == 0);
  return check_result();
}
