// SPDX-License-Identifier: Apache-2.0
//
// The process object.
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host.h"

extern char** environ;

int process_exit_code(struct host* host) {
  if (host->has_failed) return 1;
  JSVM_Env env = host->env;
  JSVM_HandleScope scope = NULL;
  MUST(env, OH_JSVM_OpenHandleScope(env, &scope));
  JSVM_Value number = NULL;
  JSVM_Value value = get_value(env, kept(env, host->process), "exitCode");
  double code = 0;
  if (!is_type(env, value, JSVM_UNDEFINED) &&
      OH_JSVM_CoerceToNumber(env, value, &number) == JSVM_OK) {
    code = number_in(env, number, 0);
  }
  take_exception(env);
  MUST(env, OH_JSVM_CloseHandleScope(env, scope));
  return code >= INT_MIN && code <= INT_MAX ? (int)code : 0;
}

static JSVM_Value process_exit(JSVM_Env env, JSVM_CallbackInfo info) {
  struct host* host = host_of(env);
  JSVM_Value code = arguments_of(env, info).at[0];
  if (!is_type(env, code, JSVM_UNDEFINED)) {
    set_value(env, kept(env, host->process), "exitCode", code);
  }
  host_exit(host);
}

static JSVM_Value process_memory_usage(JSVM_Env env, JSVM_CallbackInfo info) {
  (void)info;
  JSVM_HeapStatistics heap;
  size_t resident = 0;
  OH_JSVM_GetHeapStatistics(host_of(env)->vm, &heap);
  uv_resident_set_memory(&resident);
  JSVM_Value usage = make_object(env);
  set_number(env, usage, "rss", (double)resident);
  set_number(env, usage, "heapTotal", (double)heap.totalHeapSize);
  set_number(env, usage, "heapUsed", (double)heap.usedHeapSize);
  set_number(env, usage, "external", (double)heap.externalMemory);
  set_number(env, usage, "arrayBuffers", 0);
  return usage;
}

static JSVM_Value throw_unknown_signal(JSVM_Env env, const char* name) {
  struct text message = {0};
  text_print(&message, "Unknown signal: %s", name);
  OH_JSVM_ThrowTypeError(env, "ERR_UNKNOWN_SIGNAL", message.data);
  text_free(&message);
  return NULL;
}

/// process.kill(pid, [signal]): signal by name or number, SIGTERM if not given.
static JSVM_Value process_kill(JSVM_Env env, JSVM_CallbackInfo info) {
  struct arguments arguments = arguments_of(env, info);
  double pid = number_in(env, arguments.at[0], NAN);
  if (!(pid >= INT_MIN && pid <= INT_MAX)) {
    OH_JSVM_ThrowTypeError(env, "ERR_INVALID_ARG_TYPE",
                           "The \"pid\" argument must be of type number");
    return NULL;
  }
  int number = SIGTERM;
  if (is_type(env, arguments.at[1], JSVM_STRING)) {
    char* name = string_in(env, arguments.at[1], NULL);
    number = signal_number(name);
    if (number == 0) throw_unknown_signal(env, name);
    free(name);
    if (number == 0) return NULL;
  } else {
    number = (int)number_in(env, arguments.at[1], SIGTERM);
  }
  if (kill((pid_t)pid, number) == 0) return make_bool(env, true);
  OH_JSVM_Throw(env, make_system_error(env, errno, "kill", NULL));
  return NULL;
}

/// process.hrtime([earlier]): [seconds, nanoseconds]
static JSVM_Value process_hrtime(JSVM_Env env, JSVM_CallbackInfo info) {
  JSVM_Value earlier = arguments_of(env, info).at[0], pair = NULL, part = NULL;
  int64_t now = (int64_t)uv_hrtime();
  double since[2] = {0, 0};
  for (uint32_t i = 0; i < 2 && is_object(env, earlier); i++) {
    if (OH_JSVM_GetElement(env, earlier, i, &part) != JSVM_OK) return NULL;
    since[i] = number_in(env, part, 0);
  }
  now -= (int64_t)since[0] * 1000000000 + (int64_t)since[1];
  MUST(env, OH_JSVM_CreateArrayWithLength(env, 2, &pair));
  MUST(env, OH_JSVM_SetElement(env, pair, 0, make_number(env, (double)(now / 1000000000))));
  MUST(env, OH_JSVM_SetElement(env, pair, 1, make_number(env, (double)(now % 1000000000))));
  return pair;
}

static JSVM_Value process_hrtime_bigint(JSVM_Env env, JSVM_CallbackInfo info) {
  (void)info;
  JSVM_Value result = NULL;
  MUST(env, OH_JSVM_CreateBigintUint64(env, uv_hrtime(), &result));
  return result;
}

static JSVM_Value process_uptime(JSVM_Env env, JSVM_CallbackInfo info) {
  (void)info;
  double seconds = (double)(uv_hrtime() - host_of(env)->start_time) / 1e9;
  return make_number(env, seconds);
}

static JSVM_Value process_cwd(JSVM_Env env, JSVM_CallbackInfo info) {
  (void)info;
  char path[PATH_MAX];
  if (getcwd(path, sizeof path) != NULL) return make_string(env, path);
  OH_JSVM_Throw(env, make_system_error(env, errno, "uv_cwd", NULL));
  return NULL;
}

static JSVM_Value write_to(JSVM_Env env, JSVM_CallbackInfo info, FILE* stream) {
  JSVM_Value string = NULL;
  if (OH_JSVM_CoerceToString(env, arguments_of(env, info).at[0], &string) != JSVM_OK) return NULL;
  size_t length = 0;
  char* data = string_in(env, string, &length);
  bool is_written = fwrite(data, 1, length, stream) == length && fflush(stream) == 0;
  free(data);
  return make_bool(env, is_written);
}

static JSVM_Value stdout_write(JSVM_Env env, JSVM_CallbackInfo info) {
  return write_to(env, info, stdout);
}

static JSVM_Value stderr_write(JSVM_Env env, JSVM_CallbackInfo info) {
  return write_to(env, info, stderr);
}

static JSVM_CallbackStruct exit_callback = {process_exit, NULL};
static JSVM_CallbackStruct memory_usage_callback = {process_memory_usage, NULL};
static JSVM_CallbackStruct kill_callback = {process_kill, NULL};
static JSVM_CallbackStruct hrtime_callback = {process_hrtime, NULL};
static JSVM_CallbackStruct hrtime_bigint_callback = {process_hrtime_bigint, NULL};
static JSVM_CallbackStruct uptime_callback = {process_uptime, NULL};
static JSVM_CallbackStruct cwd_callback = {process_cwd, NULL};
static JSVM_CallbackStruct stdout_write_callback = {stdout_write, NULL};
static JSVM_CallbackStruct stderr_write_callback = {stderr_write, NULL};

static JSVM_Value make_arguments(struct host* host) {
  JSVM_Value list = NULL;
  char path[PATH_MAX] = "vmhost";
  size_t size = sizeof path;
  uv_exepath(path, &size);
  MUST(host->env, OH_JSVM_CreateArray(host->env, &list));
  MUST(host->env, OH_JSVM_SetElement(host->env, list, 0, make_string(host->env, path)));
  for (int i = 0; i < host->argument_count; i++) {
    JSVM_Value argument = make_string(host->env, host->arguments[i]);
    MUST(host->env, OH_JSVM_SetElement(host->env, list, (uint32_t)i + 1, argument));
  }
  return list;
}

static JSVM_Value make_environment(JSVM_Env env) {
  JSVM_Value result = make_object(env);
  for (char** entry = environ; *entry != NULL; entry++) {
    const char* equals = strchr(*entry, '=');
    if (equals == NULL) continue;
    JSVM_Value name = NULL;
    size_t length = (size_t)(equals - *entry);
    MUST(env, OH_JSVM_CreateStringUtf8(env, *entry, length, &name));
    MUST(env, OH_JSVM_SetProperty(env, result, name, make_string(env, equals + 1)));
  }
  return result;
}

static JSVM_Value make_versions(JSVM_Env env) {
  JSVM_VMInfo engine = {0};
  JSVM_Value versions = make_object(env);
  OH_JSVM_GetVMInfo(&engine);
  set_string(env, versions, "vmhost", VMHOST_VERSION);
  set_string(env, versions, engine.engine, engine.version);
  set_string(env, versions, "uv", uv_version_string());
  return versions;
}

static JSVM_Value make_stream(JSVM_Env env, int file, JSVM_Callback write) {
  JSVM_Value stream = make_object(env);
  set_method(env, stream, "write", write);
  set_number(env, stream, "fd", file);
  set_value(env, stream, "isTTY", make_bool(env, isatty(file)));
  return stream;
}

void process_install(struct host* host, JSVM_Value global) {
  JSVM_Env env = host->env;
  JSVM_Value process = make_object(env);
  JSVM_Value arguments = make_arguments(host), path = NULL;
  MUST(env, OH_JSVM_GetElement(env, arguments, 0, &path));
  set_string(env, process, "title", "vmhost");
  set_string(env, process, "version", "v" VMHOST_VERSION);
  set_value(env, process, "versions", make_versions(env));
  set_string(env, process, "platform", "linux");
  set_number(env, process, "pid", getpid());
  set_number(env, process, "ppid", getppid());
  set_value(env, process, "execPath", path);
  set_value(env, process, "argv", arguments);
  set_value(env, process, "env", make_environment(env));
  set_value(env, process, "exitCode", make_undefined(env));
  set_value(env, process, "stdout", make_stream(env, STDOUT_FILENO, &stdout_write_callback));
  set_value(env, process, "stderr", make_stream(env, STDERR_FILENO, &stderr_write_callback));
  set_method(env, process, "exit", &exit_callback);
  set_method(env, process, "memoryUsage", &memory_usage_callback);
  set_method(env, process, "kill", &kill_callback);
  JSVM_Value hrtime = set_method(env, process, "hrtime", &hrtime_callback);
  set_method(env, hrtime, "bigint", &hrtime_bigint_callback);
  set_method(env, process, "uptime", &uptime_callback);
  set_method(env, process, "cwd", &cwd_callback);
  events_install(env, process);
  ticks_install(env, global, process);
  set_value(env, global, "process", process);
  host->process = keep(env, process);
}

void process_end(struct host* host) { drop(host->env, &host->process); }
