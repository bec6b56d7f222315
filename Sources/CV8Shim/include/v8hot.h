// SPDX-License-Identifier: Apache-2.0
#ifndef V8HOT_H_
#define V8HOT_H_

// What costs V8 less than the call into V8: small integers, and the arguments of native functions.
//
// Where V8 keeps what is read and written here is learned from what it does (layout.cc), or checked when
// this is compiled (function.cc). Until it is learned V8 is called.

#include "v8types.h"

#ifdef __cplusplus
extern "C" {
#endif

// ---- numbers ----

/// The innermost handle scope's memory: the next handle's slot, and the end of the block.
typedef struct {
  uintptr_t* next;
  uintptr_t* limit;
} v8s_handles;

/// Where in an isolate its v8s_handles are; 0 as long as that is unknown.
extern ptrdiff_t v8s_handles_at __attribute__((visibility("hidden")));
static inline ptrdiff_t v8s_handles_offset(void) {
  return __atomic_load_n(&v8s_handles_at, __ATOMIC_RELAXED);
}

/// A handle of a small integer, in a slot that is free.
static inline v8s_value v8s_handles_add(v8s_handles* handles, int32_t value) {
  uintptr_t* slot = handles->next;
  *slot = (uintptr_t)(uint32_t)value << 32;
  handles->next = slot + 1;
  return (v8s_value)slot;
}

/// A handle of an integer; NULL if V8 has to make it.
static inline v8s_value v8s_small_integer(v8s_isolate isolate, int32_t value) {
  ptrdiff_t at = v8s_handles_offset();
  v8s_handles* handles = (v8s_handles*)((char*)isolate + at);
  if (__builtin_expect(at == 0 || handles->next == handles->limit, 0)) return NULL;
  return v8s_handles_add(handles, value);
}

// ---- calls of native functions ----

/// v8::FunctionCallbackInfo.
typedef struct {
  uintptr_t* added;
  uintptr_t* arguments;
  int count;
} v8s_call_info;

/// `undefined`, for arguments that script left out.
v8s_value v8s_undefined(v8s_isolate isolate);

static inline int v8s_call_count(v8s_call call) { return ((const v8s_call_info*)call)->count; }
/// The first `count` arguments, undefined beyond the last; none when `count` is negative.
static inline void v8s_call_arguments(v8s_isolate isolate, v8s_call call, v8s_value* values,
                                      ptrdiff_t count) {
  const v8s_call_info* info = (const v8s_call_info*)call;
  ptrdiff_t passed = count < info->count ? count : info->count;
  // There are few: code for many would take the registers that the caller wants kept.
#pragma clang loop vectorize(disable) unroll(disable)
  for (ptrdiff_t i = 0; i < passed; i++) values[i] = (v8s_value)(info->arguments + i);
  if (__builtin_expect(count > passed, 0)) {
    v8s_value undefined = v8s_undefined(isolate);
#pragma clang loop vectorize(disable) unroll(disable)
    for (ptrdiff_t i = passed; i < count; i++) values[i] = undefined;
  }
}
static inline v8s_value v8s_call_this(v8s_call call) {
  return (v8s_value)(((const v8s_call_info*)call)->arguments - 1);
}

#ifdef __cplusplus
}
#endif
#endif  // V8HOT_H_
