// SPDX-License-Identifier: Apache-2.0
//
// setImmediate: callbacks for the end of the loop's turn, after timers and input.
#include <stdlib.h>

#include "host.h"

/// What an Immediate object leads to; `kind` tells it from what other objects may lead to.
struct immediate {
  const char* kind;
  struct immediate* next;
  JSVM_Ref call;  ///< [Immediate object, callback, arguments...]; NULL once cleared
};

static const char immediate_kind[] = "immediate";

/// Hands over the call. The Immediate object no longer leads here.
static JSVM_Ref release_call(JSVM_Env env, struct immediate* immediate) {
  JSVM_Ref call = immediate->call;
  if (call == NULL) return NULL;
  JSVM_HandleScope scope = NULL;
  MUST(env, OH_JSVM_OpenHandleScope(env, &scope));
  MUST(env, OH_JSVM_RemoveWrap(env, kept_receiver(env, call), NULL));
  MUST(env, OH_JSVM_CloseHandleScope(env, scope));
  immediate->call = NULL;
  return call;
}

/// Removes the first immediate and hands over its call, NULL if it was cleared.
static JSVM_Ref take_first(struct host* host) {
  struct immediate* first = host->first_immediate;
  host->first_immediate = first->next;
  if (first->next == NULL) {
    host->last_immediate = NULL;
    uv_idle_stop(&host->immediates_idle);
  }
  JSVM_Ref call = release_call(host->env, first);
  free(first);
  return call;
}

void immediates_run(struct host* host) {
  JSVM_Env env = host->env;
  struct immediate* last = host->last_immediate;
  bool is_last = last == NULL;
  while (!is_last && host->first_immediate != NULL) {
    is_last = host->first_immediate == last;
    JSVM_HandleScope scope = NULL;
    MUST(env, OH_JSVM_OpenHandleScope(env, &scope));
    JSVM_Ref call = take_first(host);
    if (call != NULL) {
      invoke_once(host, &call);
      settle(host);
    }
    MUST(env, OH_JSVM_CloseHandleScope(env, scope));
  }
}

/// An idle handle that is active keeps the loop from waiting; it has nothing to do.
static void stay_awake(uv_idle_t* idle) { (void)idle; }

static JSVM_Value immediate_construct(JSVM_Env env, JSVM_CallbackInfo info) {
  return arguments_of(env, info).receiver;
}

static JSVM_Value set_immediate(JSVM_Env env, JSVM_CallbackInfo info) {
  struct host* host = host_of(env);
  struct arguments arguments = arguments_of(env, info);
  if (function_argument(env, &arguments) == NULL || host->is_ending) return NULL;
  JSVM_Value object = NULL;
  JSVM_Value constructor = kept(env, host->immediate_class);
  if (OH_JSVM_NewInstance(env, constructor, 0, NULL, &object) != JSVM_OK) return NULL;

  struct immediate* immediate = allocate(sizeof *immediate);
  immediate->kind = immediate_kind;
  size_t count = 0;
  JSVM_Value* values = all_arguments_of(env, info, &count);
  immediate->call = keep_call(env, object, count, values);
  free(values);
  MUST(env, OH_JSVM_Wrap(env, object, immediate, NULL, NULL, NULL));
  if (host->last_immediate != NULL) {
    host->last_immediate->next = immediate;
  } else {
    host->first_immediate = immediate;
  }
  host->last_immediate = immediate;
  uv_idle_start(&host->immediates_idle, stay_awake);
  return object;
}

static JSVM_Value clear_immediate(JSVM_Env env, JSVM_CallbackInfo info) {
  void* native = NULL;
  JSVM_Value object = arguments_of(env, info).at[0];
  if (!is_object(env, object) || OH_JSVM_Unwrap(env, object, &native) != JSVM_OK) return NULL;
  struct immediate* immediate = native;
  if (immediate->kind != immediate_kind) return NULL;
  JSVM_Ref call = release_call(env, immediate);
  drop(env, &call);
  return NULL;
}

static JSVM_CallbackStruct construct_callback = {immediate_construct, NULL};
static JSVM_CallbackStruct set_immediate_callback = {set_immediate, NULL};
static JSVM_CallbackStruct clear_immediate_callback = {clear_immediate, NULL};

void immediates_install(struct host* host, JSVM_Value global) {
  JSVM_Env env = host->env;
  uv_idle_init(&host->loop, &host->immediates_idle);

  JSVM_Value constructor = NULL;
  MUST(env, OH_JSVM_CreateFunction(env, "Immediate", JSVM_AUTO_LENGTH, &construct_callback,
                                   &constructor));
  host->immediate_class = keep(env, constructor);
  set_method(env, global, "setImmediate", &set_immediate_callback);
  set_method(env, global, "clearImmediate", &clear_immediate_callback);
}

void immediates_end(struct host* host) {
  while (host->first_immediate != NULL) {
    JSVM_Ref call = take_first(host);
    drop(host->env, &call);
  }
  drop(host->env, &host->immediate_class);
  uv_handle_t* idle = (uv_handle_t*)&host->immediates_idle;
  if (!uv_is_closing(idle)) uv_close(idle, NULL);
}
