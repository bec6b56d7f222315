// SPDX-License-Identifier: Apache-2.0
#ifndef V8VALUES_H_
#define V8VALUES_H_

// What script works with.

#include "v8hot.h"
#include "v8types.h"

#ifdef __cplusplus
extern "C" {
#endif

// ---- values ----

/// What OH_JSVM_Typeof distinguishes, in the order in which it tests.
typedef enum {
  V8S_KIND_OTHER, V8S_KIND_NUMBER, V8S_KIND_BIGINT, V8S_KIND_STRING, V8S_KIND_FUNCTION,
  V8S_KIND_EXTERNAL, V8S_KIND_OBJECT, V8S_KIND_BOOLEAN, V8S_KIND_UNDEFINED, V8S_KIND_SYMBOL,
  V8S_KIND_NULL
} v8s_kind;
v8s_kind v8s_value_kind(v8s_value value);
bool v8s_value_is_undefined(v8s_value value);
bool v8s_value_is_null(v8s_value value);
bool v8s_value_is_boolean(v8s_value value);
bool v8s_value_is_number(v8s_value value);
bool v8s_value_is_bigint(v8s_value value);
bool v8s_value_is_string(v8s_value value);
bool v8s_value_is_symbol(v8s_value value);
bool v8s_value_is_name(v8s_value value);
bool v8s_value_is_object(v8s_value value);
bool v8s_value_is_function(v8s_value value);
bool v8s_value_is_external(v8s_value value);
bool v8s_value_is_array(v8s_value value);
bool v8s_value_is_date(v8s_value value);
bool v8s_value_is_regexp(v8s_value value);
bool v8s_value_is_map(v8s_value value);
bool v8s_value_is_set(v8s_value value);
bool v8s_value_is_proxy(v8s_value value);
bool v8s_value_is_promise(v8s_value value);
bool v8s_value_is_error(v8s_value value);
bool v8s_value_is_constructor(v8s_value value);
bool v8s_value_is_bigint_object(v8s_value value);
bool v8s_value_is_boolean_object(v8s_value value);
bool v8s_value_is_number_object(v8s_value value);
bool v8s_value_is_string_object(v8s_value value);
bool v8s_value_is_symbol_object(v8s_value value);
/// V8's private names share the handle type of symbols: whether `data` is one.
bool v8s_data_is_private(v8s_data data);
/// Copies at most `capacity` bytes of the name of an object's constructor, or of what typeof says of a
/// primitive, without a NUL; returns the number copied. Runs no script.
size_t v8s_value_class(v8s_isolate isolate, v8s_value value, char* buffer, size_t capacity);
bool v8s_value_strict_equals(v8s_value left, v8s_value right);
v8s_maybe v8s_value_equals(v8s_isolate isolate, v8s_context context, v8s_value left,
                           v8s_value right, v8s_caught* caught);
v8s_maybe v8s_value_instance_of(v8s_isolate isolate, v8s_context context, v8s_value value,
                                v8s_value constructor, v8s_caught* caught);
bool v8s_value_to_bool(v8s_isolate isolate, v8s_value value);
v8s_value v8s_value_to_number(v8s_isolate isolate, v8s_context context, v8s_value value,
                              v8s_caught* caught);
v8s_value v8s_value_to_object(v8s_isolate isolate, v8s_context context, v8s_value value,
                              v8s_caught* caught);
v8s_value v8s_value_to_string(v8s_isolate isolate, v8s_context context, v8s_value value,
                              v8s_caught* caught);
v8s_value v8s_value_to_bigint(v8s_isolate isolate, v8s_context context, v8s_value value,
                              v8s_caught* caught);

v8s_value v8s_null(v8s_isolate isolate);
v8s_value v8s_boolean(v8s_isolate isolate, bool value);
__attribute__((returns_nonnull)) v8s_value v8s_int32(v8s_isolate isolate, int32_t value);
__attribute__((returns_nonnull)) v8s_value v8s_uint32(v8s_isolate isolate, uint32_t value);
__attribute__((returns_nonnull)) v8s_value v8s_number(v8s_isolate isolate, double value);
v8s_value v8s_bigint_int64(v8s_isolate isolate, int64_t value);
v8s_value v8s_bigint_uint64(v8s_isolate isolate, uint64_t value);
/// `value` must be a boolean.
bool v8s_boolean_value(v8s_value value);
/// True, and the number in `result`, when `value` is a number.
bool v8s_value_as_number(v8s_value value, double* result);
/// True, and the number in `result`, when `value` is represented as a 32-bit integer.
bool v8s_value_as_int32(v8s_value value, int32_t* result);
v8s_value v8s_date(v8s_isolate isolate, v8s_context context, double time, v8s_caught* caught);
double v8s_date_value(v8s_value date);
v8s_value v8s_external(v8s_isolate isolate, v8s_context context, void* pointer);
void* v8s_external_value(v8s_value external);
v8s_value v8s_symbol(v8s_isolate isolate, v8s_value description);
v8s_value v8s_symbol_for(v8s_isolate isolate, v8s_value name);
v8s_data v8s_private(v8s_isolate isolate, v8s_value description);
/// The symbols that the language itself looks up.
typedef enum {
  V8S_ASYNC_ITERATOR, V8S_HAS_INSTANCE, V8S_IS_CONCAT_SPREADABLE, V8S_ITERATOR, V8S_MATCH,
  V8S_REPLACE, V8S_SEARCH, V8S_SPLIT, V8S_TO_PRIMITIVE, V8S_TO_STRING_TAG, V8S_UNSCOPABLES
} v8s_well_known;
v8s_value v8s_symbol_well_known(v8s_isolate isolate, v8s_well_known symbol);
/// `flags` are V8's, which are the API's.
v8s_value v8s_regexp(v8s_isolate isolate, v8s_context context, v8s_value pattern, int flags,
                     v8s_caught* caught);
v8s_value v8s_proxy(v8s_isolate isolate, v8s_context context, v8s_value target, v8s_value handler,
                    v8s_caught* caught);
v8s_value v8s_proxy_target(v8s_value proxy);
/// Words are least significant first; too many throw a RangeError.
v8s_value v8s_bigint_words(v8s_isolate isolate, v8s_context context, bool negative, int count,
                           const uint64_t* words, v8s_caught* caught);
int64_t v8s_bigint_int64_value(v8s_value bigint, bool* lossless);
uint64_t v8s_bigint_uint64_value(v8s_value bigint, bool* lossless);
int v8s_bigint_word_count(v8s_value bigint);
/// Writes at most `*count` words; `*count` becomes the number that the value has.
void v8s_bigint_write(v8s_value bigint, int* sign, int* count, uint64_t* words);

// ---- strings ----

/// NULL if longer than V8 allows. Lengths are code units (bytes for UTF-8 and Latin-1).
v8s_value v8s_string_latin1(v8s_isolate isolate, const uint8_t* text, size_t length);
v8s_value v8s_string_utf8(v8s_isolate isolate, const char* text, size_t length);
v8s_value v8s_string_utf16(v8s_isolate isolate, const uint16_t* text, size_t length);
/// As v8s_string_utf8, in V8's table of shared names: right for property names.
v8s_value v8s_string_name(v8s_isolate isolate, const char* text, size_t length);
size_t v8s_string_length(v8s_value string);
size_t v8s_string_utf8_length(v8s_isolate isolate, v8s_value string);
/// Copy at most `capacity` units without a NUL; return the number copied. UTF-8 never splits a
/// character and writes U+FFFD for a lone surrogate.
size_t v8s_string_write_latin1(v8s_isolate isolate, v8s_value string, uint8_t* buffer,
                               size_t capacity);
size_t v8s_string_write_utf8(v8s_isolate isolate, v8s_value string, char* buffer, size_t capacity);
size_t v8s_string_write_utf16(v8s_isolate isolate, v8s_value string, uint16_t* buffer,
                              size_t capacity);

/// As v8s_string_latin1 and v8s_string_utf16, but the string reads the caller's memory until
/// `dropped(data)` is called, inside a collection or when the isolate is deleted. NULL, and no
/// call, if too long. A string of length 0 is dropped before the call returns.
v8s_value v8s_string_external_latin1(v8s_isolate isolate, const char* text, size_t length,
                                     void (*dropped)(void* data), void* data);
v8s_value v8s_string_external_utf16(v8s_isolate isolate, const uint16_t* text, size_t length,
                                    void (*dropped)(void* data), void* data);

// ---- array buffers ----

bool v8s_value_is_buffer(v8s_value value);
bool v8s_value_is_shared_buffer(v8s_value value);
bool v8s_value_is_typed_array(v8s_value value);
bool v8s_value_is_data_view(v8s_value value);
/// A zeroed buffer; NULL if there is no memory for it.
v8s_value v8s_buffer(v8s_isolate isolate, v8s_context context, size_t length);
/// A buffer over the caller's memory. `freed` may be NULL; it is called once, from any thread, when
/// the buffer lets go of the memory.
v8s_value v8s_buffer_external(v8s_isolate isolate, v8s_context context, void* bytes, size_t length,
                              void (*freed)(void* bytes, size_t length, void* data), void* data);
void* v8s_buffer_bytes(v8s_value buffer);
size_t v8s_buffer_length(v8s_value buffer);
bool v8s_buffer_is_detachable(v8s_value buffer);
bool v8s_buffer_is_detached(v8s_value buffer);
void v8s_buffer_detach(v8s_value buffer);
/// The element types of typed arrays, numbered as the API does.
typedef enum {
  V8S_INT8, V8S_UINT8, V8S_UINT8_CLAMPED, V8S_INT16, V8S_UINT16, V8S_INT32, V8S_UINT32,
  V8S_FLOAT32, V8S_FLOAT64, V8S_BIGINT64, V8S_BIGUINT64
} v8s_element;
/// The most elements that a typed array can have.
size_t v8s_typed_array_limit(void);
v8s_value v8s_typed_array(v8s_context context, v8s_element element, v8s_value buffer, size_t offset,
                          size_t length);
v8s_value v8s_data_view(v8s_context context, v8s_value buffer, size_t offset, size_t length);
/// A window on a buffer: a typed array or data view. Sizes are bytes.
typedef struct {
  v8s_value buffer;
  size_t offset;
  size_t length;
  size_t elements;
  v8s_element element;
} v8s_window;
/// Makes a buffer for a small typed array that had none.
void v8s_window_read(v8s_value view, v8s_window* result);

// ---- objects ----

v8s_value v8s_object(v8s_isolate isolate, v8s_context context);
v8s_value v8s_array(v8s_isolate isolate, v8s_context context, int length);
v8s_value v8s_map(v8s_isolate isolate, v8s_context context);
v8s_value v8s_set(v8s_isolate isolate, v8s_context context);
uint32_t v8s_array_length(v8s_value array);
v8s_value v8s_object_get(v8s_isolate isolate, v8s_context context, v8s_value object, v8s_value key,
                         v8s_caught* caught);
v8s_value v8s_object_get_index(v8s_isolate isolate, v8s_context context, v8s_value object,
                               uint32_t index, v8s_caught* caught);
v8s_maybe v8s_object_set(v8s_isolate isolate, v8s_context context, v8s_value object, v8s_value key,
                         v8s_value value, v8s_caught* caught);
v8s_maybe v8s_object_set_index(v8s_isolate isolate, v8s_context context, v8s_value object,
                               uint32_t index, v8s_value value, v8s_caught* caught);
v8s_maybe v8s_object_has(v8s_isolate isolate, v8s_context context, v8s_value object, v8s_value key,
                         v8s_caught* caught);
v8s_maybe v8s_object_has_index(v8s_isolate isolate, v8s_context context, v8s_value object,
                               uint32_t index, v8s_caught* caught);
v8s_maybe v8s_object_has_own(v8s_isolate isolate, v8s_context context, v8s_value object,
                             v8s_value name, v8s_caught* caught);
v8s_maybe v8s_object_delete(v8s_isolate isolate, v8s_context context, v8s_value object,
                            v8s_value key, v8s_caught* caught);
v8s_maybe v8s_object_delete_index(v8s_isolate isolate, v8s_context context, v8s_value object,
                                  uint32_t index, v8s_caught* caught);
/// Which keys v8s_object_keys lists: V8's filter bits, and whether prototypes count and indices
/// become strings.
typedef struct {
  int filter;
  bool prototypes;
  bool strings;
} v8s_key_options;
v8s_value v8s_object_keys(v8s_isolate isolate, v8s_context context, v8s_value object,
                          v8s_key_options options, v8s_caught* caught);
/// Attributes of a property to define; V8S_READ_ONLY means nothing for an accessor.
enum { V8S_READ_ONLY = 1, V8S_HIDDEN = 2, V8S_PERMANENT = 4 };
v8s_maybe v8s_object_define_value(v8s_isolate isolate, v8s_context context, v8s_value object,
                                  v8s_value name, v8s_value value, int attributes,
                                  v8s_caught* caught);
/// `getter` or `setter` may be NULL.
v8s_maybe v8s_object_define_accessor(v8s_isolate isolate, v8s_context context, v8s_value object,
                                     v8s_value name, v8s_value getter, v8s_value setter,
                                     int attributes, v8s_caught* caught);
v8s_maybe v8s_object_integrity(v8s_isolate isolate, v8s_context context, v8s_value object,
                               bool frozen, v8s_caught* caught);
v8s_value v8s_object_prototype(v8s_value object);
v8s_maybe v8s_object_set_prototype(v8s_isolate isolate, v8s_context context, v8s_value object,
                                   v8s_value prototype, v8s_caught* caught);
v8s_value v8s_object_get_private(v8s_isolate isolate, v8s_context context, v8s_value object,
                                 v8s_data key, v8s_caught* caught);
v8s_maybe v8s_object_set_private(v8s_isolate isolate, v8s_context context, v8s_value object,
                                 v8s_data key, v8s_value value, v8s_caught* caught);
v8s_maybe v8s_object_delete_private(v8s_isolate isolate, v8s_context context, v8s_value object,
                                    v8s_data key, v8s_caught* caught);

/// The first internal field of an object; NULL if it has none.
v8s_value v8s_object_field(v8s_value object);
/// False if the object has no internal field.
bool v8s_object_set_field(v8s_value object, v8s_value value);

// ---- errors ----

typedef enum { V8S_ERROR, V8S_TYPE_ERROR, V8S_RANGE_ERROR, V8S_SYNTAX_ERROR } v8s_error_class;
v8s_value v8s_error(v8s_isolate isolate, v8s_context context, v8s_error_class error_class,
                    v8s_value message);

// ---- functions ----

/// A function that calls v8s_called with `target`. `name` may be NULL.
v8s_value v8s_function(v8s_isolate isolate, v8s_context context, void* target, v8s_value name,
                       v8s_caught* caught);
v8s_value v8s_function_call(v8s_isolate isolate, v8s_context context, v8s_value function,
                            v8s_value receiver, size_t count, const v8s_value* arguments,
                            v8s_caught* caught);
v8s_value v8s_function_construct(v8s_isolate isolate, v8s_context context, v8s_value function,
                                 size_t count, const v8s_value* arguments, v8s_caught* caught);
/// Compiles `body` as a function of the global scope. `name` may be NULL.
v8s_value v8s_function_compile(v8s_isolate isolate, v8s_context context, v8s_value name,
                               v8s_value body, size_t count, const v8s_value* parameters,
                               v8s_caught* caught);
/// Words of the stack that tell where script called a running native function. Two calls with the same
/// words come from one place, as long as no full collection has moved code and the words were once
/// confirmed. Reads between this frame and the end `high` of the thread's stack. False when it finds
/// nothing.
bool v8s_call_words(v8s_isolate isolate, v8s_call call, uintptr_t high, uintptr_t words[4]);
/// Whether V8 says the same of the innermost call as words of it that were read just now.
bool v8s_call_confirms(v8s_isolate isolate, const uintptr_t words[4]);
/// undefined unless the call constructs.
v8s_value v8s_call_new_target(v8s_call call);

// ---- classes ----

/// The template of a class whose constructor calls v8s_called with `target`.
v8s_template v8s_template_new(v8s_isolate isolate, void* target, v8s_value name);
/// Instances inherit the prototype of `parent`, the constructor its static properties.
void v8s_template_inherit(v8s_template t, v8s_template parent);
void v8s_template_set_field_count(v8s_template t, int count);
/// `checks_receiver`: a `this` that is no instance throws "Illegal invocation".
void v8s_template_set_method(v8s_isolate isolate, v8s_template t, v8s_value name, void* target,
                             int attributes, bool checks_receiver);
/// `getter` or `setter` may be NULL.
void v8s_template_set_accessor(v8s_isolate isolate, v8s_template t, v8s_value name, void* getter,
                               void* setter, int attributes, bool checks_receiver);
/// `value` must be a primitive.
void v8s_template_set_value(v8s_template t, v8s_value name, v8s_value value, int attributes);
/// Which accesses go to the hook `intercepted`, for names and for indices.
typedef struct {
  bool get, set, remove, list;
} v8s_intercepts;
void v8s_template_intercept(v8s_isolate isolate, v8s_template t, v8s_intercepts named,
                            v8s_intercepts indexed, void* data);
/// Instances can be called: that calls v8s_called with `target`.
void v8s_template_set_callable(v8s_isolate isolate, v8s_template t, void* target);
v8s_value v8s_template_constructor(v8s_isolate isolate, v8s_context context, v8s_template t,
                                   v8s_caught* caught);
void v8s_global_set_template(v8s_isolate isolate, v8s_global* global, v8s_template t);
v8s_template v8s_global_get_template(v8s_isolate isolate, const v8s_global* global);

// ---- promises ----

/// A promise and its resolver are one object.
v8s_value v8s_promise(v8s_isolate isolate, v8s_context context, v8s_caught* caught);
v8s_maybe v8s_promise_settle(v8s_isolate isolate, v8s_context context, v8s_value promise,
                             bool resolve, v8s_value value, v8s_caught* caught);
/// `fulfilled` or `rejected` may be NULL, not both. Returns the derived promise.
v8s_value v8s_promise_then(v8s_isolate isolate, v8s_context context, v8s_value promise,
                           v8s_value fulfilled, v8s_value rejected, v8s_caught* caught);

// ---- JSON, scripts ----

v8s_value v8s_json_parse(v8s_isolate isolate, v8s_context context, v8s_value text,
                         v8s_caught* caught);
v8s_value v8s_json_stringify(v8s_isolate isolate, v8s_context context, v8s_value value,
                             v8s_caught* caught);
/// A code cache that a worker thread turns into a script's functions.
typedef struct v8s_warmup_s { char unused; } *v8s_warmup;
/// Begins on a worker; `cache` is borrowed until v8s_warmup_delete. Owned: v8s_warmup_delete.
v8s_warmup v8s_warmup_new(v8s_isolate isolate, const uint8_t* cache, int length);
/// Waits for the worker. Any thread.
void v8s_warmup_delete(v8s_warmup warmup);
/// How to compile. `name` may be NULL; `cache` is borrowed for the call. A `warmup` is waited for, can
/// be used once, and makes `cache` unnecessary.
typedef struct {
  v8s_value name;
  v8s_warmup warmup;
  int line;
  int column;
  bool eager;
  const uint8_t* cache;
  int cache_length;
} v8s_compile_options;
/// Compiles a script. On a syntax error the exception's `stack` is prefixed with the place and the
/// source line, as Node prints it. `rejected` tells whether V8 refused the cache; may be NULL.
v8s_script v8s_script_compile(v8s_isolate isolate, v8s_context context, v8s_value source,
                              const v8s_compile_options* options, bool* rejected,
                              v8s_caught* caught);
v8s_value v8s_script_run(v8s_isolate isolate, v8s_context context, v8s_script script,
                         v8s_caught* caught);
/// The code cache of a script, `length` bytes. Owned: v8s_cache_delete. NULL if V8 made none.
uint8_t* v8s_script_cache(v8s_script script, int* length);
void v8s_cache_delete(const uint8_t* cache);
void v8s_global_set_script(v8s_isolate isolate, v8s_global* global, v8s_script script);
v8s_script v8s_global_get_script(v8s_isolate isolate, const v8s_global* global);

// ---- WebAssembly ----

bool v8s_value_is_wasm_module(v8s_value value);
v8s_value v8s_wasm_compile(v8s_isolate isolate, v8s_context context, const uint8_t* bytes,
                           size_t length, v8s_caught* caught);
/// A module out of machine code that v8s_wasm_serialize gave for these bytes: anything else may crash.
/// Runs none of the caller's script. NULL if the code is of another V8, machine or set of flags.
v8s_value v8s_wasm_deserialize(v8s_isolate isolate, v8s_context context, const uint8_t* code,
                               size_t code_length, const uint8_t* bytes, size_t length);
/// The bytes that a module was compiled from; borrowed from the module.
const uint8_t* v8s_wasm_bytes(v8s_value module, size_t* length);
/// The machine code of a module. Owned: v8s_cache_delete. NULL if there is none to serialize.
uint8_t* v8s_wasm_serialize(v8s_value module, size_t* length);

#ifdef __cplusplus
}
#endif
#endif  // V8VALUES_H_
