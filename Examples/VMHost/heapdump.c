// SPDX-License-Identifier: Apache-2.0
//
// What a program uses to look for its leaks: gc(), require("heapdump"), v8.writeHeapSnapshot.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "host.h"

/// gc(): collects all there is to collect.
static JSVM_Value gc(JSVM_Env env, JSVM_CallbackInfo info) {
  (void)info;
  MUST(env, OH_JSVM_MemoryPressureNotification(env, JSVM_MEMORY_PRESSURE_LEVEL_LOW_MEMORY));
  return NULL;
}

/// The name that the heapdump module of Node gives. Owned.
static char* heapdump_name(void) {
  struct timeval now;
  struct text name = {0};
  gettimeofday(&now, NULL);
  text_print(&name, "heapdump-%lld.%ld.heapsnapshot", (long long)now.tv_sec, (long)now.tv_usec);
  return name.data;
}

/// The name that Node's v8.writeHeapSnapshot gives: time, process, thread, number. Owned.
static char* v8_name(void) {
  static int sequence = 0;
  time_t now = time(NULL);
  struct tm local;
  char date[32];
  struct text name = {0};
  localtime_r(&now, &local);
  strftime(date, sizeof date, "%Y%m%d.%H%M%S", &local);
  text_print(&name, "Heap.%s.%d.0.%03d.heapsnapshot", date, (int)getpid(), ++sequence);
  return name.data;
}

static void complain(const char* path, int error) {
  fflush(stdout);
  fprintf(stderr, "vmhost: cannot write %s: %s\n", path, strerror(error));
}

static void dump_on_signal(uv_signal_t* handle, int number) {
  (void)number;
  struct host* host = handle->loop->data;
  char* path = heapdump_name();
  int error = snapshot_write(host->vm, path);
  if (error != 0) complain(path, error);
  free(path);
}

static char* path_argument(JSVM_Env env, JSVM_Value value, char* (*otherwise)(void)) {
  return is_type(env, value, JSVM_STRING) ? string_in(env, value, NULL) : otherwise();
}

/// heapdump.writeSnapshot([file], [callback(error, file)]): the file's name, or false.
static JSVM_Value write_snapshot(JSVM_Env env, JSVM_CallbackInfo info) {
  struct host* host = host_of(env);
  struct arguments arguments = arguments_of(env, info);
  bool begins_with_callback = is_type(env, arguments.at[0], JSVM_FUNCTION);
  JSVM_Value callback = arguments.at[begins_with_callback ? 0 : 1];
  char* path = path_argument(env, arguments.at[0], heapdump_name);
  int error = snapshot_write(host->vm, path);
  JSVM_Value name = make_string(env, path);
  JSVM_Value failure = NULL;
  MUST(env, OH_JSVM_GetNull(env, &failure));
  if (error != 0) failure = make_system_error(env, error, "open", path);

  if (is_type(env, callback, JSVM_FUNCTION)) {
    JSVM_Value values[] = {failure, name};
    // An exception passes on to the caller.
    OH_JSVM_CallFunction(env, make_undefined(env), callback, error == 0 ? 2 : 1, values, NULL);
  } else if (error != 0) {
    complain(path, error);
  }
  free(path);
  return error == 0 ? name : make_bool(env, false);
}

/// v8.writeHeapSnapshot([file]): the file's name; throws when it cannot be written.
static JSVM_Value write_heap_snapshot(JSVM_Env env, JSVM_CallbackInfo info) {
  char* path = path_argument(env, arguments_of(env, info).at[0], v8_name);
  int error = snapshot_write(host_of(env)->vm, path);
  JSVM_Value name = make_string(env, path);
  if (error != 0) OH_JSVM_Throw(env, make_system_error(env, error, "open", path));
  free(path);
  return name;
}

static JSVM_CallbackStruct gc_callback = {gc, NULL};
static JSVM_CallbackStruct write_snapshot_callback = {write_snapshot, NULL};
static JSVM_CallbackStruct write_heap_snapshot_callback = {write_heap_snapshot, NULL};

void heapdump_install(JSVM_Env env, JSVM_Value global) {
  set_method(env, global, "gc", &gc_callback);
}

JSVM_Value heapdump_module(struct host* host) {
  // Waiting for the signal keeps no program alive.
  host->dump_signal = allocate(sizeof *host->dump_signal);
  uv_signal_init(&host->loop, host->dump_signal);
  uv_signal_start(host->dump_signal, dump_on_signal, SIGUSR2);
  uv_unref((uv_handle_t*)host->dump_signal);
  JSVM_Value module = make_object(host->env);
  set_method(host->env, module, "writeSnapshot", &write_snapshot_callback);
  return module;
}

JSVM_Value v8_module(struct host* host) {
  JSVM_Value module = make_object(host->env);
  set_method(host->env, module, "writeHeapSnapshot", &write_heap_snapshot_callback);
  return module;
}

static void free_signal(uv_handle_t* handle) { free(handle); }

void heapdump_end(struct host* host) {
  if (host->dump_signal == NULL) return;
  uv_close((uv_handle_t*)host->dump_signal, free_signal);
  host->dump_signal = NULL;
}
