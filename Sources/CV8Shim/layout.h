// SPDX-License-Identifier: Apache-2.0
#ifndef V8SHIM_LAYOUT_H_
#define V8SHIM_LAYOUT_H_

#include "convert.h"

namespace v8s {

/// Whether an external, an object of script, keeps its pointer in its first field.
extern bool externals_are_plain;

inline void* first_field(v8::Local<v8::Value> object) {
  // Behind the map, the properties and the elements; an object's address has its lowest bit set.
  constexpr int kFirst = 3 * sizeof(uintptr_t);
  uintptr_t tagged = *reinterpret_cast<const uintptr_t*>(*object);
  return *reinterpret_cast<void* const*>(tagged - 1 + kFirst);
}

/// Learns where V8 keeps things, once a process. This thread has the isolate entered.
void learn_layout(v8::Isolate* isolate);

/// The pointer of an external.
inline void* pointer(v8::Local<v8::Value> external) {
  if (__builtin_expect(externals_are_plain, true)) return first_field(external);
  return external.As<v8::External>()->Value();
}

}  // namespace v8s

#endif  // V8SHIM_LAYOUT_H_
