// SPDX-License-Identifier: Apache-2.0
// Making values and looking into them.
#include <string.h>

#include "api.h"

/// Handles made in one scope; a scope of a million handles would measure memory.
enum { PER_SCOPE = 1000 };

static double int32(void* engine, size_t count) {
  Env env = engine;
  HandleScope scope;
  Value value;
  unsigned failed = 0;
  double start = bench_now();
  for (size_t done = 0; done < count; done += PER_SCOPE) {
    failed |= OpenHandleScope(env, &scope);
    for (int i = 0; i < PER_SCOPE; i++) failed |= CreateInt32(env, i, &value);
    failed |= CloseHandleScope(env, scope);
  }
  double end = bench_now();
  bench_check(failed, "number");
  return end - start;
}

static double string_round_trip(Env env, const char* text, size_t count) {
  size_t length = strlen(text), copied = 0;
  char copy[64];
  HandleScope scope;
  Value value;
  unsigned failed = 0;
  double start = bench_now();
  for (size_t done = 0; done < count; done += PER_SCOPE) {
    failed |= OpenHandleScope(env, &scope);
    for (int i = 0; i < PER_SCOPE; i++) {
      failed |= CreateStringUtf8(env, text, length, &value);
      failed |= GetValueStringUtf8(env, value, copy, sizeof copy, &copied);
    }
    failed |= CloseHandleScope(env, scope);
  }
  double end = bench_now();
  bench_check(failed | (copied != length), "string");
  return end - start;
}

static double ascii_string(void* engine, size_t count) {
  return string_round_trip(engine, "thirty-two bytes of plain ASCII.", count);
}

static double wide_string(void* engine, size_t count) {
  return string_round_trip(engine, "32 bytes: \xC3\xA9t\xC3\xA9, \xE5\x8F\xA5\xE5\x8F\xA5, end...",
                           count);
}

static const char page[] = "({ id: 1, title: 'page', model: 2, parent: null })";

static double get_property(void* engine, size_t count) {
  Env env = engine;
  Value object = run_script(env, page);
  HandleScope scope;
  Value value;
  unsigned failed = 0;
  double start = bench_now();
  for (size_t done = 0; done < count; done += PER_SCOPE) {
    failed |= OpenHandleScope(env, &scope);
    for (int i = 0; i < PER_SCOPE; i++) failed |= GetNamedProperty(env, object, "model", &value);
    failed |= CloseHandleScope(env, scope);
  }
  double end = bench_now();
  bench_check(failed, "property");
  return end - start;
}

static double set_property(void* engine, size_t count) {
  Env env = engine;
  Value object = run_script(env, page);
  HandleScope scope;
  Value value;
  unsigned failed = CreateInt32(env, 7, &value);
  double start = bench_now();
  for (size_t done = 0; done < count; done += PER_SCOPE) {
    failed |= OpenHandleScope(env, &scope);
    for (int i = 0; i < PER_SCOPE; i++) failed |= SetNamedProperty(env, object, "model", value);
    failed |= CloseHandleScope(env, scope);
  }
  double end = bench_now();
  bench_check(failed, "property");
  return end - start;
}

const BenchCase value_cases[] = {
    {"create int32", BENCH_TIMED, 1000000, int32},
    {"string UTF-8 round trip, ASCII", BENCH_TIMED, 100000, ascii_string},
    {"string UTF-8 round trip, wide", BENCH_TIMED, 100000, wide_string},
    {"get named property", BENCH_TIMED, 200000, get_property},
    {"set named property", BENCH_TIMED, 200000, set_property},
    {0},
};
