// SPDX-License-Identifier: Apache-2.0

// Handles that are stale, foreign or never given out, things closed twice or out of order, calls
// from the wrong thread: each gets a status, none ends the process.
#include <pthread.h>

#include "check.h"

// Looks like a handle and is none. Not a multiple of anything.
#define GARBAGE(type) ((type)(uintptr_t)0x5a5a5a5a5a5a5a5b)

static void pump_nothing(void) {
  bool ran = true;
  OK(OH_JSVM_PumpMessageLoop(NULL, &ran));
  CHECK(!ran);
}

static void init_again(void) {
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_Init(NULL));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_Init(NULL));
}

// Handle scopes.

static void handle_scope_when_none_is_open(void) {
  Engine engine = engine_open();
  JSVM_Env env = engine.env;
  OK(OH_JSVM_CloseHandleScope(env, engine.scope));
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, OH_JSVM_CloseHandleScope(env, engine.scope));
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, OH_JSVM_CloseHandleScope(env, GARBAGE(JSVM_HandleScope)));
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH,
         OH_JSVM_CloseEscapableHandleScope(env, GARBAGE(JSVM_EscapableHandleScope)));
  OK(OH_JSVM_OpenHandleScope(env, &engine.scope));
  engine_close(&engine);
}

static void handle_scope_closed_twice(JSVM_Env env) {
  JSVM_HandleScope old = NULL, scope = NULL;
  OK(OH_JSVM_OpenHandleScope(env, &old));
  OK(OH_JSVM_CloseHandleScope(env, old));
  OK(OH_JSVM_OpenHandleScope(env, &scope));
  CHECK(scope != old);
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, OH_JSVM_CloseHandleScope(env, old));
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, OH_JSVM_CloseHandleScope(env, GARBAGE(JSVM_HandleScope)));
  OK(OH_JSVM_CloseHandleScope(env, scope));
}

static void outer_handle_scope_first(JSVM_Env env) {
  JSVM_HandleScope outer = NULL, middle = NULL;
  JSVM_EscapableHandleScope inner = NULL;
  OK(OH_JSVM_OpenHandleScope(env, &outer));
  OK(OH_JSVM_OpenHandleScope(env, &middle));
  OK(OH_JSVM_OpenEscapableHandleScope(env, &inner));
  object_value(env);
  OK(OH_JSVM_CloseHandleScope(env, outer));
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, OH_JSVM_CloseHandleScope(env, middle));
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, OH_JSVM_CloseEscapableHandleScope(env, inner));
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, OH_JSVM_CloseHandleScope(env, outer));
  CHECK(run_int(env, "1 + 1") == 2);
}

static void one_kind_of_scope_for_the_other(JSVM_Env env) {
  JSVM_HandleScope plain = NULL;
  JSVM_EscapableHandleScope escapable = NULL;
  JSVM_Value value = NULL;
  OK(OH_JSVM_OpenHandleScope(env, &plain));
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH,
         OH_JSVM_CloseEscapableHandleScope(env, (JSVM_EscapableHandleScope)plain));
  CHECK(OH_JSVM_EscapeHandle(env, (JSVM_EscapableHandleScope)plain, object_value(env), &value) !=
        JSVM_OK);
  CHECK(value == NULL);
  OK(OH_JSVM_CloseHandleScope(env, plain));
  OK(OH_JSVM_OpenEscapableHandleScope(env, &escapable));
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, OH_JSVM_CloseHandleScope(env, (JSVM_HandleScope)escapable));
  OK(OH_JSVM_CloseEscapableHandleScope(env, escapable));
}

static void escaping(JSVM_Env env) {
  JSVM_EscapableHandleScope scope = NULL;
  JSVM_Value escaped = NULL, again = NULL;
  int32_t number = 0;
  OK(OH_JSVM_OpenEscapableHandleScope(env, &scope));
  OK(OH_JSVM_EscapeHandle(env, scope, int_value(env, 42), &escaped));
  EXPECT(JSVM_ESCAPE_CALLED_TWICE, OH_JSVM_EscapeHandle(env, scope, escaped, &again));
  CHECK(again == NULL);
  OK(OH_JSVM_CloseEscapableHandleScope(env, scope));
  OK(OH_JSVM_GetValueInt32(env, escaped, &number));
  CHECK(number == 42);
  CHECK(OH_JSVM_EscapeHandle(env, scope, escaped, &again) != JSVM_OK);
  CHECK(OH_JSVM_EscapeHandle(env, GARBAGE(JSVM_EscapableHandleScope), escaped, &again) != JSVM_OK);
  CHECK(again == NULL);
}

static void deep_scopes(JSVM_Env env) {
  enum { depth = 20000 };
  static JSVM_HandleScope scopes[depth];
  for (int i = 0; i < depth; i++) {
    OK(OH_JSVM_OpenHandleScope(env, &scopes[i]));
    int_value(env, i);
  }
  OK(OH_JSVM_CloseHandleScope(env, scopes[0]));
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, OH_JSVM_CloseHandleScope(env, scopes[depth - 1]));
}

// A value is read after its scope was closed: whatever comes out, the process goes on.
static void value_after_its_scope(JSVM_Env env) {
  JSVM_HandleScope scope = NULL;
  JSVM_ValueType type;
  OK(OH_JSVM_OpenHandleScope(env, &scope));
  JSVM_Value value = int_value(env, 42);
  OK(OH_JSVM_CloseHandleScope(env, scope));
  (void)OH_JSVM_Typeof(env, value, &type);
}

static void without_any_scope(void) {
  JSVM_VM vm = NULL;
  JSVM_Env env = NULL;
  JSVM_HandleScope scope = NULL;
  OK(OH_JSVM_CreateVM(NULL, &vm));
  OK(OH_JSVM_CreateEnv(vm, 0, NULL, &env));
  CHECK(run_int(env, "40 + 2") == 42);
  OK(OH_JSVM_OpenHandleScope(env, &scope));
  CHECK(run_int(env, "40 + 3") == 43);
  OK(OH_JSVM_CloseHandleScope(env, scope));
  for (int i = 0; i < 100; i++) object_value(env);
  OK(OH_JSVM_DestroyEnv(env));
  OK(OH_JSVM_DestroyVM(vm));
}

// VM and env scopes.

static void vm_scopes(void) {
  JSVM_VM vm = NULL, other_vm = NULL;
  JSVM_VMScope outer = NULL, inner = NULL, other = NULL;
  OK(OH_JSVM_CreateVM(NULL, &vm));
  OK(OH_JSVM_CreateVM(NULL, &other_vm));
  OK(OH_JSVM_OpenVMScope(vm, &outer));
  OK(OH_JSVM_OpenVMScope(vm, &inner));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseVMScope(vm, outer));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseVMScope(vm, GARBAGE(JSVM_VMScope)));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseVMScope(other_vm, inner));
  // The VM of the inner scope is the current one.
  OK(OH_JSVM_OpenVMScope(other_vm, &other));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseVMScope(vm, inner));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseVMScope(vm, other));
  OK(OH_JSVM_CloseVMScope(other_vm, other));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseVMScope(other_vm, other));
  OK(OH_JSVM_CloseVMScope(vm, inner));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseVMScope(vm, inner));
  // Refused while the VM is open.
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_DestroyVM(vm));
  OK(OH_JSVM_CloseVMScope(vm, outer));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseVMScope(vm, outer));
  OK(OH_JSVM_DestroyVM(vm));
  OK(OH_JSVM_DestroyVM(other_vm));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CloseVMScope(vm, outer));
}

static void env_scopes(Engine* engine) {
  JSVM_Env other = NULL;
  JSVM_EnvScope outer = NULL, inner = NULL;
  OK(OH_JSVM_CreateEnv(engine->vm, 0, NULL, &other));
  OK(OH_JSVM_OpenEnvScope(engine->env, &outer));
  OK(OH_JSVM_OpenEnvScope(other, &inner));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CloseEnvScope(engine->env, inner));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CloseEnvScope(other, GARBAGE(JSVM_EnvScope)));
  // Closing the outer one closes the inner one first.
  OK(OH_JSVM_CloseEnvScope(engine->env, outer));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CloseEnvScope(other, inner));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CloseEnvScope(engine->env, outer));
  CHECK(run_int(other, "2 + 3") == 5);
  CHECK(run_int(engine->env, "2 + 4") == 6);
  OK(OH_JSVM_OpenEnvScope(other, &inner));
  OK(OH_JSVM_DestroyEnv(other));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CloseEnvScope(other, inner));
  CHECK(run_int(engine->env, "2 + 5") == 7);
}

// The order of published samples: the env is made before the VM scope, and outlives it.
static void env_around_vm_scope(void) {
  JSVM_VM vm = NULL;
  JSVM_Env env = NULL;
  JSVM_VMScope vm_scope = NULL;
  JSVM_EnvScope env_scope = NULL;
  JSVM_HandleScope scope = NULL;
  OK(OH_JSVM_CreateVM(NULL, &vm));
  OK(OH_JSVM_CreateEnv(vm, 0, NULL, &env));
  OK(OH_JSVM_OpenVMScope(vm, &vm_scope));
  OK(OH_JSVM_OpenEnvScope(env, &env_scope));
  OK(OH_JSVM_OpenHandleScope(env, &scope));
  CHECK(run_int(env, "1") == 1);
  OK(OH_JSVM_CloseHandleScope(env, scope));
  OK(OH_JSVM_CloseEnvScope(env, env_scope));
  OK(OH_JSVM_CloseVMScope(vm, vm_scope));
  OK(OH_JSVM_DestroyEnv(env));
  OK(OH_JSVM_DestroyVM(vm));
}

// Envs and VMs.

static void env_after_its_end(void) {
  Engine engine = engine_open();
  JSVM_Env env = NULL;
  JSVM_HandleScope scope = NULL;
  JSVM_Value value = NULL;
  JSVM_VM vm = NULL;
  bool pending = true;
  OK(OH_JSVM_CreateEnv(engine.vm, 0, NULL, &env));
  value = object_value(env);
  OK(OH_JSVM_DestroyEnv(env));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_DestroyEnv(env));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_OpenHandleScope(env, &scope));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CreateObject(env, &value));
  CHECK(value == NULL);
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_GetVM(env, &vm));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_IsExceptionPending(env, &pending));
  CHECK(!pending);
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_ThrowError(env, NULL, "x"));
  engine_close(&engine);
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_DestroyEnv(env));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CreateObject(engine.env, &value));
}

static void vm_after_its_end(void) {
  Engine engine = engine_open();
  JSVM_VMScope scope = NULL;
  JSVM_Env env = NULL;
  JSVM_HeapStatistics statistics;
  bool ran = true;
  engine_close(&engine);
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_DestroyVM(engine.vm));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_OpenVMScope(engine.vm, &scope));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CreateEnv(engine.vm, 0, NULL, &env));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_GetHeapStatistics(engine.vm, &statistics));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_PumpMessageLoop(engine.vm, &ran));
  CHECK(!ran);
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_PerformMicrotaskCheckpoint(engine.vm));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_SetMicrotaskPolicy(engine.vm, JSVM_MICROTASK_AUTO));
}

static void vm_before_its_env(void) {
  JSVM_VM vm = NULL;
  JSVM_Env env = NULL;
  JSVM_Value value = NULL;
  OK(OH_JSVM_CreateVM(NULL, &vm));
  OK(OH_JSVM_CreateEnv(vm, 0, NULL, &env));
  OK(OH_JSVM_DestroyVM(vm));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CreateObject(env, &value));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_DestroyEnv(env));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_DestroyVM(vm));
}

static void env_with_everything_open(void) {
  Engine engine = engine_open();
  JSVM_Env env = NULL;
  JSVM_EnvScope env_scope = NULL;
  JSVM_HandleScope scope = NULL;
  JSVM_EscapableHandleScope escapable = NULL;
  OK(OH_JSVM_CreateEnv(engine.vm, 0, NULL, &env));
  OK(OH_JSVM_OpenEnvScope(env, &env_scope));
  OK(OH_JSVM_OpenHandleScope(env, &scope));
  OK(OH_JSVM_OpenEscapableHandleScope(env, &escapable));
  OK(OH_JSVM_ThrowError(env, NULL, "left pending"));
  OK(OH_JSVM_DestroyEnv(env));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CloseHandleScope(env, scope));
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, OH_JSVM_CloseHandleScope(engine.env, scope));
  CHECK(run_int(engine.env, "3 * 3") == 9);
  engine_close(&engine);
}

static void options_never_zeroed(void) {
  JSVM_CreateVMOptions options;
  memset(&options, 0x5a, sizeof options);
  options.snapshotBlobData = NULL;
  options.snapshotBlobSize = 0;
  options.isForSnapshotting = false;
  JSVM_VM vm = NULL;
  OK(OH_JSVM_CreateVM(&options, &vm));
  OK(OH_JSVM_DestroyVM(vm));
}

// Scripts and deferreds.

static JSVM_Script compile(JSVM_Env env, const char* source) {
  JSVM_Script script = NULL;
  OK(OH_JSVM_CompileScript(env, text_value(env, source), NULL, 0, false, NULL, &script));
  return script;
}

static void scripts(Engine* engine) {
  JSVM_Env env = engine->env;
  JSVM_HandleScope scope = NULL;
  JSVM_Value value = NULL;
  const uint8_t* cache = NULL;
  size_t length = 99;

  OK(OH_JSVM_OpenHandleScope(env, &scope));
  JSVM_Script script = compile(env, "1");
  JSVM_Script kept = compile(env, "2");
  OK(OH_JSVM_RetainScript(env, kept));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_RetainScript(env, kept));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_ReleaseScript(env, script));
  OK(OH_JSVM_CloseHandleScope(env, scope));

  EXPECT(JSVM_INVALID_ARG, OH_JSVM_RunScript(env, script, &value));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_RetainScript(env, script));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_ReleaseScript(env, script));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CreateCodeCache(env, script, &cache, &length));
  CHECK(cache == NULL && length == 0);
  OK(OH_JSVM_RunScript(env, kept, &value));
  OK(OH_JSVM_ReleaseScript(env, kept));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_RunScript(env, kept, &value));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_ReleaseScript(env, kept));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_RunScript(env, GARBAGE(JSVM_Script), &value));
  CHECK(value == NULL);

  // A bad script leaves its exception and nothing else.
  JSVM_Script bad = GARBAGE(JSVM_Script);
  EXPECT(JSVM_GENERIC_FAILURE,
         OH_JSVM_CompileScript(env, text_value(env, "let = ;"), NULL, 0, false, NULL, &bad));
  CHECK(bad == NULL);
  CHECK(take_exception(env));
  EXPECT(JSVM_GENERIC_FAILURE,
         OH_JSVM_RunScript(env, compile(env, "throw new Error('x')"), &value));
  CHECK(take_exception(env));

  Engine other = engine_open();
  JSVM_Script foreign = compile(other.env, "3");
  OK(OH_JSVM_RetainScript(other.env, foreign));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_RunScript(env, foreign, &value));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_ReleaseScript(env, foreign));
  engine_close(&other);
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_ReleaseScript(env, foreign));
}

static void code_cache(JSVM_Env env) {
  const uint8_t* cache = NULL;
  size_t length = 0;
  bool rejected = false;
  JSVM_Script script = NULL;
  OK(OH_JSVM_CreateCodeCache(env, compile(env, "function f() { return 1 } f()"), &cache, &length));
  CHECK(cache != NULL && length > 0);
  // Cut short or of another script: rejected, and compiled all the same.
  OK(OH_JSVM_CompileScript(env, text_value(env, "4"), cache, length, false, &rejected, &script));
  CHECK(rejected);
  OK(OH_JSVM_CompileScript(env, text_value(env, "5"), cache, 3, false, &rejected, &script));
  CHECK(rejected);
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_ReleaseCache(env, cache, (JSVM_CacheType)7));
  OK(OH_JSVM_ReleaseCache(env, cache, JSVM_CACHE_TYPE_JS));
}

static void deferreds(Engine* engine) {
  JSVM_Env env = engine->env;
  JSVM_Deferred deferred = NULL;
  JSVM_Value promise = NULL, value = int_value(env, 1);
  OK(OH_JSVM_CreatePromise(env, &deferred, &promise));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_ResolveDeferred(env, deferred, NULL));
  // A call that is refused does not use the deferred up.
  OK(OH_JSVM_ThrowError(env, NULL, "pending"));
  EXPECT(JSVM_PENDING_EXCEPTION, OH_JSVM_ResolveDeferred(env, deferred, value));
  CHECK(take_exception(env));
  OK(OH_JSVM_ResolveDeferred(env, deferred, value));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_ResolveDeferred(env, deferred, value));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_RejectDeferred(env, deferred, value));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_ResolveDeferred(env, GARBAGE(JSVM_Deferred), value));

  Engine other = engine_open();
  OK(OH_JSVM_CreatePromise(other.env, &deferred, &promise));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_ResolveDeferred(env, deferred, value));
  engine_close(&other);
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_ResolveDeferred(env, deferred, value));

  JSVM_Env second = NULL;
  OK(OH_JSVM_CreateEnv(engine->vm, 0, NULL, &second));
  OK(OH_JSVM_CreatePromise(second, &deferred, &promise));
  OK(OH_JSVM_DestroyEnv(second));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_ResolveDeferred(env, deferred, value));
}

// Callbacks.

static JSVM_CallbackInfo last_info;

static JSVM_Value use_badly(JSVM_Env env, JSVM_CallbackInfo info) {
  JSVM_HandleScope left_open = NULL;
  JSVM_EnvScope env_scope = NULL;
  JSVM_Value value = NULL;
  size_t count = 0;
  last_info = info;
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_GetCbInfo(env, info, NULL, &value, NULL, NULL));
  OK(OH_JSVM_GetCbInfo(env, info, &count, NULL, NULL, NULL));
  CHECK(count == 2);
  // Left open: closed when the callback returns.
  OK(OH_JSVM_OpenHandleScope(env, &left_open));
  OK(OH_JSVM_OpenHandleScope(env, &left_open));
  OK(OH_JSVM_OpenEnvScope(env, &env_scope));
  OK(OH_JSVM_CreateInt32(env, 5, &value));
  return NULL;
}

// Closes the scope that its caller has open.
static JSVM_Value close_callers_scope(JSVM_Env env, JSVM_CallbackInfo info) {
  void* scope = NULL;
  OK(OH_JSVM_GetCbInfo(env, info, NULL, NULL, NULL, &scope));
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, OH_JSVM_CloseHandleScope(env, (JSVM_HandleScope)scope));
  return NULL;
}

static JSVM_Value throw_and_return(JSVM_Env env, JSVM_CallbackInfo info) {
  (void)info;
  JSVM_Value value = int_value(env, 1);
  OK(OH_JSVM_ThrowError(env, "E_CODE", "from native"));
  return value;
}

static JSVM_Value call(JSVM_Env env, JSVM_CallbackStruct* callback) {
  JSVM_Value function = NULL, result = NULL;
  JSVM_Value arguments[2] = {int_value(env, 1), int_value(env, 2)};
  OK(OH_JSVM_CreateFunction(env, "f", JSVM_AUTO_LENGTH, callback, &function));
  (void)OH_JSVM_CallFunction(env, object_value(env), function, 2, arguments, &result);
  return result;
}

static void callbacks(Engine* engine) {
  JSVM_Env env = engine->env;
  static JSVM_CallbackStruct badly = {use_badly, NULL};
  static JSVM_CallbackStruct closing = {close_callers_scope, NULL};
  static JSVM_CallbackStruct throwing = {throw_and_return, NULL};
  static JSVM_CallbackStruct none = {NULL, NULL};
  JSVM_Value value = NULL, function = NULL;
  size_t count = 0;

  CHECK(call(env, &badly) != NULL);
  CHECK(run_int(env, "1 + 2") == 3);
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_GetCbInfo(env, last_info, &count, NULL, NULL, NULL));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_GetNewTarget(env, last_info, &value));
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_GetCbInfo(env, GARBAGE(JSVM_CallbackInfo), &count, NULL, NULL, NULL));
  closing.data = engine->scope;
  CHECK(call(env, &closing) != NULL);
  CHECK(call(env, &throwing) == NULL);
  CHECK(take_exception(env));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CreateFunction(env, "f", 1, &none, &function));
  CHECK(function == NULL);
}

static JSVM_Value first_argument(JSVM_Env env, JSVM_CallbackInfo info) {
  JSVM_Value value = NULL;
  size_t count = 1;
  OK(OH_JSVM_GetCbInfo(env, info, &count, &value, NULL, NULL));
  return value;
}

// One variable for the argument and the result.
static void argument_and_result_in_one(JSVM_Env env) {
  static JSVM_CallbackStruct callback = {first_argument, NULL};
  JSVM_Value function = NULL, value = int_value(env, 42), parameter = text_value(env, "a");
  JSVM_ValueType type = JSVM_UNDEFINED;
  int32_t number = 0;
  OK(OH_JSVM_CreateFunction(env, "f", JSVM_AUTO_LENGTH, &callback, &function));
  OK(OH_JSVM_CallFunction(env, function, function, 1, &value, &value));
  OK(OH_JSVM_GetValueInt32(env, value, &number));
  CHECK(number == 42);
  value = int_value(env, 42);
  OK(OH_JSVM_NewInstance(env, function, 1, &value, &value));
  OK(OH_JSVM_Typeof(env, value, &type));
  CHECK(type == JSVM_OBJECT);
  OK(OH_JSVM_CreateFunctionWithScript(env, "g", JSVM_AUTO_LENGTH, 1, &parameter,
                                      text_value(env, "return a + 1"), &parameter));
  OK(OH_JSVM_Typeof(env, parameter, &type));
  CHECK(type == JSVM_FUNCTION);
}

static JSVM_Value make_second_vm(JSVM_Env env, JSVM_CallbackInfo info) {
  (void)info;
  Engine inner = engine_open();
  for (int i = 0; i < 5; i++) {
    CHECK(run_int(inner.env, "globalThis.n = (globalThis.n || 0) + 1") == i + 1);
    CHECK(run_int(env, "globalThis.m = (globalThis.m || 0) + 2") == 2 * i + 2);
  }
  engine_close(&inner);
  return int_value(env, 77);
}

static void second_vm_inside_a_callback(Engine* engine) {
  static JSVM_CallbackStruct callback = {make_second_vm, NULL};
  JSVM_Value value = call(engine->env, &callback);
  int32_t number = 0;
  OK(OH_JSVM_GetValueInt32(engine->env, value, &number));
  CHECK(number == 77);
}

static void two_vms_alternately(Engine* engine) {
  Engine other = engine_open();
  JSVM_HandleScope mine = NULL, others = NULL;
  OK(OH_JSVM_OpenHandleScope(engine->env, &mine));
  OK(OH_JSVM_OpenHandleScope(other.env, &others));
  for (int i = 0; i < 10; i++) {
    CHECK(run_int(engine->env, "7") == 7);
    CHECK(run_int(other.env, "8") == 8);
  }
  OK(OH_JSVM_CloseHandleScope(engine->env, mine));
  OK(OH_JSVM_CloseHandleScope(other.env, others));
  engine_close(&other);
}

// Never reads what it got: a value of another VM means nothing here.
static void value_of_another_vm(Engine* engine) {
  Engine other = engine_open();
  JSVM_EscapableHandleScope scope = NULL;
  JSVM_Value escaped = NULL;
  JSVM_ValueType type;
  OK(OH_JSVM_OpenEscapableHandleScope(engine->env, &scope));
  (void)OH_JSVM_EscapeHandle(engine->env, scope, int_value(other.env, 1), &escaped);
  (void)OH_JSVM_Typeof(engine->env, int_value(other.env, 1), &type);
  OK(OH_JSVM_CloseEscapableHandleScope(engine->env, scope));
  engine_close(&other);
}

// Exceptions.

static void pending_exception(JSVM_Env env) {
  JSVM_Value value = NULL;
  const JSVM_ExtendedErrorInfo* info = NULL;
  OK(OH_JSVM_ThrowTypeError(env, NULL, "first"));
  EXPECT(JSVM_PENDING_EXCEPTION, OH_JSVM_ThrowTypeError(env, NULL, "second"));
  EXPECT(JSVM_PENDING_EXCEPTION, OH_JSVM_GetNamedProperty(env, NULL, NULL, &value));
  OK(OH_JSVM_GetLastErrorInfo(env, &info));
  CHECK(info != NULL && info->errorCode == JSVM_PENDING_EXCEPTION);
  OK(OH_JSVM_CreateObject(env, &value));
  CHECK(take_exception(env));
  // None pending: undefined.
  JSVM_ValueType type = JSVM_OBJECT;
  OK(OH_JSVM_GetAndClearLastException(env, &value));
  OK(OH_JSVM_Typeof(env, value, &type));
  CHECK(type == JSVM_UNDEFINED);
}

static void symbol_as_private_key(JSVM_Env env) {
  JSVM_Value symbol = NULL, value = NULL;
  JSVM_Value object = object_value(env);
  OK(OH_JSVM_CreateSymbol(env, NULL, &symbol));
  JSVM_Data key = (JSVM_Data)symbol;
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_SetPrivate(env, object, key, object));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_GetPrivate(env, object, key, &value));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_DeletePrivate(env, object, key));
}

// Wraps.

static void end_wrap(JSVM_Env env, void* data, void* hint) {
  (void)hint;
  ++*(int*)data;
  object_value(env);
}

static void wraps(Engine* engine) {
  JSVM_Env env = engine->env;
  static int ended;  // Finalizers count on it until the env ends.
  void* data = &ended;
  JSVM_Value object = object_value(env), external = NULL;
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_Unwrap(env, object, &data));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_RemoveWrap(env, object, &data));
  CHECK(data == NULL);
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_Wrap(env, int_value(env, 1), &ended, NULL, NULL, NULL));
  OK(OH_JSVM_Wrap(env, object, &ended, end_wrap, NULL, NULL));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_Wrap(env, object, &ended, NULL, NULL, NULL));
  OK(OH_JSVM_RemoveWrap(env, object, NULL));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_RemoveWrap(env, object, NULL));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_Unwrap(env, object, &data));
  OK(OH_JSVM_Wrap(env, object, &ended, end_wrap, NULL, NULL));

  // Externals can be wrapped besides the pointer that they have.
  OK(OH_JSVM_CreateExternal(env, &external, NULL, NULL, &external));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_Unwrap(env, external, &data));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_RemoveWrap(env, external, &data));
  OK(OH_JSVM_Wrap(env, external, &ended, end_wrap, NULL, NULL));
  OK(OH_JSVM_RemoveWrap(env, external, &data));
  CHECK(data == &ended);
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_Unwrap(env, external, &data));
  OK(OH_JSVM_Wrap(env, external, &ended, end_wrap, NULL, NULL));
  CHECK(ended == 0);
}

static JSVM_Env finalized_env;

static void misbehave(JSVM_Env env, void* data, void* hint) {
  (void)hint;
  JSVM_HandleScope scope = NULL;
  int* calls = (int*)data;
  ++*calls;
  finalized_env = env;
  OK(OH_JSVM_OpenHandleScope(env, &scope));  // Left open.
  CHECK(run_int(env, "5 + 5") == 10);
  collect(env);
}

// A finalizer that collects and leaves a scope open runs once.
static void finalizer_that_misbehaves(void) {
  Engine engine = engine_open();
  int calls = 0;
  JSVM_Value object = object_value(engine.env);
  OK(OH_JSVM_Wrap(engine.env, object, &calls, misbehave, NULL, NULL));
  engine_close(&engine);
  CHECK(calls == 1);
  CHECK(finalized_env == engine.env);
}

static void remove_own_wrap(JSVM_Env env, void* data, void* hint) {
  JSVM_Value object = NULL;
  (void)hint;
  OK(OH_JSVM_GetReferenceValue(env, *(JSVM_Ref*)data, &object));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_RemoveWrap(env, object, NULL));
  OK(OH_JSVM_DeleteReference(env, *(JSVM_Ref*)data));
}

static void finalizer_that_removes_its_wrap(void) {
  Engine engine = engine_open();
  JSVM_Ref ref = NULL;
  JSVM_Value object = object_value(engine.env);
  OK(OH_JSVM_Wrap(engine.env, object, &ref, remove_own_wrap, NULL, NULL));
  OK(OH_JSVM_CreateReference(engine.env, object, 1, &ref));
  engine_close(&engine);
}

// Streams and handlers.

static bool refuse(const char* data, int size, void* calls) {
  (void)data, (void)size;
  ++*(int*)calls;
  return false;
}

static void snapshots(void) {
  JSVM_VM vm = NULL;
  int calls = 0;
  OK(OH_JSVM_CreateVM(NULL, &vm));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_TakeHeapSnapshot(vm, NULL, NULL));
  // No env, no scope, and the stream wants no more.
  OK(OH_JSVM_TakeHeapSnapshot(vm, refuse, &calls));
  CHECK(calls == 1);
  OK(OH_JSVM_DestroyVM(vm));
}

static void in_gc(JSVM_VM vm, JSVM_GCType type, JSVM_GCCallbackFlags flags, void* data) {
  (void)vm, (void)type, (void)flags, (void)data;
}

static void gc_handlers(JSVM_VM vm) {
  const JSVM_CBTriggerTimeForGC time = JSVM_CB_TRIGGER_BEFORE_GC;
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_RemoveHandlerForGC(vm, time, in_gc, NULL));
  OK(OH_JSVM_AddHandlerForGC(vm, time, in_gc, JSVM_GC_TYPE_ALL, NULL));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_AddHandlerForGC(vm, time, in_gc, JSVM_GC_TYPE_ALL, NULL));
  OK(OH_JSVM_RemoveHandlerForGC(vm, time, in_gc, NULL));
}

// Numbers that are no member of their enum.
static void bad_numbers(Engine* engine) {
  JSVM_Env env = engine->env;
  JSVM_Value value = NULL;
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_SetMicrotaskPolicy(engine->vm, (JSVM_MicrotaskPolicy)2));
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_GetAllPropertyNames(env, object_value(env), (JSVM_KeyCollectionMode)9,
                                     JSVM_KEY_ALL_PROPERTIES, JSVM_KEY_KEEP_NUMBERS, &value));
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_GetAllPropertyNames(env, object_value(env), JSVM_KEY_OWN_ONLY,
                                     JSVM_KEY_ALL_PROPERTIES, (JSVM_KeyConversion)9, &value));
  const size_t too_long = (size_t)INT32_MAX + 1;
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CreateStringUtf8(env, "x", too_long, &value));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CreateStringLatin1(env, "x", too_long, &value));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CreateStringUtf8(env, "x", SIZE_MAX - 1, &value));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_SymbolFor(env, "x", too_long, &value));
  OK(OH_JSVM_CreateArrayWithLength(env, SIZE_MAX, &value));
  uint32_t length = 9;
  OK(OH_JSVM_GetArrayLength(env, value, &length));
  CHECK(length == 0);
}

// Buffers whose bounds do not fit, or overflow.
static void buffers(JSVM_Env env) {
  static uint64_t memory[8];
  JSVM_Value buffer = NULL, value = NULL;
  OK(OH_JSVM_CreateArraybuffer(env, 64, NULL, &buffer));
  const JSVM_TypedarrayType words = JSVM_INT32_ARRAY;
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CreateTypedarray(env, words, 17, buffer, 0, &value));
  CHECK(take_exception(env));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CreateTypedarray(env, words, 1, buffer, 2, &value));
  CHECK(take_exception(env));
  EXPECT(JSVM_GENERIC_FAILURE,
         OH_JSVM_CreateTypedarray(env, words, SIZE_MAX / 4 + 1, buffer, 4, &value));
  CHECK(take_exception(env));
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_CreateTypedarray(env, (JSVM_TypedarrayType)11, 1, buffer, 0, &value));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CreateTypedarray(env, words, 1, object_value(env), 0, &value));
  EXPECT(JSVM_PENDING_EXCEPTION, OH_JSVM_CreateDataview(env, 65, buffer, 0, &value));
  CHECK(take_exception(env));
  EXPECT(JSVM_PENDING_EXCEPTION, OH_JSVM_CreateDataview(env, SIZE_MAX, buffer, 1, &value));
  CHECK(take_exception(env));
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_CreateArrayBufferFromBackingStoreData(env, memory, 64, 32, 33, &value));
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_CreateArrayBufferFromBackingStoreData(env, memory, 64, SIZE_MAX, 2, &value));
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_CreateArrayBufferFromBackingStoreData(env, memory, 0, 0, 0, &value));
  EXPECT(JSVM_ARRAYBUFFER_EXPECTED, OH_JSVM_DetachArraybuffer(env, object_value(env)));
  OK(OH_JSVM_DetachArraybuffer(env, buffer));
  OK(OH_JSVM_DetachArraybuffer(env, buffer));
  value = run_script(env, "new SharedArrayBuffer(8)");
  EXPECT(JSVM_DETACHABLE_ARRAYBUFFER_EXPECTED, OH_JSVM_DetachArraybuffer(env, value));
  value = run_script(env, "new WebAssembly.Memory({initial: 1}).buffer");
  EXPECT(JSVM_DETACHABLE_ARRAYBUFFER_EXPECTED, OH_JSVM_DetachArraybuffer(env, value));
}

// Threads.

static void* on_another_thread(void* argument) {
  Engine* engine = (Engine*)argument;
  JSVM_VMScope vm_scope = GARBAGE(JSVM_VMScope);
  JSVM_EnvScope env_scope = NULL;
  JSVM_HandleScope scope = NULL;
  JSVM_Value value = NULL;
  JSVM_Ref ref = NULL;
  JSVM_HeapStatistics statistics;
  bool flag = false;
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_OpenVMScope(engine->vm, &vm_scope));
  CHECK(vm_scope == NULL);
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseVMScope(engine->vm, engine->vm_scope));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_OpenEnvScope(engine->env, &env_scope));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseEnvScope(engine->env, engine->env_scope));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_OpenHandleScope(engine->env, &scope));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseHandleScope(engine->env, engine->scope));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CreateObject(engine->env, &value));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CreateReference(engine->env, GARBAGE(JSVM_Value), 1, &ref));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_DeleteReference(engine->env, GARBAGE(JSVM_Ref)));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_ThrowError(engine->env, NULL, "x"));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_GetHeapStatistics(engine->vm, &statistics));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_PumpMessageLoop(engine->vm, &flag));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_DestroyEnv(engine->env));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_DestroyVM(engine->vm));
  return NULL;
}

static void wrong_thread(void) {
  Engine engine = engine_open();
  pthread_t thread;
  CHECK(pthread_create(&thread, NULL, on_another_thread, &engine) == 0);
  CHECK(pthread_join(thread, NULL) == 0);
  CHECK(run_int(engine.env, "8 * 8") == 64);
  engine_close(&engine);
}

int main(void) {
  JSVM_VM too_early = GARBAGE(JSVM_VM);
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CreateVM(NULL, &too_early));
  CHECK(too_early == NULL);
  engine_init();
  init_again();
  pump_nothing();

  Engine engine = engine_open();
  JSVM_Env env = engine.env;
  handle_scope_closed_twice(env);
  outer_handle_scope_first(env);
  one_kind_of_scope_for_the_other(env);
  escaping(env);
  deep_scopes(env);
  value_after_its_scope(env);
  env_scopes(&engine);
  scripts(&engine);
  code_cache(env);
  deferreds(&engine);
  callbacks(&engine);
  argument_and_result_in_one(env);
  second_vm_inside_a_callback(&engine);
  two_vms_alternately(&engine);
  value_of_another_vm(&engine);
  pending_exception(env);
  symbol_as_private_key(env);
  wraps(&engine);
  gc_handlers(engine.vm);
  bad_numbers(&engine);
  buffers(env);
  engine_close(&engine);

  handle_scope_when_none_is_open();
  without_any_scope();
  vm_scopes();
  env_around_vm_scope();
  env_after_its_end();
  vm_after_its_end();
  vm_before_its_env();
  env_with_everything_open();
  options_never_zeroed();
  finalizer_that_misbehaves();
  finalizer_that_removes_its_wrap();
  snapshots();
  wrong_thread();
  return check_result();
}
