// SPDX-License-Identifier: Apache-2.0
#ifndef NATIVE_BLOCKS_H_
#define NATIVE_BLOCKS_H_

// What lies in the memory of native objects, of which only an address is known.

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The bytes that the program's allocator gave out at an address; 0 if it is no such address, or the
/// allocator is neither the C library's nor AddressSanitizer's.
///
/// Any address may be asked for: on the stack, in a variable, of memory that is gone. Not proof against
/// memory that is made to look like the allocator's. About a microsecond.
size_t native_block_size(const void* start);

/// Copies memory, which may not be there, as far as it is; returns the bytes copied. A system call.
size_t native_block_read(const void* start, void* copy, size_t size);

#ifdef __cplusplus
}
#endif
#endif  // NATIVE_BLOCKS_H_
