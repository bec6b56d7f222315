// SPDX-License-Identifier: Apache-2.0
//
// C values to JavaScript values and back.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

void must(JSVM_Env env, JSVM_Status status, const char* call) {
  if (status == JSVM_OK) return;
  const JSVM_ExtendedErrorInfo* error = NULL;
  OH_JSVM_GetLastErrorInfo(env, &error);
  const char* message = error != NULL && error->errorMessage != NULL ? error->errorMessage : "";
  fprintf(stderr, "vmhost: %s: status %d %s\n", call, (int)status, message);
  abort();
}

struct host* host_of(JSVM_Env env) {
  void* host = NULL;
  MUST(env, OH_JSVM_GetInstanceData(env, &host));
  return host;
}

struct arguments arguments_of(JSVM_Env env, JSVM_CallbackInfo info) {
  struct arguments arguments = {.count = ARGUMENTS};
  MUST(env,
       OH_JSVM_GetCbInfo(env, info, &arguments.count, arguments.at, &arguments.receiver, NULL));
  return arguments;
}

JSVM_Value* all_arguments_of(JSVM_Env env, JSVM_CallbackInfo info, size_t* count) {
  *count = 0;
  MUST(env, OH_JSVM_GetCbInfo(env, info, count, NULL, NULL, NULL));
  JSVM_Value* values = allocate((*count + 1) * sizeof *values);
  MUST(env, OH_JSVM_GetCbInfo(env, info, count, values, NULL, NULL));
  return values;
}

JSVM_ValueType type_of(JSVM_Env env, JSVM_Value value) {
  JSVM_ValueType type = JSVM_UNDEFINED;
  MUST(env, OH_JSVM_Typeof(env, value, &type));
  return type;
}

bool is_type(JSVM_Env env, JSVM_Value value, JSVM_ValueType type) {
  return type_of(env, value) == type;
}

bool is_object(JSVM_Env env, JSVM_Value value) {
  bool answer = false;
  MUST(env, OH_JSVM_IsObject(env, value, &answer));
  return answer;
}

JSVM_Value make_undefined(JSVM_Env env) {
  JSVM_Value result = NULL;
  MUST(env, OH_JSVM_GetUndefined(env, &result));
  return result;
}

JSVM_Value make_bool(JSVM_Env env, bool value) {
  JSVM_Value result = NULL;
  MUST(env, OH_JSVM_GetBoolean(env, value, &result));
  return result;
}

JSVM_Value make_number(JSVM_Env env, double value) {
  JSVM_Value result = NULL;
  MUST(env, OH_JSVM_CreateDouble(env, value, &result));
  return result;
}

JSVM_Value make_string(JSVM_Env env, const char* string) {
  JSVM_Value result = NULL;
  MUST(env, OH_JSVM_CreateStringUtf8(env, string, JSVM_AUTO_LENGTH, &result));
  return result;
}

JSVM_Value make_object(JSVM_Env env) {
  JSVM_Value result = NULL;
  MUST(env, OH_JSVM_CreateObject(env, &result));
  return result;
}

double number_in(JSVM_Env env, JSVM_Value value, double otherwise) {
  if (!is_type(env, value, JSVM_NUMBER)) return otherwise;
  double result = otherwise;
  MUST(env, OH_JSVM_GetValueDouble(env, value, &result));
  return result;
}

char* string_in(JSVM_Env env, JSVM_Value string, size_t* length) {
  size_t size = 0;
  MUST(env, OH_JSVM_GetValueStringUtf8(env, string, NULL, 0, &size));
  char* bytes = allocate(size + 1);
  MUST(env, OH_JSVM_GetValueStringUtf8(env, string, bytes, size + 1, &size));
  if (length != NULL) *length = size;
  return bytes;
}

char* text_of(JSVM_Env env, JSVM_Value value) {
  JSVM_Value string = NULL;
  if (OH_JSVM_CoerceToString(env, value, &string) != JSVM_OK) return NULL;
  return string_in(env, string, NULL);
}

void set_value(JSVM_Env env, JSVM_Value object, const char* name, JSVM_Value value) {
  MUST(env, OH_JSVM_SetNamedProperty(env, object, name, value));
}

void set_string(JSVM_Env env, JSVM_Value object, const char* name, const char* string) {
  set_value(env, object, name, make_string(env, string));
}

void set_number(JSVM_Env env, JSVM_Value object, const char* name, double number) {
  set_value(env, object, name, make_number(env, number));
}

JSVM_Value set_method(JSVM_Env env, JSVM_Value object, const char* name, JSVM_Callback callback) {
  JSVM_Value function = NULL;
  MUST(env, OH_JSVM_CreateFunction(env, name, JSVM_AUTO_LENGTH, callback, &function));
  set_value(env, object, name, function);
  return function;
}

JSVM_Value get_value(JSVM_Env env, JSVM_Value object, const char* name) {
  JSVM_Value result = NULL;
  if (OH_JSVM_GetNamedProperty(env, object, name, &result) == JSVM_OK) return result;
  take_exception(env);
  return make_undefined(env);
}

JSVM_Ref keep(JSVM_Env env, JSVM_Value value) {
  JSVM_Ref reference = NULL;
  MUST(env, OH_JSVM_CreateReference(env, value, 1, &reference));
  return reference;
}

JSVM_Value kept(JSVM_Env env, JSVM_Ref reference) {
  JSVM_Value value = NULL;
  MUST(env, OH_JSVM_GetReferenceValue(env, reference, &value));
  return value;
}

void drop(JSVM_Env env, JSVM_Ref* reference) {
  if (*reference == NULL) return;
  MUST(env, OH_JSVM_DeleteReference(env, *reference));
  *reference = NULL;
}

JSVM_Value take_exception(JSVM_Env env) {
  bool is_pending = false;
  JSVM_Value exception = NULL;
  MUST(env, OH_JSVM_IsExceptionPending(env, &is_pending));
  if (is_pending) MUST(env, OH_JSVM_GetAndClearLastException(env, &exception));
  return exception;
}

JSVM_Value make_system_error(JSVM_Env env, int error, const char* call, const char* path) {
  // libuv's names and texts are Node's.
  const char* code = uv_err_name(-error);
  struct text message = {0};
  text_print(&message, "%s: %s, %s", code, uv_strerror(-error), call);
  if (path != NULL) text_print(&message, " '%s'", path);
  JSVM_Value result = NULL;
  MUST(env, OH_JSVM_CreateError(env, NULL, make_string(env, message.data), &result));
  text_free(&message);
  set_number(env, result, "errno", -error);
  set_string(env, result, "code", code);
  set_string(env, result, "syscall", call);
  if (path != NULL) set_string(env, result, "path", path);
  return result;
}
