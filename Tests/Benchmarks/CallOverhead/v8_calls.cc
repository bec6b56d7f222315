// SPDX-License-Identifier: Apache-2.0
// calls.c with nothing but V8.
#include "v8_cases.h"

namespace {

constexpr int kPerScope = 1000;

double call_function(void* engine, size_t count) {
  auto isolate = static_cast<v8::Isolate*>(engine);
  v8::Local<v8::Context> context = isolate->GetCurrentContext();
  auto function = run_script(isolate, "(function (x) { return x; })").As<v8::Function>();
  v8::Local<v8::Value> undefined = v8::Undefined(isolate);
  v8::Local<v8::Value> argument = v8::Integer::New(isolate, 7);
  bool failed = false;
  double start = bench_now();
  for (size_t done = 0; done < count; done += kPerScope) {
    v8::HandleScope scope(isolate);
    for (int i = 0; i < kPerScope; i++) {
      failed |= function->Call(context, undefined, 1, &argument).IsEmpty();
    }
  }
  double end = bench_now();
  bench_check(failed, "call");
  return end - start;
}

double loop_over(void* engine, v8::FunctionCallback callback, size_t count) {
  auto isolate = static_cast<v8::Isolate*>(engine);
  v8::Local<v8::Context> context = isolate->GetCurrentContext();
  auto loop = run_script(isolate, "(function (f, n) { for (let i = 0; i < n; i++) f(i); })")
                  .As<v8::Function>();
  v8::Local<v8::Value> arguments[] = {v8::Function::New(context, callback).ToLocalChecked(),
                                      v8::Integer::New(isolate, static_cast<int>(count))};
  double start = bench_now();
  bool failed = loop->Call(context, v8::Undefined(isolate), 2, arguments).IsEmpty();
  double end = bench_now();
  bench_check(failed, "callback loop");
  return end - start;
}

void no_op(const v8::FunctionCallbackInfo<v8::Value>&) {}

void first_argument(const v8::FunctionCallbackInfo<v8::Value>& info) {
  info.GetReturnValue().Set(info[0]);
}

double callback_no_op(void* engine, size_t count) { return loop_over(engine, no_op, count); }

double callback_argument(void* engine, size_t count) {
  return loop_over(engine, first_argument, count);
}

}  // namespace

const BenchCase v8_call_cases[] = {
    {"call function", BENCH_TIMED, 200000, call_function},
    {"callback, no-op", BENCH_TIMED, 1000000, callback_no_op},
    {"callback, returns its argument", BENCH_TIMED, 1000000, callback_argument},
    {},
};
