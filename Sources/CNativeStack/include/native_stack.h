// SPDX-License-Identifier: Apache-2.0
#ifndef NATIVE_STACK_H_
#define NATIVE_STACK_H_

// Who called: the native stack of this thread as return addresses, and what they mean. (What lies in
// the memory of native objects: native_blocks.h.)

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Collects return addresses, innermost first, by following saved frame pointers.
///
/// Stops at `capacity`, at the end of the stack, at the frame that holds the address `limit` (0: none),
/// or where the chain stops making sense, which happens below code compiled without frame pointers.
/// Reads this thread's stack only; never fails, allocates once per thread. A few ns per ten frames.
/// `hash` becomes a number that equal stacks share.
size_t native_stack_capture(uintptr_t* frames, size_t capacity, uintptr_t limit, uint64_t* hash);

/// The same from the frame at `first` on, which native_stack_here gave to a function that is running.
size_t native_stack_capture_from(uintptr_t first, uintptr_t* frames, size_t capacity,
                                 uintptr_t limit, uint64_t* hash);

/// How many frames, from the innermost on, lie in loaded programs and libraries. Frame pointers that
/// code without them leaves to chance lead to addresses that do not. About 20 ns a frame.
size_t native_stack_plausible(const uintptr_t* frames, size_t count);

/// The frame of the function that calls this. A variable's address is no substitute: AddressSanitizer
/// keeps variables elsewhere.
static inline __attribute__((always_inline)) uintptr_t native_stack_here(void) {
  return (uintptr_t)__builtin_frame_address(0);
}

/// The address `size` bytes below the caller's frame, or 64 KiB above the end of a stack that has
/// less room.
uintptr_t native_stack_limit(size_t size);

/// The end of this thread's stack, the highest address.
uintptr_t native_stack_end(void);

/// A number of this thread that no other thread of the process has or had; never 0.
uintptr_t native_thread_id(void);

/// The kernel's number of this thread, as debuggers and /proc show it. Asked for once a thread.
int32_t native_thread_number(void);

/// Whether the thread with this number has ended. Linear in the number of ended threads that asked for
/// theirs.
bool native_thread_has_ended(uintptr_t id);

/// Sets a flag of this thread and returns what it was. For keeping a handler from being told of what
/// it causes itself.
bool native_thread_flag(bool value);

/// One function at an address; a call inlined by the compiler gives several, innermost first.
/// Texts are borrowed for the callback; NULL or 0 where unknown.
typedef struct {
  const char* function;
  const char* file;
  int line;
  bool inlined;
} native_frame;

/// Names the functions at a return address, calling `found` for each. Reads debug information of
/// the program and its libraries: slow the first time. Any thread.
void native_stack_describe(uintptr_t address, void (*found)(const native_frame*, void* data),
                           void* data);

/// The file that an address is loaded from and the offset of the address in it. `path` is borrowed
/// and lives as long as the module. False for an address in no module.
bool native_stack_module(uintptr_t address, const char** path, uintptr_t* offset);

/// The exported symbol that an address lies in; NULL if none. Borrowed, lives as long as the module.
const char* native_stack_symbol(uintptr_t address);

/// The addresses of the module that this function is part of. False if that is the program itself.
bool native_stack_own_module(uintptr_t* low, uintptr_t* high);

#ifdef __cplusplus
}
#endif
#endif  // NATIVE_STACK_H_
