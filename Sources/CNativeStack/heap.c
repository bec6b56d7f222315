// SPDX-License-Identifier: Apache-2.0

#include <malloc.h>

#include "native_heap.h"

void native_heap_read(native_heap* result) {
  struct mallinfo2 info = mallinfo2();
  result->size = info.arena + info.hblkhd;
  result->used = info.uordblks + info.hblkhd;
  result->free = info.fordblks;
}
