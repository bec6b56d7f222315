// SPDX-License-Identifier: Apache-2.0

#include <new>

#include "convert.h"

namespace {

// V8 forbids scopes on the heap through a private operator new; a member may live anywhere.
struct Plain {
  explicit Plain(v8::Isolate* isolate) : scope(isolate) {}
  v8::HandleScope scope;
};

struct Escapable {
  explicit Escapable(v8::Isolate* isolate) : scope(isolate) {}
  v8::EscapableHandleScope scope;
};

}  // namespace

void v8s_scope_open(v8s_isolate isolate, v8s_scope* scope) {
  new (scope) Plain(v8s::isolate(isolate));
}

void v8s_scope_close(v8s_scope* scope) { reinterpret_cast<Plain*>(scope)->~Plain(); }

void v8s_escapable_open(v8s_isolate isolate, v8s_scope* scope) {
  new (scope) Escapable(v8s::isolate(isolate));
}

void v8s_escapable_close(v8s_scope* scope) { reinterpret_cast<Escapable*>(scope)->~Escapable(); }

v8s_value v8s_escapable_escape(v8s_scope* scope, v8s_value value) {
  return v8s::ptr(reinterpret_cast<Escapable*>(scope)->scope.Escape(v8s::value(value)));
}
