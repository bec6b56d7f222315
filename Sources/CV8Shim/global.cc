// SPDX-License-Identifier: Apache-2.0

#include "convert.h"

using v8s::isolate;

void v8s_global_set(v8s_isolate handle, v8s_global* global, v8s_value value) {
  v8s::global(global).Reset(isolate(handle), v8s::value(value));
}

void v8s_global_set_data(v8s_isolate handle, v8s_global* global, v8s_data data) {
  v8s::global<v8::Private>(global).Reset(isolate(handle), v8s::key(data));
}

void v8s_global_set_script(v8s_isolate handle, v8s_global* global, v8s_script script) {
  v8s::global<v8::Script>(global).Reset(isolate(handle), v8s::local<v8::Script>(script));
}

void v8s_global_reset(v8s_global* global) { v8s::global(global).Reset(); }

v8s_value v8s_global_get(v8s_isolate handle, const v8s_global* global) {
  return v8s::ptr(v8s::global(global).Get(isolate(handle)));
}

v8s_data v8s_global_get_data(v8s_isolate handle, const v8s_global* global) {
  return v8s::ptr<v8s_data>(v8s::global<v8::Private>(global).Get(isolate(handle)));
}

v8s_script v8s_global_get_script(v8s_isolate handle, const v8s_global* global) {
  return v8s::ptr<v8s_script>(v8s::global<v8::Script>(global).Get(isolate(handle)));
}

void v8s_global_weaken(v8s_global* global) { v8s::global(global).SetWeak(); }

void v8s_global_weaken_with_hook(v8s_global* global) {
  // The first pass may do nothing but empty the handle, which is what tells V8 that the record
  // lives on; the core is told at once and runs nothing of the user's before the collection ends.
  v8s::global(global).SetWeak(
      global,
      [](const v8::WeakCallbackInfo<v8s_global>& info) {
        v8s::global(info.GetParameter()).Reset();
        v8s::hooks.collected(info.GetParameter());
      },
      v8::WeakCallbackType::kParameter);
}

void v8s_global_strengthen(v8s_global* global) { v8s::global(global).ClearWeak<void>(); }

void v8s_global_annotate(v8s_global* global, const char* label) {
  v8s::global(global).AnnotateStrongRetainer(label);
}
