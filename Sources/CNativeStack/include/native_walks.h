// SPDX-License-Identifier: Apache-2.0
#ifndef NATIVE_WALKS_H_
#define NATIVE_WALKS_H_

// Recognises a stack that was captured before without following it.
//
// A capture has to wait for each frame pointer before it can load the next one. Whoever knows where
// the frames lay last time loads all of them at once, and compares: if every word that a capture would
// read is what it was, so is the outcome.

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a capture reads of a frame.
typedef uintptr_t native_frame_words
    __attribute__((vector_size(2 * sizeof(uintptr_t)), aligned(sizeof(uintptr_t)), may_alias));

/// One stack.
struct native_walk {
  /// The innermost frame; 0 when nothing is remembered.
  uintptr_t first;
  uintptr_t limit;
  /// The end of the thread's stack.
  uintptr_t high;
  uint64_t tag;
  uint32_t answer;
  uint32_t count;
};

/// The stacks that were captured lately, with a number for each. Not synchronised.
typedef struct {
  size_t depth;
  /// Bytes from one to the next.
  size_t stride;
  char* walks;
} native_walks;

/// How many stacks are remembered: 40 bytes each and 16 for every frame.
enum { NATIVE_WALKS = 128 };

/// Room for stacks of `depth` frames; owned, free with native_walks_delete. NULL without memory.
native_walks* native_walks_new(size_t depth);
void native_walks_delete(native_walks* walks);

/// Remembers `answer` for the stack that native_stack_capture_from would find now, and for
/// `tag`: a number for all else that the answer depends on. Forgets the stack that had its place.
void native_walks_remember(native_walks* walks, uintptr_t first, uintptr_t limit, uint64_t tag,
                           uint32_t answer);

/// The end of this thread's stack; 0 before its first capture.
extern __thread uintptr_t native_stack_high
    __attribute__((tls_model("initial-exec"), visibility("hidden")));

static inline __attribute__((always_inline)) struct native_walk* native_walks_place(
    const native_walks* walks, uintptr_t first) {
  // Neighbouring frames in neighbouring places, whatever calls from them.
  uintptr_t caller = ((const uintptr_t*)first)[1];
  size_t index = ((first >> 4) + (caller ^ caller >> 7)) % NATIVE_WALKS;
  return (struct native_walk*)(walks->walks + index * walks->stride);
}

// What is inlined into Swift is looked at by AddressSanitizer with it, whatever it says itself; and the
// importer does not know that a sanitizer runs, so the build says so.
#ifdef NATIVE_WALKS_SANITIZED
#define NATIVE_WALKS_INLINE __attribute__((noinline, no_sanitize("address")))
#else
#define NATIVE_WALKS_INLINE __attribute__((always_inline))
#endif

/// The number of the stack that native_stack_capture_from would find, if it is remembered with this
/// tag; else -1. `first` is the caller's own frame.
///
/// Reads between `first` and the end of this thread's stack only. Compares every word that the capture
/// would read: never wrong.
static inline NATIVE_WALKS_INLINE int64_t native_walks_find(const native_walks* walks,
                                                            uintptr_t first, uintptr_t limit,
                                                            uint64_t tag) {
  const struct native_walk* walk = native_walks_place(walks, first);
  if (walk->first != first || walk->tag != tag) return -1;
  if (walk->limit != limit || walk->high != native_stack_high) return -1;
  const native_frame_words* known = (const native_frame_words*)(walk + 1);
  // The innermost frame was written word by word a moment ago: one load for both words would wait.
  const uintptr_t* innermost = (const uintptr_t*)first;
  native_frame_words difference = {innermost[0] ^ known[0][0], innermost[1] ^ known[0][1]};
  for (uint32_t i = 1; i < walk->count; i++) {
    difference |= *(const native_frame_words*)known[i - 1][0] ^ known[i];
  }
  return (difference[0] | difference[1]) == 0 ? (int64_t)walk->answer : -1;
}

#ifdef __cplusplus
}
#endif
#endif  // NATIVE_WALKS_H_
