// SPDX-License-Identifier: Apache-2.0
//
// setTimeout and setInterval. A timer is a libuv timer, and one reference: to its Timeout object,
// its callback and its arguments. The reference is deleted when the timer is over.
#include <math.h>
#include <stdlib.h>

#include "host.h"

/// What a Timeout object leads to; `kind` tells it from what other objects may lead to.
struct timer {
  const char* kind;
  uv_timer_t handle;
  struct timer* next;
  struct timer* previous;
  JSVM_Ref call;
  uint64_t id;
};

static const char timer_kind[] = "timer";

static void timer_free(uv_handle_t* handle) { free(handle->data); }

/// The timer ends: its Timeout no longer leads to it, and JavaScript is no longer held.
static void timer_end(struct host* host, struct timer* timer) {
  JSVM_Env env = host->env;
  JSVM_HandleScope scope = NULL;
  MUST(env, OH_JSVM_OpenHandleScope(env, &scope));
  MUST(env, OH_JSVM_RemoveWrap(env, kept_receiver(env, timer->call), NULL));
  MUST(env, OH_JSVM_CloseHandleScope(env, scope));
  drop(env, &timer->call);

  if (timer->previous != NULL) {
    timer->previous->next = timer->next;
  } else {
    host->timers = timer->next;
  }
  if (timer->next != NULL) timer->next->previous = timer->previous;
  uv_close((uv_handle_t*)&timer->handle, timer_free);
}

static void timer_fired(uv_timer_t* handle) {
  struct timer* timer = handle->data;
  struct host* host = handle->loop->data;
  JSVM_HandleScope scope = NULL;
  MUST(host->env, OH_JSVM_OpenHandleScope(host->env, &scope));
  invoke_kept(host, timer->call);
  bool is_over = uv_is_closing((uv_handle_t*)handle);  // cleared by its own callback
  if (!is_over && uv_timer_get_repeat(handle) == 0) timer_end(host, timer);
  settle(host);
  MUST(host->env, OH_JSVM_CloseHandleScope(host->env, scope));
}

/// libuv counts from the beginning of the loop's turn; a program means now.
static void timer_start(struct timer* timer, uint64_t delay, uint64_t repeat) {
  uint64_t late = uv_hrtime() / 1000000;
  uint64_t now = uv_now(timer->handle.loop);
  late = late > now ? late - now : 0;
  uv_timer_start(&timer->handle, timer_fired, delay + late, repeat);
}

/// The timer of a Timeout object or of its number; NULL when it is over or was never one.
static struct timer* timer_of(JSVM_Env env, JSVM_Value value) {
  if (is_object(env, value)) {
    void* native = NULL;
    if (OH_JSVM_Unwrap(env, value, &native) != JSVM_OK) return NULL;
    struct timer* timer = native;
    return timer->kind == timer_kind ? timer : NULL;
  }
  double id = number_in(env, value, 0);
  struct timer* timer = host_of(env)->timers;
  while (timer != NULL && (double)timer->id != id) timer = timer->next;
  return timer;
}

/// A number of milliseconds as Node takes it: what makes no sense is 1.
static uint64_t milliseconds(JSVM_Env env, JSVM_Value value) {
  JSVM_Value number = NULL;
  if (OH_JSVM_CoerceToNumber(env, value, &number) != JSVM_OK) {
    take_exception(env);
    return 1;
  }
  double delay = number_in(env, number, 1);
  return delay >= 1 && delay <= 2147483647 ? (uint64_t)delay : 1;
}

/// The constructor of Timeout objects; only new_timer gives one a timer.
static JSVM_Value timeout_construct(JSVM_Env env, JSVM_CallbackInfo info) {
  return arguments_of(env, info).receiver;
}

static JSVM_Value timeout_ref(JSVM_Env env, JSVM_CallbackInfo info) {
  JSVM_Value receiver = arguments_of(env, info).receiver;
  struct timer* timer = timer_of(env, receiver);
  if (timer != NULL) uv_ref((uv_handle_t*)&timer->handle);
  return receiver;
}

static JSVM_Value timeout_unref(JSVM_Env env, JSVM_CallbackInfo info) {
  JSVM_Value receiver = arguments_of(env, info).receiver;
  struct timer* timer = timer_of(env, receiver);
  if (timer != NULL) uv_unref((uv_handle_t*)&timer->handle);
  return receiver;
}

static JSVM_Value timeout_has_ref(JSVM_Env env, JSVM_CallbackInfo info) {
  struct timer* timer = timer_of(env, arguments_of(env, info).receiver);
  return make_bool(env, timer != NULL && uv_has_ref((uv_handle_t*)&timer->handle));
}

static JSVM_Value timeout_to_primitive(JSVM_Env env, JSVM_CallbackInfo info) {
  struct timer* timer = timer_of(env, arguments_of(env, info).receiver);
  return make_number(env, timer != NULL ? (double)timer->id : NAN);
}

static JSVM_CallbackStruct construct_callback = {timeout_construct, NULL};
static JSVM_CallbackStruct ref_callback = {timeout_ref, NULL};
static JSVM_CallbackStruct unref_callback = {timeout_unref, NULL};
static JSVM_CallbackStruct has_ref_callback = {timeout_has_ref, NULL};
static JSVM_CallbackStruct to_primitive_callback = {timeout_to_primitive, NULL};

static JSVM_Value make_timeout_class(JSVM_Env env) {
  JSVM_Value constructor = NULL, symbol = NULL, to_primitive = NULL;
  MUST(env,
       OH_JSVM_CreateFunction(env, "Timeout", JSVM_AUTO_LENGTH, &construct_callback, &constructor));
  JSVM_Value prototype = get_value(env, constructor, "prototype");
  set_method(env, prototype, "ref", &ref_callback);
  set_method(env, prototype, "unref", &unref_callback);
  set_method(env, prototype, "hasRef", &has_ref_callback);
  MUST(env, OH_JSVM_GetSymbolToPrimitive(env, &symbol));
  MUST(env, OH_JSVM_CreateFunction(env, NULL, 0, &to_primitive_callback, &to_primitive));
  MUST(env, OH_JSVM_SetProperty(env, prototype, symbol, to_primitive));
  return constructor;
}

static JSVM_Value new_timer(JSVM_Env env, JSVM_CallbackInfo info, bool repeats) {
  struct host* host = host_of(env);
  struct arguments arguments = arguments_of(env, info);
  if (function_argument(env, &arguments) == NULL) return NULL;
  uint64_t delay = milliseconds(env, arguments.at[1]);
  if (host->is_ending) return NULL;
  JSVM_Value timeout = NULL;
  JSVM_Value constructor = kept(env, host->timeout_class);
  if (OH_JSVM_NewInstance(env, constructor, 0, NULL, &timeout) != JSVM_OK) return NULL;

  struct timer* timer = allocate(sizeof *timer);
  timer->kind = timer_kind;
  size_t count = 0;
  JSVM_Value* values = all_arguments_of(env, info, &count);
  if (count < 2) {
    timer->call = keep_call(env, timeout, count, values);
  } else {  // the delay is not for the callback
    values[1] = values[0];
    timer->call = keep_call(env, timeout, count - 1, values + 1);
  }
  free(values);
  MUST(env, OH_JSVM_Wrap(env, timeout, timer, NULL, NULL, NULL));

  timer->id = ++host->last_timer_id;
  timer->next = host->timers;
  if (timer->next != NULL) timer->next->previous = timer;
  host->timers = timer;
  uv_timer_init(&host->loop, &timer->handle);
  timer->handle.data = timer;
  timer_start(timer, delay, repeats ? delay : 0);
  return timeout;
}

static JSVM_Value set_timeout(JSVM_Env env, JSVM_CallbackInfo info) {
  return new_timer(env, info, false);
}

static JSVM_Value set_interval(JSVM_Env env, JSVM_CallbackInfo info) {
  return new_timer(env, info, true);
}

static JSVM_Value clear_timer(JSVM_Env env, JSVM_CallbackInfo info) {
  struct timer* timer = timer_of(env, arguments_of(env, info).at[0]);
  if (timer != NULL) timer_end(host_of(env), timer);
  return NULL;
}

static JSVM_CallbackStruct set_timeout_callback = {set_timeout, NULL};
static JSVM_CallbackStruct set_interval_callback = {set_interval, NULL};
static JSVM_CallbackStruct clear_timer_callback = {clear_timer, NULL};

void timers_install(struct host* host, JSVM_Value global) {
  host->timeout_class = keep(host->env, make_timeout_class(host->env));
  set_method(host->env, global, "setTimeout", &set_timeout_callback);
  set_method(host->env, global, "setInterval", &set_interval_callback);
  set_method(host->env, global, "clearTimeout", &clear_timer_callback);
  set_method(host->env, global, "clearInterval", &clear_timer_callback);
}

void timers_end(struct host* host) {
  while (host->timers != NULL) timer_end(host, host->timers);
  drop(host->env, &host->timeout_class);
}
