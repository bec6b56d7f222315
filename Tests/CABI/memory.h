// SPDX-License-Identifier: Apache-2.0

// What the programs share that compare what jsvm_memory.h tells with what they know.
#ifndef TESTS_CABI_MEMORY_H
#define TESTS_CABI_MEMORY_H

#include "check.h"
#include "jsvm_memory.h"

// A place of its own, which sites name; not every program makes something at each.
#define PLACE static __attribute__((noinline, unused))

PLACE JSVM_Ref keep(JSVM_Env env, uint32_t count) {
  JSVM_Ref ref = NULL;
  JSVM_Value object = object_value(env);
  OK(OH_JSVM_CreateReference(env, object, count, &ref));
  return ref;
}

static inline void drop(JSVM_Env env, JSVM_Ref ref) { OK(OH_JSVM_DeleteReference(env, ref)); }

// What a walk has seen.
typedef struct {
  int objects;
  int most;  // Ends the walk; 0: never.
  int states[4];
  uint64_t ages;
  JSVM_Memory_Object last;
} Seen;

static inline bool see(JSVM_VM vm, const JSVM_Memory_Object* object, void* data) {
  Seen* seen = data;
  (void)vm;
  CHECK(object->size == sizeof *object);
  seen->objects++;
  seen->states[object->state]++;
  seen->ages += object->age;
  seen->last = *object;
  return seen->objects != seen->most;
}

static inline Seen references(JSVM_VM vm, JSVM_Memory_MarkId since) {
  Seen seen = {0};
  OK(JSVM_Memory_RefsExisting(vm, since, see, &seen));
  return seen;
}

static inline Seen objects(JSVM_VM vm, JSVM_Memory_Kind kind, JSVM_Memory_MarkId since) {
  Seen seen = {0};
  OK(JSVM_Memory_ObjectsExisting(vm, kind, since, see, &seen));
  return seen;
}

static inline JSVM_Memory_MarkId mark(JSVM_VM vm) {
  JSVM_Memory_MarkId result = 0;
  OK(JSVM_Memory_Mark(vm, "mark", &result));
  CHECK(result != JSVM_MEMORY_START);
  return result;
}

// What a search among the sites has found.
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

static inline bool search(JSVM_VM vm, const JSVM_Memory_Site* site, void* data) {
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
  CHECK(site->frames[0].file != NULL && strstr(site->frames[0].file, "memory") != NULL);
  CHECK(site->frames[0].module != NULL && site->frames[0].address != 0);
  wanted->scripts = (int)site->scriptFrameCount;
  if (site->scriptFrameCount > 0) {
    snprintf(wanted->script, sizeof wanted->script, "%s %s:%u", site->scriptFrames[0].function,
             site->scriptFrames[0].script, site->scriptFrames[0].line);
  }
  return true;
}

static inline Search sites(JSVM_VM vm, JSVM_Memory_MarkId since, const char* function) {
  Search wanted = {.function = function};
  OK(JSVM_Memory_Sites(vm, since, search, &wanted));
  return wanted;
}

PLACE JSVM_Ref keep_here(JSVM_Env env) {
  JSVM_Ref ref = NULL;
  JSVM_Value object = object_value(env);
  OK(OH_JSVM_CreateReference(env, object, 1, &ref));
  return ref;
}

static inline void finalized(JSVM_Env env, void* data, void* hint) {
  (void)env;
  (void)data;
  (void)hint;
}

#endif  // TESTS_CABI_MEMORY_H
