// SPDX-License-Identifier: Apache-2.0

#include "convert.h"
#include "utf8.h"

using v8s::isolate;
using v8s::ptr;
using v8s::string;

namespace {

constexpr int kWrite = v8::String::NO_NULL_TERMINATION | v8::String::REPLACE_INVALID_UTF8;

/// V8 takes int lengths; a string is shorter than INT_MAX anyway.
int bounded(size_t length) { return length > INT32_MAX ? INT32_MAX : static_cast<int>(length); }

}  // namespace

v8s_value v8s_string_latin1(v8s_isolate handle, const uint8_t* text, size_t length) {
  if (length > v8::String::kMaxLength) return nullptr;
  return ptr(v8::String::NewFromOneByte(isolate(handle), text, v8::NewStringType::kNormal,
                                        static_cast<int>(length)));
}

v8s_value v8s_string_utf8(v8s_isolate handle, const char* text, size_t length) {
  if (length > INT32_MAX) return nullptr;
  if (length <= v8s::kShortText) {
    if (v8s::is_ascii(text, length)) {
      return v8s_string_latin1(handle, reinterpret_cast<const uint8_t*>(text), length);
    }
    uint16_t units[v8s::kShortText];
    size_t count = v8s::decode(text, length, units);
    if (count != v8s::kNoText) return v8s_string_utf16(handle, units, count);
  }
  return ptr(v8::String::NewFromUtf8(isolate(handle), text, v8::NewStringType::kNormal,
                                     static_cast<int>(length)));
}

v8s_value v8s_string_utf16(v8s_isolate handle, const uint16_t* text, size_t length) {
  if (length > v8::String::kMaxLength) return nullptr;
  return ptr(v8::String::NewFromTwoByte(isolate(handle), text, v8::NewStringType::kNormal,
                                        static_cast<int>(length)));
}

v8s_value v8s_string_name(v8s_isolate handle, const char* text, size_t length) {
  if (length > INT32_MAX) return nullptr;
  return ptr(v8::String::NewFromUtf8(isolate(handle), text, v8::NewStringType::kInternalized,
                                     static_cast<int>(length)));
}

size_t v8s_string_length(v8s_value text) { return static_cast<size_t>(string(text)->Length()); }

size_t v8s_string_utf8_length(v8s_isolate handle, v8s_value text) {
  return static_cast<size_t>(string(text)->Utf8Length(isolate(handle)));
}

size_t v8s_string_write_latin1(v8s_isolate handle, v8s_value text, uint8_t* buffer,
                               size_t capacity) {
  return static_cast<size_t>(
      string(text)->WriteOneByte(isolate(handle), buffer, 0, bounded(capacity), kWrite));
}

size_t v8s_string_write_utf8(v8s_isolate handle, v8s_value text, char* buffer, size_t capacity) {
  // V8 measures a text before it copies it. Most are ASCII: to copy and then to look is faster.
  if (string(text)->IsOneByte()) {
    size_t length = v8s_string_length(text);
    if (length <= capacity) {
      v8s_string_write_latin1(handle, text, reinterpret_cast<uint8_t*>(buffer), length);
      if (v8s::is_ascii(buffer, length)) return length;
    }
  }
  if (v8s_string_length(text) <= v8s::kShortText) {
    uint16_t units[v8s::kShortText];
    size_t count = v8s_string_write_utf16(handle, text, units, v8s::kShortText);
    size_t written = v8s::encode(units, count, buffer, capacity);
    if (written != v8s::kNoText) return written;
  }
  return static_cast<size_t>(
      string(text)->WriteUtf8(isolate(handle), buffer, bounded(capacity), nullptr, kWrite));
}

size_t v8s_string_write_utf16(v8s_isolate handle, v8s_value text, uint16_t* buffer,
                              size_t capacity) {
  return static_cast<size_t>(
      string(text)->Write(isolate(handle), buffer, 0, bounded(capacity), kWrite));
}

namespace {

/// The caller's memory behind a string; tells when V8 lets go of it.
template <class Base, class Unit>
class External final : public Base {
 public:
  External(const Unit* text, size_t length, void (*dropped)(void* data), void* data)
      : text_(text), length_(length), dropped_(dropped), data_(data) {}
  ~External() override {
    if (dropped_ != nullptr) dropped_(data_);
  }
  /// V8 wants an address for no units too.
  const Unit* data() const override { return text_ != nullptr ? text_ : &kNone; }
  size_t length() const override { return length_; }
  /// Makes the end of a string that never was go unnoticed.
  void disarm() { dropped_ = nullptr; }

 private:
  static constexpr Unit kNone = 0;
  const Unit* text_;
  size_t length_;
  void (*dropped_)(void* data);
  void* data_;
};

template <class Resource, class Unit, class Make>
v8s_value external(const Unit* text, size_t length, void (*dropped)(void* data), void* data,
                   Make make) {
  auto* resource = new Resource(text, length, dropped, data);
  v8::Local<v8::String> result;
  if (length <= v8::String::kMaxLength && make(resource).ToLocal(&result)) return ptr(result);
  resource->disarm();
  delete resource;
  return nullptr;
}

}  // namespace

v8s_value v8s_string_external_latin1(v8s_isolate handle, const char* text, size_t length,
                                     void (*dropped)(void* data), void* data) {
  using Resource = External<v8::String::ExternalOneByteStringResource, char>;
  return external<Resource>(text, length, dropped, data, [handle](Resource* resource) {
    return v8::String::NewExternalOneByte(isolate(handle), resource);
  });
}

v8s_value v8s_string_external_utf16(v8s_isolate handle, const uint16_t* text, size_t length,
                                    void (*dropped)(void* data), void* data) {
  using Resource = External<v8::String::ExternalStringResource, uint16_t>;
  return external<Resource>(text, length, dropped, data, [handle](Resource* resource) {
    return v8::String::NewExternalTwoByte(isolate(handle), resource);
  });
}
