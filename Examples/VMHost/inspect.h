// SPDX-License-Identifier: Apache-2.0
//
// What the files behind inspect tell each other.
#ifndef VMHOST_INSPECT_H
#define VMHOST_INSPECT_H

#include "host.h"

/// Object[name](...arguments) of the global `object`, for what the API has no function for.
/// NULL when there is no such function or it throws.
JSVM_Value call_global(JSVM_Env env, const char* object, const char* name, size_t count,
                       const JSVM_Value* arguments);

// --- primitives.c -----------------------------------------------------------------------------

/// Writes a value that is no object.
void add_primitive(JSVM_Env env, JSVM_Value value, JSVM_ValueType type, struct text* out);

/// Writes a string as a literal, in the quotes that need the fewest escapes.
void add_quoted(const char* string, size_t length, struct text* out);

/// Writes the name of a property: bare where an object literal allows it.
void add_key(JSVM_Env env, JSVM_Value key, struct text* out);

// --- kinds.c ----------------------------------------------------------------------------------

enum kind {
  kind_plain,
  kind_list,  ///< arrays, and what is shown like one
  kind_set,
  kind_map,
  kind_text,  ///< functions, dates, errors, ...: a text stands for the object
};

/// What an object is, as far as its outer form goes. Free with description_free.
struct description {
  enum kind kind;
  char* constructor;  ///< NULL: there is none on the prototype chain
  char* tag;          ///< Symbol.toStringTag, or ""
  uint32_t size;      ///< of lists, sets and maps
  struct text open;   ///< opening brace with its prefix
  struct text base;   ///< of kind_text
};

struct description describe(JSVM_Env env, JSVM_Value object);
void description_free(struct description* description);

#endif  // VMHOST_INSPECT_H
