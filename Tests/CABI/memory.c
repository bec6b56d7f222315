// SPDX-License-Identifier: Apache-2.0

// What jsvm_memory.h tells about the references and sites of a program, compared with what the program
// knows.
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "memory.h"

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
  pthread_t thread;
  CHECK(pthread_create(&thread, NULL, from_another_thread, &engine) == 0);
  pthread_join(thread, NULL);
  engine_close(&engine);
  return check_result();
}
