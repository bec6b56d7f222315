// SPDX-License-Identifier: Apache-2.0
// references.c with v8::Global.
#include <vector>

#include "v8_cases.h"

namespace {

using Refs = std::vector<v8::Global<v8::Value>>;

v8::Isolate* of(void* engine) { return static_cast<v8::Isolate*>(engine); }

v8::Local<v8::Value> old_object(v8::Isolate* isolate) {
  v8::Local<v8::Value> object = run_script(isolate, "({ model: 1 })");
  isolate->LowMemoryNotification();
  return object;
}

double tight(void* engine, size_t pairs) {
  v8::Isolate* isolate = of(engine);
  v8::Local<v8::Value> object = old_object(isolate);
  v8::Global<v8::Value> ref;
  double start = bench_now();
  for (size_t i = 0; i < pairs; i++) {
    ref.Reset(isolate, object);
    ref.Reset();
  }
  return bench_now() - start;
}

__attribute__((noinline)) void pair_below(size_t frames, v8::Isolate* isolate,
                                          v8::Local<v8::Value> object) {
  if (frames > 0) {
    pair_below(frames - 1, isolate, object);
  } else {
    v8::Global<v8::Value> ref(isolate, object);
  }
  __asm__ volatile("" ::: "memory");  // keeps the frame
}

double many_stacks(void* engine, size_t pairs) {
  v8::Isolate* isolate = of(engine);
  v8::Local<v8::Value> object = old_object(isolate);
  double start = bench_now();
  for (size_t i = 0; i < pairs; i++) pair_below(i % 16, isolate, object);
  return bench_now() - start;
}

size_t callback_pairs;
double callback_cost;

double in_callback(void* engine, size_t pairs) {
  v8::Isolate* isolate = of(engine);
  v8::Local<v8::Context> context = isolate->GetCurrentContext();
  auto caller = run_script(isolate, "(function openPage(bind) { bind(); })").As<v8::Function>();
  auto measure = [](const v8::FunctionCallbackInfo<v8::Value>& info) {
    callback_cost = tight(info.GetIsolate(), callback_pairs);
  };
  v8::Local<v8::Value> argument = v8::Function::New(context, measure).ToLocalChecked();
  callback_pairs = pairs;
  bench_check(caller->Call(context, v8::Undefined(isolate), 1, &argument).IsEmpty(), "call");
  return callback_cost;
}

void create_all(v8::Isolate* isolate, v8::Local<v8::Value> object, Refs& refs) {
  for (auto& ref : refs) ref.Reset(isolate, object);
}

void delete_all(Refs& refs) {
  for (auto& ref : refs) ref.Reset();
}

double batch(void* engine, size_t pairs) {
  v8::Isolate* isolate = of(engine);
  v8::Local<v8::Value> object = old_object(isolate);
  Refs refs(pairs);  // its constructor writes every element: resident
  double start = bench_now();
  create_all(isolate, object, refs);
  delete_all(refs);
  return bench_now() - start;
}

double living_bytes(void* engine, size_t count) {
  v8::Isolate* isolate = of(engine);
  v8::Local<v8::Value> object = old_object(isolate);
  Refs refs(count);
  double before = bench_resident();
  create_all(isolate, object, refs);
  return bench_resident() - before;
}

double crowded(void* engine, size_t pairs) {
  v8::Isolate* isolate = of(engine);
  Refs refs(BENCH_LIVING);
  create_all(isolate, old_object(isolate), refs);
  return tight(isolate, pairs);
}

}  // namespace

const BenchCase v8_reference_cases[] = {
    {"reference pair, tight loop", BENCH_TIMED, 300000, tight},
    {"reference pair, 16 stacks in turn", BENCH_TIMED, 300000, many_stacks},
    {"reference pair, called from script", BENCH_TIMED, 100000, in_callback},
    {"reference pair, batch of 10^5", BENCH_TIMED, 100000, batch},
    {"living reference, of 10^6 (bytes)", BENCH_CROWDED, BENCH_LIVING, living_bytes},
    {"reference pair, beside 10^6 living", BENCH_CROWDED, 300000, crowded},
    {},
};
