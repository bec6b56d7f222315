// SPDX-License-Identifier: Apache-2.0

#include "convert.h"

using v8s::isolate;
using v8s::value;

bool v8s_value_is_wasm_module(v8s_value handle) { return value(handle)->IsWasmModuleObject(); }

v8s_value v8s_wasm_compile(v8s_isolate handle, v8s_context ctx, const uint8_t* bytes, size_t length,
                           v8s_caught* caught) {
  v8::Context::Scope scope(v8s::context(ctx));
  v8s::Catcher catcher(handle, caught);
  return catcher.check(v8s::ptr(v8::WasmModuleObject::Compile(isolate(handle), {bytes, length})));
}

namespace {

/// What the stream that v8s_wasm_deserialize opens is fed with.
struct Feed {
  const uint8_t* code;
  size_t code_length;
  const uint8_t* bytes;
  size_t length;
};
thread_local const Feed* feed;

void stream(const v8::FunctionCallbackInfo<v8::Value>& info) {
  std::shared_ptr<v8::WasmStreaming> stream =
      v8::WasmStreaming::Unpack(info.GetIsolate(), info.Data());
  if (feed == nullptr || !stream->SetCompiledModuleBytes(feed->code, feed->code_length)) {
    stream->Abort({});
    return;
  }
  stream->OnBytesReceived(feed->bytes, feed->length);
  stream->Finish();
}

/// Calls WebAssembly.compileStreaming and returns the module of the promise, if that was fulfilled at
/// once. V8 calls `stream` in a microtask.
v8::MaybeLocal<v8::Value> compile_streaming(v8::Isolate* isolate, v8::Local<v8::Context> context) {
  v8::Local<v8::Value> holder, function, promise;
  auto name = [isolate](const char* text) {
    return v8::String::NewFromUtf8(isolate, text).ToLocalChecked();
  };
  if (!context->Global()->Get(context, name("WebAssembly")).ToLocal(&holder) ||
      !holder->IsObject() ||
      !holder.As<v8::Object>()->Get(context, name("compileStreaming")).ToLocal(&function) ||
      !function->IsFunction() ||
      !function.As<v8::Function>()
           ->Call(context, holder, 0, nullptr)
           .ToLocal(&promise)) {
    return {};
  }
  context->GetMicrotaskQueue()->PerformCheckpoint(isolate);
  if (promise.As<v8::Promise>()->State() != v8::Promise::kFulfilled) return {};
  return promise.As<v8::Promise>()->Result();
}

}  // namespace

v8s_value v8s_wasm_deserialize(v8s_isolate handle, v8s_context ctx, const uint8_t* code,
                               size_t code_length, const uint8_t* bytes, size_t length) {
  v8::Isolate* isolate = v8s::isolate(handle);
  v8::EscapableHandleScope scope(isolate);
  v8::TryCatch catcher(isolate);
  Feed given{code, code_length, bytes, length};
  feed = &given;
  // Only a context that is made now has the function, so that script never sees it; and its microtasks
  // are its own, so that none of script's runs.
  isolate->SetWasmStreamingCallback(stream);
  v8::Local<v8::Context> context = v8::Context::New(
      isolate, nullptr, {}, {}, {}, v8s::private_microtasks(isolate));
  v8::Local<v8::Value> streamed;
  if (!context.IsEmpty()) {
    v8::Context::Scope inside(context);
    streamed = compile_streaming(isolate, context).FromMaybe(v8::Local<v8::Value>());
  }
  isolate->SetWasmStreamingCallback(nullptr);
  feed = nullptr;
  if (streamed.IsEmpty() || !streamed->IsWasmModuleObject()) return nullptr;
  // The same module as an object of the caller's context.
  v8::Context::Scope outside(v8s::context(ctx));
  v8::Local<v8::WasmModuleObject> module;
  if (!v8::WasmModuleObject::FromCompiledModule(
           isolate, streamed.As<v8::WasmModuleObject>()->GetCompiledModule())
           .ToLocal(&module)) {
    return nullptr;
  }
  return v8s::ptr(scope.Escape(module));
}

const uint8_t* v8s_wasm_bytes(v8s_value handle, size_t* length) {
  v8::MemorySpan<const uint8_t> bytes =
      value(handle).As<v8::WasmModuleObject>()->GetCompiledModule().GetWireBytesRef();
  *length = bytes.size();
  return bytes.data();
}

uint8_t* v8s_wasm_serialize(v8s_value handle, size_t* length) {
  v8::OwnedBuffer code =
      value(handle).As<v8::WasmModuleObject>()->GetCompiledModule().Serialize();
  *length = code.size;
  return code.size == 0 ? nullptr : const_cast<uint8_t*>(code.buffer.release());
}
