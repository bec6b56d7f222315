// SPDX-License-Identifier: Apache-2.0

#include "convert.h"
#include "layout.h"

using v8s::isolate;

v8s_context v8s_context_new(v8s_isolate handle) {
  v8s::learn_layout(isolate(handle));
  v8::HandleScope scope(isolate(handle));
  v8::Local<v8::Context> context = v8::Context::New(isolate(handle));
  if (context.IsEmpty()) return nullptr;
  v8s_global owner{nullptr};
  v8s::global<v8::Context>(&owner).Reset(isolate(handle), context);
  return static_cast<v8s_context>(owner.slot);
}

v8s_context v8s_context_from_snapshot(v8s_isolate handle, size_t index) {
  v8s::learn_layout(isolate(handle));
  v8::HandleScope scope(isolate(handle));
  v8::Local<v8::Context> context;
  if (!v8::Context::FromSnapshot(isolate(handle), index).ToLocal(&context)) return nullptr;
  v8s_global owner{nullptr};
  v8s::global<v8::Context>(&owner).Reset(isolate(handle), context);
  return static_cast<v8s_context>(owner.slot);
}

void v8s_context_set_data(v8s_isolate handle, v8s_context context, void* data) {
  v8::HandleScope scope(isolate(handle));
  v8s::context(context)->SetAlignedPointerInEmbedderData(v8s::kEnvironmentField, data);
}

void v8s_context_delete(v8s_isolate handle, v8s_context context) {
  v8s_context_set_data(handle, context, nullptr);
  v8s_global owner{context};
  v8s::global<v8::Context>(&owner).Reset();
}

void v8s_context_enter(v8s_context context) { v8s::context(context)->Enter(); }
void v8s_context_exit(v8s_context context) { v8s::context(context)->Exit(); }

void* v8s_context_current_data(v8s_isolate handle) {
  v8::HandleScope scope(isolate(handle));
  return isolate(handle)->GetCurrentContext()->GetAlignedPointerFromEmbedderData(
      v8s::kEnvironmentField);
}

v8s_value v8s_context_global(v8s_context context) {
  return v8s::ptr(v8s::context(context)->Global());
}
