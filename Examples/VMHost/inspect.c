// SPDX-License-Identifier: Apache-2.0
//
// Values as text, in the manner of Node's util.inspect.
#include "inspect.h"

#include <stdlib.h>
#include <string.h>

enum { most_items = 100 };

/// One call of inspect: where it is in the value.
struct inspection {
  JSVM_Env env;
  int deepest;  ///< how far objects are shown inside objects
  int indentation;
  int last_depth;    ///< of the object that was begun last
  int circle_count;  ///< objects that were found to contain themselves
  size_t path_length;
  struct {
    JSVM_Value object;
    int circle;               ///< its number, from 1, once it is found in itself
  } path[INSPECT_DEPTH + 1];  ///< the objects around the current value
};

/// The parts of one object.
struct parts {
  struct text* at;
  size_t count;
};

static struct text* next_part(struct parts* parts) {
  if ((parts->count & (parts->count - 1)) == 0) {  // powers of two
    size_t capacity = parts->count == 0 ? 1 : parts->count * 2;
    struct text* larger = allocate(capacity * sizeof *larger);
    if (parts->count > 0) memcpy(larger, parts->at, parts->count * sizeof *larger);
    free(parts->at);
    parts->at = larger;
  }
  return &parts->at[parts->count++];
}

static void inspect_value(struct inspection* in, JSVM_Value value, int depth, struct text* out);

static void inspect_part(struct inspection* in, JSVM_Value value, int depth, struct text* out) {
  in->indentation += 2;
  inspect_value(in, value, depth + 1, out);
  in->indentation -= 2;
}

static void add_more_items(struct parts* parts, size_t count) {
  if (count > 0) text_print(next_part(parts), "... %zu more item%s", count, count > 1 ? "s" : "");
}

/// The elements of a list; runs of holes count as one part.
static void inspect_list(struct inspection* in, JSVM_Value list, uint32_t length, int depth,
                         struct parts* parts) {
  uint32_t index = 0;
  while (index < length && parts->count < most_items) {
    JSVM_HandleScope scope = NULL;
    MUST(in->env, OH_JSVM_OpenHandleScope(in->env, &scope));
    uint32_t holes = 0;
    bool is_there = false;
    while (index < length && OH_JSVM_HasElement(in->env, list, index, &is_there) == JSVM_OK &&
           !is_there) {
      holes++;
      index++;
    }
    if (holes > 0) {
      text_print(next_part(parts), "<%u empty item%s>", holes, holes > 1 ? "s" : "");
    } else {
      JSVM_Value element = NULL;
      if (OH_JSVM_GetElement(in->env, list, index, &element) != JSVM_OK) {
        element = make_undefined(in->env);
      }
      struct text text = {0};
      inspect_part(in, element, depth, &text);
      *next_part(parts) = text;
      index++;
    }
    take_exception(in->env);
    MUST(in->env, OH_JSVM_CloseHandleScope(in->env, scope));
  }
  add_more_items(parts, length - index);
}

/// The items of a set or, in pairs, of a map.
static void inspect_collection(struct inspection* in, JSVM_Value collection, bool is_map, int depth,
                               struct parts* parts) {
  JSVM_Value items = call_global(in->env, "Array", "from", 1, &collection);
  uint32_t count = 0;
  if (items != NULL) OH_JSVM_GetArrayLength(in->env, items, &count);
  for (uint32_t i = 0; i < count && i < most_items; i++) {
    JSVM_Value item = NULL, key = NULL;
    MUST(in->env, OH_JSVM_GetElement(in->env, items, i, &item));
    struct text text = {0};
    if (is_map) {
      MUST(in->env, OH_JSVM_GetElement(in->env, item, 0, &key));
      MUST(in->env, OH_JSVM_GetElement(in->env, item, 1, &item));
      inspect_part(in, key, depth, &text);
      text_add_string(&text, " => ");
    }
    inspect_part(in, item, depth, &text);
    *next_part(parts) = text;
  }
  if (count > most_items) add_more_items(parts, count - most_items);
}

/// A property by its descriptor, so that no getter runs.
static void inspect_property(struct inspection* in, JSVM_Value object, JSVM_Value key, int depth,
                             struct text* out) {
  JSVM_Env env = in->env;
  add_key(env, key, out);
  text_add_string(out, ": ");
  JSVM_Value arguments[] = {object, key};
  JSVM_Value property = call_global(env, "Object", "getOwnPropertyDescriptor", 2, arguments);
  if (property == NULL || !is_object(env, property)) {
    text_add_string(out, "undefined");
    return;
  }
  bool has_getter = is_type(env, get_value(env, property, "get"), JSVM_FUNCTION);
  bool has_setter = is_type(env, get_value(env, property, "set"), JSVM_FUNCTION);
  if (has_getter || has_setter) {
    text_print(out, "[%s%s%s]", has_getter ? "Getter" : "", has_getter && has_setter ? "/" : "",
               has_setter ? "Setter" : "");
  } else {
    inspect_part(in, get_value(env, property, "value"), depth, out);
  }
}

/// The properties beside elements and items: own, enumerable.
static void inspect_properties(struct inspection* in, JSVM_Value object, bool skips_indices,
                               int depth, struct parts* parts) {
  JSVM_Env env = in->env;
  JSVM_Value keys = NULL;
  if (OH_JSVM_GetAllPropertyNames(env, object, JSVM_KEY_OWN_ONLY, JSVM_KEY_ENUMERABLE,
                                  JSVM_KEY_KEEP_NUMBERS, &keys) != JSVM_OK) {
    take_exception(env);
    return;
  }
  uint32_t count = 0;
  MUST(env, OH_JSVM_GetArrayLength(env, keys, &count));
  for (uint32_t i = 0; i < count; i++) {
    JSVM_HandleScope scope = NULL;
    MUST(env, OH_JSVM_OpenHandleScope(env, &scope));
    JSVM_Value key = NULL;
    MUST(env, OH_JSVM_GetElement(env, keys, i, &key));
    if (!skips_indices || !is_type(env, key, JSVM_NUMBER)) {
      struct text text = {0};
      inspect_property(in, object, key, depth, &text);
      *next_part(parts) = text;
    }
    MUST(env, OH_JSVM_CloseHandleScope(env, scope));
  }
}

/// Whether `value` is one of the objects around it.
static bool add_circle(struct inspection* in, JSVM_Value value, struct text* out) {
  for (size_t i = 0; i < in->path_length; i++) {
    bool is_same = false;
    MUST(in->env, OH_JSVM_StrictEquals(in->env, in->path[i].object, value, &is_same));
    if (!is_same) continue;
    if (in->path[i].circle == 0) in->path[i].circle = ++in->circle_count;
    text_print(out, "[Circular *%d]", in->path[i].circle);
    return true;
  }
  return false;
}

static struct parts inspect_parts(struct inspection* in, JSVM_Value object, enum kind kind,
                                  uint32_t size, int depth) {
  struct parts parts = {0};
  in->last_depth = depth;
  in->path[in->path_length].object = object;
  in->path[in->path_length++].circle = 0;
  if (kind == kind_list) inspect_list(in, object, size, depth, &parts);
  if (kind == kind_set || kind == kind_map) {
    inspect_collection(in, object, kind == kind_map, depth, &parts);
  }
  inspect_properties(in, object, kind != kind_plain, depth, &parts);
  in->path_length--;
  return parts;
}

static bool has_properties(JSVM_Env env, JSVM_Value object, bool skips_indices) {
  JSVM_Value keys = NULL;
  uint32_t count = 0;
  if (OH_JSVM_GetAllPropertyNames(env, object, JSVM_KEY_OWN_ONLY, JSVM_KEY_ENUMERABLE,
                                  JSVM_KEY_KEEP_NUMBERS, &keys) != JSVM_OK) {
    take_exception(env);
    return false;
  }
  MUST(env, OH_JSVM_GetArrayLength(env, keys, &count));
  if (!skips_indices) return count > 0;
  if (count == 0) return false;
  // Indices come first.
  JSVM_Value last = NULL;
  MUST(env, OH_JSVM_GetElement(env, keys, count - 1, &last));
  return !is_type(env, last, JSVM_NUMBER);
}

/// Only numbers are aligned to the right.
static bool is_all_numbers(JSVM_Env env, JSVM_Value list, uint32_t size) {
  for (uint32_t i = 0; i < size && i < most_items; i++) {
    JSVM_Value element = NULL;
    if (OH_JSVM_GetElement(env, list, i, &element) != JSVM_OK) return false;
    JSVM_ValueType type = type_of(env, element);
    if (type != JSVM_NUMBER && type != JSVM_BIGINT) return false;
  }
  return true;
}

/// Writes the lines of `base` at the current indentation.
static void indent_lines(const struct inspection* in, const struct text* base, struct text* out) {
  for (size_t i = 0; i < base->length; i++) {
    text_add(out, base->data + i, 1);
    for (int j = 0; base->data[i] == '\n' && j < in->indentation; j++) text_add_string(out, " ");
  }
}

static void inspect_object(struct inspection* in, JSVM_Value object, int depth, struct text* out) {
  JSVM_Env env = in->env;
  struct description is = describe(env, object);
  struct text base = {0};
  indent_lines(in, &is.base, &base);
  const char* close = is.kind == kind_list ? "]" : "}";
  bool is_empty = is.size == 0 && !has_properties(env, object, is.kind != kind_plain);

  if (is_empty && is.kind == kind_text) {
    text_add(out, base.data, base.length);
  } else if (is_empty) {
    text_print(out, "%s%s", is.open.data, close);
  } else if (depth > in->deepest) {
    const char* name = is.constructor != NULL ? is.constructor : "Object: null prototype";
    bool has_tag = is.tag[0] != '\0' && strcmp(is.tag, name) != 0;
    text_print(out, has_tag ? "[%s [%s]]" : "[%s]", name, is.tag);
  } else {
    struct parts parts = inspect_parts(in, object, is.kind, is.size, depth);
    int circle = in->path[in->path_length].circle;
    struct text front = {0};
    if (circle > 0) text_print(&front, "<ref *%d>", circle);
    if (circle > 0 && base.length > 0) text_add_string(&front, " ");
    text_add(&front, base.length > 0 ? base.data : "", base.length);
    struct layout layout = {
        .base = front.data,
        .open = is.open.data,
        .close = close,
        .indentation = in->indentation,
        .is_shallow = in->last_depth - depth < 3,
        .is_list = is.kind == kind_list,
        .has_more_items = is.kind == kind_list && is.size > most_items,
    };
    layout.aligns_right = layout.is_list && is_all_numbers(env, object, is.size);
    lay_out(&layout, parts.at, parts.count, out);
    text_free(&front);
    free(parts.at);
  }
  text_free(&base);
  description_free(&is);
}

static void inspect_value(struct inspection* in, JSVM_Value value, int depth, struct text* out) {
  JSVM_ValueType type = type_of(in->env, value);
  if (type != JSVM_OBJECT && type != JSVM_FUNCTION && type != JSVM_EXTERNAL) {
    add_primitive(in->env, value, type, out);
  } else if (!add_circle(in, value, out)) {
    inspect_object(in, value, depth, out);
  }
}

void inspect(JSVM_Env env, JSVM_Value value, int depth, struct text* out) {
  JSVM_HandleScope scope = NULL;
  MUST(env, OH_JSVM_OpenHandleScope(env, &scope));
  struct inspection in = {.env = env, .deepest = depth < INSPECT_DEPTH ? depth : INSPECT_DEPTH};
  inspect_value(&in, value, 0, out);
  MUST(env, OH_JSVM_CloseHandleScope(env, scope));
}
