// SPDX-License-Identifier: Apache-2.0
// values.c with nothing but V8.
#include <cstring>

#include "v8_cases.h"

namespace {

constexpr int kPerScope = 1000;

/// Runs `body` `count` times, with a handle scope around every thousand.
template <typename Body>
double in_scopes(v8::Isolate* isolate, size_t count, Body body) {
  double start = bench_now();
  for (size_t done = 0; done < count; done += kPerScope) {
    v8::HandleScope scope(isolate);
    for (int i = 0; i < kPerScope; i++) body(i);
  }
  return bench_now() - start;
}

double int32(void* engine, size_t count) {
  auto isolate = static_cast<v8::Isolate*>(engine);
  return in_scopes(isolate, count, [=](int i) {
    v8::Local<v8::Value> value = v8::Integer::New(isolate, i);
    __asm__ volatile("" ::"r"(*value));  // a result nobody looks at would not be made
  });
}

double string_round_trip(void* engine, const char* text, size_t count) {
  auto isolate = static_cast<v8::Isolate*>(engine);
  int length = static_cast<int>(strlen(text)), copied = 0;
  char copy[64];
  double cost = in_scopes(isolate, count, [&](int) {
    v8::Local<v8::String> value =
        v8::String::NewFromUtf8(isolate, text, v8::NewStringType::kNormal, length).ToLocalChecked();
    copied = value->WriteUtf8(isolate, copy, sizeof copy - 1, nullptr,
                              v8::String::REPLACE_INVALID_UTF8 | v8::String::NO_NULL_TERMINATION);
    copy[copied] = '\0';
  });
  bench_check(copied != length, "string");
  return cost;
}

double ascii_string(void* engine, size_t count) {
  return string_round_trip(engine, "thirty-two bytes of plain ASCII.", count);
}

double wide_string(void* engine, size_t count) {
  return string_round_trip(engine, "32 bytes: \xC3\xA9t\xC3\xA9, \xE5\x8F\xA5\xE5\x8F\xA5, end...",
                           count);
}

v8::Local<v8::Object> page(v8::Isolate* isolate) {
  return run_script(isolate, "({ id: 1, title: 'page', model: 2, parent: null })").As<v8::Object>();
}

v8::Local<v8::String> shared_name(v8::Isolate* isolate) {
  return v8::String::NewFromUtf8(isolate, "model", v8::NewStringType::kInternalized)
      .ToLocalChecked();
}

double get_property(void* engine, size_t count) {
  auto isolate = static_cast<v8::Isolate*>(engine);
  v8::Local<v8::Context> context = isolate->GetCurrentContext();
  v8::Local<v8::Object> object = page(isolate);
  bool failed = false;
  double cost = in_scopes(isolate, count, [&](int) {
    failed |= object->Get(context, shared_name(isolate)).IsEmpty();
  });
  bench_check(failed, "property");
  return cost;
}

double set_property(void* engine, size_t count) {
  auto isolate = static_cast<v8::Isolate*>(engine);
  v8::Local<v8::Context> context = isolate->GetCurrentContext();
  v8::Local<v8::Object> object = page(isolate);
  v8::Local<v8::Value> value = v8::Integer::New(isolate, 7);
  bool failed = false;
  double cost = in_scopes(isolate, count, [&](int) {
    failed |= object->Set(context, shared_name(isolate), value).IsNothing();
  });
  bench_check(failed, "property");
  return cost;
}

}  // namespace

const BenchCase v8_value_cases[] = {
    {"create int32", BENCH_TIMED, 1000000, int32},
    {"string UTF-8 round trip, ASCII", BENCH_TIMED, 100000, ascii_string},
    {"string UTF-8 round trip, wide", BENCH_TIMED, 100000, wide_string},
    {"get named property", BENCH_TIMED, 200000, get_property},
    {"set named property", BENCH_TIMED, 200000, set_property},
    {},
};
