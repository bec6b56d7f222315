// SPDX-License-Identifier: Apache-2.0

// The flag --heap-dump-on-oom: a process whose heap meets its limit leaves one whole snapshot in its
// directory, and ends as it would have ended without.
#include <dirent.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "whole-snapshot.h"

enum { kHandled = 3 };

static void on_out_of_memory(const char* location, const char* detail, bool is_heap) {
  (void)location;
  (void)detail;
  _exit(is_heap ? kHandled : 4);
}

// Fills a small heap until there is no more.
static void fill(const char* flag) {
  char* arguments[] = {"program", (char*)flag, "--stay", NULL};
  int count = 3;
  JSVM_InitOptions init;
  memset(&init, 0, sizeof init);
  init.argc = &count;
  init.argv = arguments;
  init.removeFlags = true;
  OK(OH_JSVM_Init(&init));
  CHECK(count == 2 && strcmp(arguments[1], "--stay") == 0);
  JSVM_CreateVMOptions options;
  memset(&options, 0, sizeof options);
  options.maxOldGenerationSize = 32 * 1024 * 1024;
  Engine engine;
  memset(&engine, 0, sizeof engine);
  OK(OH_JSVM_CreateVM(&options, &engine.vm));
  OK(OH_JSVM_SetHandlerForOOMError(engine.vm, on_out_of_memory));
  OK(OH_JSVM_OpenVMScope(engine.vm, &engine.vm_scope));
  OK(OH_JSVM_CreateEnv(engine.vm, 0, NULL, &engine.env));
  OK(OH_JSVM_OpenEnvScope(engine.env, &engine.env_scope));
  OK(OH_JSVM_OpenHandleScope(engine.env, &engine.scope));
  run_script(engine.env,
             "globalThis.all = []; for (;;) all.push(Array.from({length: 100}, (_, i) => ({i})))");
  _exit(5);
}

static void try_flag(const char* flag) {
  char directory[] = "/tmp/jsvm-heap-dump-XXXXXX";
  CHECK(mkdtemp(directory) != NULL);
  pid_t child = fork();
  if (child == 0) {
    if (chdir(directory) != 0 || freopen("log", "w", stderr) == NULL) _exit(6);
    alarm(100);
    fill(flag);
  }
  int status = 0;
  CHECK(waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == kHandled);
  CHECK(chdir(directory) == 0);
  int dumps = 0, others = 0;
  DIR* list = opendir(".");
  CHECK(list != NULL);
  for (struct dirent* entry; list != NULL && (entry = readdir(list)) != NULL;) {
    const char* name = entry->d_name;
    if (name[0] == '.') continue;
    const char* end = strstr(name, ".heapsnapshot");
    if (strncmp(name, "Heap.", 5) == 0 && end != NULL && end[13] == 0) {
      FILE* file = fopen(name, "r");
      CHECK(file != NULL && is_whole_snapshot(file));
      if (file != NULL) fclose(file);
      dumps++;
    } else if (strcmp(name, "log") != 0) {
      others++;
    }
    unlink(name);
  }
  if (list != NULL) closedir(list);
  CHECK(dumps == 1 && others == 0);
  CHECK(chdir("/") == 0 && rmdir(directory) == 0);
}

int main(void) {
  try_flag("--heap-dump-on-oom");
  try_flag("--heap_dump_on_oom");
  return check_result();
}
