// SPDX-License-Identifier: Apache-2.0

// JSVM_SCOPE_CHECK: values whose scope was closed are found, whether or not their slot is in use
// again. By default the process ends; with scope_check=report the call fails.
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define JSVM_EXPERIMENTAL
#include "check.h"
#include "jsvm_memory.h"
#include "misuse.h"

static JSVM_Value keep_nothing(JSVM_Env env, JSVM_CallbackInfo info) {
  size_t count = 1;
  JSVM_Value argument = NULL;
  OK(OH_JSVM_GetCbInfo(env, info, &count, &argument, NULL, NULL));
  return argument;
}

static JSVM_Value kept;

static JSVM_Value keep_argument(JSVM_Env env, JSVM_CallbackInfo info) {
  size_t count = 1;
  OK(OH_JSVM_GetCbInfo(env, info, &count, &kept, NULL, NULL));
  return NULL;
}

// Returns what was never set.
static JSVM_Value return_anything(JSVM_Env env, JSVM_CallbackInfo info) {
  (void)env, (void)info;
  return GARBAGE(JSVM_Value);
}

static int told;

static void on_misuse(const JSVM_Memory_Misuse* misuse, void* data) {
  (void)misuse, (void)data;
  told++;
}

static JSVM_CallbackStruct through = {keep_nothing, NULL};
static JSVM_CallbackStruct keeping = {keep_argument, NULL};
static JSVM_CallbackStruct returning = {return_anything, NULL};

static JSVM_Value stale_value(JSVM_Env env) {
  JSVM_HandleScope scope = NULL;
  JSVM_Value value = NULL;
  OK(OH_JSVM_OpenHandleScope(env, &scope));
  OK(OH_JSVM_CreateInt32(env, 1, &value));
  OK(OH_JSVM_CloseHandleScope(env, scope));
  return value;
}

static void check(Engine* engine) {
  JSVM_Env env = engine->env;
  JSVM_HandleScope scope = NULL;
  JSVM_EscapableHandleScope escapable = NULL;
  JSVM_Value value = NULL, escaped = NULL, function = NULL, result = NULL;
  int32_t number = 0;
  OK(OH_JSVM_SetDebugOption(env, JSVM_SCOPE_CHECK, true));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_SetDebugOption(env, (JSVM_DebugOption)7, true));
  OK(OH_JSVM_OpenHandleScope(env, &scope));

  // What is alive works as ever: arguments, results, escaped values.
  OK(OH_JSVM_CreateInt32(env, 7, &value));
  OK(OH_JSVM_GetValueInt32(env, value, &number));
  CHECK(number == 7);
  OK(OH_JSVM_CreateFunction(env, "f", JSVM_AUTO_LENGTH, &through, &function));
  OK(OH_JSVM_CallFunction(env, function, function, 1, &value, &result));
  OK(OH_JSVM_GetValueInt32(env, result, &number));
  CHECK(number == 7);
  OK(OH_JSVM_OpenEscapableHandleScope(env, &escapable));
  OK(OH_JSVM_CreateInt32(env, 8, &value));
  OK(OH_JSVM_EscapeHandle(env, escapable, value, &escaped));
  OK(OH_JSVM_CloseEscapableHandleScope(env, escapable));
  OK(OH_JSVM_GetValueInt32(env, escaped, &number));
  CHECK(number == 8);

  // What is not alive is told from what has its slot now.
  JSVM_Value stale = stale_value(env);
  OK(OH_JSVM_CreateInt32(env, 9, &value));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_GetValueInt32(env, stale, &number));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_GetValueInt32(env, value == stale ? value : stale, &number));
  OK(OH_JSVM_GetValueInt32(env, value, &number));
  CHECK(number == 9);
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CallFunction(env, function, function, 1, &stale, &result));

  // Arguments end with their callback.
  OK(OH_JSVM_CreateFunction(env, "k", JSVM_AUTO_LENGTH, &keeping, &function));
  OK(OH_JSVM_CallFunction(env, function, function, 1, &value, &result));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_GetValueInt32(env, kept, &number));

  // What a callback returns is looked at too: told, and undefined for script.
  JSVM_ValueType type = JSVM_NULL;
  OK(OH_JSVM_CreateFunction(env, "r", JSVM_AUTO_LENGTH, &returning, &function));
  OK(JSVM_Memory_SetMisuseHandler(on_misuse, NULL));
  OK(OH_JSVM_CallFunction(env, function, function, 0, NULL, &result));
  OK(OH_JSVM_Typeof(env, result, &type));
  CHECK(told == 1 && type == JSVM_UNDEFINED);
  OK(JSVM_Memory_SetMisuseHandler(NULL, NULL));

  OK(OH_JSVM_CloseHandleScope(env, scope));
  OK(OH_JSVM_SetDebugOption(env, JSVM_SCOPE_CHECK, false));
  CHECK(run_int(env, "6 * 7") == 42);
}

// Once by an argument, once by what a callback returns.
static void abort_of_a_child(bool returns) {
  fflush(NULL);
  pid_t child = fork();
  if (child == 0) {
    OK(OH_JSVM_Init(NULL));
    Engine engine = engine_open();
    OK(OH_JSVM_SetDebugOption(engine.env, JSVM_SCOPE_CHECK, true));
    JSVM_Value function = NULL;
    int32_t number;
    if (returns) {
      OK(OH_JSVM_CreateFunction(engine.env, "r", JSVM_AUTO_LENGTH, &returning, &function));
      (void)OH_JSVM_CallFunction(engine.env, function, function, 0, NULL, NULL);
    } else {
      (void)OH_JSVM_GetValueInt32(engine.env, stale_value(engine.env), &number);
    }
    _exit(0);
  }
  int status = 0;
  CHECK(waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

int main(int argc, char** argv) {
  (void)argc;
  if (getenv("JSVM_OPTIONS") == NULL) {
    abort_of_a_child(false);
    abort_of_a_child(true);
    setenv("JSVM_OPTIONS", "scope_check=report:log_path=/dev/null", 1);
    execv(argv[0], argv);
  }
  OK(OH_JSVM_Init(NULL));
  Engine engine = engine_open();
  check(&engine);
  engine_close(&engine);
  return check_result();
}
