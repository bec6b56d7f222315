// SPDX-License-Identifier: Apache-2.0
// Crossing between native code and JavaScript, both ways.
#include "api.h"

enum { PER_SCOPE = 1000 };

static double call_function(void* engine, size_t count) {
  Env env = engine;
  Value function = run_script(env, "(function (x) { return x; })");
  Value undefined, argument, result;
  HandleScope scope;
  unsigned failed = GetUndefined(env, &undefined) | CreateInt32(env, 7, &argument);
  double start = bench_now();
  for (size_t done = 0; done < count; done += PER_SCOPE) {
    failed |= OpenHandleScope(env, &scope);
    for (int i = 0; i < PER_SCOPE; i++) {
      failed |= CallFunction(env, undefined, function, 1, &argument, &result);
    }
    failed |= CloseHandleScope(env, scope);
  }
  double end = bench_now();
  bench_check(failed, "call");
  return end - start;
}

static double loop_over(Env env, Value (*callback)(Env, CallbackInfo), size_t count) {
  Value loop = run_script(env, "(function (f, n) { for (let i = 0; i < n; i++) f(i); })");
  Value undefined, result, arguments[2] = {make_function(env, callback)};
  unsigned failed = GetUndefined(env, &undefined) | CreateInt32(env, (int)count, &arguments[1]);
  double start = bench_now();
  failed |= CallFunction(env, undefined, loop, 2, arguments, &result);
  double end = bench_now();
  bench_check(failed, "callback loop");
  return end - start;
}

static Value no_op(Env env, CallbackInfo info) {
  (void)env, (void)info;
  return NULL;
}

static Value first_argument(Env env, CallbackInfo info) {
  size_t count = 1;
  Value argument = NULL;
  GetCbInfo(env, info, &count, &argument, NULL, NULL);
  return argument;
}

static double callback_no_op(void* engine, size_t count) { return loop_over(engine, no_op, count); }

static double callback_argument(void* engine, size_t count) {
  return loop_over(engine, first_argument, count);
}

const BenchCase call_cases[] = {
    {"call function", BENCH_TIMED, 200000, call_function},
    {"callback, no-op", BENCH_TIMED, 1000000, callback_no_op},
    {"callback, returns its argument", BENCH_TIMED, 1000000, callback_argument},
    {0},
};
