// SPDX-License-Identifier: Apache-2.0

// Envs, VMs, scripts, deferreds and wraps used before or after their time, ended twice or by their own
// finalizer: each gets a status, none ends the process.
#include "check.h"
#include "misuse.h"

static void pump_nothing(void) {
  bool ran = true;
  OK(OH_JSVM_PumpMessageLoop(NULL, &ran));
  CHECK(!ran);
}

static void init_again(void) {
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_Init(NULL));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_Init(NULL));
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

int main(void) {
  JSVM_VM too_early = GARBAGE(JSVM_VM);
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CreateVM(NULL, &too_early));
  CHECK(too_early == NULL);
  engine_init();
  init_again();
  pump_nothing();

  Engine engine = engine_open();
  scripts(&engine);
  code_cache(engine.env);
  deferreds(&engine);
  wraps(&engine);
  engine_close(&engine);

  env_after_its_end();
  vm_after_its_end();
  vm_before_its_env();
  env_with_everything_open();
  options_never_zeroed();
  finalizer_that_misbehaves();
  finalizer_that_removes_its_wrap();
  return check_result();
}
