// SPDX-License-Identifier: Apache-2.0

#include "convert.h"
#include "layout.h"

using v8s::Catcher;
using v8s::context;
using v8s::isolate;
using v8s::maybe;
using v8s::ptr;
using v8s::value;

v8s_kind v8s_value_kind(v8s_value handle) {
  v8::Local<v8::Value> v = value(handle);
  if (v->IsNumber()) return V8S_KIND_NUMBER;
  if (v->IsBigInt()) return V8S_KIND_BIGINT;
  if (v->IsString()) return V8S_KIND_STRING;
  if (v->IsFunction()) return V8S_KIND_FUNCTION;
  if (v->IsExternal()) return V8S_KIND_EXTERNAL;
  if (v->IsObject()) return V8S_KIND_OBJECT;
  if (v->IsBoolean()) return V8S_KIND_BOOLEAN;
  if (v->IsUndefined()) return V8S_KIND_UNDEFINED;
  if (v->IsSymbol()) return V8S_KIND_SYMBOL;
  if (v->IsNull()) return V8S_KIND_NULL;
  return V8S_KIND_OTHER;
}

bool v8s_value_is_undefined(v8s_value v) { return value(v)->IsUndefined(); }
bool v8s_value_is_null(v8s_value v) { return value(v)->IsNull(); }
bool v8s_value_is_boolean(v8s_value v) { return value(v)->IsBoolean(); }
bool v8s_value_is_number(v8s_value v) { return value(v)->IsNumber(); }
bool v8s_value_is_bigint(v8s_value v) { return value(v)->IsBigInt(); }
bool v8s_value_is_string(v8s_value v) { return value(v)->IsString(); }
bool v8s_value_is_symbol(v8s_value v) { return value(v)->IsSymbol(); }
bool v8s_value_is_name(v8s_value v) { return value(v)->IsName(); }
bool v8s_value_is_object(v8s_value v) { return value(v)->IsObject(); }
bool v8s_value_is_function(v8s_value v) { return value(v)->IsFunction(); }
bool v8s_value_is_external(v8s_value v) { return value(v)->IsExternal(); }
bool v8s_value_is_array(v8s_value v) { return value(v)->IsArray(); }
bool v8s_value_is_date(v8s_value v) { return value(v)->IsDate(); }
bool v8s_value_is_regexp(v8s_value v) { return value(v)->IsRegExp(); }
bool v8s_value_is_map(v8s_value v) { return value(v)->IsMap(); }
bool v8s_value_is_set(v8s_value v) { return value(v)->IsSet(); }
bool v8s_value_is_proxy(v8s_value v) { return value(v)->IsProxy(); }
bool v8s_value_is_promise(v8s_value v) { return value(v)->IsPromise(); }
bool v8s_value_is_error(v8s_value v) { return value(v)->IsNativeError(); }
bool v8s_value_is_bigint_object(v8s_value v) { return value(v)->IsBigIntObject(); }
bool v8s_value_is_boolean_object(v8s_value v) { return value(v)->IsBooleanObject(); }
bool v8s_value_is_number_object(v8s_value v) { return value(v)->IsNumberObject(); }
bool v8s_value_is_string_object(v8s_value v) { return value(v)->IsStringObject(); }
bool v8s_value_is_symbol_object(v8s_value v) { return value(v)->IsSymbolObject(); }

bool v8s_value_is_constructor(v8s_value v) {
  return value(v)->IsObject() && value(v).As<v8::Object>()->IsConstructor();
}

bool v8s_data_is_private(v8s_data data) { return v8s::local<v8::Data>(data)->IsPrivate(); }

size_t v8s_value_class(v8s_isolate handle, v8s_value of, char* buffer, size_t capacity) {
  v8::Local<v8::String> name = value(of)->IsObject()
                                   ? v8s::object(of)->GetConstructorName()
                                   : value(of)->TypeOf(isolate(handle));
  return static_cast<size_t>(
      name->WriteUtf8(isolate(handle), buffer, static_cast<int>(capacity), nullptr,
                      v8::String::NO_NULL_TERMINATION | v8::String::REPLACE_INVALID_UTF8));
}

bool v8s_value_strict_equals(v8s_value left, v8s_value right) {
  return value(left)->StrictEquals(value(right));
}

v8s_maybe v8s_value_equals(v8s_isolate isolate, v8s_context ctx, v8s_value left, v8s_value right,
                           v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(maybe(value(left)->Equals(context(ctx), value(right))));
}

v8s_maybe v8s_value_instance_of(v8s_isolate isolate, v8s_context ctx, v8s_value v,
                                v8s_value constructor, v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(maybe(value(v)->InstanceOf(context(ctx), v8s::object(constructor))));
}

bool v8s_value_to_bool(v8s_isolate handle, v8s_value v) {
  return value(v)->BooleanValue(isolate(handle));
}

v8s_value v8s_value_to_number(v8s_isolate isolate, v8s_context ctx, v8s_value v,
                              v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(ptr(value(v)->ToNumber(context(ctx))));
}

v8s_value v8s_value_to_object(v8s_isolate isolate, v8s_context ctx, v8s_value v,
                              v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(ptr(value(v)->ToObject(context(ctx))));
}

v8s_value v8s_value_to_string(v8s_isolate isolate, v8s_context ctx, v8s_value v,
                              v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(ptr(value(v)->ToString(context(ctx))));
}

v8s_value v8s_value_to_bigint(v8s_isolate isolate, v8s_context ctx, v8s_value v,
                              v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(ptr(value(v)->ToBigInt(context(ctx))));
}

v8s_value v8s_undefined(v8s_isolate handle) { return ptr(v8::Undefined(isolate(handle))); }
v8s_value v8s_null(v8s_isolate handle) { return ptr(v8::Null(isolate(handle))); }
v8s_value v8s_boolean(v8s_isolate handle, bool v) {
  return ptr(v8::Boolean::New(isolate(handle), v));
}
v8s_value v8s_int32(v8s_isolate handle, int32_t v) {
  return ptr(v8::Integer::New(isolate(handle), v));
}
v8s_value v8s_uint32(v8s_isolate handle, uint32_t v) {
  return ptr(v8::Integer::NewFromUnsigned(isolate(handle), v));
}
v8s_value v8s_number(v8s_isolate handle, double v) {
  return ptr(v8::Number::New(isolate(handle), v));
}
v8s_value v8s_bigint_int64(v8s_isolate handle, int64_t v) {
  return ptr(v8::BigInt::New(isolate(handle), v));
}
v8s_value v8s_bigint_uint64(v8s_isolate handle, uint64_t v) {
  return ptr(v8::BigInt::NewFromUnsigned(isolate(handle), v));
}

bool v8s_boolean_value(v8s_value v) { return value(v).As<v8::Boolean>()->Value(); }

bool v8s_value_as_number(v8s_value v, double* result) {
  if (!value(v)->IsNumber()) return false;
  *result = value(v).As<v8::Number>()->Value();
  return true;
}

bool v8s_value_as_int32(v8s_value v, int32_t* result) {
  if (!value(v)->IsInt32()) return false;
  *result = value(v).As<v8::Int32>()->Value();
  return true;
}

v8s_value v8s_date(v8s_isolate isolate, v8s_context ctx, double time, v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(ptr(v8::Date::New(context(ctx), time)));
}

double v8s_date_value(v8s_value date) { return value(date).As<v8::Date>()->ValueOf(); }

v8s_value v8s_external(v8s_isolate handle, v8s_context ctx, void* pointer) {
  v8::Context::Scope scope(context(ctx));
  return ptr(v8::External::New(isolate(handle), pointer));
}

void* v8s_external_value(v8s_value external) { return v8s::pointer(value(external)); }

v8s_value v8s_symbol(v8s_isolate handle, v8s_value description) {
  return ptr(v8::Symbol::New(isolate(handle), v8s::string(description)));
}

v8s_value v8s_symbol_for(v8s_isolate handle, v8s_value name) {
  return ptr(v8::Symbol::For(isolate(handle), v8s::string(name)));
}

v8s_data v8s_private(v8s_isolate handle, v8s_value description) {
  return ptr<v8s_data>(v8::Private::New(isolate(handle), v8s::string(description)));
}

v8s_value v8s_symbol_well_known(v8s_isolate handle, v8s_well_known symbol) {
  v8::Isolate* iso = isolate(handle);
  switch (symbol) {
    case V8S_ASYNC_ITERATOR:
      return ptr(v8::Symbol::GetAsyncIterator(iso));
    case V8S_HAS_INSTANCE:
      return ptr(v8::Symbol::GetHasInstance(iso));
    case V8S_IS_CONCAT_SPREADABLE:
      return ptr(v8::Symbol::GetIsConcatSpreadable(iso));
    case V8S_ITERATOR:
      return ptr(v8::Symbol::GetIterator(iso));
    case V8S_MATCH:
      return ptr(v8::Symbol::GetMatch(iso));
    case V8S_REPLACE:
      return ptr(v8::Symbol::GetReplace(iso));
    case V8S_SEARCH:
      return ptr(v8::Symbol::GetSearch(iso));
    case V8S_SPLIT:
      return ptr(v8::Symbol::GetSplit(iso));
    case V8S_TO_PRIMITIVE:
      return ptr(v8::Symbol::GetToPrimitive(iso));
    case V8S_TO_STRING_TAG:
      return ptr(v8::Symbol::GetToStringTag(iso));
    case V8S_UNSCOPABLES:
      return ptr(v8::Symbol::GetUnscopables(iso));
  }
  return nullptr;
}

v8s_value v8s_regexp(v8s_isolate isolate, v8s_context ctx, v8s_value pattern, int flags,
                     v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(ptr(v8::RegExp::New(context(ctx), v8s::string(pattern),
                                           static_cast<v8::RegExp::Flags>(flags))));
}

v8s_value v8s_proxy(v8s_isolate isolate, v8s_context ctx, v8s_value target, v8s_value handler,
                    v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(
      ptr(v8::Proxy::New(context(ctx), v8s::object(target), v8s::object(handler))));
}

v8s_value v8s_proxy_target(v8s_value proxy) { return ptr(value(proxy).As<v8::Proxy>()->GetTarget()); }

v8s_value v8s_bigint_words(v8s_isolate isolate, v8s_context ctx, bool negative, int count,
                           const uint64_t* words, v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(ptr(v8::BigInt::NewFromWords(context(ctx), negative, count, words)));
}

int64_t v8s_bigint_int64_value(v8s_value bigint, bool* lossless) {
  return value(bigint).As<v8::BigInt>()->Int64Value(lossless);
}

uint64_t v8s_bigint_uint64_value(v8s_value bigint, bool* lossless) {
  return value(bigint).As<v8::BigInt>()->Uint64Value(lossless);
}

int v8s_bigint_word_count(v8s_value bigint) { return value(bigint).As<v8::BigInt>()->WordCount(); }

void v8s_bigint_write(v8s_value bigint, int* sign, int* count, uint64_t* words) {
  value(bigint).As<v8::BigInt>()->ToWordsArray(sign, count, words);
}
