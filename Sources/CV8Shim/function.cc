// SPDX-License-Identifier: Apache-2.0

#include <cstddef>

#include "convert.h"
#include "layout.h"

using v8s::Catcher;
using v8s::context;
using v8s::isolate;
using v8s::object;
using v8s::ptr;
using v8s::value;

namespace {

using Info = v8::FunctionCallbackInfo<v8::Value>;

/// Gives away what v8s_call_info has to match.
struct Members : Info {
  static_assert(sizeof(Info) == sizeof(v8s_call_info));
  static constexpr bool match() {
    return offsetof(Members, implicit_args_) == offsetof(v8s_call_info, added) &&
           offsetof(Members, values_) == offsetof(v8s_call_info, arguments) &&
           offsetof(Members, length_) == offsetof(v8s_call_info, count);
  }
};
static_assert(Members::match());

const Info& info(v8s_call call) { return *reinterpret_cast<const Info*>(call); }

/// V8's API wants non-const arguments and does not write them.
v8::Local<v8::Value>* arguments(const v8s_value* values) {
  return reinterpret_cast<v8::Local<v8::Value>*>(const_cast<v8s_value*>(values));
}

__attribute__((noinline)) void* asked_target(const Info& info) {
  return info.Data().As<v8::External>()->Value();
}

}  // namespace

void v8s::trampoline(const Info& info) {
  void* target = __builtin_expect(v8s::externals_are_plain, true)
                     ? v8s::first_field(info.Data())
                     : asked_target(info);
  void* vm = info.GetIsolate()->GetData(v8s::kVMSlot);
  v8s_value result =
      v8s_called(vm, target, reinterpret_cast<v8s_call>(const_cast<Info*>(&info)));
  if (result != nullptr) info.GetReturnValue().Set(value(result));
}

v8s_value v8s_function(v8s_isolate handle, v8s_context ctx, void* target, v8s_value name,
                       v8s_caught* caught) {
  Catcher catcher(handle, caught);
  v8::Local<v8::Function> function;
  if (!v8::Function::New(context(ctx), v8s::trampoline, v8::External::New(isolate(handle), target))
           .ToLocal(&function)) {
    return nullptr;
  }
  if (name != nullptr) function->SetName(v8s::string(name));
  return ptr(function);
}

v8s_value v8s_function_call(v8s_isolate isolate, v8s_context ctx, v8s_value function,
                            v8s_value receiver, size_t count, const v8s_value* values,
                            v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(ptr(value(function).As<v8::Function>()->Call(
      context(ctx), value(receiver), static_cast<int>(count), arguments(values))));
}

v8s_value v8s_function_construct(v8s_isolate isolate, v8s_context ctx, v8s_value function,
                                 size_t count, const v8s_value* values, v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(ptr(value(function).As<v8::Function>()->NewInstance(
      context(ctx), static_cast<int>(count), arguments(values))));
}

v8s_value v8s_function_compile(v8s_isolate isolate, v8s_context ctx, v8s_value name,
                               v8s_value body, size_t count, const v8s_value* parameters,
                               v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  v8::ScriptCompiler::Source source(v8s::string(body));
  v8::Local<v8::Function> function;
  if (!v8::ScriptCompiler::CompileFunctionInContext(
           context(ctx), &source, count,
           reinterpret_cast<v8::Local<v8::String>*>(const_cast<v8s_value*>(parameters)), 0,
           nullptr)
           .ToLocal(&function)) {
    return nullptr;
  }
  if (name != nullptr) function->SetName(v8s::string(name));
  return ptr(function);
}

v8s_value v8s_call_new_target(v8s_call call) { return ptr(info(call).NewTarget()); }

v8s_value v8s_promise(v8s_isolate isolate, v8s_context ctx, v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(ptr(v8::Promise::Resolver::New(context(ctx))));
}

v8s_maybe v8s_promise_settle(v8s_isolate isolate, v8s_context ctx, v8s_value promise, bool resolve,
                             v8s_value val, v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  v8::Local<v8::Promise::Resolver> resolver = value(promise).As<v8::Promise::Resolver>();
  return catcher.check(v8s::maybe(resolve ? resolver->Resolve(context(ctx), value(val))
                                          : resolver->Reject(context(ctx), value(val))));
}

v8s_value v8s_promise_then(v8s_isolate isolate, v8s_context ctx, v8s_value promise,
                           v8s_value fulfilled, v8s_value rejected, v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  v8::Local<v8::Promise> p = value(promise).As<v8::Promise>();
  auto function = [](v8s_value v) { return value(v).As<v8::Function>(); };
  if (fulfilled == nullptr) return ptr(p->Catch(context(ctx), function(rejected)));
  if (rejected == nullptr) return ptr(p->Then(context(ctx), function(fulfilled)));
  return catcher.check(ptr(p->Then(context(ctx), function(fulfilled), function(rejected))));
}
