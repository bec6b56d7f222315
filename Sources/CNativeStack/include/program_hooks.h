// SPDX-License-Identifier: Apache-2.0
#ifndef PROGRAM_HOOKS_H_
#define PROGRAM_HOOKS_H_

// Functions that the program may define and the library calls; see jsvm_memory.h.

#ifdef __cplusplus
extern "C" {
#endif

/// What the program's JSVM_Memory_DefaultOptions returns; NULL if it has none. Borrowed.
const char* program_default_options(void);

/// What the program's JSVM_Memory_DefaultSuppressions returns; NULL if it has none. Borrowed.
const char* program_default_suppressions(void);

#ifdef __cplusplus
}
#endif
#endif  // PROGRAM_HOOKS_H_
