// SPDX-License-Identifier: Apache-2.0

// What creation sites keep alive, and what would be freed without one, as jsvm_memory.h tells it.
#include <sys/wait.h>

#include "check.h"
#include "jsvm_memory.h"

#define NOINLINE __attribute__((noinline))

enum { most = 8, large = 20000, small = 500 };

// Read where a loop begins, so that it is not unrolled into several sites.
static volatile int larges = 2, smalls = 5, watched = 2;

// Bytes of an object with an array of so many doubles; a hundred or two lie around them.
#define BYTES(doubles) ((uint64_t)(doubles) * 8)

static JSVM_Ref hold(JSVM_Env env, const char* source, uint32_t count) {
  JSVM_HandleScope scope = NULL;
  JSVM_Ref ref = NULL;
  OK(OH_JSVM_OpenHandleScope(env, &scope));
  OK(OH_JSVM_CreateReference(env, run_script(env, source), count, &ref));
  OK(OH_JSVM_CloseHandleScope(env, scope));
  return ref;
}

static NOINLINE JSVM_Ref hold_large(JSVM_Env env) {
  JSVM_Ref ref = hold(env, "({model: new Array(20000).fill(0.5)})", 1);
  return ref;
}

static NOINLINE JSVM_Ref hold_small(JSVM_Env env) {
  JSVM_Ref ref = hold(env, "({model: new Array(500).fill(0.5)})", 1);
  return ref;
}

static NOINLINE JSVM_Ref watch(JSVM_Env env) {
  JSVM_Ref ref = hold(env, "globalThis.watched = {model: new Array(500).fill(0.5)}", 0);
  return ref;
}

// What a walk has seen.
typedef struct {
  int sites;
  int stops_at;  // Ends the walk; 0: never.
  JSVM_Memory_Held held[most];
  bool has_example[most];
  char example[256];  // Of the first.
} Seen;

static bool see(JSVM_VM vm, const JSVM_Memory_Held* held, void* data) {
  Seen* seen = data;
  (void)vm;
  CHECK(held->size == sizeof *held);
  if (seen->sites == most) return false;
  seen->held[seen->sites] = *held;
  seen->has_example[seen->sites] = held->example != NULL;
  if (seen->sites == 0 && held->example != NULL)
    snprintf(seen->example, sizeof seen->example, "%s", held->example);
  seen->sites++;
  return seen->sites != seen->stops_at;
}

static Seen attribute(JSVM_VM vm, const JSVM_Memory_Attribution* how) {
  Seen seen = {0};
  JSVM_Memory_HeldTotals totals = {.size = sizeof totals};
  OK(JSVM_Memory_AttributeHeap(vm, how, see, &seen, &totals));
  CHECK(totals.size == sizeof totals && totals.isForked);
  CHECK(totals.heapBytes > totals.heldBytes);
  CHECK(totals.pauseNanoseconds > 0 && totals.pauseNanoseconds < totals.nanoseconds);
  CHECK(waitpid(-1, NULL, WNOHANG) == -1);
  return seen;
}

static bool is_close(uint64_t bytes, uint64_t count, uint64_t doubles) {
  return bytes >= count * BYTES(doubles) && bytes <= count * (BYTES(doubles) + 250);
}

static void sites(Engine* engine) {
  JSVM_Env env = engine->env;
  JSVM_Ref refs[9];
  int used = 0;
  for (int i = 0, count = larges; i < count; i++) refs[used++] = hold_large(env);
  for (int i = 0, count = smalls; i < count; i++) refs[used++] = hold_small(env);
  for (int i = 0, count = watched; i < count; i++) refs[used++] = watch(env);
  CHECK(used == 9);
  Seen seen = attribute(engine->vm, NULL);
  CHECK(seen.sites == 3);
  CHECK(seen.held[0].strong == 2 && is_close(seen.held[0].exclusive, 2, large));
  CHECK(seen.held[0].inclusive == seen.held[0].exclusive);
  CHECK(seen.held[0].kind == JSVM_MEMORY_REFERENCE);
  CHECK(seen.held[1].strong == 5 && is_close(seen.held[1].exclusive, 5, small));
  // The first of the two that were watched is gone; the script holds the other.
  CHECK(seen.held[2].strong == 0 && seen.held[2].weak == 1);
  CHECK(seen.held[2].exclusive == 0 && seen.held[2].inclusive == 0);
  CHECK(seen.has_example[0] && seen.has_example[1] && !seen.has_example[2]);
  CHECK(strstr(seen.example, " {model} @") != NULL);
  CHECK(strstr(seen.example, " --model (property)---> Array @") != NULL);

  Seen first = {.stops_at = 1};
  OK(JSVM_Memory_AttributeHeap(engine->vm, NULL, see, &first, NULL));
  CHECK(first.sites == 1 && first.held[0].site == seen.held[0].site);

  JSVM_Memory_MarkId mark = 0;
  OK(JSVM_Memory_Mark(engine->vm, "mark", &mark));
  JSVM_Ref after = hold_small(env);
  JSVM_Memory_Attribution how = {.size = sizeof how, .since = mark, .env = env};
  seen = attribute(engine->vm, &how);
  CHECK(seen.sites == 1 && is_close(seen.held[0].exclusive, 1, small));

  OK(OH_JSVM_DeleteReference(env, after));
  for (int i = 0; i < 9; i++) OK(OH_JSVM_DeleteReference(env, refs[i]));
  CHECK(attribute(engine->vm, NULL).sites == 0);
}

typedef struct {
  JSVM_Memory_Deletion told;
  char path[1024];
} Deletion;

static void answer(JSVM_VM vm, const JSVM_Memory_Deletion* told, void* data) {
  Deletion* deletion = data;
  (void)vm;
  CHECK(told->size == sizeof *told);
  deletion->told = *told;
  if (told->pathCount > 0) snprintf(deletion->path, sizeof deletion->path, "%s", told->paths[0]);
}

static void deletions(Engine* engine) {
  JSVM_Env env = engine->env;
  run_script(env, "globalThis.kept = {model: new Array(500).fill(0.5)}; 0");
  JSVM_Ref refs[] = {hold_large(env), hold(env, "kept", 1)};
  Seen seen = attribute(engine->vm, NULL);
  Deletion deletion = {0};
  OK(JSVM_Memory_WhatIfDeleted(engine->vm, seen.held[0].site, answer, &deletion));
  CHECK(deletion.told.site == seen.held[0].site);
  CHECK(deletion.told.freedBytes == seen.held[0].exclusive);
  CHECK(deletion.told.survivorCount == 0 && deletion.told.pathCount == 0);
  OK(JSVM_Memory_WhatIfDeleted(engine->vm, seen.held[1].site, answer, &deletion));
  CHECK(deletion.told.freedBytes == 0 && deletion.told.survivorCount == 1);
  CHECK(deletion.told.pathCount == 1 && strstr(deletion.path, "--kept (property)--->") != NULL);
  for (int i = 0; i < 2; i++) OK(OH_JSVM_DeleteReference(env, refs[i]));
  run_script(env, "delete globalThis.kept");
}

// A child that does not keep to its time is a status.
static void too_little(Engine* engine) {
  JSVM_Memory_Attribution how = {.size = sizeof how, .timeoutSeconds = 1};
  Seen seen = {0};
  JSVM_Memory_HeldTotals totals = {.size = sizeof totals};
  run_script(engine->env, "globalThis.list = []; for (let i = 0; i < 1e6; i++) list.push({i}); 0");
  EXPECT(JSVM_GENERIC_FAILURE,
         JSVM_Memory_AttributeHeap(engine->vm, &how, see, &seen, &totals));
  CHECK(seen.sites == 0 && totals.nanoseconds == 0 && totals.size == sizeof totals);
  run_script(engine->env, "delete globalThis.list");
}

int main(void) {
  engine_init();
  Engine engine = engine_open();
  sites(&engine);
  deletions(&engine);
  too_little(&engine);
  CHECK(run_int(engine.env, "40 + 2") == 42);
  engine_close(&engine);
  return check_result();
}
