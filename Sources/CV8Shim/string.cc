// SPDX-License-Identifier: Apache-2.0

#include "convert.h"

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
  return static_cast<size_t>(
      string(text)->WriteUtf8(isolate(handle), buffer, bounded(capacity), nullptr, kWrite));
}

size_t v8s_string_write_utf16(v8s_isolate handle, v8s_value text, uint16_t* buffer,
                              size_t capacity) {
  return static_cast<size_t>(
      string(text)->Write(isolate(handle), buffer, 0, bounded(capacity), kWrite));
}
