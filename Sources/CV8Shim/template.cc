// SPDX-License-Identifier: Apache-2.0

#include "convert.h"
#include "layout.h"

using v8s::isolate;

namespace {

using Template = v8::Local<v8::FunctionTemplate>;

Template class_template(v8s_template handle) { return v8s::local<v8::FunctionTemplate>(handle); }

v8::Local<v8::Name> name(v8s_value handle) { return v8s::value(handle).As<v8::Name>(); }

v8::PropertyAttribute attributes(int bits) { return static_cast<v8::PropertyAttribute>(bits); }

static_assert(int{v8::ReadOnly} == V8S_READ_ONLY && int{v8::DontEnum} == V8S_HIDDEN &&
                  int{v8::DontDelete} == V8S_PERMANENT,
              "attribute bits are V8's");

/// A function for the prototype of a class; with a signature V8 checks the receiver.
Template member(v8s_isolate handle, v8s_template owner, void* target, bool checks_receiver) {
  v8::Isolate* iso = isolate(handle);
  v8::Local<v8::Signature> signature;
  if (checks_receiver) signature = v8::Signature::New(iso, class_template(owner));
  return v8::FunctionTemplate::New(iso, v8s::trampoline, v8::External::New(iso, target), signature);
}

}  // namespace

v8s_template v8s_template_new(v8s_isolate handle, void* target, v8s_value title) {
  v8::Isolate* iso = isolate(handle);
  Template result =
      v8::FunctionTemplate::New(iso, v8s::trampoline, v8::External::New(iso, target));
  result->SetClassName(v8s::string(title));
  return v8s::ptr<v8s_template>(result);
}

void v8s_template_inherit(v8s_template t, v8s_template parent) {
  class_template(t)->Inherit(class_template(parent));
}

void v8s_template_set_field_count(v8s_template t, int count) {
  class_template(t)->InstanceTemplate()->SetInternalFieldCount(count);
}

void v8s_template_set_method(v8s_isolate handle, v8s_template t, v8s_value title, void* target,
                             int bits, bool checks_receiver) {
  class_template(t)->PrototypeTemplate()->Set(
      name(title), member(handle, t, target, checks_receiver), attributes(bits));
}

void v8s_template_set_accessor(v8s_isolate handle, v8s_template t, v8s_value title, void* getter,
                               void* setter, int bits, bool checks_receiver) {
  class_template(t)->PrototypeTemplate()->SetAccessorProperty(
      name(title), getter ? member(handle, t, getter, checks_receiver) : Template(),
      setter ? member(handle, t, setter, checks_receiver) : Template(),
      attributes(bits & ~V8S_READ_ONLY));
}

void v8s_template_set_value(v8s_template t, v8s_value title, v8s_value value, int bits) {
  class_template(t)->PrototypeTemplate()->Set(name(title), v8s::value(value), attributes(bits));
}

namespace {

template <class Result>
v8s_value intercept(const v8::PropertyCallbackInfo<Result>& info, v8s_access access) {
  access.receiver = v8s::ptr(info.This());
  return v8s::hooks.intercepted(info.GetIsolate()->GetData(v8s::kVMSlot),
                                v8s::pointer(info.Data()), &access);
}

v8s_access named(decltype(v8s_access::kind) kind, v8::Local<v8::Name> name,
                 v8::Local<v8::Value> value = {}) {
  return {kind, true, 0, v8s::ptr(name), v8s::ptr(value), nullptr};
}

v8s_access indexed(decltype(v8s_access::kind) kind, uint32_t index,
                   v8::Local<v8::Value> value = {}) {
  return {kind, false, index, nullptr, v8s::ptr(value), nullptr};
}

/// Hands a result to V8; without one V8 goes on as if nothing had been intercepted.
template <class Result, class Info>
void answer(const Info& info, v8s_value value) {
  if (value != nullptr) info.GetReturnValue().Set(v8s::value(value).template As<Result>());
}

v8::NamedPropertyHandlerConfiguration names(v8s_intercepts wanted, v8::Local<v8::Value> data) {
  v8::NamedPropertyHandlerConfiguration config;
  config.data = data;
  if (wanted.get) {
    config.getter = [](v8::Local<v8::Name> key, const v8::PropertyCallbackInfo<v8::Value>& info) {
      answer<v8::Value>(info, intercept(info, named(v8s_access::V8S_GET, key)));
    };
  }
  if (wanted.set) {
    config.setter = [](v8::Local<v8::Name> key, v8::Local<v8::Value> value,
                       const v8::PropertyCallbackInfo<v8::Value>& info) {
      answer<v8::Value>(info, intercept(info, named(v8s_access::V8S_SET, key, value)));
    };
  }
  if (wanted.remove) {
    config.deleter = [](v8::Local<v8::Name> key,
                        const v8::PropertyCallbackInfo<v8::Boolean>& info) {
      answer<v8::Boolean>(info, intercept(info, named(v8s_access::V8S_DELETE, key)));
    };
  }
  if (wanted.list) {
    config.enumerator = [](const v8::PropertyCallbackInfo<v8::Array>& info) {
      answer<v8::Array>(info, intercept(info, named(v8s_access::V8S_LIST, {})));
    };
  }
  return config;
}

v8::IndexedPropertyHandlerConfiguration indices(v8s_intercepts wanted, v8::Local<v8::Value> data) {
  v8::IndexedPropertyHandlerConfiguration config;
  config.data = data;
  if (wanted.get) {
    config.getter = [](uint32_t index, const v8::PropertyCallbackInfo<v8::Value>& info) {
      answer<v8::Value>(info, intercept(info, indexed(v8s_access::V8S_GET, index)));
    };
  }
  if (wanted.set) {
    config.setter = [](uint32_t index, v8::Local<v8::Value> value,
                       const v8::PropertyCallbackInfo<v8::Value>& info) {
      answer<v8::Value>(info, intercept(info, indexed(v8s_access::V8S_SET, index, value)));
    };
  }
  if (wanted.remove) {
    config.deleter = [](uint32_t index, const v8::PropertyCallbackInfo<v8::Boolean>& info) {
      answer<v8::Boolean>(info, intercept(info, indexed(v8s_access::V8S_DELETE, index)));
    };
  }
  if (wanted.list) {
    config.enumerator = [](const v8::PropertyCallbackInfo<v8::Array>& info) {
      answer<v8::Array>(info, intercept(info, indexed(v8s_access::V8S_LIST, 0)));
    };
  }
  return config;
}

bool any(v8s_intercepts wanted) {
  return wanted.get || wanted.set || wanted.remove || wanted.list;
}

}  // namespace

void v8s_template_intercept(v8s_isolate handle, v8s_template t, v8s_intercepts named_accesses,
                            v8s_intercepts indexed_accesses, void* data) {
  v8::Local<v8::Value> link = v8::External::New(isolate(handle), data);
  v8::Local<v8::ObjectTemplate> instances = class_template(t)->InstanceTemplate();
  if (any(named_accesses)) instances->SetHandler(names(named_accesses, link));
  if (any(indexed_accesses)) instances->SetHandler(indices(indexed_accesses, link));
}

void v8s_template_set_callable(v8s_isolate handle, v8s_template t, void* target) {
  class_template(t)->InstanceTemplate()->SetCallAsFunctionHandler(
      v8s::trampoline, v8::External::New(isolate(handle), target));
}

v8s_value v8s_template_constructor(v8s_isolate isolate, v8s_context ctx, v8s_template t,
                                   v8s_caught* caught) {
  v8s::Catcher catcher(isolate, caught);
  return catcher.check(v8s::ptr(class_template(t)->GetFunction(v8s::context(ctx))));
}

void v8s_global_set_template(v8s_isolate handle, v8s_global* global, v8s_template t) {
  v8s::global<v8::FunctionTemplate>(global).Reset(isolate(handle), class_template(t));
}

v8s_template v8s_global_get_template(v8s_isolate handle, const v8s_global* global) {
  return v8s::ptr<v8s_template>(v8s::global<v8::FunctionTemplate>(global).Get(isolate(handle)));
}
