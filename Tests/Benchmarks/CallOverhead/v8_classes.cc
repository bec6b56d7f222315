// SPDX-License-Identifier: Apache-2.0
// classes.c with nothing but V8: an internal field for the native object, a weak handle for its end.
#include <vector>

#include "v8_cases.h"

namespace {

size_t touched;

std::vector<v8::Global<v8::Object>> instances;

void forget(const v8::WeakCallbackInfo<v8::Global<v8::Object>>& info) {
  info.GetParameter()->Reset();
}

void construct(const v8::FunctionCallbackInfo<v8::Value>& info) {
  info.This()->SetAlignedPointerInInternalField(0, &touched);
  auto& instance = instances.emplace_back(info.GetIsolate(), info.This());
  instance.SetWeak(&instance, forget, v8::WeakCallbackType::kParameter);
}

void touch(const v8::FunctionCallbackInfo<v8::Value>& info) {
  ++*static_cast<size_t*>(info.This()->GetAlignedPointerFromInternalField(0));
}

v8::Local<v8::Function> make_class(v8::Isolate* isolate) {
  auto name = [=](const char* text) {
    return v8::String::NewFromUtf8(isolate, text).ToLocalChecked();
  };
  auto widget = v8::FunctionTemplate::New(isolate, construct);
  widget->SetClassName(name("Widget"));
  widget->InstanceTemplate()->SetInternalFieldCount(1);
  widget->PrototypeTemplate()->Set(name("touch"),
                                   v8::FunctionTemplate::New(isolate, touch, {},
                                                             v8::Signature::New(isolate, widget)));
  return widget->GetFunction(isolate->GetCurrentContext()).ToLocalChecked();
}

double time_script(v8::Isolate* isolate, const char* source, size_t count) {
  v8::Local<v8::Context> context = isolate->GetCurrentContext();
  auto function = run_script(isolate, source).As<v8::Function>();
  v8::Local<v8::Value> arguments[] = {make_class(isolate),
                                      v8::Integer::New(isolate, static_cast<int>(count))};
  instances.reserve(count);  // V8 keeps the address of a weak handle
  isolate->LowMemoryNotification();
  double start = bench_now();
  bool failed = function->Call(context, v8::Undefined(isolate), 2, arguments).IsEmpty();
  double end = bench_now();
  bench_check(failed, "class");
  instances.clear();
  return end - start;
}

double new_wrapped(void* engine, size_t count) {
  return time_script(static_cast<v8::Isolate*>(engine), BENCH_NEW_WRAPPED, count);
}

double wrapped_method(void* engine, size_t count) {
  touched = 0;
  double cost = time_script(static_cast<v8::Isolate*>(engine), BENCH_WRAPPED_METHOD, count);
  bench_check(touched != count, "wrapped method");
  return cost;
}

}  // namespace

const BenchCase v8_class_cases[] = {
    {"class instance with wrap", BENCH_TIMED, 20000, new_wrapped},
    {"method of a wrapped instance", BENCH_TIMED, 300000, wrapped_method},
    {},
};
