// SPDX-License-Identifier: Apache-2.0
#ifndef NATIVE_HEAP_H_
#define NATIVE_HEAP_H_

// What this process has from malloc.

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Bytes, of all arenas and of blocks with a mapping of their own.
typedef struct {
  size_t size;
  size_t used;
  size_t free;
} native_heap;

/// Asks malloc; takes the lock of each arena for a moment. Any thread.
void native_heap_read(native_heap* result);

#ifdef __cplusplus
}
#endif
#endif  // NATIVE_HEAP_H_
