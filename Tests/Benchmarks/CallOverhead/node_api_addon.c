// SPDX-License-Identifier: Apache-2.0
// The cases on Node-API. Usage: node --expose-gc node_api_main.js ADDON timed|crowded
#include "api.h"

Value run_script(Env env, const char* source) {
  napi_value text, result = NULL;
  bench_check(napi_create_string_utf8(env, source, NAPI_AUTO_LENGTH, &text), "script text");
  bench_check(napi_run_script(env, text, &result), "run");
  return result;
}

Value make_function(Env env, Value (*callback)(Env, CallbackInfo)) {
  napi_value result = NULL;
  bench_check(napi_create_function(env, "f", NAPI_AUTO_LENGTH, callback, NULL, &result),
              "function");
  return result;
}

Value make_class(Env env, Value (*constructor)(Env, CallbackInfo),
                 Value (*touch)(Env, CallbackInfo)) {
  napi_value result = NULL;
  napi_property_descriptor method = {.utf8name = "touch", .method = touch};
  bench_check(napi_define_class(env, "Widget", NAPI_AUTO_LENGTH, constructor, NULL, 1, &method,
                                &result),
              "class");
  return result;
}

void collect_garbage(Env env) { run_script(env, "gc()"); }

static napi_value run(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  char group[16];
  bench_check(napi_get_cb_info(env, info, &count, &argument, NULL, NULL), "arguments");
  bench_check(napi_get_value_string_utf8(env, argument, group, sizeof group, NULL), "group");
  bench_run(group, reference_cases, env);
  bench_run(group, value_cases, env);
  bench_run(group, call_cases, env);
  bench_run(group, class_cases, env);
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_value function = make_function(env, run);
  bench_check(napi_set_named_property(env, exports, "run", function), "export");
  return exports;
}
