// SPDX-License-Identifier: Apache-2.0
//
// console.log and its siblings: arguments as text, one line per call.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

/// Strings as they are, everything else as inspect shows it.
static void add_value(JSVM_Env env, JSVM_Value value, struct text* out) {
  if (!is_type(env, value, JSVM_STRING)) {
    inspect(env, value, INSPECT_DEPTH, out);
    return;
  }
  size_t length = 0;
  char* string = string_in(env, value, &length);
  text_add(out, string, length);
  free(string);
}

/// %s: String(value), except for what that tells too little about.
static void add_string(JSVM_Env env, JSVM_Value value, struct text* out) {
  JSVM_ValueType type = type_of(env, value);
  if (type == JSVM_NUMBER || type == JSVM_BIGINT || type == JSVM_SYMBOL || is_object(env, value)) {
    inspect(env, value, 0, out);
  } else {
    char* string = text_of(env, value);
    text_add_string(out, string != NULL ? string : "");
    free(string);
    take_exception(env);
  }
}

/// %d, %i and %f: as a number; `is_whole` drops its fraction.
static void add_number(JSVM_Env env, JSVM_Value value, bool is_whole, struct text* out) {
  if (is_type(env, value, JSVM_BIGINT)) {
    inspect(env, value, INSPECT_DEPTH, out);
    return;
  }
  JSVM_Value number = NULL;
  if (is_object(env, value) || OH_JSVM_CoerceToNumber(env, value, &number) != JSVM_OK) {
    take_exception(env);
    text_add_string(out, "NaN");
    return;
  }
  double double_value = number_in(env, number, 0);
  if (is_whole && double_value > -1e15 && double_value < 1e15) {
    number = make_number(env, (double)(int64_t)double_value);
  }
  inspect(env, number, 0, out);
}

static void add_json(JSVM_Env env, JSVM_Value value, struct text* out) {
  JSVM_Value json = NULL;
  if (OH_JSVM_JsonStringify(env, value, &json) != JSVM_OK) {
    take_exception(env);
    text_add_string(out, "[Circular]");
  } else {
    add_value(env, json, out);
  }
}

/// Whether `letter` takes a value; if so, writes it.
static bool add_directive(JSVM_Env env, char letter, JSVM_Value value, struct text* out) {
  switch (letter) {
    case 's':
      add_string(env, value, out);
      return true;
    case 'd':
    case 'f':
      add_number(env, value, false, out);
      return true;
    case 'i':
      add_number(env, value, true, out);
      return true;
    case 'j':
      add_json(env, value, out);
      return true;
    case 'o':
    case 'O':
      inspect(env, value, INSPECT_DEPTH, out);
      return true;
    case 'c':
      return true;  // style sheets are for browsers
    default:
      return false;
  }
}

/// Writes a first argument with its % directives filled in; returns the arguments used up.
static size_t add_format(JSVM_Env env, size_t count, const JSVM_Value* values, struct text* out) {
  size_t length = 0, used = 1;
  char* format = string_in(env, values[0], &length);
  for (size_t i = 0; i < length; i++) {
    if (format[i] != '%' || i + 1 == length || count == 1) {
      text_add(out, format + i, 1);
    } else if (format[i + 1] == '%') {
      text_add(out, format + i++, 1);
    } else if (used < count && add_directive(env, format[i + 1], values[used], out)) {
      used++;
      i++;
    } else {
      text_add(out, format + i, 1);
    }
  }
  free(format);
  return used;
}

static void print(JSVM_Env env, JSVM_CallbackInfo info, FILE* stream) {
  size_t count = 0, used = 0;
  JSVM_Value* values = all_arguments_of(env, info, &count);
  struct text line = {0};
  if (count > 0 && is_type(env, values[0], JSVM_STRING)) {
    used = add_format(env, count, values, &line);
  }
  for (size_t i = used; i < count; i++) {
    if (i > 0) text_add_string(&line, " ");
    add_value(env, values[i], &line);
  }
  text_add_string(&line, "\n");
  fwrite(line.data, 1, line.length, stream);
  fflush(stream);
  text_free(&line);
  free(values);
}

static JSVM_Value console_out(JSVM_Env env, JSVM_CallbackInfo info) {
  print(env, info, stdout);
  return NULL;
}

static JSVM_Value console_error(JSVM_Env env, JSVM_CallbackInfo info) {
  print(env, info, stderr);
  return NULL;
}

static JSVM_CallbackStruct out_callback = {console_out, NULL};
static JSVM_CallbackStruct error_callback = {console_error, NULL};

void console_install(JSVM_Env env, JSVM_Value global) {
  JSVM_Value console = make_object(env);
  set_method(env, console, "log", &out_callback);
  set_method(env, console, "info", &out_callback);
  set_method(env, console, "debug", &out_callback);
  set_method(env, console, "warn", &error_callback);
  set_method(env, console, "error", &error_callback);
  set_value(env, global, "console", console);
}
