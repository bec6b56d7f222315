// SPDX-License-Identifier: Apache-2.0

// What jsvm_memory.h tells about other objects than references, compared with what the program knows.
#include "memory.h"

static void other_kinds(Engine* engine) {
  JSVM_Env env = engine->env;
  JSVM_VM vm = engine->vm;
  JSVM_Memory_MarkId since = mark(vm);
  int data = 0;
  JSVM_Value wrapped = object_value(env), watched = object_value(env), promise = NULL;
  JSVM_Deferred deferred = NULL;
  JSVM_Script script = NULL;
  JSVM_CpuProfiler profiler = NULL;
  JSVM_EnvScope env_scope = NULL;
  JSVM_HandleScope scope = NULL;
  JSVM_Data key = NULL;
  JSVM_Ref key_ref = NULL;

  OK(OH_JSVM_Wrap(env, wrapped, &data, finalized, NULL, NULL));
  Seen seen = objects(vm, JSVM_MEMORY_WRAP, since);
  CHECK(seen.objects == 1 && seen.last.nativeData == &data && seen.last.env == env);
  OK(OH_JSVM_RemoveWrap(env, wrapped, NULL));
  CHECK(objects(vm, JSVM_MEMORY_WRAP, since).objects == 0);

  OK(OH_JSVM_AddFinalizer(env, watched, &data, finalized, NULL, NULL));
  CHECK(objects(vm, JSVM_MEMORY_FINALIZER, since).objects == 1);

  OK(OH_JSVM_CreatePromise(env, &deferred, &promise));
  seen = objects(vm, JSVM_MEMORY_DEFERRED, since);
  CHECK(seen.objects == 1 && seen.last.handle == (void*)deferred);
  OK(OH_JSVM_ResolveDeferred(env, deferred, int_value(env, 1)));
  CHECK(objects(vm, JSVM_MEMORY_DEFERRED, since).objects == 0);

  OK(OH_JSVM_CompileScript(env, text_value(env, "1"), NULL, 0, false, NULL, &script));
  CHECK(objects(vm, JSVM_MEMORY_SCRIPT, since).objects == 0);
  OK(OH_JSVM_RetainScript(env, script));
  CHECK(objects(vm, JSVM_MEMORY_SCRIPT, since).objects == 1);
  OK(OH_JSVM_ReleaseScript(env, script));
  CHECK(objects(vm, JSVM_MEMORY_SCRIPT, since).objects == 0);

  OK(OH_JSVM_CreatePrivate(env, text_value(env, "key"), &key));
  OK(OH_JSVM_CreateDataReference(env, key, 1, &key_ref));
  CHECK(objects(vm, JSVM_MEMORY_DATA_REFERENCE, since).objects == 1);
  CHECK(objects(vm, JSVM_MEMORY_REFERENCE, since).objects == 0);
  CHECK(references(vm, since).objects == 1);
  drop(env, key_ref);

  OK(OH_JSVM_StartCpuProfiler(vm, &profiler));
  CHECK(objects(vm, JSVM_MEMORY_PROFILER, since).objects == 1);
  Search where = sites(vm, since, "other_kinds");
  CHECK(where.found >= 5);

  int open = objects(vm, JSVM_MEMORY_HANDLE_SCOPE, JSVM_MEMORY_START).objects;
  OK(OH_JSVM_OpenHandleScope(env, &scope));
  seen = objects(vm, JSVM_MEMORY_HANDLE_SCOPE, JSVM_MEMORY_START);
  CHECK(seen.objects == open + 1 && seen.last.handle == (void*)scope);
  OK(OH_JSVM_CloseHandleScope(env, scope));

  CHECK(objects(vm, JSVM_MEMORY_ENV_SCOPE, JSVM_MEMORY_START).objects == 1);
  OK(OH_JSVM_OpenEnvScope(env, &env_scope));
  CHECK(objects(vm, JSVM_MEMORY_ENV_SCOPE, since).objects == 1);
  OK(OH_JSVM_CloseEnvScope(env, env_scope));
  CHECK(objects(vm, JSVM_MEMORY_VM_SCOPE, JSVM_MEMORY_START).objects == 1);
  CHECK(objects(vm, JSVM_MEMORY_ENV, JSVM_MEMORY_START).last.env == env);
}

static bool skip(const char* data, int size, void* stream) {
  (void)data;
  (void)size;
  (void)stream;
  return true;
}

static void profilers_end(Engine* engine) {
  Seen seen = objects(engine->vm, JSVM_MEMORY_PROFILER, JSVM_MEMORY_START);
  CHECK(seen.objects == 1);
  OK(OH_JSVM_StopCpuProfiler(engine->vm, (JSVM_CpuProfiler)seen.last.handle, skip, NULL));
  CHECK(objects(engine->vm, JSVM_MEMORY_PROFILER, JSVM_MEMORY_START).objects == 0);
}

static void backing_stores(void) {
  void *first = NULL, *second = NULL;
  int before = objects(NULL, JSVM_MEMORY_BACKING_STORE, JSVM_MEMORY_START).objects;
  OK(OH_JSVM_AllocateArrayBufferBackingStoreData(64, JSVM_ZERO_INITIALIZED, &first));
  OK(OH_JSVM_AllocateArrayBufferBackingStoreData(64, JSVM_UNINITIALIZED, &second));
  Seen seen = objects(NULL, JSVM_MEMORY_BACKING_STORE, JSVM_MEMORY_START);
  CHECK(seen.objects == before + 2);
  CHECK(seen.last.nativeData == first || seen.last.nativeData == second);
  Search where = {.function = "backing_stores"};
  OK(JSVM_Memory_DescribeSite(NULL, seen.last.site, search, &where));
  CHECK(where.found == 1 && where.kind == JSVM_MEMORY_BACKING_STORE);
  OK(OH_JSVM_FreeArrayBufferBackingStoreData(first));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_FreeArrayBufferBackingStoreData(first));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_FreeArrayBufferBackingStoreData(&seen));
  OK(OH_JSVM_FreeArrayBufferBackingStoreData(second));
  CHECK(objects(NULL, JSVM_MEMORY_BACKING_STORE, JSVM_MEMORY_START).objects == before);
}

int main(void) {
  engine_init();
  Engine engine = engine_open();
  other_kinds(&engine);
  profilers_end(&engine);
  backing_stores();
  engine_close(&engine);
  return check_result();
}
