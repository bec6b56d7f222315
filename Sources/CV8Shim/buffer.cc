// SPDX-License-Identifier: Apache-2.0

#include "convert.h"

using v8s::context;
using v8s::isolate;
using v8s::ptr;
using v8s::value;

bool v8s_value_is_buffer(v8s_value v) { return value(v)->IsArrayBuffer(); }
bool v8s_value_is_shared_buffer(v8s_value v) { return value(v)->IsSharedArrayBuffer(); }
bool v8s_value_is_typed_array(v8s_value v) { return value(v)->IsTypedArray(); }
bool v8s_value_is_data_view(v8s_value v) { return value(v)->IsDataView(); }

namespace {

v8::Local<v8::ArrayBuffer> buffer(v8s_value handle) { return value(handle).As<v8::ArrayBuffer>(); }

}  // namespace

v8s_value v8s_buffer(v8s_isolate handle, v8s_context ctx, size_t length) {
  // V8's own allocation ends the process when there is no memory; the allocator says so.
  v8::ArrayBuffer::Allocator* allocator = isolate(handle)->GetArrayBufferAllocator();
  void* bytes = allocator->Allocate(length == 0 ? 1 : length);
  if (bytes == nullptr) return nullptr;
  return v8s_buffer_external(
      handle, ctx, bytes, length,
      [](void* bytes, size_t length, void* data) {
        static_cast<v8::ArrayBuffer::Allocator*>(data)->Free(bytes, length);
      },
      allocator);
}

v8s_value v8s_buffer_external(v8s_isolate handle, v8s_context ctx, void* bytes, size_t length,
                              void (*freed)(void* bytes, size_t length, void* data), void* data) {
  v8::Context::Scope scope(context(ctx));
  std::unique_ptr<v8::BackingStore> store = v8::ArrayBuffer::NewBackingStore(
      bytes, length, freed ? freed : v8::BackingStore::EmptyDeleter, data);
  return ptr(v8::ArrayBuffer::New(isolate(handle), std::move(store)));
}

void* v8s_buffer_bytes(v8s_value handle) { return buffer(handle)->Data(); }
size_t v8s_buffer_length(v8s_value handle) { return buffer(handle)->ByteLength(); }
bool v8s_buffer_is_detachable(v8s_value handle) { return buffer(handle)->IsDetachable(); }
bool v8s_buffer_is_detached(v8s_value handle) { return buffer(handle)->WasDetached(); }
void v8s_buffer_detach(v8s_value handle) { buffer(handle)->Detach(); }

size_t v8s_typed_array_limit(void) { return v8::TypedArray::kMaxLength; }

v8s_value v8s_typed_array(v8s_context ctx, v8s_element element, v8s_value handle, size_t offset,
                          size_t length) {
  v8::Context::Scope scope(context(ctx));
  v8::Local<v8::ArrayBuffer> over = buffer(handle);
  switch (element) {
    case V8S_INT8:
      return ptr(v8::Int8Array::New(over, offset, length));
    case V8S_UINT8:
      return ptr(v8::Uint8Array::New(over, offset, length));
    case V8S_UINT8_CLAMPED:
      return ptr(v8::Uint8ClampedArray::New(over, offset, length));
    case V8S_INT16:
      return ptr(v8::Int16Array::New(over, offset, length));
    case V8S_UINT16:
      return ptr(v8::Uint16Array::New(over, offset, length));
    case V8S_INT32:
      return ptr(v8::Int32Array::New(over, offset, length));
    case V8S_UINT32:
      return ptr(v8::Uint32Array::New(over, offset, length));
    case V8S_FLOAT32:
      return ptr(v8::Float32Array::New(over, offset, length));
    case V8S_FLOAT64:
      return ptr(v8::Float64Array::New(over, offset, length));
    case V8S_BIGINT64:
      return ptr(v8::BigInt64Array::New(over, offset, length));
    case V8S_BIGUINT64:
      return ptr(v8::BigUint64Array::New(over, offset, length));
  }
  return nullptr;
}

v8s_value v8s_data_view(v8s_context ctx, v8s_value handle, size_t offset, size_t length) {
  v8::Context::Scope scope(context(ctx));
  return ptr(v8::DataView::New(buffer(handle), offset, length));
}

namespace {

v8s_element element_of(v8::Local<v8::Value> array) {
  if (array->IsInt8Array()) return V8S_INT8;
  if (array->IsUint8Array()) return V8S_UINT8;
  if (array->IsUint8ClampedArray()) return V8S_UINT8_CLAMPED;
  if (array->IsInt16Array()) return V8S_INT16;
  if (array->IsUint16Array()) return V8S_UINT16;
  if (array->IsInt32Array()) return V8S_INT32;
  if (array->IsUint32Array()) return V8S_UINT32;
  if (array->IsFloat32Array()) return V8S_FLOAT32;
  if (array->IsFloat64Array()) return V8S_FLOAT64;
  if (array->IsBigInt64Array()) return V8S_BIGINT64;
  return V8S_BIGUINT64;
}

}  // namespace

void v8s_window_read(v8s_value handle, v8s_window* result) {
  v8::Local<v8::ArrayBufferView> view = value(handle).As<v8::ArrayBufferView>();
  bool is_array = view->IsTypedArray();
  *result = {ptr(view->Buffer()), view->ByteOffset(), view->ByteLength(),
             is_array ? view.As<v8::TypedArray>()->Length() : 0,
             is_array ? element_of(view) : V8S_INT8};
}
