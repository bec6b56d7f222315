// SPDX-License-Identifier: Apache-2.0

// What the programs share that look at the records of misuse.
#ifndef TESTS_CABI_MISUSE_TOLD_H
#define TESTS_CABI_MISUSE_TOLD_H

#include "check.h"
#include "jsvm_memory.h"
#include "misuse.h"

// What was told since `watch`.
static struct {
  int count;
  char code[8];
  char function[64];
  char stacks[3][512];  // created, deleted, used: function names, innermost first
  JSVM_VM vm;
  int32_t thread;
  int32_t other_thread;
} told;

static inline bool add_name(const JSVM_Memory_Frame* frame, void* data) {
  char* text = data;
  size_t length = strlen(text);
  CHECK(frame->size == sizeof *frame);
  snprintf(text + length, 512 - length, "%s;", frame->function ? frame->function : "?");
  return true;
}

static inline void on_misuse(const JSVM_Memory_Misuse* misuse, void* data) {
  CHECK(data == &told);
  CHECK(misuse->size == sizeof *misuse && misuse->message[0] != 0);
  memset(&told, 0, sizeof told - sizeof told.count);
  told.count++;
  snprintf(told.code, sizeof told.code, "%s", misuse->code);
  snprintf(told.function, sizeof told.function, "%s", misuse->function);
  told.vm = misuse->vm;
  told.thread = misuse->thread;
  told.other_thread = misuse->otherThread;
  OK(JSVM_Memory_DescribeStack(misuse->created, misuse->createdCount, add_name, told.stacks[0]));
  OK(JSVM_Memory_DescribeStack(misuse->deleted, misuse->deletedCount, add_name, told.stacks[1]));
  OK(JSVM_Memory_DescribeStack(misuse->used, misuse->usedCount, add_name, told.stacks[2]));
}

static inline void watch(void) {
  memset(&told, 0, sizeof told);
  OK(JSVM_Memory_SetMisuseHandler(on_misuse, &told));
}

static inline bool is_told(const char* stack, const char* function) {
  char wanted[64];
  if (function == NULL) return stack[0] == 0;
  snprintf(wanted, sizeof wanted, "%s;", function);
  return strncmp(stack, wanted, strlen(wanted)) == 0;
}

// A VM that is open nowhere, to see whether the process goes on.
static Engine bystander;

static inline void bystander_make(void) {
  bystander = engine_open();
  OK(OH_JSVM_CloseHandleScope(bystander.env, bystander.scope));
  OK(OH_JSVM_CloseEnvScope(bystander.env, bystander.env_scope));
  OK(OH_JSVM_CloseVMScope(bystander.vm, bystander.vm_scope));
}

static inline void bystander_end(void) {
  OK(OH_JSVM_OpenVMScope(bystander.vm, &bystander.vm_scope));
  OK(OH_JSVM_DestroyEnv(bystander.env));
  OK(OH_JSVM_CloseVMScope(bystander.vm, bystander.vm_scope));
  OK(OH_JSVM_DestroyVM(bystander.vm));
}

static inline bool goes_on(void) {
  Engine* engine = &bystander;
  OK(OH_JSVM_OpenVMScope(engine->vm, &engine->vm_scope));
  OK(OH_JSVM_OpenEnvScope(engine->env, &engine->env_scope));
  OK(OH_JSVM_OpenHandleScope(engine->env, &engine->scope));
  int32_t number = run_int(engine->env, "40 + 2");
  OK(OH_JSVM_CloseHandleScope(engine->env, engine->scope));
  OK(OH_JSVM_CloseEnvScope(engine->env, engine->env_scope));
  OK(OH_JSVM_CloseVMScope(engine->vm, engine->vm_scope));
  return number == 42;
}

// The codes that were told.
static char told_codes[64][8];

static inline bool add_code(const char* code) {
  size_t i = 0;
  while (i < 64 && told_codes[i][0] != 0 && strcmp(told_codes[i], code) != 0) i++;
  if (i == 64 || told_codes[i][0] != 0) return false;
  snprintf(told_codes[i], sizeof told_codes[i], "%s", code);
  return true;
}

// Every code that there is was told, but for one that is reserved.
static inline void expect_every_code(const char* reserved) {
  for (const char* letter = "EM"; *letter != 0; letter++) {
    int count = 0;
    for (int number = 1; number < 100; number++) {
      char code[8];
      uint64_t met;
      snprintf(code, sizeof code, "%c%02d", *letter, number);
      if (JSVM_Memory_GetMisuseCount(code, &met) != JSVM_OK) break;
      count++;
      if (strcmp(code, reserved) == 0 || !add_code(code)) continue;
      fprintf(stderr, "no test for %s\n", code);
      CHECK(false);
    }
    CHECK(count >= (*letter == 'E' ? 6 : 18));
  }
}

// Exactly one misuse was told, the stacks of which begin in these functions; NULL: no stack. And the
// process goes on: script runs in another VM.
#define TOLD(code, function, created, deleted, used) \
  expect_told(__LINE__, code, function, created, deleted, used)

static inline void expect_told(int line, const char* code, const char* function, const char* created,
                        const char* deleted, const char* used) {
  (void)add_code(code);
  bool is_right = told.count == 1 && strcmp(told.code, code) == 0 &&
                  strcmp(told.function, function) == 0 && is_told(told.stacks[0], created) &&
                  is_told(told.stacks[1], deleted) && is_told(told.stacks[2], used);
  if (is_right && goes_on() && told.count == 1) return;
  char text[2048];
  snprintf(text, sizeof text, "wanted %s %s\n  told (%d) %s %s\n  created %s\n  deleted %s\n  used %s",
           code, function, told.count, told.code, told.function, told.stacks[0], told.stacks[1],
           told.stacks[2]);
  check_failed(__FILE__, line, text);
}

#endif  // TESTS_CABI_MISUSE_TOLD_H
