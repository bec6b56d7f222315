// SPDX-License-Identifier: Apache-2.0

// A program that includes jsvm_memory.h and nothing else; compiled as C and as C++.

#include "jsvm_memory.h"
// A second inclusion adds nothing.
#include "jsvm_memory.h"

#if JSVM_MEMORY_VERSION < 1
#error "no version"
#endif

// What a program may define, with the linkage that the header gives it.
const char* JSVM_Memory_DefaultOptions(void) { return "log_misuse=1"; }
const char* JSVM_Memory_DefaultSuppressions(void) { return "leak:cache.c:*"; }

static bool on_site(JSVM_VM vm, const JSVM_Memory_Site* site, void* data) {
  *(uint64_t*)data += site->existing;
  return vm != NULL && site->frameCount > 0 && site->frames[0].function != NULL;
}

static bool on_object(JSVM_VM vm, const JSVM_Memory_Object* object, void* data) {
  (void)vm;
  *(uint64_t*)data += object->refcount;
  return object->state != JSVM_MEMORY_CLEARED;
}

static void on_misuse(const JSVM_Memory_Misuse* misuse, void* data) {
  *(uint64_t*)data += misuse->usedCount;
}

int main(void) {
  JSVM_VM vm = NULL;
  uint64_t count = 0;
  JSVM_Memory_MarkId mark = JSVM_MEMORY_START;
  JSVM_MEMORY_TEST_SCOPE(vm, "nothing is left", 0) { count++; }
  JSVM_MEMORY_TEST_SCOPE(vm, "nothing is left either", 0)
  count++;
  return JSVM_Memory_Mark(vm, "start", &mark) == JSVM_OK &&
         JSVM_Memory_Sites(vm, mark, on_site, &count) == JSVM_OK &&
         JSVM_Memory_RefsExisting(vm, mark, on_object, &count) == JSVM_OK &&
         JSVM_Memory_SetMisuseHandler(on_misuse, &count) == JSVM_OK;
}

#ifdef __cplusplus
static_assert(sizeof(jsvm::ScopedDisable) <= 2 * sizeof(void*), "two words");
static inline void ignored(JSVM_VM vm) { jsvm::ScopedDisable scope(vm); }
void use(JSVM_VM vm) { ignored(vm); }
#endif
