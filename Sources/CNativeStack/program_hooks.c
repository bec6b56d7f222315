// SPDX-License-Identifier: Apache-2.0

#include "program_hooks.h"

#include <stddef.h>

// A weak reference makes the program's linker export its definition, which a lookup by name would not.
extern const char* JSVM_Memory_DefaultOptions(void) __attribute__((weak, visibility("default")));
extern const char* JSVM_Memory_DefaultSuppressions(void)
    __attribute__((weak, visibility("default")));

const char* program_default_options(void) {
  return JSVM_Memory_DefaultOptions != NULL ? JSVM_Memory_DefaultOptions() : NULL;
}

const char* program_default_suppressions(void) {
  return JSVM_Memory_DefaultSuppressions != NULL ? JSVM_Memory_DefaultSuppressions() : NULL;
}
