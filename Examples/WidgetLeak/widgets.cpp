// SPDX-License-Identifier: Apache-2.0
#include "widgets.h"

#include <cstdio>
#include <cstdlib>

namespace ui {

void Check(JSVM_Status status, const char* call) {
  if (status == JSVM_OK) return;
  std::fprintf(stderr, "%s: status %d\n", call, static_cast<int>(status));
  std::exit(1);
}

Scope::Scope(JSVM_Env env) : env_(env), scope_(nullptr) {
  CHECK(OH_JSVM_OpenHandleScope(env_, &scope_));
}

Scope::~Scope() { CHECK(OH_JSVM_CloseHandleScope(env_, scope_)); }

JSVM_Value Run(JSVM_Env env, const char* source) {
  JSVM_Value text = nullptr;
  JSVM_Value result = nullptr;
  JSVM_Script script = nullptr;
  CHECK(OH_JSVM_CreateStringUtf8(env, source, JSVM_AUTO_LENGTH, &text));
  CHECK(OH_JSVM_CompileScript(env, text, nullptr, 0, false, nullptr, &script));
  CHECK(OH_JSVM_RunScript(env, script, &result));
  return result;
}

void Widget::Bind(JSVM_Env env, JSVM_Value model) {
  CHECK(OH_JSVM_CreateReference(env, model, 1, &model_));
}

void Label::SetText(JSVM_Env env, JSVM_Value text) {
  CHECK(OH_JSVM_CreateReference(env, text, 1, &text_));
}

void Timer::Arm(JSVM_Env env, JSVM_Value callback) {
  CHECK(OH_JSVM_CreateReference(env, callback, 1, &callback_));
}

void Timer::Fire(JSVM_Env env) {
  JSVM_Value callback = nullptr;
  JSVM_Value global = nullptr;
  CHECK(OH_JSVM_GetReferenceValue(env, callback_, &callback));
  CHECK(OH_JSVM_GetGlobal(env, &global));
  CHECK(OH_JSVM_CallFunction(env, global, callback, 0, nullptr, nullptr));
  CHECK(OH_JSVM_DeleteReference(env, callback_));
  callback_ = nullptr;
}

void Watcher::Watch(JSVM_Env env, JSVM_Value object) {
  CHECK(OH_JSVM_CreateReference(env, object, 0, &object_));
}

}  // namespace ui
