// SPDX-License-Identifier: Apache-2.0
// The cases on V8 itself. Usage: v8 timed|crowded
#include <libplatform/libplatform.h>

#include <memory>

#include "v8_cases.h"

v8::Local<v8::Value> run_script(v8::Isolate* isolate, const char* source) {
  v8::Local<v8::Context> context = isolate->GetCurrentContext();
  v8::Local<v8::String> text = v8::String::NewFromUtf8(isolate, source).ToLocalChecked();
  return v8::Script::Compile(context, text).ToLocalChecked()->Run(context).ToLocalChecked();
}

namespace {

const char* group;

void run(const v8::FunctionCallbackInfo<v8::Value>& info) {
  bench_run(group, v8_reference_cases, info.GetIsolate());
  bench_run(group, v8_value_cases, info.GetIsolate());
  bench_run(group, v8_call_cases, info.GetIsolate());
  bench_run(group, v8_class_cases, info.GetIsolate());
}

}  // namespace

int main(int argc, char** argv) {
  group = argc > 1 ? argv[1] : "timed";
  std::unique_ptr<v8::Platform> platform = v8::platform::NewDefaultPlatform();
  v8::V8::InitializePlatform(platform.get());
  v8::V8::Initialize();
  v8::Isolate::CreateParams parameters;
  std::unique_ptr<v8::ArrayBuffer::Allocator> allocator(
      v8::ArrayBuffer::Allocator::NewDefaultAllocator());
  parameters.array_buffer_allocator = allocator.get();
  v8::Isolate* isolate = v8::Isolate::New(parameters);
  {
    v8::Isolate::Scope isolate_scope(isolate);
    v8::HandleScope handle_scope(isolate);
    v8::Local<v8::Context> context = v8::Context::New(isolate);
    v8::Context::Scope context_scope(context);
    v8::Local<v8::Function> function = v8::Function::New(context, run).ToLocalChecked();
    bench_check(function->Call(context, v8::Undefined(isolate), 0, nullptr).IsEmpty(), "run");
  }
  isolate->Dispose();
  v8::V8::Dispose();
  v8::V8::DisposePlatform();
  return 0;
}
