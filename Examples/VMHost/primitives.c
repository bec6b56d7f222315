// SPDX-License-Identifier: Apache-2.0
//
// Text of values that are no objects, and of property names.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inspect.h"

static char quote_for(const char* string, size_t length) {
  if (memchr(string, '\'', length) == NULL) return '\'';
  if (memchr(string, '"', length) == NULL) return '"';
  if (memchr(string, '`', length) == NULL && strstr(string, "${") == NULL) return '`';
  return '\'';
}

void add_quoted(const char* string, size_t length, struct text* out) {
  static const char escapes[] = "\bb\tt\nn\vv\ff\rr\\\\";
  char quote = quote_for(string, length);
  text_add(out, &quote, 1);
  for (size_t i = 0; i < length; i++) {
    char byte = string[i];
    const char* escape = NULL;
    for (const char* pair = escapes; *pair != '\0'; pair += 2) {
      if (byte == pair[0]) escape = pair + 1;
    }
    if (byte == quote) escape = &quote;
    if (escape != NULL) {
      text_add_string(out, "\\");
      text_add(out, escape, 1);
    } else if ((unsigned char)byte < 0x20 || byte == 0x7F) {
      text_print(out, "\\x%02X", byte);
    } else {
      text_add(out, &byte, 1);
    }
  }
  text_add(out, &quote, 1);
}

static void add_symbol(JSVM_Env env, JSVM_Value symbol, struct text* out) {
  JSVM_Value description = get_value(env, symbol, "description");
  text_add_string(out, "Symbol(");
  if (is_type(env, description, JSVM_STRING)) {
    char* string = string_in(env, description, NULL);
    text_add_string(out, string);
    free(string);
  }
  text_add_string(out, ")");
}

void add_primitive(JSVM_Env env, JSVM_Value value, JSVM_ValueType type, struct text* out) {
  if (type == JSVM_SYMBOL) {
    add_symbol(env, value, out);
    return;
  }
  size_t length = 0;
  JSVM_Value converted = NULL;
  MUST(env, OH_JSVM_CoerceToString(env, value, &converted));
  char* string = string_in(env, converted, &length);
  if (type == JSVM_STRING) {
    add_quoted(string, length, out);
  } else {
    if (type == JSVM_NUMBER && strcmp(string, "0") == 0 && signbit(number_in(env, value, 0))) {
      text_add_string(out, "-");
    }
    text_add(out, string, length);
    if (type == JSVM_BIGINT) text_add_string(out, "n");
  }
  free(string);
}

static bool is_identifier(const char* string) {
  static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
  static const char more[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
  return strspn(string, letters) > 0 && string[strspn(string, more)] == '\0';
}

void add_key(JSVM_Env env, JSVM_Value key, struct text* out) {
  if (is_type(env, key, JSVM_SYMBOL)) {
    text_add_string(out, "[");
    add_symbol(env, key, out);
    text_add_string(out, "]");
    return;
  }
  size_t length = 0;
  JSVM_Value name = NULL;
  MUST(env, OH_JSVM_CoerceToString(env, key, &name));
  char* string = string_in(env, name, &length);
  if (strlen(string) == length && is_identifier(string)) {
    text_add(out, string, length);
  } else {
    add_quoted(string, length, out);
  }
  free(string);
}
