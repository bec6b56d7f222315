// SPDX-License-Identifier: Apache-2.0
// Creating and deleting strong references to an old object.
#include <stdlib.h>
#include <string.h>

#include "api.h"

static Value old_object(Env env) {
  Value object = run_script(env, "({ model: 1 })");
  collect_garbage(env);
  return object;
}

static double tight(void* engine, size_t pairs) {
  Env env = engine;
  Value object = old_object(env);
  Ref ref;
  unsigned failed = 0;
  double start = bench_now();
  for (size_t i = 0; i < pairs; i++) {
    failed |= CreateReference(env, object, 1, &ref);
    failed |= DeleteReference(env, ref);
  }
  double end = bench_now();
  bench_check(failed, "reference pair");
  return end - start;
}

__attribute__((noinline)) static unsigned pair_below(size_t frames, Env env, Value object) {
  Ref ref;
  unsigned failed = frames > 0 ? pair_below(frames - 1, env, object)
                               : CreateReference(env, object, 1, &ref) | DeleteReference(env, ref);
  __asm__ volatile("" ::: "memory");  // keeps the frame
  return failed;
}

/// Each pair comes from another stack than the one before it.
static double many_stacks(void* engine, size_t pairs) {
  Env env = engine;
  Value object = old_object(env);
  unsigned failed = 0;
  double start = bench_now();
  for (size_t i = 0; i < pairs; i++) failed |= pair_below(i % 16, env, object);
  double end = bench_now();
  bench_check(failed, "reference pair");
  return end - start;
}

static size_t callback_pairs;
static double callback_cost;

static Value measure_in_callback(Env env, CallbackInfo info) {
  (void)info;
  callback_cost = tight(env, callback_pairs);
  return NULL;
}

/// With JavaScript on the stack, as in most native code of an application.
static double in_callback(void* engine, size_t pairs) {
  Env env = engine;
  Value caller = run_script(env, "(function openPage(bind) { bind(); })");
  Value argument = make_function(env, measure_in_callback);
  Value undefined, result;
  callback_pairs = pairs;
  bench_check(GetUndefined(env, &undefined), "undefined");
  bench_check(CallFunction(env, undefined, caller, 1, &argument, &result), "call");
  return callback_cost;
}

static Ref* make_room(size_t count) {
  Ref* refs = malloc(count * sizeof *refs);
  memset(refs, 1, count * sizeof *refs);  // resident before anything is measured
  return refs;
}

static unsigned create_all(Env env, Value object, Ref* refs, size_t count) {
  unsigned failed = 0;
  for (size_t i = 0; i < count; i++) failed |= CreateReference(env, object, 1, &refs[i]);
  return failed;
}

static unsigned delete_all(Env env, Ref* refs, size_t count) {
  unsigned failed = 0;
  for (size_t i = 0; i < count; i++) failed |= DeleteReference(env, refs[i]);
  return failed;
}

static double batch(void* engine, size_t pairs) {
  Env env = engine;
  Value object = old_object(env);
  Ref* refs = make_room(pairs);
  double start = bench_now();
  unsigned failed = create_all(env, object, refs, pairs);
  failed |= delete_all(env, refs, pairs);
  double end = bench_now();
  bench_check(failed, "reference batch");
  free(refs);
  return end - start;
}

static double living_bytes(void* engine, size_t count) {
  Env env = engine;
  Value object = old_object(env);
  Ref* refs = make_room(count);
  double before = bench_resident();
  unsigned failed = create_all(env, object, refs, count);
  double after = bench_resident();
  bench_check(failed | delete_all(env, refs, count), "living references");
  free(refs);
  return after - before;
}

static double crowded(void* engine, size_t pairs) {
  Env env = engine;
  Ref* refs = make_room(BENCH_LIVING);
  unsigned failed = create_all(env, old_object(env), refs, BENCH_LIVING);
  double cost = tight(env, pairs);
  bench_check(failed | delete_all(env, refs, BENCH_LIVING), "living references");
  free(refs);
  return cost;
}

const BenchCase reference_cases[] = {
    {"reference pair, tight loop", BENCH_TIMED, 300000, tight},
    {"reference pair, 16 stacks in turn", BENCH_TIMED, 300000, many_stacks},
    {"reference pair, called from script", BENCH_TIMED, 100000, in_callback},
    {"reference pair, batch of 10^5", BENCH_TIMED, 100000, batch},
    {"living reference, of 10^6 (bytes)", BENCH_CROWDED, BENCH_LIVING, living_bytes},
    {"reference pair, beside 10^6 living", BENCH_CROWDED, 300000, crowded},
    {0},
};
