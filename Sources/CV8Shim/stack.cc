// SPDX-License-Identifier: Apache-2.0

#include "convert.h"

namespace {

using Text = v8::Local<v8::String>;

/// The program's own Error.prepareStackTrace, if it has one. V8 asks only one of the two.
v8::MaybeLocal<v8::Value> call_own(v8::Local<v8::Context> context, v8::Local<v8::Value> error,
                                   v8::Local<v8::Array> sites, bool* has_own) {
  v8::Isolate* isolate = context->GetIsolate();
  v8::Local<v8::Value> constructor, own;
  *has_own = false;
  if (!context->Global()
           ->Get(context, v8::String::NewFromUtf8Literal(isolate, "Error"))
           .ToLocal(&constructor) ||
      !constructor->IsObject() ||
      !constructor.As<v8::Object>()
           ->Get(context, v8::String::NewFromUtf8Literal(isolate, "prepareStackTrace"))
           .ToLocal(&own) ||
      !own->IsFunction()) {
    return {};
  }
  *has_own = true;
  v8::Local<v8::Value> arguments[] = {error, sites};
  return own.As<v8::Function>()->Call(context, constructor, 2, arguments);
}

/// The text that V8 itself would make.
bool default_text(v8::Local<v8::Context> context, v8::Local<v8::Value> error,
                  v8::Local<v8::Array> sites, Text* text) {
  v8::Isolate* isolate = context->GetIsolate();
  v8::TryCatch ignore(isolate);
  if (!error->ToString(context).ToLocal(text)) {
    *text = v8::String::NewFromUtf8Literal(isolate, "<error>");
  }
  Text between = v8::String::NewFromUtf8Literal(isolate, "\n    at ");
  for (uint32_t i = 0; i < sites->Length(); i++) {
    v8::Local<v8::Value> site;
    Text line;
    if (!sites->Get(context, i).ToLocal(&site) || !site->ToString(context).ToLocal(&line)) {
      return false;
    }
    *text = v8::String::Concat(isolate, *text, v8::String::Concat(isolate, between, line));
  }
  return true;
}

v8::MaybeLocal<v8::Value> prepare(v8::Local<v8::Context> context, v8::Local<v8::Value> error,
                                  v8::Local<v8::Array> sites) {
  bool has_own;
  v8::MaybeLocal<v8::Value> own = call_own(context, error, sites, &has_own);
  if (has_own) return own;
  Text text;
  if (!default_text(context, error, sites, &text)) return v8::Undefined(context->GetIsolate());
  v8s_value result =
      v8s::hooks.rewritten(context->GetIsolate()->GetData(v8s::kVMSlot), v8s::ptr(text));
  if (result == nullptr) return text;
  return v8s::value(result);
}

}  // namespace

void v8s_isolate_rewrite_stacks(v8s_isolate handle) {
  v8s::isolate(handle)->SetPrepareStackTraceCallback(prepare);
}
