// SPDX-License-Identifier: Apache-2.0
//
// What runs as soon as the current callback is done: process.nextTick and queueMicrotask.
#include <stdlib.h>

#include "host.h"

struct tick {
  struct tick* next;
  JSVM_Ref call;
};

static JSVM_Value next_tick(JSVM_Env env, JSVM_CallbackInfo info) {
  struct arguments arguments = arguments_of(env, info);
  if (function_argument(env, &arguments) == NULL) return NULL;
  struct host* host = host_of(env);
  if (host->is_ending) return NULL;

  size_t count = 0;
  JSVM_Value* values = all_arguments_of(env, info, &count);
  struct tick* tick = allocate(sizeof *tick);
  tick->call = keep_call(env, make_undefined(env), count, values);
  free(values);
  if (host->last_tick != NULL) {
    host->last_tick->next = tick;
  } else {
    host->first_tick = tick;
  }
  host->last_tick = tick;
  return NULL;
}

static JSVM_Ref take_tick(struct host* host) {
  struct tick* tick = host->first_tick;
  JSVM_Ref call = tick->call;
  host->first_tick = tick->next;
  if (host->first_tick == NULL) host->last_tick = NULL;
  free(tick);
  return call;
}

void ticks_run(struct host* host) {
  while (host->first_tick != NULL && !host->is_ending) {
    JSVM_HandleScope scope = NULL;
    MUST(host->env, OH_JSVM_OpenHandleScope(host->env, &scope));
    JSVM_Ref call = take_tick(host);
    invoke_once(host, &call);
    MUST(host->env, OH_JSVM_CloseHandleScope(host->env, scope));
  }
}

/// Calls the function in its only argument, a list of one.
static JSVM_Value run_microtask(JSVM_Env env, JSVM_CallbackInfo info) {
  struct host* host = host_of(env);
  struct arguments arguments = arguments_of(env, info);
  JSVM_Value function = NULL;
  MUST(env, OH_JSVM_GetElement(env, arguments.at[0], 0, &function));
  invoke(host, make_undefined(env), function, 0, NULL);
  return NULL;
}

static JSVM_CallbackStruct run_microtask_callback = {run_microtask, NULL};

/// A microtask is a reaction to a promise that is already resolved, here with the function to
/// call; it comes in a list, because a promise resolved with a thenable would wait for that.
static JSVM_Value queue_microtask(JSVM_Env env, JSVM_CallbackInfo info) {
  struct arguments arguments = arguments_of(env, info);
  JSVM_Value function = function_argument(env, &arguments);
  if (function == NULL) return NULL;

  JSVM_Value list = NULL, promise = NULL, reaction = NULL;
  JSVM_Deferred deferred = NULL;
  MUST(env, OH_JSVM_CreateArrayWithLength(env, 1, &list));
  MUST(env, OH_JSVM_SetElement(env, list, 0, function));
  MUST(env, OH_JSVM_CreateFunction(env, NULL, 0, &run_microtask_callback, &reaction));
  MUST(env, OH_JSVM_CreatePromise(env, &deferred, &promise));
  MUST(env, OH_JSVM_ResolveDeferred(env, deferred, list));
  // Fails where the stack is nearly full; the caller then gets the RangeError.
  OH_JSVM_PromiseRegisterHandler(env, promise, reaction, NULL, NULL);
  return NULL;
}

static JSVM_CallbackStruct next_tick_callback = {next_tick, NULL};
static JSVM_CallbackStruct queue_microtask_callback = {queue_microtask, NULL};

void ticks_install(JSVM_Env env, JSVM_Value global, JSVM_Value process) {
  set_method(env, process, "nextTick", &next_tick_callback);
  set_method(env, global, "queueMicrotask", &queue_microtask_callback);
}

void ticks_end(struct host* host) {
  while (host->first_tick != NULL) {
    JSVM_Ref call = take_tick(host);
    drop(host->env, &call);
  }
}
