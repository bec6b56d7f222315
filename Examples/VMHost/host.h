// SPDX-License-Identifier: Apache-2.0
//
// vmhost runs a JavaScript program on the JSVM-API: a small Node for scripts that need timers, a
// console, files and heap dumps. It knows the library by its public headers alone.
#ifndef VMHOST_HOST_H
#define VMHOST_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

#include "ark_runtime/jsvm.h"

#ifndef VMHOST_VERSION
#define VMHOST_VERSION "0.1.0"
#endif

/// Everything a running program has. There is one; callbacks reach it by host_of.
///
/// The lists belong to the file that is named beside them.
struct host {
  JSVM_VM vm;
  JSVM_Env env;
  uv_loop_t loop;
  uv_check_t turn_end;
  uv_async_t wake;
  int argument_count;  ///< of the program: script and its arguments
  char** arguments;
  uint64_t start_time;  ///< nanoseconds of uv_hrtime
  bool has_failed;      ///< there was an uncaught error
  bool is_ending;       ///< no more callbacks run, "exit" listeners excepted
  bool is_exiting;      ///< "exit" listeners have been called

  struct timer* timers;  // timers.c
  uint64_t last_timer_id;
  JSVM_Ref timeout_class;
  struct immediate* first_immediate;  // immediates.c
  struct immediate* last_immediate;
  uv_idle_t immediates_idle;
  JSVM_Ref immediate_class;
  struct tick* first_tick;  // ticks.c
  struct tick* last_tick;
  JSVM_Ref process;            // process.c
  struct listener* listeners;  // events.c
  struct watch* watches;
  struct write_job* writes;  // files.c
  uv_signal_t* dump_signal;  // heapdump.c
  JSVM_Ref builtins;         // modules.c
  JSVM_Ref modules;
  JSVM_Ref main_module;
  struct module_scope* module_scopes;
};

/// The host that `env` runs in.
struct host* host_of(JSVM_Env env);

// --- text.c: text that grows ------------------------------------------------------------------

/// Bytes that grow at the end, NUL-terminated. Starts as {0}; free with text_free.
struct text {
  char* data;
  size_t length;
};

void text_add(struct text* text, const char* data, size_t length);
void text_add_string(struct text* text, const char* string);
void text_print(struct text* text, const char* format, ...) __attribute__((format(printf, 2, 3)));
void text_free(struct text* text);

/// malloc that ends the program with a message instead of returning NULL. Memory is zeroed.
void* allocate(size_t size);
char* copy_string(const char* string);

/// Reads a whole file into `text`. Returns 0 or an errno value, `text` then being empty.
int read_file(const char* path, struct text* text);

// --- values.c: C values to JavaScript values and back ----------------------------------------

/// Ends the program when a call that cannot fail has failed: a bug here or in the library.
#define MUST(env, call) must(env, call, #call)
void must(JSVM_Env env, JSVM_Status status, const char* call);

/// What a callback was called with; `at` is filled with undefined past `count`.
#define ARGUMENTS 4
struct arguments {
  size_t count;
  JSVM_Value at[ARGUMENTS];
  JSVM_Value receiver;
};

struct arguments arguments_of(JSVM_Env env, JSVM_CallbackInfo info);

/// All arguments of a call, however many. Owned: free with free().
JSVM_Value* all_arguments_of(JSVM_Env env, JSVM_CallbackInfo info, size_t* count);

JSVM_ValueType type_of(JSVM_Env env, JSVM_Value value);
bool is_type(JSVM_Env env, JSVM_Value value, JSVM_ValueType type);
bool is_object(JSVM_Env env, JSVM_Value value);

JSVM_Value make_undefined(JSVM_Env env);
JSVM_Value make_bool(JSVM_Env env, bool value);
JSVM_Value make_number(JSVM_Env env, double value);
JSVM_Value make_string(JSVM_Env env, const char* string);
JSVM_Value make_object(JSVM_Env env);

/// The number in `value`, or `otherwise` when it is none.
double number_in(JSVM_Env env, JSVM_Value value, double otherwise);

/// The UTF-8 of a string. Owned: free with free().
char* string_in(JSVM_Env env, JSVM_Value string, size_t* length);

/// The UTF-8 of String(value), or NULL with an exception pending. Owned. May run JavaScript.
char* text_of(JSVM_Env env, JSVM_Value value);

void set_value(JSVM_Env env, JSVM_Value object, const char* name, JSVM_Value value);
void set_string(JSVM_Env env, JSVM_Value object, const char* name, const char* string);
void set_number(JSVM_Env env, JSVM_Value object, const char* name, double number);

/// Makes a function of `callback`, which must live as long as the env, and stores it.
JSVM_Value set_method(JSVM_Env env, JSVM_Value object, const char* name, JSVM_Callback callback);

/// The property, or undefined when it is missing or its getter throws.
JSVM_Value get_value(JSVM_Env env, JSVM_Value object, const char* name);

/// A new strong reference, to be given back with drop; kept is the value behind it.
JSVM_Ref keep(JSVM_Env env, JSVM_Value value);
JSVM_Value kept(JSVM_Env env, JSVM_Ref reference);
void drop(JSVM_Env env, JSVM_Ref* reference);

/// Takes the pending exception, or NULL when there is none.
JSVM_Value take_exception(JSVM_Env env);

/// Throws what Node throws for a system call: message, code, errno, syscall and path.
/// `error` is a positive errno value; `path` may be NULL.
JSVM_Value make_system_error(JSVM_Env env, int error, const char* call, const char* path);

// --- calls.c: calls into JavaScript -----------------------------------------------------------

/// Calls a function from the event loop; an error is reported as uncaught. Needs an open handle
/// scope. Does nothing once the host is ending.
void invoke(struct host* host, JSVM_Value receiver, JSVM_Value function, size_t count,
            const JSVM_Value* arguments);

/// A call for later: one reference to [receiver, function, arguments...]. Given back with drop.
JSVM_Ref keep_call(JSVM_Env env, JSVM_Value receiver, size_t count, const JSVM_Value* values);
void invoke_kept(struct host* host, JSVM_Ref call);
void invoke_once(struct host* host, JSVM_Ref* call);  ///< and drops it
JSVM_Value kept_receiver(JSVM_Env env, JSVM_Ref call);

/// Runs what the last callback left behind, ticks before microtasks, until there is nothing more.
void settle(struct host* host);

/// The first argument, if it is a function; otherwise NULL with a TypeError pending.
JSVM_Value function_argument(JSVM_Env env, const struct arguments* arguments);

/// Prints the pending exception to stderr and makes the host end with exit code 1.
void report_uncaught(struct host* host);

// --- inspect.c, layout.c: values as text ------------------------------------------------------

#define INSPECT_DEPTH 2

/// Writes `value` as util.inspect does in Node, with objects inside objects to a depth of at most
/// INSPECT_DEPTH. Getters are shown and not run, but for those of names and tags. Leaves no
/// exception pending.
void inspect(JSVM_Env env, JSVM_Value value, int depth, struct text* out);

/// What layout needs to know about the value whose parts it joins.
struct layout {
  const char* base;     ///< before the opening brace, or ""
  const char* open;     ///< opening brace with its prefix
  const char* close;    ///< closing brace
  int indentation;      ///< columns
  bool is_shallow;      ///< fewer than three levels of nesting below: may go on one line
  bool is_list;         ///< long lists are set in columns
  bool aligns_right;    ///< columns of numbers
  bool has_more_items;  ///< the last part tells what was left out
};

/// Joins parts on one line if they fit, else in columns or one per line.
void lay_out(const struct layout* layout, struct text* parts, size_t count, struct text* out);

// --- the globals and modules a program sees ---------------------------------------------------

void console_install(JSVM_Env env, JSVM_Value global);

void timers_install(struct host* host, JSVM_Value global);
void timers_end(struct host* host);

void immediates_install(struct host* host, JSVM_Value global);
/// Runs the callbacks there are now; what these add is for the next turn.
void immediates_run(struct host* host);
void immediates_end(struct host* host);

void ticks_install(JSVM_Env env, JSVM_Value global, JSVM_Value process);
void ticks_end(struct host* host);
void ticks_run(struct host* host);

void process_install(struct host* host, JSVM_Value global);
void process_end(struct host* host);
/// 1 after an uncaught error, else what process.exitCode asks for.
int process_exit_code(struct host* host);

void events_install(JSVM_Env env, JSVM_Value process);
void events_end(struct host* host);
/// Calls the listeners of process.on("exit"), once in the life of a host.
void events_exit(struct host* host);
/// The number of a signal by its name, 0 if there is none.
int signal_number(const char* name);

void modules_install(struct host* host);
void modules_end(struct host* host);
void modules_free(struct host* host);  ///< once the env is gone
/// Runs `source` as the main module. False with an exception pending when it throws.
bool modules_run_main(struct host* host, const char* path, const struct text* source);

JSVM_Value files_module(struct host* host);
void files_end(struct host* host);

JSVM_Value heapdump_module(struct host* host);  ///< from now on SIGUSR2 writes a snapshot
JSVM_Value v8_module(struct host* host);
void heapdump_install(JSVM_Env env, JSVM_Value global);  ///< gc()
void heapdump_end(struct host* host);

/// Writes a heap snapshot to `path`, under a temporary name until it is whole.
/// Returns 0, or an errno value with nothing left behind.
int snapshot_write(JSVM_VM vm, const char* path);

// --- host.c: from the first instruction to the last -------------------------------------------

/// Runs the program and returns its exit code.
int host_run(struct host* host, const char* path, const struct text* source);

/// process.exit: gives back everything that is held in JavaScript and ends the process.
_Noreturn void host_exit(struct host* host);

#endif  // VMHOST_HOST_H
