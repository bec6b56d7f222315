// SPDX-License-Identifier: Apache-2.0

// What jsvm_memory.h tells about what a program holds, compared with what the program knows.
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "jsvm_memory.h"

#define NOINLINE __attribute__((noinline))


static NOINLINE JSVM_Ref keep(JSVM_Env env, uint32_t count) {
  JSVM_Ref ref = NULL;
  JSVM_Value object = object_value(env);
  OK(OH_JSVM_CreateReference(env, object, count, &ref));
  return ref;
}

static void drop(JSVM_Env env, JSVM_Ref ref) { OK(OH_JSVM_DeleteReference(env, ref)); }

// What a walk has seen.
typedef struct {
  int objects;
  int most;  // Ends the walk; 0: never.
  int states[4];
  uint64_t ages;
  JSVM_Memory_Object last;
} Seen;

static bool see(JSVM_VM vm, const JSVM_Memory_Object* object, void* data) {
  Seen* seen = data;
  (void)vm;
  CHECK(object->size == sizeof *object);
  seen->objects++;
  seen->states[object->state]++;
  seen->ages += object->age;
  seen->last = *object;
  return seen->objects != seen->most;
}

static Seen references(JSVM_VM vm, JSVM_Memory_MarkId since) {
  Seen seen = {0};
  OK(JSVM_Memory_RefsExisting(vm, since, see, &seen));
  return seen;
}

static Seen objects(JSVM_VM vm, JSVM_Memory_Kind kind, JSVM_Memory_MarkId since) {
  Seen seen = {0};
  OK(JSVM_Memory_ObjectsExisting(vm, kind, since, see, &seen));
  return seen;
}

static JSVM_Memory_MarkId mark(JSVM_VM vm) {
  JSVM_Memory_MarkId result = 0;
  OK(JSVM_Memory_Mark(vm, "mark", &result));
  CHECK(result != JSVM_MEMORY_START);
  return result;
}

static void created_since_a_mark(Engine* engine) {
  JSVM_Env env = engine->env;
  JSVM_Ref before = keep(env, 1);
  JSVM_Memory_MarkId first = mark(engine->vm);
  JSVM_Ref between = keep(env, 2);
  drop(env, keep(env, 1));
  JSVM_Memory_MarkId second = mark(engine->vm);
  JSVM_Ref after = keep(env, 3);
  CHECK(references(engine->vm, JSVM_MEMORY_START).objects == 3);
  CHECK(references(engine->vm, first).objects == 2);
  Seen seen = references(engine->vm, second);
  CHECK(seen.objects == 1);
  CHECK(seen.last.handle == (void*)after && seen.last.refcount == 3);
  CHECK(seen.last.env == env && seen.last.kind == JSVM_MEMORY_REFERENCE);
  CHECK(seen.last.thread == (int32_t)syscall(SYS_gettid));
  CHECK(seen.last.nanoseconds < 60000000000u);
  CHECK(!seen.last.isIgnored);
  drop(env, after);
  CHECK(references(engine->vm, second).objects == 0);
  // What takes the place of a deleted one is new.
  after = keep(env, 1);
  CHECK(references(engine->vm, second).objects == 1);
  drop(env, before);
  drop(env, between);
  drop(env, after);
  OK(JSVM_Memory_DeleteMark(engine->vm, first));
  CHECK(references(engine->vm, second).objects == 0);
}

static void a_walk_ends_when_told(Engine* engine) {
  JSVM_Ref refs[5];
  for (int i = 0; i < 5; i++) refs[i] = keep(engine->env, 1);
  Seen seen = {.most = 2};
  OK(JSVM_Memory_RefsExisting(engine->vm, JSVM_MEMORY_START, see, &seen));
  CHECK(seen.objects == 2);
  for (int i = 0; i < 5; i++) drop(engine->env, refs[i]);
}

static bool delete_it(JSVM_VM vm, const JSVM_Memory_Object* object, void* data) {
  (void)vm;
  drop((JSVM_Env)data, (JSVM_Ref)object->handle);
  return true;
}

static void references_deleted_by_a_walk(Engine* engine) {
  for (int i = 0; i < 3000; i++) keep(engine->env, 1);
  OK(JSVM_Memory_RefsExisting(engine->vm, JSVM_MEMORY_START, delete_it, engine->env));
  CHECK(references(engine->vm, JSVM_MEMORY_START).objects == 0);
}

static void states(Engine* engine) {
  JSVM_Env env = engine->env;
  JSVM_HandleScope scope = NULL;
  JSVM_Ref strong = keep(env, 1), emptied = NULL;
  OK(OH_JSVM_CreateReference(env, int_value(env, 1), 0, &emptied));
  OK(OH_JSVM_OpenHandleScope(env, &scope));
  JSVM_Ref cleared = keep(env, 0);
  OK(OH_JSVM_CloseHandleScope(env, scope));
  collect(env);
  collect(env);
  JSVM_Ref weak = keep(env, 0);
  Seen seen = references(engine->vm, JSVM_MEMORY_START);
  CHECK(seen.states[JSVM_MEMORY_STRONG] == 1 && seen.states[JSVM_MEMORY_WEAK] == 1);
  CHECK(seen.states[JSVM_MEMORY_CLEARED] == 1 && seen.states[JSVM_MEMORY_EMPTIED] == 1);
  // Three of them lived through two collections.
  CHECK(seen.ages >= 6);
  JSVM_Memory_Totals totals = {.size = sizeof totals};
  OK(JSVM_Memory_GetTotals(engine->vm, &totals));
  CHECK(totals.existing == 4 && totals.strong == 1 && totals.weak == 1);
  CHECK(totals.cleared == 1 && totals.emptied == 1 && totals.collections >= 2);
  drop(env, strong);
  drop(env, emptied);
  drop(env, cleared);
  drop(env, weak);
}

// Sites.

typedef struct {
  const char* function;  // Looked for.
  int found;
  // Sums: a loop that the compiler unrolls has several sites in one line.
  uint64_t created, existing, transient, peak;
  JSVM_Memory_SiteId id;
  JSVM_Memory_Kind kind;
  uint32_t line;
  char script[64];
  int scripts;
} Search;

static bool search(JSVM_VM vm, const JSVM_Memory_Site* site, void* data) {
  Search* wanted = data;
  (void)vm;
  CHECK(site->size == sizeof *site);
  CHECK(site->created == site->existing + site->transient);
  if (site->frameCount == 0 || site->frames[0].function == NULL) return true;
  if (strcmp(site->frames[0].function, wanted->function) != 0) return true;
  wanted->found++;
  wanted->id = site->id;
  wanted->kind = site->kind;
  wanted->created += site->created;
  wanted->existing += site->existing;
  wanted->transient += site->transient;
  wanted->peak += site->peak;
  wanted->line = site->frames[0].line;
  CHECK(site->frames[0].file != NULL && strstr(site->frames[0].file, "memory.c") != NULL);
  CHECK(site->frames[0].module != NULL && site->frames[0].address != 0);
  wanted->scripts = (int)site->scriptFrameCount;
  if (site->scriptFrameCount > 0) {
    snprintf(wanted->script, sizeof wanted->script, "%s %s:%u", site->scriptFrames[0].function,
             site->scriptFrames[0].script, site->scriptFrames[0].line);
  }
  return true;
}

static Search sites(JSVM_VM vm, JSVM_Memory_MarkId since, const char* function) {
  Search wanted = {.function = function};
  OK(JSVM_Memory_Sites(vm, since, search, &wanted));
  return wanted;
}

static NOINLINE JSVM_Ref keep_here(JSVM_Env env) {
  JSVM_Ref ref = NULL;
  JSVM_Value object = object_value(env);
  OK(OH_JSVM_CreateReference(env, object, 1, &ref));
  return ref;
}

static void counts_of_a_site(Engine* engine) {
  JSVM_Env env = engine->env;
  JSVM_Ref refs[10];
  JSVM_Memory_MarkId begin = mark(engine->vm), since = 0;
  for (int i = 0; i < 10; i++) {
    if (i == 4) since = mark(engine->vm);
    refs[i] = keep_here(env);
  }
  for (int i = 2; i < 6; i++) drop(env, refs[i]);
  Search all = sites(engine->vm, begin, "keep_here");
  CHECK(all.found >= 1 && all.line > 0);
  CHECK(all.kind == JSVM_MEMORY_REFERENCE);
  CHECK(all.created == 10 && all.existing == 6 && all.transient == 4);
  CHECK(all.peak == 10);
  Search some = sites(engine->vm, since, "keep_here");
  CHECK(some.found >= 1 && some.created == 6);
  CHECK(some.existing == 4 && some.transient == 2);
  Search one = {.function = "keep_here"};
  OK(JSVM_Memory_DescribeSite(engine->vm, references(engine->vm, since).last.site, search, &one));
  CHECK(one.found == 1 && one.created >= 1);
  for (int i = 0; i < 10; i++) {
    if (i < 2 || i >= 6) drop(env, refs[i]);
  }
  CHECK(sites(engine->vm, mark(engine->vm), "keep_here").found == 0);
}

// Frames of script.

static JSVM_Ref kept_by_script;

static JSVM_Value keep_for_script(JSVM_Env env, JSVM_CallbackInfo info) {
  JSVM_Value value = NULL;
  (void)info;
  OK(OH_JSVM_CreateObject(env, &value));
  OK(OH_JSVM_CreateReference(env, value, 1, &kept_by_script));
  return NULL;
}

static void run_named(JSVM_Env env, const char* source) {
  JSVM_ScriptOrigin origin = {.resourceName = "app.js"};
  JSVM_Script script = NULL;
  JSVM_Value result = NULL;
  OK(OH_JSVM_CompileScriptWithOrigin(env, text_value(env, source), NULL, 0, false, NULL, &origin,
                                     &script));
  OK(OH_JSVM_RunScript(env, script, &result));
}

static void frames_of_script(Engine* engine) {
  static JSVM_CallbackStruct callback = {keep_for_script, NULL};
  static const struct {
    JSVM_Memory_ScriptFrames frames;
    int count;
    const char* top;
  } rows[] = {
      {JSVM_MEMORY_SCRIPT_FRAMES_OFF, 0, ""},
      {JSVM_MEMORY_SCRIPT_FRAMES_TOP, 1, "inner app.js:1"},
      {JSVM_MEMORY_SCRIPT_FRAMES_FULL, 3, "inner app.js:1"},
      {JSVM_MEMORY_SCRIPT_FRAMES_DEFAULT, 1, "inner app.js:1"},
  };
  JSVM_Env env = engine->env;
  JSVM_Value global = NULL, function = NULL;
  OK(OH_JSVM_CreateFunction(env, "keep", JSVM_AUTO_LENGTH, &callback, &function));
  OK(OH_JSVM_GetGlobal(env, &global));
  OK(OH_JSVM_SetNamedProperty(env, global, "keep", function));
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    JSVM_Memory_Options options = {sizeof options, rows[i].frames, "main", false};
    OK(JSVM_Memory_SetOptions(engine->vm, &options));
    JSVM_Memory_MarkId since = mark(engine->vm);
    run_named(env, "function inner() { keep(); }\nfunction outer() { inner(); }\nouter();");
    Search found = sites(engine->vm, since, "keep_for_script");
    CHECK(found.found == 1 && found.scripts == rows[i].count);
    CHECK(strcmp(found.script, rows[i].top) == 0);
    drop(env, kept_by_script);
  }
}

// Other objects than references.

static void finalized(JSVM_Env env, void* data, void* hint) {
  (void)env;
  (void)data;
  (void)hint;
}

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

// Leak checks.

static uint64_t leaks(JSVM_VM vm, JSVM_Memory_MarkId since, JSVM_Env env) {
  JSVM_Memory_LeakCheck check = {sizeof check, since, env, "here", true};
  uint64_t count = 99;
  OK(JSVM_Memory_DoRecoverableLeakCheck(vm, &check, &count));
  return count;
}

static void leak_checks(Engine* engine) {
  JSVM_Env env = engine->env, other = NULL;
  JSVM_VM vm = engine->vm;
  CHECK(leaks(vm, JSVM_MEMORY_START, NULL) == 0);
  JSVM_Ref ref = keep(env, 1);
  CHECK(leaks(vm, JSVM_MEMORY_START, NULL) == 1);
  JSVM_Memory_MarkId since = mark(vm);
  CHECK(leaks(vm, since, NULL) == 0);
  OK(OH_JSVM_CreateEnv(vm, 0, NULL, &other));
  CHECK(leaks(vm, JSVM_MEMORY_START, other) == 0 && leaks(vm, JSVM_MEMORY_START, env) == 1);
  OK(OH_JSVM_DestroyEnv(other));

  OK(JSVM_Memory_IgnoreReference(env, ref));
  CHECK(leaks(vm, JSVM_MEMORY_START, NULL) == 0);
  CHECK(references(vm, JSVM_MEMORY_START).last.isIgnored);

  OK(JSVM_Memory_Disable(vm));
  OK(JSVM_Memory_Disable(vm));
  JSVM_Ref first = keep(env, 1);
  OK(JSVM_Memory_Enable(vm));
  JSVM_Ref second = keep(env, 1);
  OK(JSVM_Memory_Enable(vm));
  CHECK(leaks(vm, JSVM_MEMORY_START, NULL) == 0);
  CHECK(references(vm, since).objects == 2);
  JSVM_Ref third = keep(env, 1);
  CHECK(leaks(vm, JSVM_MEMORY_START, NULL) == 1);

  OK(JSVM_Memory_AddSuppressions("# known\nleak:keep_for_good # here too\n", JSVM_AUTO_LENGTH));
  CHECK(leaks(vm, JSVM_MEMORY_START, NULL) == 1);
  OK(JSVM_Memory_AddSuppressions("leak:^keep$ max=2", JSVM_AUTO_LENGTH));
  CHECK(leaks(vm, JSVM_MEMORY_START, NULL) == 0);
  JSVM_Ref more[2] = {keep(env, 1), keep(env, 1)};
  CHECK(leaks(vm, JSVM_MEMORY_START, NULL) == 3);
  drop(env, more[0]);
  drop(env, more[1]);
  drop(env, first);
  drop(env, second);
  drop(env, third);
  drop(env, ref);
}

static void test_scopes(Engine* engine) {
  JSVM_Env env = engine->env;
  JSVM_VM vm = engine->vm;
  uint64_t failures = JSVM_Memory_GetTestFailures(), left = 9;
  int runs = 0;
  JSVM_Ref ref = NULL;
  JSVM_Memory_TestScope scope;
  JSVM_MEMORY_TEST_SCOPE(vm, "balanced", 0) {
    runs++;
    drop(env, keep_here(env));
  }
  JSVM_MEMORY_TEST_SCOPE(vm, "one is allowed", 1) ref = keep_here(env);
  drop(env, ref);
  CHECK(runs == 1 && JSVM_Memory_GetTestFailures() == failures);
  JSVM_MEMORY_TEST_SCOPE(vm, "outer", 0) {
    JSVM_MEMORY_TEST_SCOPE(vm, "inner", 0) { ref = keep_here(env); }
    drop(env, ref);
  }
  CHECK(JSVM_Memory_GetTestFailures() == failures + 1);
  OK(JSVM_Memory_BeginTestScope(vm, "by hand", 0, &scope));
  ref = keep_here(env);
  OK(JSVM_Memory_EndTestScope(&scope, &left));
  CHECK(left == 1 && JSVM_Memory_GetTestFailures() == failures + 2);
  drop(env, ref);
  // One that cannot be opened fails, and what it surrounds runs.
  JSVM_MEMORY_TEST_SCOPE(NULL, "no VM", 0) runs++;
  CHECK(runs == 2 && JSVM_Memory_GetTestFailures() == failures + 3);
}

// Handles of the engine.

static void every_handle_is_known(Engine* engine) {
  JSVM_Env env = engine->env;
  JSVM_Ref refs[100];
  JSVM_Value value = NULL, error = NULL, promise = NULL;
  JSVM_Deferred deferred = NULL;
  JSVM_Memory_Totals before = {.size = sizeof before}, totals = {.size = sizeof totals};
  OK(JSVM_Memory_GetTotals(engine->vm, &before));
  for (int i = 0; i < 100; i++) refs[i] = keep_here(env);
  OK(OH_JSVM_CreatePromise(env, &deferred, &promise));
  OK(OH_JSVM_AddFinalizer(env, object_value(env), NULL, finalized, NULL, NULL));
  OK(OH_JSVM_ThrowError(env, NULL, "kept"));
  OK(JSVM_Memory_GetTotals(engine->vm, &totals));
  CHECK(totals.trackedHandles == before.trackedHandles + 103);
  CHECK(totals.engineHandles == before.engineHandles + 103);
  CHECK(totals.untrackedHandles == before.untrackedHandles);
  CHECK(before.untrackedHandles == 0);
  CHECK(totals.ledgerBytes > 0 && totals.sites > 0 && totals.created >= 100);
  OK(OH_JSVM_GetAndClearLastException(env, &error));
  OK(OH_JSVM_GetUndefined(env, &value));
  OK(OH_JSVM_RejectDeferred(env, deferred, value));
  for (int i = 0; i < 100; i++) drop(env, refs[i]);
}

static void* from_another_thread(void* data) {
  Engine* engine = data;
  JSVM_Memory_MarkId unset = 7;
  EXPECT(JSVM_GENERIC_FAILURE, JSVM_Memory_Mark(engine->vm, "m", &unset));
  CHECK(unset == 0);
  EXPECT(JSVM_GENERIC_FAILURE,
         JSVM_Memory_RefsExisting(engine->vm, JSVM_MEMORY_START, see, NULL));
  EXPECT(JSVM_GENERIC_FAILURE, JSVM_Memory_Disable(engine->vm));
  return NULL;
}

int main(void) {
  engine_init();
  Engine engine = engine_open();
  every_handle_is_known(&engine);
  created_since_a_mark(&engine);
  a_walk_ends_when_told(&engine);
  references_deleted_by_a_walk(&engine);
  states(&engine);
  counts_of_a_site(&engine);
  frames_of_script(&engine);
  other_kinds(&engine);
  profilers_end(&engine);
  backing_stores();
  leak_checks(&engine);
  test_scopes(&engine);
  pthread_t thread;
  CHECK(pthread_create(&thread, NULL, from_another_thread, &engine) == 0);
  pthread_join(thread, NULL);
  engine_close(&engine);
  return check_result();
}
