// SPDX-License-Identifier: Apache-2.0

// Handlers of fatal errors that are left by longjmp, after which the process goes on; and what ends
// the process when there is none. Each case is a process of its own.
#include <setjmp.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

static jmp_buf back;
static const char* seen_location;
static volatile bool seen_heap_oom;

static void on_fatal(const char* location, const char* message) {
  (void)message;
  seen_location = location;
  longjmp(back, 1);
}

static void on_oom(const char* location, const char* detail, bool is_heap_oom) {
  (void)detail;
  seen_location = location;
  seen_heap_oom = is_heap_oom;
  longjmp(back, 1);
}

static void run_on_a_new_vm(void) {
  Engine engine = engine_open();
  CHECK(run_int(engine.env, "6 * 7") == 42);
  engine_close(&engine);
}

// A VM that is destroyed while it is open is refused, unless there is a handler to tell.
static void destroyed_while_open(void) {
  Engine engine = engine_open();
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_DestroyVM(engine.vm));
  OK(OH_JSVM_SetHandlerForFatalError(engine.vm, on_fatal));
  if (setjmp(back) == 0) {
    (void)OH_JSVM_DestroyVM(engine.vm);
    CHECK(!"the handler is called");
  }
  CHECK(seen_location != NULL && strstr(seen_location, "Isolate::Dispose") != NULL);
  CHECK(run_int(engine.env, "6 * 6") == 36);
  OK(OH_JSVM_SetHandlerForFatalError(engine.vm, NULL));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_DestroyVM(engine.vm));
  run_on_a_new_vm();
}

static Engine small_engine(void) {
  JSVM_CreateVMOptions options;
  memset(&options, 0, sizeof options);
  options.maxOldGenerationSize = 16 * 1024 * 1024;
  options.maxYoungGenerationSize = 2 * 1024 * 1024;
  Engine engine;
  memset(&engine, 0, sizeof engine);
  OK(OH_JSVM_CreateVM(&options, &engine.vm));
  OK(OH_JSVM_OpenVMScope(engine.vm, &engine.vm_scope));
  OK(OH_JSVM_CreateEnv(engine.vm, 0, NULL, &engine.env));
  OK(OH_JSVM_OpenEnvScope(engine.env, &engine.env_scope));
  OK(OH_JSVM_OpenHandleScope(engine.env, &engine.scope));
  return engine;
}

static const char filling[] =
    "globalThis.all = []; for (;;) all.push(new Array(1000).fill(all.length))";

static void out_of_memory(void) {
  Engine engine = small_engine();
  JSVM_HeapStatistics statistics;
  OK(OH_JSVM_GetHeapStatistics(engine.vm, &statistics));
  CHECK(statistics.heapSizeLimit < 64 * 1024 * 1024);
  OK(OH_JSVM_SetHandlerForOOMError(engine.vm, on_oom));
  if (setjmp(back) == 0) {
    (void)run_script(engine.env, filling);
    CHECK(!"the handler is called");
  }
  CHECK(seen_heap_oom);
  CHECK(seen_location != NULL && strlen(seen_location) > 0);
  run_on_a_new_vm();
}

static void out_of_memory_without_handler(void) {
  Engine engine = small_engine();
  OK(OH_JSVM_SetHandlerForOOMError(engine.vm, on_oom));
  OK(OH_JSVM_SetHandlerForOOMError(engine.vm, NULL));
  (void)run_script(engine.env, filling);
  CHECK(!"the process ends");
}

static void of_case(const char* name, void (*body)(void), bool aborts) {
  pid_t child = fork();
  if (child == 0) {
    failed_checks = 0;
    if (aborts) {
      // No core file of what is meant to end.
      struct rlimit none = {0, 0};
      setrlimit(RLIMIT_CORE, &none);
      if (freopen("/dev/null", "w", stderr) == NULL) _exit(9);
    }
    engine_init();
    body();
    _exit(check_result());
  }
  int status = 0;
  waitpid(child, &status, 0);
  bool aborted = WIFSIGNALED(status) &&
                 (WTERMSIG(status) == SIGABRT || WTERMSIG(status) == SIGTRAP ||
                  WTERMSIG(status) == SIGILL);
  if (aborts ? aborted : status == 0) return;
  fprintf(stderr, "%s: wait status 0x%x\n", name, (unsigned)status);
  failed_checks++;
}

int main(void) {
  of_case("destroyed_while_open", destroyed_while_open, false);
  of_case("out_of_memory", out_of_memory, false);
  of_case("out_of_memory_without_handler", out_of_memory_without_handler, true);
  return check_result();
}
