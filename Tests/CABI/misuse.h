// SPDX-License-Identifier: Apache-2.0

// What the programs share that misuse the API.
#ifndef TESTS_CABI_MISUSE_H
#define TESTS_CABI_MISUSE_H

#include <stdint.h>

// Looks like a handle and is none. Not a multiple of anything.
#define GARBAGE(type) ((type)(uintptr_t)0x5a5a5a5a5a5a5a5b)

#endif  // TESTS_CABI_MISUSE_H
