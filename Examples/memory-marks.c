// SPDX-License-Identifier: Apache-2.0
//
// Finding a leak from inside the program: set a mark, do something that should give everything
// back, and ask which sites made something since the mark that still exists.
//
// Pages are opened and closed. Each page keeps a reference to its model, which it deletes, and one
// to a listener, which it deletes unless the page was closed with an error.
#include <stdio.h>
#include <stdlib.h>

#include "jsvm_memory.h"

static void check(JSVM_Status status, const char* call) {
  if (status == JSVM_OK) return;
  fprintf(stderr, "%s: status %d\n", call, (int)status);
  exit(1);
}
#define CHECK(call) check(call, #call)

struct page {
  JSVM_Ref model, listener;
};

__attribute__((noinline)) static void page_open(JSVM_Env env, struct page* page) {
  JSVM_Value object;
  CHECK(OH_JSVM_CreateObject(env, &object));
  CHECK(OH_JSVM_CreateReference(env, object, 1, &page->model));
}

__attribute__((noinline)) static void page_listen(JSVM_Env env, struct page* page) {
  JSVM_Value object;
  CHECK(OH_JSVM_CreateObject(env, &object));
  CHECK(OH_JSVM_CreateReference(env, object, 1, &page->listener));
}

static void page_close(JSVM_Env env, struct page* page, bool has_failed) {
  CHECK(OH_JSVM_DeleteReference(env, page->model));
  if (has_failed) return;  // Too early.
  CHECK(OH_JSVM_DeleteReference(env, page->listener));
}

static bool print_site(JSVM_VM vm, const JSVM_Memory_Site* site, void* data) {
  (void)vm;
  (void)data;
  if (site->kind != JSVM_MEMORY_REFERENCE || site->frameCount == 0) return true;
  const JSVM_Memory_Frame* frame = &site->frames[0];
  printf("%4llu created, %4llu given back, %2llu left: %s line %u\n",
         (unsigned long long)site->created, (unsigned long long)site->transient,
         (unsigned long long)site->existing, frame->function ? frame->function : "?",
         (unsigned)frame->line);
  return true;
}

int main(void) {
  JSVM_VM vm;
  JSVM_VMScope vm_scope;
  JSVM_Env env;
  JSVM_EnvScope env_scope;
  JSVM_HandleScope handles;
  JSVM_Memory_MarkId start;
  CHECK(OH_JSVM_Init(NULL));
  CHECK(OH_JSVM_CreateVM(NULL, &vm));
  CHECK(OH_JSVM_OpenVMScope(vm, &vm_scope));
  CHECK(OH_JSVM_CreateEnv(vm, 0, NULL, &env));
  CHECK(OH_JSVM_OpenEnvScope(env, &env_scope));
  CHECK(OH_JSVM_OpenHandleScope(env, &handles));

  CHECK(JSVM_Memory_Mark(vm, "start", &start));
  for (int i = 1; i <= 3000; i++) {
    struct page page;
    page_open(env, &page);
    page_listen(env, &page);
    page_close(env, &page, i % 1000 == 0);
  }
  CHECK(JSVM_Memory_Sites(vm, start, print_site, NULL));

  CHECK(OH_JSVM_CloseHandleScope(env, handles));
  CHECK(OH_JSVM_CloseEnvScope(env, env_scope));
  CHECK(OH_JSVM_DestroyEnv(env));
  CHECK(OH_JSVM_CloseVMScope(vm, vm_scope));
  CHECK(OH_JSVM_DestroyVM(vm));
  return 0;
}
