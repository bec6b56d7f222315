// SPDX-License-Identifier: Apache-2.0

#include "convert.h"

using v8s::Catcher;
using v8s::context;
using v8s::isolate;
using v8s::maybe;
using v8s::object;
using v8s::ptr;
using v8s::value;

v8s_value v8s_object(v8s_isolate handle, v8s_context ctx) {
  v8::Context::Scope scope(context(ctx));
  return ptr(v8::Object::New(isolate(handle)));
}

v8s_value v8s_array(v8s_isolate handle, v8s_context ctx, int length) {
  v8::Context::Scope scope(context(ctx));
  return ptr(v8::Array::New(isolate(handle), length));
}

v8s_value v8s_map(v8s_isolate handle, v8s_context ctx) {
  v8::Context::Scope scope(context(ctx));
  return ptr(v8::Map::New(isolate(handle)));
}

v8s_value v8s_set(v8s_isolate handle, v8s_context ctx) {
  v8::Context::Scope scope(context(ctx));
  return ptr(v8::Set::New(isolate(handle)));
}

uint32_t v8s_array_length(v8s_value array) { return value(array).As<v8::Array>()->Length(); }

v8s_value v8s_object_get(v8s_isolate isolate, v8s_context ctx, v8s_value obj, v8s_value key,
                         v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(ptr(object(obj)->Get(context(ctx), value(key))));
}

v8s_value v8s_object_get_index(v8s_isolate isolate, v8s_context ctx, v8s_value obj, uint32_t index,
                               v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(ptr(object(obj)->Get(context(ctx), index)));
}

v8s_maybe v8s_object_set(v8s_isolate isolate, v8s_context ctx, v8s_value obj, v8s_value key,
                         v8s_value val, v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(maybe(object(obj)->Set(context(ctx), value(key), value(val))));
}

v8s_maybe v8s_object_set_index(v8s_isolate isolate, v8s_context ctx, v8s_value obj, uint32_t index,
                               v8s_value val, v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(maybe(object(obj)->Set(context(ctx), index, value(val))));
}

v8s_maybe v8s_object_has(v8s_isolate isolate, v8s_context ctx, v8s_value obj, v8s_value key,
                         v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(maybe(object(obj)->Has(context(ctx), value(key))));
}

v8s_maybe v8s_object_has_index(v8s_isolate isolate, v8s_context ctx, v8s_value obj, uint32_t index,
                               v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(maybe(object(obj)->Has(context(ctx), index)));
}

v8s_maybe v8s_object_has_own(v8s_isolate isolate, v8s_context ctx, v8s_value obj, v8s_value name,
                             v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(
      maybe(object(obj)->HasOwnProperty(context(ctx), value(name).As<v8::Name>())));
}

v8s_maybe v8s_object_delete(v8s_isolate isolate, v8s_context ctx, v8s_value obj, v8s_value key,
                            v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(maybe(object(obj)->Delete(context(ctx), value(key))));
}

v8s_maybe v8s_object_delete_index(v8s_isolate isolate, v8s_context ctx, v8s_value obj,
                                  uint32_t index, v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(maybe(object(obj)->Delete(context(ctx), index)));
}

v8s_value v8s_object_keys(v8s_isolate isolate, v8s_context ctx, v8s_value obj,
                          v8s_key_options options, v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(ptr(object(obj)->GetPropertyNames(
      context(ctx),
      options.prototypes ? v8::KeyCollectionMode::kIncludePrototypes
                         : v8::KeyCollectionMode::kOwnOnly,
      static_cast<v8::PropertyFilter>(options.filter), v8::IndexFilter::kIncludeIndices,
      options.strings ? v8::KeyConversionMode::kConvertToString
                      : v8::KeyConversionMode::kKeepNumbers)));
}

v8s_maybe v8s_object_define_value(v8s_isolate isolate, v8s_context ctx, v8s_value obj,
                                  v8s_value name, v8s_value val, int attributes,
                                  v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  v8::PropertyDescriptor descriptor(value(val), !(attributes & V8S_READ_ONLY));
  descriptor.set_enumerable(!(attributes & V8S_HIDDEN));
  descriptor.set_configurable(!(attributes & V8S_PERMANENT));
  return catcher.check(
      maybe(object(obj)->DefineProperty(context(ctx), value(name).As<v8::Name>(), descriptor)));
}

v8s_maybe v8s_object_define_accessor(v8s_isolate handle, v8s_context ctx, v8s_value obj,
                                     v8s_value name, v8s_value getter, v8s_value setter,
                                     int attributes, v8s_caught* caught) {
  Catcher catcher(handle, caught);
  v8::Local<v8::Value> none = v8::Undefined(isolate(handle));
  v8::PropertyDescriptor descriptor(getter ? value(getter) : none, setter ? value(setter) : none);
  descriptor.set_enumerable(!(attributes & V8S_HIDDEN));
  descriptor.set_configurable(!(attributes & V8S_PERMANENT));
  return catcher.check(
      maybe(object(obj)->DefineProperty(context(ctx), value(name).As<v8::Name>(), descriptor)));
}

v8s_maybe v8s_object_integrity(v8s_isolate isolate, v8s_context ctx, v8s_value obj, bool frozen,
                               v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(maybe(object(obj)->SetIntegrityLevel(
      context(ctx), frozen ? v8::IntegrityLevel::kFrozen : v8::IntegrityLevel::kSealed)));
}

v8s_value v8s_object_prototype(v8s_value obj) { return ptr(object(obj)->GetPrototype()); }

v8s_maybe v8s_object_set_prototype(v8s_isolate isolate, v8s_context ctx, v8s_value obj,
                                   v8s_value prototype, v8s_caught* caught) {
  // Unlike its siblings V8's function does not enter the context that it is given.
  v8::Context::Scope scope(context(ctx));
  Catcher catcher(isolate, caught);
  return catcher.check(maybe(object(obj)->SetPrototype(context(ctx), value(prototype))));
}

v8s_value v8s_object_get_private(v8s_isolate isolate, v8s_context ctx, v8s_value obj, v8s_data key,
                                 v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(ptr(object(obj)->GetPrivate(context(ctx), v8s::key(key))));
}

v8s_maybe v8s_object_set_private(v8s_isolate isolate, v8s_context ctx, v8s_value obj, v8s_data key,
                                 v8s_value val, v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(maybe(object(obj)->SetPrivate(context(ctx), v8s::key(key), value(val))));
}

v8s_maybe v8s_object_delete_private(v8s_isolate isolate, v8s_context ctx, v8s_value obj,
                                    v8s_data key, v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(maybe(object(obj)->DeletePrivate(context(ctx), v8s::key(key))));
}

v8s_value v8s_object_field(v8s_value obj) {
  return object(obj)->InternalFieldCount() == 0 ? nullptr : ptr(object(obj)->GetInternalField(0));
}

bool v8s_object_set_field(v8s_value obj, v8s_value val) {
  if (object(obj)->InternalFieldCount() == 0) return false;
  object(obj)->SetInternalField(0, value(val));
  return true;
}

v8s_value v8s_error(v8s_isolate, v8s_context ctx, v8s_error_class error_class, v8s_value message) {
  v8::Context::Scope scope(context(ctx));
  v8::Local<v8::String> text = v8s::string(message);
  switch (error_class) {
    case V8S_TYPE_ERROR:
      return ptr(v8::Exception::TypeError(text));
    case V8S_RANGE_ERROR:
      return ptr(v8::Exception::RangeError(text));
    case V8S_SYNTAX_ERROR:
      return ptr(v8::Exception::SyntaxError(text));
    default:
      return ptr(v8::Exception::Error(text));
  }
}
