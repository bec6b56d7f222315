// SPDX-License-Identifier: Apache-2.0

#include <memory>
#include <vector>

#include "convert.h"
#include "workers.h"

using v8s::isolate;

__thread v8s_isolate v8s_current;
__thread v8s_isolate v8s_ready;
int v8s_checked_isolates;

void* v8s_current_data(void) {
  v8::Isolate* isolate = v8::Isolate::TryGetCurrent();
  return isolate == nullptr ? nullptr : isolate->GetData(v8s::kVMSlot);
}

namespace {

void set_current(v8s_isolate handle) {
  v8s_current = handle;
  v8s_ready = nullptr;
}

/// The embedder slot of an isolate that holds its startup blob's place.
constexpr uint32_t kBlobSlot = 1;

/// The embedder slot of an isolate that holds its private microtask queue, once there is one.
constexpr uint32_t kMicrotasksSlot = 2;

/// Before the isolate goes; contexts that use the queue may not outlive it.
void delete_microtasks(v8::Isolate* isolate) {
  delete static_cast<v8::MicrotaskQueue*>(isolate->GetData(kMicrotasksSlot));
}

void prologue(v8::Isolate* isolate, v8::GCType type, v8::GCCallbackFlags flags) {
  v8s::hooks.gc_prologue(isolate->GetData(v8s::kVMSlot), type, flags);
}

void epilogue(v8::Isolate* isolate, v8::GCType type, v8::GCCallbackFlags flags) {
  v8s::hooks.gc_epilogue(isolate->GetData(v8s::kVMSlot), type, flags);
}

/// The core's VM of the isolate that this thread has entered; V8 hands these callbacks none.
void* current_vm() {
  v8::Isolate* isolate = v8::Isolate::TryGetCurrent();
  return isolate == nullptr ? nullptr : isolate->GetData(v8s::kVMSlot);
}

void out_of_memory(const char* location, bool is_heap) {
  v8s::hooks.out_of_memory(current_vm(), location, is_heap);
}

void failed(const char* location, const char* message) {
  v8s::hooks.failed(current_vm(), location, message);
}

void rejected(v8::PromiseRejectMessage message) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  v8::HandleScope scope(isolate);
  v8::Local<v8::Context> context = isolate->GetCurrentContext();
  // A context that is not the core's has no field to read.
  if (context.IsEmpty() ||
      context->GetNumberOfEmbedderDataFields() <= static_cast<uint32_t>(v8s::kEnvironmentField)) {
    return;
  }
  void* env = context->GetAlignedPointerFromEmbedderData(v8s::kEnvironmentField);
  v8s::hooks.rejected(env, message.GetEvent(), v8s::ptr(message.GetPromise()),
                      v8s::ptr(message.GetValue()));
}

/// Our own callbacks and the caller's addresses, zero-terminated; never freed, isolates read it.
std::vector<intptr_t>& references() {
  static auto* list = new std::vector<intptr_t>{
      reinterpret_cast<intptr_t>(&v8s::trampoline), 0};
  return *list;
}

void install_callbacks(v8::Isolate* isolate) {
  isolate->AddGCPrologueCallback(prologue);
  isolate->AddGCEpilogueCallback(epilogue);
  isolate->SetOOMErrorHandler(out_of_memory);
  isolate->SetFatalErrorHandler(failed);
  isolate->SetPromiseRejectCallback(rejected);
}

}  // namespace

void v8s_references_set(const intptr_t* given, size_t count) {
  references().insert(references().end() - 1, given, given + count);
}

v8::MicrotaskQueue* v8s::private_microtasks(v8::Isolate* isolate) {
  if (isolate->GetData(kMicrotasksSlot) == nullptr) {
    isolate->SetData(
        kMicrotasksSlot,
        v8::MicrotaskQueue::New(isolate, v8::MicrotasksPolicy::kExplicit).release());
  }
  return static_cast<v8::MicrotaskQueue*>(isolate->GetData(kMicrotasksSlot));
}

v8s_isolate v8s_isolate_new(const v8s_limits* limits, const char* blob, size_t blob_size) {
  // V8 keeps the address: freed with the isolate.
  std::unique_ptr<v8::StartupData> startup;
  v8::Isolate::CreateParams parameters;
  if (blob != nullptr) {
    startup.reset(new v8::StartupData{blob, static_cast<int>(blob_size)});
    if (!startup->IsValid()) return nullptr;
    parameters.snapshot_blob = startup.get();
    parameters.external_references = references().data();
  }
  parameters.array_buffer_allocator = v8s::buffer_allocator();
  v8::ResourceConstraints& bounds = parameters.constraints;
  if (limits->max_old) bounds.set_max_old_generation_size_in_bytes(limits->max_old);
  if (limits->max_young) bounds.set_max_young_generation_size_in_bytes(limits->max_young);
  if (limits->initial_old) bounds.set_initial_old_generation_size_in_bytes(limits->initial_old);
  if (limits->initial_young) {
    bounds.set_initial_young_generation_size_in_bytes(limits->initial_young);
  }
  v8::Isolate* result = v8::Isolate::New(parameters);
  result->SetData(kBlobSlot, startup.release());
  install_callbacks(result);
  return reinterpret_cast<v8s_isolate>(result);
}

namespace {

v8::SnapshotCreator* creator_of(v8s_creator handle) {
  return reinterpret_cast<v8::SnapshotCreator*>(handle);
}

}  // namespace

v8s_creator v8s_creator_new(v8s_isolate* handle) {
  v8::Isolate* isolate = v8::Isolate::Allocate();
  auto* creator = new v8::SnapshotCreator(isolate, references().data());
  install_callbacks(isolate);
  *handle = reinterpret_cast<v8s_isolate>(isolate);
  return reinterpret_cast<v8s_creator>(creator);
}

void v8s_creator_delete(v8s_creator creator) {
  v8s::workers().wake();
  v8::platform::NotifyIsolateShutdown(v8s::default_platform(), creator_of(creator)->GetIsolate());
  delete_microtasks(creator_of(creator)->GetIsolate());
  delete creator_of(creator);
  set_current(reinterpret_cast<v8s_isolate>(v8::Isolate::TryGetCurrent()));
}

const char* v8s_creator_save(v8s_creator handle, const v8s_global* const* keys, size_t key_count,
                             const v8s_context* contexts, size_t count, size_t* size) {
  v8::SnapshotCreator* creator = creator_of(handle);
  v8::Isolate* isolate = creator->GetIsolate();
  {
    v8::HandleScope scope(isolate);
    for (size_t i = 0; i < key_count; i++) {
      creator->AddData(v8s::global<v8::Private>(keys[i]).Get(isolate));
    }
    creator->SetDefaultContext(v8::Context::New(isolate));
    for (size_t i = 0; i < count; i++) {
      v8s_context_set_data(reinterpret_cast<v8s_isolate>(isolate), contexts[i], nullptr);
      creator->AddContext(v8::Local<v8::Context>::New(isolate, v8s::context(contexts[i])));
      v8s_global owner{contexts[i]};
      v8s::global<v8::Context>(&owner).Reset();
    }
  }
  v8::StartupData blob = creator->CreateBlob(v8::SnapshotCreator::FunctionCodeHandling::kKeep);
  *size = static_cast<size_t>(blob.raw_size);
  return blob.data;
}

v8s_data v8s_isolate_saved_key(v8s_isolate handle, size_t index) {
  v8::Local<v8::Private> key;
  if (!isolate(handle)->GetDataFromSnapshotOnce<v8::Private>(index).ToLocal(&key)) return nullptr;
  return v8s::ptr<v8s_data>(key);
}

void v8s_isolate_delete(v8s_isolate handle) {
  // V8 waits for what it gave the workers, which a forked child has none of yet.
  v8s::workers().wake();
  v8::platform::NotifyIsolateShutdown(v8s::default_platform(), isolate(handle));
  std::unique_ptr<v8::StartupData> blob(
      static_cast<v8::StartupData*>(isolate(handle)->GetData(kBlobSlot)));
  delete_microtasks(isolate(handle));
  isolate(handle)->Dispose();
}

void v8s_isolate_watch_limit(v8s_isolate handle) {
  isolate(handle)->AddNearHeapLimitCallback(
      [](void* isolate, size_t limit, size_t) {
        return v8s::hooks.near_limit(static_cast<v8::Isolate*>(isolate)->GetData(v8s::kVMSlot),
                                     limit);
      },
      isolate(handle));
}

void v8s_isolate_set_data(v8s_isolate handle, void* data) {
  isolate(handle)->SetData(v8s::kVMSlot, data);
}
void v8s_isolate_enter(v8s_isolate handle) {
  isolate(handle)->Enter();
  set_current(handle);
}

void v8s_isolate_set_known(v8s_isolate handle, bool known) {
  if (v8::Isolate::TryGetCurrent() == isolate(handle)) set_current(known ? handle : nullptr);
}

void v8s_isolate_exit(v8s_isolate handle) {
  isolate(handle)->Exit();
  set_current(reinterpret_cast<v8s_isolate>(v8::Isolate::TryGetCurrent()));
}

void v8s_isolate_set_stack_limit(v8s_isolate handle, uintptr_t limit) {
  isolate(handle)->SetStackLimit(limit);
}

void v8s_isolate_set_auto_microtasks(v8s_isolate handle, bool automatic) {
  isolate(handle)->SetMicrotasksPolicy(automatic ? v8::MicrotasksPolicy::kAuto
                                                 : v8::MicrotasksPolicy::kExplicit);
}

void v8s_isolate_run_microtasks(v8s_isolate handle) {
  isolate(handle)->PerformMicrotaskCheckpoint();
}

void v8s_isolate_throw(v8s_isolate handle, v8s_value exception) {
  isolate(handle)->ThrowException(v8s::value(exception));
}

void v8s_isolate_interrupt(v8s_isolate handle) {
  isolate(handle)->RequestInterrupt(
      [](v8::Isolate* isolate, void*) {
        v8s::hooks.interrupted(isolate->GetData(v8s::kVMSlot));
      },
      nullptr);
}

namespace {

/// The topmost script frame; empty when no script is on the stack.
v8::Local<v8::StackFrame> top_frame(v8::Isolate* isolate, v8::StackTrace::StackTraceOptions what) {
  v8::Local<v8::StackTrace> trace = v8::StackTrace::CurrentStackTrace(isolate, 1, what);
  return trace->GetFrameCount() == 0 ? v8::Local<v8::StackFrame>() : trace->GetFrame(isolate, 0);
}

}  // namespace

bool v8s_isolate_top_place(v8s_isolate handle, v8s_place* place) {
  v8::HandleScope scope(isolate(handle));
  v8::Local<v8::StackFrame> frame = top_frame(isolate(handle), v8::StackTrace::kOverview);
  if (frame.IsEmpty()) return false;
  *place = {frame->GetScriptId(), frame->GetLineNumber(), frame->GetColumn()};
  return true;
}

void v8s_isolate_top_names(v8s_isolate handle, char* function, char* script, size_t capacity) {
  v8::Isolate* isolate = v8s::isolate(handle);
  v8::HandleScope scope(isolate);
  v8::Local<v8::StackFrame> frame = top_frame(isolate, v8::StackTrace::kDetailed);
  auto copy = [&](v8::Local<v8::String> from, char* to) {
    int length = from.IsEmpty() ? 0
                                : from->WriteUtf8(isolate, to, static_cast<int>(capacity) - 1,
                                                  nullptr,
                                                  v8::String::NO_NULL_TERMINATION |
                                                      v8::String::REPLACE_INVALID_UTF8);
    to[length] = 0;
  };
  *function = *script = 0;
  if (frame.IsEmpty()) return;
  copy(frame->GetFunctionName(), function);
  copy(frame->GetScriptNameOrSourceURL(), script);
}

void v8s_isolate_script_stack(v8s_isolate handle, int depth,
                              void (*found)(const v8s_place*, const char*, const char*, void*),
                              void* data) {
  v8::Isolate* isolate = v8s::isolate(handle);
  v8::HandleScope scope(isolate);
  auto stack = v8::StackTrace::CurrentStackTrace(isolate, depth, v8::StackTrace::kDetailed);
  for (int i = 0; i < stack->GetFrameCount(); i++) {
    v8::Local<v8::StackFrame> frame = stack->GetFrame(isolate, static_cast<uint32_t>(i));
    v8s_place place{frame->GetScriptId(), frame->GetLineNumber(), frame->GetColumn()};
    v8::String::Utf8Value function(isolate, frame->GetFunctionName());
    v8::String::Utf8Value script(isolate, frame->GetScriptNameOrSourceURL());
    found(&place, *function ? *function : "", *script ? *script : "", data);
  }
}

v8s_lock v8s_lock_new(v8s_isolate handle) {
  return reinterpret_cast<v8s_lock>(new v8::Locker(isolate(handle)));
}

void v8s_lock_delete(v8s_lock lock) { delete reinterpret_cast<v8::Locker*>(lock); }

bool v8s_lock_is_held(v8s_isolate handle) { return v8::Locker::IsLocked(isolate(handle)); }

char* v8s_bytes_new(size_t size) { return new char[size]; }
void v8s_bytes_delete(const char* bytes) { delete[] bytes; }
