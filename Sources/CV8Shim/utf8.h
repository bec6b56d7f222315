// SPDX-License-Identifier: Apache-2.0
#ifndef V8SHIM_UTF8_H_
#define V8SHIM_UTF8_H_

// Short texts between UTF-8 and UTF-16. V8 passes over a text twice, a byte at a time through a table.

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace v8s {

/// Longer texts are V8's.
constexpr size_t kShortText = 512;

inline bool is_ascii(const char* text, size_t length) {
  uint64_t high = 0, eight;
  for (; length >= sizeof eight; text += sizeof eight, length -= sizeof eight) {
    std::memcpy(&eight, text, sizeof eight);
    high |= eight;
  }
  for (; length > 0; text++, length--) high |= static_cast<unsigned char>(*text);
  return (high & 0x8080808080808080) == 0;
}

constexpr size_t kNoText = SIZE_MAX;

/// Decodes a well-formed text into as many units as it has bytes, or fewer; returns how many. kNoText for a
/// text that is not well-formed.
inline size_t decode(const char* text, size_t length, uint16_t* units) {
  const auto* at = reinterpret_cast<const uint8_t*>(text);
  const uint8_t* end = at + length;
  uint16_t* unit = units;
  auto is_next = [](uint8_t byte) { return (byte & 0xC0) == 0x80; };
  while (at < end) {
    uint32_t first = *at;
    ptrdiff_t left = end - at;
    if (first < 0x80) {
      *unit++ = static_cast<uint16_t>(first);
      at += 1;
    } else if (first < 0xE0) {
      if (first < 0xC2 || left < 2 || !is_next(at[1])) return kNoText;
      *unit++ = static_cast<uint16_t>((first & 0x1F) << 6 | (at[1] & 0x3F));
      at += 2;
    } else if (first < 0xF0) {
      if (left < 3 || !is_next(at[1]) || !is_next(at[2])) return kNoText;
      uint32_t code = (first & 0x0F) << 12 | (at[1] & 0x3Fu) << 6 | (at[2] & 0x3Fu);
      if (code < 0x800 || (code >= 0xD800 && code < 0xE000)) return kNoText;
      *unit++ = static_cast<uint16_t>(code);
      at += 3;
    } else {
      if (left < 4 || !is_next(at[1]) || !is_next(at[2]) || !is_next(at[3])) return kNoText;
      uint32_t code = (first & 0x07) << 18 | (at[1] & 0x3Fu) << 12 | (at[2] & 0x3Fu) << 6 |
                      (at[3] & 0x3Fu);
      if (first > 0xF4 || code < 0x10000 || code > 0x10FFFF) return kNoText;
      *unit++ = static_cast<uint16_t>(0xD7C0 + (code >> 10));
      *unit++ = static_cast<uint16_t>(0xDC00 | (code & 0x3FF));
      at += 4;
    }
  }
  return static_cast<size_t>(unit - units);
}

/// Encodes units, lone surrogates as U+FFFD; returns the bytes written. kNoText if there is not room for
/// all: then as many characters are written as have room.
inline size_t encode(const uint16_t* units, size_t count, char* buffer, size_t capacity) {
  char* to = buffer;
  char* end = buffer + capacity;
  for (size_t i = 0; i < count; i++) {
    uint32_t code = units[i];
    if (code < 0x80) {
      if (end - to < 1) return kNoText;
      *to++ = static_cast<char>(code);
      continue;
    }
    if (code < 0x800) {
      if (end - to < 2) return kNoText;
      *to++ = static_cast<char>(0xC0 | code >> 6);
      *to++ = static_cast<char>(0x80 | (code & 0x3F));
      continue;
    }
    if ((code & 0xF800) == 0xD800) {
      bool is_pair = code < 0xDC00 && i + 1 < count && (units[i + 1] & 0xFC00) == 0xDC00;
      if (is_pair) {
        if (end - to < 4) return kNoText;
        code = 0x10000 + ((code & 0x3FF) << 10 | (units[++i] & 0x3FFu));
        *to++ = static_cast<char>(0xF0 | code >> 18);
        *to++ = static_cast<char>(0x80 | (code >> 12 & 0x3F));
        *to++ = static_cast<char>(0x80 | (code >> 6 & 0x3F));
        *to++ = static_cast<char>(0x80 | (code & 0x3F));
        continue;
      }
      code = 0xFFFD;
    }
    if (end - to < 3) return kNoText;
    *to++ = static_cast<char>(0xE0 | code >> 12);
    *to++ = static_cast<char>(0x80 | (code >> 6 & 0x3F));
    *to++ = static_cast<char>(0x80 | (code & 0x3F));
  }
  return static_cast<size_t>(to - buffer);
}

}  // namespace v8s

#endif  // V8SHIM_UTF8_H_
