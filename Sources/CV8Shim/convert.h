// SPDX-License-Identifier: Apache-2.0
#ifndef V8SHIM_CONVERT_H_
#define V8SHIM_CONVERT_H_

// How the shim's C handles and V8's handles turn into each other, and what differs between V8s.

#include <memory>
#include <type_traits>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#ifdef __clang__
#pragma GCC diagnostic ignored "-Wcast-function-type-mismatch"
#endif
#include <libplatform/libplatform.h>
#include <v8-profiler.h>
#include <v8.h>
#pragma GCC diagnostic pop

#include "v8shim.h"
#include "v8tools.h"
#include "v8values.h"

namespace v8s {

static_assert(sizeof(v8::Local<v8::Value>) == sizeof(void*) &&
                  std::is_trivially_copyable_v<v8::Local<v8::Value>>,
              "a Local is a slot address");
static_assert(sizeof(v8::Global<v8::Value>) == sizeof(v8s_global), "a Global is a slot address");
static_assert(sizeof(v8::HandleScope) <= sizeof(v8s_scope), "v8s_scope holds a HandleScope");
static_assert(sizeof(v8::EscapableHandleScope) <= sizeof(v8s_scope),
              "v8s_scope holds an EscapableHandleScope");

inline v8::Isolate* isolate(v8s_isolate handle) { return reinterpret_cast<v8::Isolate*>(handle); }

template <class T, class Handle>
inline v8::Local<T> local(Handle handle) {
  v8::Local<T> result;
  static_assert(sizeof result == sizeof handle);
  __builtin_memcpy(static_cast<void*>(&result), &handle, sizeof handle);
  return result;
}

inline v8::Local<v8::Value> value(v8s_value handle) { return local<v8::Value>(handle); }
inline v8::Local<v8::Object> object(v8s_value handle) { return local<v8::Object>(handle); }
inline v8::Local<v8::String> string(v8s_value handle) { return local<v8::String>(handle); }
inline v8::Local<v8::Context> context(v8s_context handle) { return local<v8::Context>(handle); }
inline v8::Local<v8::Private> key(v8s_data handle) { return local<v8::Private>(handle); }

template <class Handle = v8s_value, class T>
inline Handle ptr(v8::Local<T> handle) {
  return reinterpret_cast<Handle>(*handle);
}

template <class T>
inline v8s_value ptr(v8::MaybeLocal<T> handle) {
  v8::Local<T> result;
  return handle.ToLocal(&result) ? ptr(result) : nullptr;
}

inline v8s_maybe maybe(v8::Maybe<bool> answer) {
  if (answer.IsNothing()) return V8S_NOTHING;
  return answer.FromJust() ? V8S_TRUE : V8S_FALSE;
}

template <class T = v8::Value>
inline v8::Global<T>& global(v8s_global* handle) {
  return *reinterpret_cast<v8::Global<T>*>(handle);
}

template <class T = v8::Value>
inline const v8::Global<T>& global(const v8s_global* handle) {
  return *reinterpret_cast<const v8::Global<T>*>(handle);
}

/// Catches what script throws while it lives and hands it to the caller.
class Catcher final {
 public:
  Catcher(v8s_isolate isolate, v8s_caught* caught) : try_(v8s::isolate(isolate)), caught_(caught) {
    try_.SetCaptureMessage(false);
  }
  ~Catcher() {
    if (succeeded_ || !try_.HasCaught()) return;
    caught_->thrown = true;
    caught_->exception = try_.HasTerminated() ? nullptr : ptr(try_.Exception());
  }
  v8::TryCatch& block() { return try_; }
  /// Passes a result on; with one there is nothing to ask V8 for: it gives none when script throws.
  v8s_value check(v8s_value result) {
    succeeded_ = result != nullptr;
    return result;
  }
  v8s_maybe check(v8s_maybe result) {
    succeeded_ = result != V8S_NOTHING;
    return result;
  }

 private:
  v8::TryCatch try_;
  v8s_caught* caught_;
  bool succeeded_ = false;
};

/// The core's callbacks.
extern v8s_hooks hooks;

/// What every native function runs: calls v8s_called.
void trampoline(const v8::FunctionCallbackInfo<v8::Value>& info);

/// The embedder slot of an isolate that holds the core's VM.
constexpr uint32_t kVMSlot = 0;

/// V8's part of the platform that it was started with: foreground tasks, clocks.
v8::Platform* default_platform();

/// V8's memory, and the threads that run its tasks.
class Pages;
Pages& pages();
class Workers;
Workers& workers();

/// Allocates the array buffers of all isolates; stateless.
v8::ArrayBuffer::Allocator* buffer_allocator();

/// The recorder of V8's trace events, and how it is made.
v8::platform::tracing::TracingController* tracing();
std::unique_ptr<v8::platform::tracing::TracingController> new_tracing();

/// A microtask queue of the isolate that script never puts anything into.
v8::MicrotaskQueue* private_microtasks(v8::Isolate* isolate);

/// The index of a context's embedder field that holds the core's environment.
constexpr int kEnvironmentField = 1;

}  // namespace v8s

#endif  // V8SHIM_CONVERT_H_
