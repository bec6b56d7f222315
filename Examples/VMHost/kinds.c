// SPDX-License-Identifier: Apache-2.0
//
// What an object is called: its constructor, its tag, and the words that stand for it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inspect.h"

JSVM_Value call_global(JSVM_Env env, const char* object, const char* name, size_t count,
                       const JSVM_Value* arguments) {
  JSVM_Value global = NULL, result = NULL;
  MUST(env, OH_JSVM_GetGlobal(env, &global));
  JSVM_Value receiver = get_value(env, global, object);
  if (!is_object(env, receiver)) return NULL;
  JSVM_Value function = get_value(env, receiver, name);
  if (!is_type(env, function, JSVM_FUNCTION)) return NULL;
  if (OH_JSVM_CallFunction(env, receiver, function, count, arguments, &result) == JSVM_OK) {
    return result;
  }
  take_exception(env);
  return NULL;
}

/// The property as text, or "" when it is no string. Owned.
static char* string_property(JSVM_Env env, JSVM_Value object, const char* name) {
  JSVM_Value value = get_value(env, object, name);
  return is_type(env, value, JSVM_STRING) ? string_in(env, value, NULL) : copy_string("");
}

/// The name of the first constructor on the prototype chain, or NULL. Owned.
static char* constructor_name(JSVM_Env env, JSVM_Value object) {
  for (int step = 0; step < 100 && is_object(env, object); step++) {
    JSVM_Value arguments[] = {object, make_string(env, "constructor")};
    JSVM_Value property = call_global(env, "Object", "getOwnPropertyDescriptor", 2, arguments);
    if (property != NULL && is_object(env, property)) {
      JSVM_Value constructor = get_value(env, property, "value");
      if (is_type(env, constructor, JSVM_FUNCTION)) {
        char* name = string_property(env, constructor, "name");
        if (name[0] != '\0') return name;
        free(name);
      }
    }
    if (OH_JSVM_ObjectGetPrototypeOf(env, object, &object) != JSVM_OK) {
      take_exception(env);
      return NULL;
    }
  }
  return NULL;
}

/// Symbol.toStringTag, or "" when there is none or it shows up among the properties. Owned.
static char* tag_of(JSVM_Env env, JSVM_Value object) {
  JSVM_Value symbol = NULL, tag = NULL;
  bool is_own = false;
  MUST(env, OH_JSVM_GetSymbolToStringTag(env, &symbol));
  if (OH_JSVM_GetProperty(env, object, symbol, &tag) == JSVM_OK && is_type(env, tag, JSVM_STRING) &&
      OH_JSVM_HasOwnProperty(env, object, symbol, &is_own) == JSVM_OK) {
    if (!is_own) return string_in(env, tag, NULL);
    JSVM_Value arguments[] = {object, symbol};
    JSVM_Value property = call_global(env, "Object", "getOwnPropertyDescriptor", 2, arguments);
    bool is_shown = true;
    if (property != NULL) {
      OH_JSVM_GetValueBool(env, get_value(env, property, "enumerable"), &is_shown);
    }
    if (!is_shown) return string_in(env, tag, NULL);
  }
  take_exception(env);
  return copy_string("");
}

/// "Foo(2) [tag] ", before the brace.
static void add_prefix(struct description* description, const char* fallback, bool with_size) {
  struct text* out = &description->open;
  bool has_constructor = description->constructor != NULL;
  const char* name = has_constructor ? description->constructor : fallback;
  if (!has_constructor) text_add_string(out, "[");
  text_add_string(out, name);
  if (with_size) text_print(out, "(%u)", description->size);
  if (!has_constructor) text_add_string(out, ": null prototype]");
  if (description->tag[0] != '\0' && strcmp(description->tag, name) != 0) {
    text_print(out, " [%s]", description->tag);
  }
  text_add_string(out, " ");
}

static bool is_named(const struct description* description, const char* name) {
  return description->constructor != NULL && strcmp(description->constructor, name) == 0;
}

/// "[Function: name]", "[class Name extends Other]".
static void describe_function(JSVM_Env env, JSVM_Value function, struct description* description) {
  struct text* out = &description->base;
  const char* constructor = description->constructor;
  char* name = string_property(env, function, "name");
  char* source = text_of(env, function);
  take_exception(env);
  if (source != NULL && strncmp(source, "class", 5) == 0 && source[5] != '(') {
    text_print(out, "[class %s", name[0] != '\0' ? name : "(anonymous)");
    JSVM_Value parent = NULL;
    MUST(env, OH_JSVM_ObjectGetPrototypeOf(env, function, &parent));
    char* parent_name = string_property(env, parent, "name");
    if (parent_name[0] != '\0') text_print(out, " extends %s", parent_name);
    free(parent_name);
  } else {
    const char* type = constructor;
    size_t length = type != NULL ? strlen(type) : 0;
    if (length < 8 || strcmp(type + length - 8, "Function") != 0) type = "Function";
    text_print(out, "[%s%s%s", type, name[0] != '\0' ? ": " : " (anonymous)", name);
  }
  text_add_string(out, "]");
  free(source);
  free(name);
}

/// The stack, or the message in brackets when there is none.
static void describe_error(JSVM_Env env, JSVM_Value error, struct text* out) {
  char* stack = string_property(env, error, "stack");
  if (stack[0] == '\0') {
    free(stack);
    stack = text_of(env, error);
    take_exception(env);
  }
  bool has_lines = stack != NULL && strchr(stack, '\n') != NULL;
  text_print(out, has_lines ? "%s" : "[%s]", stack != NULL ? stack : "Error");
  free(stack);
}

static void describe_date(JSVM_Env env, JSVM_Value date, struct text* out) {
  JSVM_Value method = get_value(env, date, "toISOString");
  JSVM_Value string = NULL;
  if (OH_JSVM_CallFunction(env, date, method, 0, NULL, &string) != JSVM_OK) string = date;
  take_exception(env);  // of a date that is not valid, and says so
  char* text = text_of(env, string);
  take_exception(env);
  text_add_string(out, text != NULL ? text : "Invalid Date");
  free(text);
}

/// "[Number: 3]", "[String: 'abc']".
static void describe_wrapper(JSVM_Env env, JSVM_Value object, const char* type, struct text* out) {
  JSVM_Value method = get_value(env, object, "valueOf");
  JSVM_Value value = NULL;
  text_print(out, "[%s: ", type);
  if (OH_JSVM_CallFunction(env, object, method, 0, NULL, &value) == JSVM_OK &&
      !is_object(env, value)) {
    add_primitive(env, value, type_of(env, value), out);
  }
  take_exception(env);
  text_add_string(out, "]");
}

/// Describes objects that a text stands for; false when this is none.
static bool describe_as_text(JSVM_Env env, JSVM_Value object, struct description* description) {
  static const struct {
    JSVM_Status (*test)(JSVM_Env env, JSVM_Value value, bool* result);
    const char* type;
  } wrappers[] = {
      {OH_JSVM_IsNumberObject, "Number"},   {OH_JSVM_IsStringObject, "String"},
      {OH_JSVM_IsBooleanObject, "Boolean"}, {OH_JSVM_IsBigIntObject, "BigInt"},
      {OH_JSVM_IsSymbolObject, "Symbol"},
  };
  struct text* out = &description->base;
  bool answer = false;
  JSVM_ValueType type = type_of(env, object);
  if (type == JSVM_FUNCTION) {
    describe_function(env, object, description);
  } else if (type == JSVM_EXTERNAL) {
    text_add_string(out, "[External]");
  } else if (OH_JSVM_IsError(env, object, &answer) == JSVM_OK && answer) {
    describe_error(env, object, out);
  } else if (OH_JSVM_IsDate(env, object, &answer) == JSVM_OK && answer) {
    describe_date(env, object, out);
  } else if (OH_JSVM_IsRegExp(env, object, &answer) == JSVM_OK && answer) {
    char* source = text_of(env, object);
    take_exception(env);
    text_add_string(out, source != NULL ? source : "/(?:)/");
    free(source);
  } else {
    for (size_t i = 0; i < sizeof wrappers / sizeof *wrappers; i++) {
      if (wrappers[i].test(env, object, &answer) != JSVM_OK || !answer) continue;
      describe_wrapper(env, object, wrappers[i].type, out);
      return true;
    }
    return false;
  }
  return true;
}

static bool ends_in_array(const char* tag) {
  size_t length = strlen(tag);
  return length > 5 && strcmp(tag + length - 5, "Array") == 0;
}

static uint32_t uint_property(JSVM_Env env, JSVM_Value object, const char* name) {
  double number = number_in(env, get_value(env, object, name), 0);
  return number >= 0 && number <= UINT32_MAX ? (uint32_t)number : 0;
}

struct description describe(JSVM_Env env, JSVM_Value object) {
  struct description result = {.kind = kind_plain};
  bool is_array = false, is_set = false, is_map = false;
  result.constructor = constructor_name(env, object);
  result.tag = tag_of(env, object);
  MUST(env, OH_JSVM_IsArray(env, object, &is_array));
  MUST(env, OH_JSVM_IsSet(env, object, &is_set));
  MUST(env, OH_JSVM_IsMap(env, object, &is_map));
  if (is_array || ends_in_array(result.tag)) {
    result.kind = kind_list;
    result.size = uint_property(env, object, "length");
    if (!is_named(&result, "Array") || result.tag[0] != '\0') add_prefix(&result, "Array", true);
    text_add_string(&result.open, "[");
  } else if (is_set || is_map) {
    result.kind = is_set ? kind_set : kind_map;
    result.size = uint_property(env, object, "size");
    add_prefix(&result, is_set ? "Set" : "Map", true);
    text_add_string(&result.open, "{");
  } else if (describe_as_text(env, object, &result)) {
    result.kind = kind_text;
    text_add_string(&result.open, "{");
  } else {
    if (!is_named(&result, "Object") || result.tag[0] != '\0') {
      add_prefix(&result, "Object", false);
    }
    text_add_string(&result.open, "{");
  }
  return result;
}

void description_free(struct description* description) {
  free(description->constructor);
  free(description->tag);
  text_free(&description->open);
  text_free(&description->base);
}
