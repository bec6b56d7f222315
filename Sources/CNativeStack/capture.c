// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "native_stack.h"
#include "native_walks.h"

// Initial-exec: one load instead of a call into the dynamic linker, and 16 bytes are always to be had.
#define THREAD_LOCAL static __thread __attribute__((tls_model("initial-exec")))

THREAD_LOCAL uintptr_t stack_low;
__thread uintptr_t native_stack_high;

size_t native_stack_plausible(const uintptr_t* frames, size_t count) {
  struct dl_find_object found;
  size_t index = 0;
  while (index < count && _dl_find_object((void*)(frames[index] - 1), &found) == 0) index++;
  return index;
}

static void find_stack(void) {
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
  void* low;
  size_t size;
  pthread_attr_getstack(&attributes, &low, &size);
  pthread_attr_destroy(&attributes);
  stack_low = (uintptr_t)low;
  native_stack_high = (uintptr_t)low + size;
}

uintptr_t native_stack_end(void) {
  if (native_stack_high == 0) find_stack();
  return native_stack_high;
}

uintptr_t native_stack_limit(size_t size) {
  if (native_stack_high == 0) find_stack();
  uintptr_t here = (uintptr_t)__builtin_frame_address(0);
  uintptr_t end = stack_low + 64 * 1024;
  return here > end && here - end > size ? here - size : end;
}

// The numbers of threads that have ended, newest first; never freed.
struct ended {
  struct ended* next;
  uintptr_t id;
};
static _Atomic(struct ended*) ended_threads;
static pthread_key_t thread_key;
static pthread_once_t thread_key_once = PTHREAD_ONCE_INIT;

static void note_end(void* id) {
  struct ended* entry = malloc(sizeof *entry);
  if (entry == NULL) return;
  entry->id = (uintptr_t)id;
  entry->next = atomic_load(&ended_threads);
  while (!atomic_compare_exchange_weak(&ended_threads, &entry->next, entry)) {
  }
}

static void make_thread_key(void) { (void)pthread_key_create(&thread_key, note_end); }

uintptr_t native_thread_id(void) {
  THREAD_LOCAL uintptr_t id;
  static atomic_uintptr_t last;
  if (id == 0) {
    id = atomic_fetch_add(&last, 1) + 1;
    (void)pthread_once(&thread_key_once, make_thread_key);
    (void)pthread_setspecific(thread_key, (void*)id);
  }
  return id;
}

int32_t native_thread_number(void) {
  THREAD_LOCAL int32_t number;
  if (number == 0) number = (int32_t)syscall(SYS_gettid);
  return number;
}

bool native_thread_flag(bool value) {
  THREAD_LOCAL bool flag;
  bool before = flag;
  flag = value;
  return before;
}

bool native_thread_has_ended(uintptr_t id) {
  for (struct ended* entry = atomic_load(&ended_threads); entry != NULL; entry = entry->next) {
    if (entry->id == id) return true;
  }
  return false;
}

// For what reads frames: a chain that has left what was compiled with frame pointers may lead to any
// word of the stack, also to one that AddressSanitizer keeps between variables.
#define READS_ANY_WORD __attribute__((no_sanitize("address")))

// A frame as x86-64 and AArch64 lay it out: the caller's frame pointer, then the return address.
struct frame {
  const struct frame* caller;
  uintptr_t return_address;
};

/// Whether the chain ends before the frame at this address.
static inline bool is_outside(uintptr_t at, uintptr_t end) {
  return at % sizeof(void*) != 0 || at + sizeof(struct frame) > end;
}

/// Whether the chain ends at a frame with this return address: the first page is never code, the
/// chain has left what was compiled with frame pointers.
static inline bool is_no_code(uintptr_t address) { return address < 4096; }

static uintptr_t end_below(uintptr_t limit) {
  if (native_stack_high == 0) find_stack();
  return limit != 0 && limit < native_stack_high ? limit : native_stack_high;
}

__attribute__((noinline)) size_t native_stack_capture(uintptr_t* frames, size_t capacity,
                                                      uintptr_t limit, uint64_t* hash) {
  return native_stack_capture_from(native_stack_here(), frames, capacity, limit, hash);
}

READS_ANY_WORD size_t native_stack_capture_from(uintptr_t first, uintptr_t* frames,
                                                size_t capacity, uintptr_t limit,
                                                uint64_t* hash) {
  const struct frame* frame = (const struct frame*)first;
  uintptr_t end = end_below(limit);
  size_t count = 0;
  // A weighted sum; no product waits for the one before. Keys in geometric progression: with an
  // arithmetic one half of the paths of a walk over a binary tree met in one bucket.
  uint64_t sum = 0, key = UINT64_C(0xA0761D6478BD642F);
  while (count < capacity) {
    uintptr_t at = (uintptr_t)frame;
    if (is_outside(at, end) || is_no_code(frame->return_address)) break;
    frames[count++] = frame->return_address;
    sum += frame->return_address * key;
    key += key << 5;
    if ((uintptr_t)frame->caller <= at) break;
    frame = frame->caller;
  }
  *hash = sum + count;
  return count;
}

native_walks* native_walks_new(size_t depth) {
  native_walks* walks = malloc(sizeof *walks);
  if (walks == NULL) return NULL;
  walks->depth = depth;
  walks->stride = sizeof(struct native_walk) + depth * sizeof(struct frame);
  walks->walks = calloc(NATIVE_WALKS, walks->stride);
  if (walks->walks != NULL) return walks;
  free(walks);
  return NULL;
}

void native_walks_delete(native_walks* walks) {
  if (walks == NULL) return;
  free(walks->walks);
  free(walks);
}

READS_ANY_WORD void native_walks_remember(native_walks* walks, uintptr_t first, uintptr_t limit,
                                          uint64_t tag, uint32_t answer) {
  uintptr_t end = end_below(limit);
  // On a stack that is not the thread's own (a coroutine's), memory further out may go while it runs.
  if (first < stack_low || is_outside(first, end)) return;
  struct native_walk* walk = native_walks_place(walks, first);
  struct frame* known = (struct frame*)(walk + 1);
  uint32_t count = 0;
  uintptr_t at = first;
  // Every word that native_stack_capture_from reads to find its way.
  while (count < walks->depth && !is_outside(at, end)) {
    struct frame frame = *(const struct frame*)at;
    known[count++] = frame;
    if (is_no_code(frame.return_address) || (uintptr_t)frame.caller <= at) break;
    at = (uintptr_t)frame.caller;
  }
  *walk = (struct native_walk){first, limit, native_stack_high, tag, answer, count};
}
