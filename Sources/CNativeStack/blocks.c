// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "native_blocks.h"

#include <dlfcn.h>
#include <gnu/libc-version.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <unistd.h>

// Of AddressSanitizer, if the program has it.
__attribute__((weak, visibility("default"))) int __sanitizer_get_ownership(const volatile void* start);
__attribute__((weak, visibility("default"))) size_t __sanitizer_get_allocated_size(
    const volatile void* start);

// Beyond that, a number is taken for something else than a size.
enum { largest = 64 << 20 };

static bool is_libc_malloc;

static void find_allocator(void) {
  Dl_info used, own;
  void* found = dlsym(RTLD_DEFAULT, "malloc");
  is_libc_malloc = found != NULL && dladdr(found, &used) != 0 &&
                   dladdr((void*)gnu_get_libc_version, &own) != 0 &&
                   used.dli_fbase == own.dli_fbase;
}

size_t native_block_read(const void* start, void* copy, size_t size) {
  struct iovec from = {(void*)start, size}, to = {copy, size};
  ssize_t count = process_vm_readv(getpid(), &to, 1, &from, 1, 0);
  return count < 0 ? 0 : (size_t)count;
}

size_t native_block_size(const void* start) {
  if (__sanitizer_get_ownership != NULL && __sanitizer_get_allocated_size != NULL)
    return __sanitizer_get_ownership(start) ? __sanitizer_get_allocated_size(start) : 0;
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, find_allocator);
  uintptr_t address = (uintptr_t)start;
  if (!is_libc_malloc || address < 65536 || address % 16 != 0) return 0;
  // Before a block stand the size of the one below, if that is free or the block is a mapping of its
  // own, and the size of its own with three flags: block below in use, mapping, other arena.
  size_t head[2];
  if (native_block_read((const void*)(address - 16), head, sizeof head) != sizeof head) return 0;
  size_t size = head[1] & ~(size_t)7;
  if (size < 32 || size > largest || size % 16 != 0) return 0;
  if ((head[1] & 2) != 0) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    bool is_mapping = (size + head[0]) % page == 0 && (address - 16 - head[0]) % page == 0;
    return is_mapping ? size - 16 : 0;
  }
  // The next one says that this is in use.
  size_t next;
  if (native_block_read((const void*)(address - 8 + size), &next, sizeof next) != sizeof next)
    return 0;
  return (next & 1) != 0 && (next & ~(size_t)7) >= 16 ? size - 8 : 0;
}
