// SPDX-License-Identifier: Apache-2.0

// Loads the library while it runs, on the first thread or another, runs a script on two threads at
// once, and closes nothing: not scopes, env and VM, not the library unless told to.
//
// usage: loads-library LIBRARY local|global first|second lazy|now return|exit|quick|unload
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ark_runtime/jsvm.h"

static void* library;

#define REQUIRE(condition)                                              \
  do {                                                                  \
    if (!(condition)) {                                                 \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);   \
      _exit(1);                                                         \
    }                                                                   \
  } while (0)

// A function of the library. ISO C knows no conversion to a function pointer; POSIX does.
#define FUNCTION(name) __typeof__(&OH_JSVM_##name) name = symbol("OH_JSVM_" #name)

static void* symbol(const char* name) {
  void* found = dlsym(library, name);
  if (found == NULL) fprintf(stderr, "%s\n", dlerror());
  REQUIRE(found != NULL);
  return found;
}

// Symbols that the library has too, inside. The program's are its own all the same.
int swift_retain(void) { return 1; }
void* backtrace_create_state(void) { return NULL; }

static void* work(void* argument) {
  __extension__ FUNCTION(CreateVM);
  __extension__ FUNCTION(CreateEnv);
  __extension__ FUNCTION(OpenVMScope);
  __extension__ FUNCTION(OpenEnvScope);
  __extension__ FUNCTION(OpenHandleScope);
  __extension__ FUNCTION(CreateStringUtf8);
  __extension__ FUNCTION(CompileScript);
  __extension__ FUNCTION(RunScript);
  __extension__ FUNCTION(GetValueInt32);
  __extension__ FUNCTION(CreateReference);
  __extension__ FUNCTION(MemoryPressureNotification);
  const char* source =
      "let total = 0; for (let i = 0; i < 300000; i++) total += [i].length; total % 1000 + 42";
  JSVM_VM vm;
  JSVM_Env env;
  JSVM_VMScope vm_scope;
  JSVM_EnvScope env_scope;
  JSVM_HandleScope scope;
  JSVM_Value text, value;
  JSVM_Script script;
  JSVM_Ref ref;
  int32_t number = 0;
  REQUIRE(CreateVM(NULL, &vm) == JSVM_OK);
  REQUIRE(OpenVMScope(vm, &vm_scope) == JSVM_OK);
  REQUIRE(CreateEnv(vm, 0, NULL, &env) == JSVM_OK);
  REQUIRE(OpenEnvScope(env, &env_scope) == JSVM_OK);
  REQUIRE(OpenHandleScope(env, &scope) == JSVM_OK);
  REQUIRE(CreateStringUtf8(env, source, JSVM_AUTO_LENGTH, &text) == JSVM_OK);
  REQUIRE(CompileScript(env, text, NULL, 0, false, NULL, &script) == JSVM_OK);
  REQUIRE(RunScript(env, script, &value) == JSVM_OK);
  REQUIRE(GetValueInt32(env, value, &number) == JSVM_OK);
  REQUIRE(number == 42);
  REQUIRE(CreateReference(env, value, 1, &ref) == JSVM_OK);
  REQUIRE(MemoryPressureNotification(env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL) == JSVM_OK);
  *(bool*)argument = true;
  // A thread that ends with its VM open would be the owner for ever; the first thread stays.
  return NULL;
}

static const char* path;
static int mode;

static void* load(void* argument) {
  (void)argument;
  library = dlopen(path, mode);
  if (library == NULL) fprintf(stderr, "%s\n", dlerror());
  REQUIRE(library != NULL);
  __extension__ FUNCTION(Init);
  REQUIRE(Init(NULL) == JSVM_OK);
  return NULL;
}

static void in_thread(void* (*body)(void*), void* argument) {
  pthread_t thread;
  REQUIRE(pthread_create(&thread, NULL, body, argument) == 0);
  REQUIRE(pthread_join(thread, NULL) == 0);
}

int main(int argc, char** argv) {
  bool first = false, second = false;
  REQUIRE(argc == 6);
  path = argv[1];
  mode = (strcmp(argv[2], "global") == 0 ? RTLD_GLOBAL : RTLD_LOCAL) |
         (strcmp(argv[4], "now") == 0 ? RTLD_NOW : RTLD_LAZY);
  if (strcmp(argv[3], "second") == 0) {
    in_thread(load, NULL);
  } else {
    load(NULL);
  }
  // Loading it again gives the same library.
  REQUIRE(dlopen(path, mode) == library);
  work(&first);
  in_thread(work, &second);
  REQUIRE(first && second);
  REQUIRE(swift_retain() == 1 && backtrace_create_state() == NULL);
  if (strcmp(argv[5], "exit") == 0) exit(0);
  if (strcmp(argv[5], "quick") == 0) quick_exit(0);
  if (strcmp(argv[5], "unload") == 0) {
    REQUIRE(dlclose(library) == 0);
    REQUIRE(dlclose(library) == 0);
  }
  return 0;
}
