// SPDX-License-Identifier: Apache-2.0
//
// Calls into JavaScript, and what happens when one throws.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

void report_uncaught(struct host* host) {
  JSVM_Env env = host->env;
  JSVM_Value exception = take_exception(env);
  struct text text = {0};
  bool is_error = false;
  if (exception != NULL) {
    MUST(env, OH_JSVM_IsError(env, exception, &is_error));
    if (!is_error) text_add_string(&text, "Uncaught ");
    inspect(env, exception, INSPECT_DEPTH, &text);
  } else {
    text_add_string(&text, "vmhost: a call into JavaScript failed without an exception");
  }
  fflush(stdout);
  fprintf(stderr, "%s\n", text.data);
  text_free(&text);
  host->has_failed = true;
  host->is_ending = true;
  uv_stop(&host->loop);
}

void settle(struct host* host) {
  do {
    ticks_run(host);
    if (host->is_ending) return;
    MUST(host->env, OH_JSVM_PerformMicrotaskCheckpoint(host->vm));
  } while (host->first_tick != NULL);
}

void invoke(struct host* host, JSVM_Value receiver, JSVM_Value function, size_t count,
            const JSVM_Value* arguments) {
  if (host->is_ending) return;
  JSVM_Status status = OH_JSVM_CallFunction(host->env, receiver, function, count, arguments, NULL);
  if (status != JSVM_OK) report_uncaught(host);
}

JSVM_Ref keep_call(JSVM_Env env, JSVM_Value receiver, size_t count, const JSVM_Value* values) {
  JSVM_Value list = NULL;
  MUST(env, OH_JSVM_CreateArrayWithLength(env, count + 1, &list));
  MUST(env, OH_JSVM_SetElement(env, list, 0, receiver));
  for (size_t i = 0; i < count; i++) {
    MUST(env, OH_JSVM_SetElement(env, list, (uint32_t)i + 1, values[i]));
  }
  return keep(env, list);
}

/// Calls what is in `list`, as keep_call made it.
static void invoke_list(struct host* host, JSVM_Value list) {
  JSVM_Env env = host->env;
  uint32_t length = 0;
  MUST(env, OH_JSVM_GetArrayLength(env, list, &length));
  JSVM_Value* values = allocate(length * sizeof *values);
  for (uint32_t i = 0; i < length; i++) {
    MUST(env, OH_JSVM_GetElement(env, list, i, &values[i]));
  }
  invoke(host, values[0], values[1], length - 2, values + 2);
  free(values);
}

void invoke_kept(struct host* host, JSVM_Ref call) { invoke_list(host, kept(host->env, call)); }

void invoke_once(struct host* host, JSVM_Ref* call) {
  JSVM_Value list = kept(host->env, *call);
  drop(host->env, call);  // first: the callback may be the one that ends the process
  invoke_list(host, list);
}

JSVM_Value kept_receiver(JSVM_Env env, JSVM_Ref call) {
  JSVM_Value receiver = NULL;
  MUST(env, OH_JSVM_GetElement(env, kept(env, call), 0, &receiver));
  return receiver;
}

JSVM_Value function_argument(JSVM_Env env, const struct arguments* arguments) {
  if (arguments->count > 0 && is_type(env, arguments->at[0], JSVM_FUNCTION)) {
    return arguments->at[0];
  }
  OH_JSVM_ThrowTypeError(env, "ERR_INVALID_ARG_TYPE",
                         "The \"callback\" argument must be of type function");
  return NULL;
}
