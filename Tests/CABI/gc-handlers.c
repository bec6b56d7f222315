// SPDX-License-Identifier: Apache-2.0

// Handlers of garbage collections: which fire, when, in which order, with which type and flag.
#include "check.h"

typedef struct {
  const char* name;
  JSVM_GCType type;
  JSVM_GCCallbackFlags flags;
  JSVM_VM vm;
} Event;

enum { event_capacity = 512 };
static Event events[event_capacity];
static int event_count;

static void note(JSVM_VM vm, JSVM_GCType type, JSVM_GCCallbackFlags flags, void* name) {
  if (event_count < event_capacity) {
    events[event_count] = (Event){(const char*)name, type, flags, vm};
  }
  event_count++;
}

// Another function, so that it is another handler.
static void note_too(JSVM_VM vm, JSVM_GCType type, JSVM_GCCallbackFlags flags, void* name) {
  note(vm, type, flags, name);
}

static char before[] = "before", after[] = "after", second[] = "second", third[] = "third";
static const JSVM_CBTriggerTimeForGC BEFORE = JSVM_CB_TRIGGER_BEFORE_GC;
static const JSVM_CBTriggerTimeForGC AFTER = JSVM_CB_TRIGGER_AFTER_GC;

static int count_named(const char* name) {
  int count = 0;
  for (int i = 0; i < event_count && i < event_capacity; i++) count += events[i].name == name;
  return count;
}

static int count_type(JSVM_GCType type) {
  int count = 0;
  for (int i = 0; i < event_count && i < event_capacity; i++) count += events[i].type == type;
  return count;
}

static bool all_have_flags(JSVM_GCCallbackFlags flags) {
  for (int i = 0; i < event_count && i < event_capacity; i++) {
    if (events[i].flags != flags) return false;
  }
  return true;
}

static void pressure(JSVM_Env env, JSVM_MemoryPressureLevel level) {
  event_count = 0;
  OK(OH_JSVM_MemoryPressureNotification(env, level));
}

static void add(Engine* engine, JSVM_CBTriggerTimeForGC time, JSVM_GCType type, char* name) {
  OK(OH_JSVM_AddHandlerForGC(engine->vm, time, note, type, name));
}

static void take_away(Engine* engine, JSVM_CBTriggerTimeForGC time, char* name) {
  OK(OH_JSVM_RemoveHandlerForGC(engine->vm, time, note, name));
}

static void registration(Engine* engine) {
  JSVM_VM vm = engine->vm;
  const JSVM_GCType all = JSVM_GC_TYPE_ALL;
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_AddHandlerForGC(NULL, BEFORE, note, all, NULL));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_AddHandlerForGC(vm, BEFORE, NULL, all, NULL));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_RemoveHandlerForGC(NULL, BEFORE, note, NULL));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_RemoveHandlerForGC(vm, BEFORE, NULL, NULL));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_RemoveHandlerForGC(vm, BEFORE, note, NULL));

  // The key is time, function and data; the type is not part of it.
  OK(OH_JSVM_AddHandlerForGC(vm, BEFORE, note, all, before));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_AddHandlerForGC(vm, BEFORE, note, all, before));
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_AddHandlerForGC(vm, BEFORE, note, JSVM_GC_TYPE_SCAVENGE, before));
  OK(OH_JSVM_AddHandlerForGC(vm, AFTER, note, all, before));
  OK(OH_JSVM_AddHandlerForGC(vm, BEFORE, note_too, all, before));
  OK(OH_JSVM_AddHandlerForGC(vm, BEFORE, note, all, NULL));
  OK(OH_JSVM_RemoveHandlerForGC(vm, BEFORE, note, NULL));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_RemoveHandlerForGC(vm, BEFORE, note, NULL));
  OK(OH_JSVM_RemoveHandlerForGC(vm, BEFORE, note_too, before));
  OK(OH_JSVM_RemoveHandlerForGC(vm, BEFORE, note, before));
  // Every time but "before" is "after".
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_AddHandlerForGC(vm, (JSVM_CBTriggerTimeForGC)2, note, all, before));
  OK(OH_JSVM_RemoveHandlerForGC(vm, (JSVM_CBTriggerTimeForGC)3, note, before));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_RemoveHandlerForGC(vm, AFTER, note, before));

  // What was removed does not fire.
  pressure(engine->env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL);
  CHECK(event_count == 0);
}

static void levels(Engine* engine) {
  add(engine, BEFORE, JSVM_GC_TYPE_ALL, before);
  add(engine, AFTER, JSVM_GC_TYPE_ALL, after);

  pressure(engine->env, JSVM_MEMORY_PRESSURE_LEVEL_NONE);
  CHECK(event_count == 0);

  pressure(engine->env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL);
  CHECK(count_type(JSVM_GC_TYPE_MARK_SWEEP_COMPACT) >= 2);
  CHECK(count_type(JSVM_GC_TYPE_SCAVENGE) == 0);
  CHECK(count_named(before) == count_named(after));
  CHECK(events[0].name == before);
  for (int i = 0; i < event_count && i < event_capacity; i++) {
    CHECK(events[i].vm == engine->vm);
    if (events[i].type != JSVM_GC_TYPE_MARK_SWEEP_COMPACT) continue;
    CHECK(events[i].flags == JSVM_GC_CALLBACK_COLLECT_ALL_AVAILABLE_GARBAGE);
  }

  pressure(engine->env, JSVM_MEMORY_PRESSURE_LEVEL_LOW_MEMORY);
  CHECK(count_type(JSVM_GC_TYPE_MARK_SWEEP_COMPACT) >= 4);
  CHECK(count_named(before) == count_named(after));
  CHECK(all_have_flags(JSVM_NO_GC_CALLBACK_FLAGS));

  pressure(engine->env, JSVM_MEMORY_PRESSURE_LEVEL_MODERATE);
  CHECK(event_count == 2);
  CHECK(count_type(JSVM_GC_TYPE_INCREMENTAL_MARKING) == 2);
  CHECK(events[0].name == before && events[1].name == after);
  // Marking runs already.
  pressure(engine->env, JSVM_MEMORY_PRESSURE_LEVEL_MODERATE);
  CHECK(event_count == 0);
  collect(engine->env);

  event_count = 0;
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_MemoryPressureNotification(engine->env, (JSVM_MemoryPressureLevel)4));
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_MemoryPressureNotification(engine->env, (JSVM_MemoryPressureLevel)-1));
  CHECK(event_count == 0);
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_MemoryPressureNotification(NULL, JSVM_MEMORY_PRESSURE_LEVEL_NONE));

  take_away(engine, BEFORE, before);
  take_away(engine, AFTER, after);
}

static void only_the_wanted_type(Engine* engine) {
  add(engine, BEFORE, JSVM_GC_TYPE_SCAVENGE, before);
  add(engine, BEFORE, JSVM_GC_TYPE_MARK_SWEEP_COMPACT, second);
  // More than one type, but not all: taken for all.
  add(engine, BEFORE, (JSVM_GCType)(JSVM_GC_TYPE_SCAVENGE | JSVM_GC_TYPE_INCREMENTAL_MARKING),
      third);
  pressure(engine->env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL);
  CHECK(count_named(before) == 0);
  CHECK(count_named(second) >= 1);
  CHECK(count_named(third) >= count_named(second));

  event_count = 0;
  CHECK(run_int(engine->env,
                "for (let i = 0; i < 2000000; i++) globalThis.x = {a: i, b: [i]}; 1") == 1);
  CHECK(count_named(before) >= 1);
  bool flagged = false;
  for (int i = 0; i < event_count && i < event_capacity; i++) {
    if (events[i].name != before) continue;
    CHECK(events[i].type == JSVM_GC_TYPE_SCAVENGE);
    flagged = flagged || events[i].flags != JSVM_NO_GC_CALLBACK_FLAGS;
  }
  CHECK(!flagged);
  take_away(engine, BEFORE, before);
  take_away(engine, BEFORE, second);
  take_away(engine, BEFORE, third);
}

static void in_order_of_registration(Engine* engine) {
  const JSVM_GCType full = JSVM_GC_TYPE_MARK_SWEEP_COMPACT;
  add(engine, BEFORE, full, third);
  add(engine, BEFORE, full, second);
  add(engine, BEFORE, full, before);
  pressure(engine->env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL);
  CHECK(event_count >= 3);
  CHECK(events[0].name == third && events[1].name == second && events[2].name == before);
  take_away(engine, BEFORE, second);
  pressure(engine->env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL);
  CHECK(events[0].name == third && events[1].name == before);
  take_away(engine, BEFORE, before);
  take_away(engine, BEFORE, third);
}

static void remove_itself(JSVM_VM vm, JSVM_GCType type, JSVM_GCCallbackFlags flags, void* data) {
  note(vm, type, flags, data);
  OK(OH_JSVM_RemoveHandlerForGC(vm, BEFORE, remove_itself, data));
}

static void remove_next(JSVM_VM vm, JSVM_GCType type, JSVM_GCCallbackFlags flags, void* data) {
  note(vm, type, flags, data);
  // Not there any more the second time.
  (void)OH_JSVM_RemoveHandlerForGC(vm, BEFORE, note, second);
}

static void add_another(JSVM_VM vm, JSVM_GCType type, JSVM_GCCallbackFlags flags, void* data) {
  note(vm, type, flags, data);
  (void)OH_JSVM_AddHandlerForGC(vm, BEFORE, note, JSVM_GC_TYPE_MARK_SWEEP_COMPACT, third);
}

static void changed_from_inside(Engine* engine) {
  const JSVM_GCType full = JSVM_GC_TYPE_MARK_SWEEP_COMPACT;
  OK(OH_JSVM_AddHandlerForGC(engine->vm, BEFORE, remove_itself, full, before));
  OK(OH_JSVM_AddHandlerForGC(engine->vm, BEFORE, remove_next, full, after));
  OK(OH_JSVM_AddHandlerForGC(engine->vm, BEFORE, note, full, second));
  OK(OH_JSVM_AddHandlerForGC(engine->vm, BEFORE, add_another, full, NULL));
  pressure(engine->env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL);
  CHECK(count_named(before) == 1);
  CHECK(count_named(after) >= 1);
  CHECK(count_named(second) == 0);
  int collections = count_named(after);
  CHECK(count_named(third) == collections - 1);

  pressure(engine->env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL);
  CHECK(count_named(before) == 0);
  CHECK(count_named(third) == count_named(after));
  OK(OH_JSVM_RemoveHandlerForGC(engine->vm, BEFORE, remove_next, after));
  OK(OH_JSVM_RemoveHandlerForGC(engine->vm, BEFORE, add_another, NULL));
  OK(OH_JSVM_RemoveHandlerForGC(engine->vm, BEFORE, note, third));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_RemoveHandlerForGC(engine->vm, BEFORE, note, second));
  pressure(engine->env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL);
  CHECK(event_count == 0);
}

typedef struct {
  Engine* engine;
  JSVM_Ref ref;
  int calls;
} Inside;

// While a collection is reported nothing may run script; the rest works.
static void use_api(JSVM_VM vm, JSVM_GCType type, JSVM_GCCallbackFlags flags, void* data) {
  (void)type, (void)flags;
  Inside* inside = (Inside*)data;
  JSVM_Env env = inside->engine->env;
  JSVM_HeapStatistics statistics;
  JSVM_HandleScope scope = NULL;
  JSVM_Value value = NULL, text = NULL;
  JSVM_Script script = NULL;
  JSVM_Ref ref = NULL;
  inside->calls++;
  OK(OH_JSVM_GetHeapStatistics(vm, &statistics));
  CHECK(statistics.usedHeapSize > 0);
  OK(OH_JSVM_OpenHandleScope(env, &scope));
  OK(OH_JSVM_CreateObject(env, &value));
  OK(OH_JSVM_CreateReference(env, value, 1, &ref));
  OK(OH_JSVM_DeleteReference(env, ref));
  OK(OH_JSVM_GetReferenceValue(env, inside->ref, &value));
  CHECK(value != NULL);
  OK(OH_JSVM_CreateStringUtf8(env, "1", 1, &text));
  EXPECT(JSVM_CANNOT_RUN_JS,
         OH_JSVM_CompileScript(env, text, NULL, 0, false, NULL, &script));
  EXPECT(JSVM_CANNOT_RUN_JS, OH_JSVM_GetNamedProperty(env, value, "x", &text));
  EXPECT(JSVM_CANNOT_RUN_JS, OH_JSVM_ThrowError(env, NULL, "x"));
  OK(OH_JSVM_CloseHandleScope(env, scope));
}

static void api_inside(Engine* engine) {
  Inside inside = {engine, NULL, 0};
  OK(OH_JSVM_CreateReference(engine->env, object_value(engine->env), 1, &inside.ref));
  OK(OH_JSVM_AddHandlerForGC(engine->vm, BEFORE, use_api, JSVM_GC_TYPE_ALL, &inside));
  OK(OH_JSVM_AddHandlerForGC(engine->vm, AFTER, use_api, JSVM_GC_TYPE_ALL, &inside));
  collect(engine->env);
  CHECK(inside.calls >= 2);
  // Also from a collection that script itself caused, optimised or not.
  inside.calls = 0;
  CHECK(run_int(engine->env,
                "function make(i) { return {a: i, b: [i]} }\n"
                "for (let i = 0; i < 2000000; i++) globalThis.x = make(i); 1") == 1);
  CHECK(inside.calls >= 2);
  OK(OH_JSVM_RemoveHandlerForGC(engine->vm, BEFORE, use_api, &inside));
  OK(OH_JSVM_RemoveHandlerForGC(engine->vm, AFTER, use_api, &inside));
  OK(OH_JSVM_DeleteReference(engine->env, inside.ref));
  CHECK(run_int(engine->env, "6 * 7") == 42);
}

static bool discard(const char* data, int size, void* total) {
  if (data != NULL) *(size_t*)total += (size_t)size;
  return true;
}

static void of_a_heap_snapshot(Engine* engine) {
  size_t total = 0;
  add(engine, BEFORE, JSVM_GC_TYPE_MARK_SWEEP_COMPACT, before);
  add(engine, AFTER, JSVM_GC_TYPE_MARK_SWEEP_COMPACT, after);
  event_count = 0;
  OK(OH_JSVM_TakeHeapSnapshot(engine->vm, discard, &total));
  CHECK(total > 0);
  CHECK(count_named(before) >= 1 && count_named(before) == count_named(after));
  take_away(engine, BEFORE, before);
  take_away(engine, AFTER, after);
}

// The flag of a forced collection is the same on both sides.
static void of_the_gc_function(Engine* engine) {
  add(engine, BEFORE, JSVM_GC_TYPE_MARK_SWEEP_COMPACT, before);
  add(engine, AFTER, JSVM_GC_TYPE_MARK_SWEEP_COMPACT, after);
  event_count = 0;
  CHECK(run_int(engine->env, "gc(); 1") == 1);
  CHECK(count_named(before) == 1 && count_named(after) == 1);
  CHECK(all_have_flags(JSVM_GC_CALLBACK_FORCED));
  take_away(engine, BEFORE, before);
  take_away(engine, AFTER, after);
}

static void per_vm(Engine* engine) {
  Engine other = engine_open();
  add(engine, BEFORE, JSVM_GC_TYPE_MARK_SWEEP_COMPACT, before);
  add(&other, BEFORE, JSVM_GC_TYPE_MARK_SWEEP_COMPACT, second);
  pressure(other.env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL);
  CHECK(count_named(before) == 0);
  CHECK(count_named(second) >= 1);
  CHECK(events[0].vm == other.vm);
  pressure(engine->env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL);
  CHECK(count_named(second) == 0);
  CHECK(events[0].vm == engine->vm);
  // The other VM's handlers end with it.
  engine_close(&other);
  event_count = 0;
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_RemoveHandlerForGC(other.vm, BEFORE, note, second));
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_AddHandlerForGC(other.vm, BEFORE, note, JSVM_GC_TYPE_ALL, second));
  take_away(engine, BEFORE, before);
}

// Handlers that are still registered when the VM ends are not called once it has.
static void left_registered(void) {
  Engine engine = engine_open();
  add(&engine, BEFORE, JSVM_GC_TYPE_ALL, before);
  add(&engine, AFTER, JSVM_GC_TYPE_ALL, after);
  engine_close(&engine);
  event_count = 0;
  Engine other = engine_open();
  collect(other.env);
  engine_close(&other);
  CHECK(event_count == 0);
}

static void many_handlers(Engine* engine) {
  enum { count = 1000 };
  static char data[count];
  for (int i = 0; i < count; i++) {
    add(engine, BEFORE, JSVM_GC_TYPE_MARK_SWEEP_COMPACT, &data[i]);
  }
  pressure(engine->env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL);
  CHECK(event_count >= count && event_count % count == 0);
  for (int i = count - 1; i >= 0; i--) take_away(engine, BEFORE, &data[i]);
}

int main(int argc, char** argv) {
  (void)argc;
  char flag[] = "--expose-gc";
  char* arguments[] = {argv[0], flag, NULL};
  int argument_count = 2;
  JSVM_InitOptions options = {NULL, &argument_count, arguments, true};
  OK(OH_JSVM_Init(&options));
  CHECK(argument_count == 1);
  CHECK(arguments[1] == NULL);

  Engine engine = engine_open();
  registration(&engine);
  levels(&engine);
  only_the_wanted_type(&engine);
  in_order_of_registration(&engine);
  changed_from_inside(&engine);
  api_inside(&engine);
  of_a_heap_snapshot(&engine);
  of_the_gc_function(&engine);
  per_vm(&engine);
  many_handlers(&engine);
  engine_close(&engine);
  left_registered();
  return check_result();
}
