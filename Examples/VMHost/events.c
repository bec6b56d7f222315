// SPDX-License-Identifier: Apache-2.0
//
// process.on: signals, and the end of the program.
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

struct listener {
  struct listener* next;
  char* event;
  JSVM_Ref function;
  bool is_once;
};

/// A signal that has listeners.
struct watch {
  uv_signal_t handle;
  struct watch* next;
};

static const struct {
  const char* name;
  int number;
} signals[] = {
    {"SIGHUP", SIGHUP},   {"SIGINT", SIGINT},       {"SIGQUIT", SIGQUIT}, {"SIGILL", SIGILL},
    {"SIGTRAP", SIGTRAP}, {"SIGABRT", SIGABRT},     {"SIGBUS", SIGBUS},   {"SIGFPE", SIGFPE},
    {"SIGKILL", SIGKILL}, {"SIGUSR1", SIGUSR1},     {"SIGSEGV", SIGSEGV}, {"SIGUSR2", SIGUSR2},
    {"SIGPIPE", SIGPIPE}, {"SIGALRM", SIGALRM},     {"SIGTERM", SIGTERM}, {"SIGCHLD", SIGCHLD},
    {"SIGCONT", SIGCONT}, {"SIGSTOP", SIGSTOP},     {"SIGTSTP", SIGTSTP}, {"SIGTTIN", SIGTTIN},
    {"SIGTTOU", SIGTTOU}, {"SIGWINCH", SIGWINCH},   {"SIGIO", SIGIO},     {"SIGPROF", SIGPROF},
    {"SIGURG", SIGURG},   {"SIGVTALRM", SIGVTALRM}, {"SIGXCPU", SIGXCPU}, {"SIGXFSZ", SIGXFSZ},
};

int signal_number(const char* name) {
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
    if (strcmp(signals[i].name, name) == 0) return signals[i].number;
  }
  return 0;
}

static const char* signal_name(int number) {
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
    if (signals[i].number == number) return signals[i].name;
  }
  return "";
}

static void free_watch(uv_handle_t* handle) { free(handle->data); }

static void remove_watch(struct host* host, struct watch* watch) {
  struct watch** link = &host->watches;
  while (*link != watch) link = &(*link)->next;
  *link = watch->next;
  uv_close((uv_handle_t*)&watch->handle, free_watch);
}

static void remove_listener(struct host* host, struct listener* listener) {
  struct listener** link = &host->listeners;
  while (*link != listener) link = &(*link)->next;
  *link = listener->next;
  drop(host->env, &listener->function);
  free(listener->event);
  free(listener);
}

static struct listener* find_listener(struct listener* from, const char* event) {
  while (from != NULL && strcmp(from->event, event) != 0) from = from->next;
  return from;
}

/// A signal without listeners does again what it does by default.
static void remove_idle_watches(struct host* host) {
  struct watch* watch = host->watches;
  while (watch != NULL) {
    struct watch* next = watch->next;
    const char* event = signal_name(watch->handle.signum);
    if (find_listener(host->listeners, event) == NULL) remove_watch(host, watch);
    watch = next;
  }
}

/// Calls the listeners that there are now. Needs an open handle scope.
static void emit(struct host* host, const char* event, size_t count, const JSVM_Value* values) {
  JSVM_Env env = host->env;
  size_t function_count = 0;
  struct listener* listener = find_listener(host->listeners, event);
  for (; listener != NULL; listener = find_listener(listener->next, event)) function_count++;
  JSVM_Value* functions = allocate((function_count + 1) * sizeof *functions);

  size_t i = 0;
  listener = find_listener(host->listeners, event);
  while (listener != NULL) {
    struct listener* next = find_listener(listener->next, event);
    functions[i++] = kept(env, listener->function);
    if (listener->is_once) remove_listener(host, listener);
    listener = next;
  }
  remove_idle_watches(host);
  JSVM_Value process = kept(env, host->process);
  for (i = 0; i < function_count; i++) {
    if (OH_JSVM_CallFunction(env, process, functions[i], count, values, NULL) == JSVM_OK) continue;
    report_uncaught(host);
    break;
  }
  free(functions);
}

static void signal_came(uv_signal_t* handle, int number) {
  struct host* host = handle->loop->data;
  if (host->is_ending) return;
  JSVM_Env env = host->env;
  JSVM_HandleScope scope = NULL;
  MUST(env, OH_JSVM_OpenHandleScope(env, &scope));
  JSVM_Value values[] = {make_string(env, signal_name(number)), make_number(env, number)};
  emit(host, signal_name(number), 2, values);
  settle(host);
  MUST(env, OH_JSVM_CloseHandleScope(env, scope));
}

void events_exit(struct host* host) {
  if (host->is_exiting) return;
  host->is_exiting = true;
  JSVM_HandleScope scope = NULL;
  MUST(host->env, OH_JSVM_OpenHandleScope(host->env, &scope));
  JSVM_Value code = make_number(host->env, process_exit_code(host));
  emit(host, "exit", 1, &code);
  MUST(host->env, OH_JSVM_CloseHandleScope(host->env, scope));
}

/// Begins to watch for a signal, if `event` is one and is not watched yet. Returns a libuv error.
static int watch_signal(struct host* host, const char* event) {
  int number = signal_number(event);
  if (number == 0) return 0;
  for (struct watch* watch = host->watches; watch != NULL; watch = watch->next) {
    if (watch->handle.signum == number) return 0;
  }
  struct watch* watch = allocate(sizeof *watch);
  uv_signal_init(&host->loop, &watch->handle);
  watch->handle.data = watch;
  watch->next = host->watches;
  host->watches = watch;
  int error = uv_signal_start(&watch->handle, signal_came, number);
  uv_unref((uv_handle_t*)&watch->handle);  // waiting for a signal keeps no program alive
  if (error != 0) remove_watch(host, watch);
  return error;
}

static JSVM_Value add_listener(JSVM_Env env, JSVM_CallbackInfo info, bool is_once) {
  struct host* host = host_of(env);
  struct arguments arguments = arguments_of(env, info);
  if (!is_type(env, arguments.at[1], JSVM_FUNCTION)) {
    OH_JSVM_ThrowTypeError(env, "ERR_INVALID_ARG_TYPE",
                           "The \"listener\" argument must be of type function");
    return NULL;
  }
  char* event = text_of(env, arguments.at[0]);
  if (event == NULL || host->is_ending) {
    free(event);
    return NULL;
  }
  int error = watch_signal(host, event);
  if (error != 0) {
    OH_JSVM_Throw(env, make_system_error(env, -error, "uv_signal_start", NULL));
    free(event);
    return NULL;
  }
  struct listener* listener = allocate(sizeof *listener);
  listener->event = event;
  listener->function = keep(env, arguments.at[1]);
  listener->is_once = is_once;
  struct listener** end = &host->listeners;
  while (*end != NULL) end = &(*end)->next;
  *end = listener;
  return arguments.receiver;
}

static JSVM_Value on(JSVM_Env env, JSVM_CallbackInfo info) {
  return add_listener(env, info, false);
}

static JSVM_Value once(JSVM_Env env, JSVM_CallbackInfo info) {
  return add_listener(env, info, true);
}

static JSVM_Value off(JSVM_Env env, JSVM_CallbackInfo info) {
  struct host* host = host_of(env);
  struct arguments arguments = arguments_of(env, info);
  char* event = text_of(env, arguments.at[0]);
  if (event == NULL) return NULL;
  struct listener* listener = find_listener(host->listeners, event);
  for (; listener != NULL; listener = find_listener(listener->next, event)) {
    bool is_same = false;
    JSVM_Value function = kept(env, listener->function);
    MUST(env, OH_JSVM_StrictEquals(env, function, arguments.at[1], &is_same));
    if (!is_same) continue;
    remove_listener(host, listener);
    remove_idle_watches(host);
    break;
  }
  free(event);
  return arguments.receiver;
}

static JSVM_CallbackStruct on_callback = {on, NULL};
static JSVM_CallbackStruct once_callback = {once, NULL};
static JSVM_CallbackStruct off_callback = {off, NULL};

void events_install(JSVM_Env env, JSVM_Value process) {
  set_method(env, process, "on", &on_callback);
  set_method(env, process, "once", &once_callback);
  set_method(env, process, "off", &off_callback);
  set_method(env, process, "addListener", &on_callback);
  set_method(env, process, "removeListener", &off_callback);
}

void events_end(struct host* host) {
  while (host->listeners != NULL) remove_listener(host, host->listeners);
  remove_idle_watches(host);
}
