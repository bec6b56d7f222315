// SPDX-License-Identifier: Apache-2.0
/// One name for what JSVM-API and Node-API both have, so that both run the very same loops.
#ifndef API_H
#define API_H

#ifdef BENCH_NODE_API
#include <node_api.h>
#define API(jsvm, node) node
#else
#include <ark_runtime/jsvm.h>
#define API(jsvm, node) jsvm
#endif

#include "bench.h"

typedef API(JSVM_Env, napi_env) Env;
typedef API(JSVM_Value, napi_value) Value;
typedef API(JSVM_Ref, napi_ref) Ref;
typedef API(JSVM_HandleScope, napi_handle_scope) HandleScope;
typedef API(JSVM_CallbackInfo, napi_callback_info) CallbackInfo;

#define CallFunction API(OH_JSVM_CallFunction, napi_call_function)
#define CloseHandleScope API(OH_JSVM_CloseHandleScope, napi_close_handle_scope)
#define CreateInt32 API(OH_JSVM_CreateInt32, napi_create_int32)
#define CreateReference API(OH_JSVM_CreateReference, napi_create_reference)
#define CreateStringUtf8 API(OH_JSVM_CreateStringUtf8, napi_create_string_utf8)
#define DeleteReference API(OH_JSVM_DeleteReference, napi_delete_reference)
#define GetCbInfo API(OH_JSVM_GetCbInfo, napi_get_cb_info)
#define GetNamedProperty API(OH_JSVM_GetNamedProperty, napi_get_named_property)
#define GetUndefined API(OH_JSVM_GetUndefined, napi_get_undefined)
#define GetValueStringUtf8 API(OH_JSVM_GetValueStringUtf8, napi_get_value_string_utf8)
#define OpenHandleScope API(OH_JSVM_OpenHandleScope, napi_open_handle_scope)
#define SetNamedProperty API(OH_JSVM_SetNamedProperty, napi_set_named_property)
#define Unwrap API(OH_JSVM_Unwrap, napi_unwrap)
#define Wrap API(OH_JSVM_Wrap, napi_wrap)

// Where the two differ: jsvm_main.c and node_api_addon.c.

/// The value of a script's last expression.
Value run_script(Env env, const char* source);

/// A JavaScript function that calls `callback`.
Value make_function(Env env, Value (*callback)(Env, CallbackInfo));

/// The constructor of a class with one method, called "touch".
Value make_class(Env env, Value (*constructor)(Env, CallbackInfo),
                 Value (*touch)(Env, CallbackInfo));

/// Collects all garbage, so that what lives has become old.
void collect_garbage(Env env);

extern const BenchCase reference_cases[];
extern const BenchCase value_cases[];
extern const BenchCase call_cases[];
extern const BenchCase class_cases[];

#endif
