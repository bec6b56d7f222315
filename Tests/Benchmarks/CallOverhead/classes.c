// SPDX-License-Identifier: Apache-2.0
// Instances of a class, each with a native object behind it.
#include "api.h"

static size_t touched;

static void forget(Env env, void* data, void* hint) { (void)env, (void)data, (void)hint; }

static Value construct(Env env, CallbackInfo info) {
  Value self = NULL;
  GetCbInfo(env, info, NULL, NULL, &self, NULL);
  bench_check(Wrap(env, self, &touched, forget, NULL, NULL), "wrap");
  return self;
}

static Value touch(Env env, CallbackInfo info) {
  Value self = NULL;
  void* native = NULL;
  GetCbInfo(env, info, NULL, NULL, &self, NULL);
  Unwrap(env, self, &native);
  ++*(size_t*)native;
  return NULL;
}

/// What a function of script takes that is given the class and a count.
static double time_script(Env env, const char* source, size_t count) {
  Value function = run_script(env, source);
  Value undefined, result, arguments[2] = {make_class(env, construct, touch)};
  unsigned failed = GetUndefined(env, &undefined) | CreateInt32(env, (int)count, &arguments[1]);
  collect_garbage(env);
  double start = bench_now();
  failed |= CallFunction(env, undefined, function, 2, arguments, &result);
  double end = bench_now();
  bench_check(failed, "class");
  return end - start;
}

/// All instances stay: when finalizers run differs between the two.
static double new_wrapped(void* engine, size_t count) {
  return time_script(engine, BENCH_NEW_WRAPPED, count);
}

static double wrapped_method(void* engine, size_t count) {
  touched = 0;
  double cost = time_script(engine, BENCH_WRAPPED_METHOD, count);
  bench_check(touched != count, "wrapped method");
  return cost;
}

const BenchCase class_cases[] = {
    {"class instance with wrap", BENCH_TIMED, 20000, new_wrapped},
    {"method of a wrapped instance", BENCH_TIMED, 300000, wrapped_method},
    {0},
};
