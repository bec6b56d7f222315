// SPDX-License-Identifier: Apache-2.0
#ifndef WIDGETS_H
#define WIDGETS_H

#include "ark_runtime/jsvm.h"

namespace ui {

/// Ends the program with a message unless a call gives JSVM_OK.
void Check(JSVM_Status status, const char* call);
#define CHECK(call) ui::Check(call, #call)

/// Values that are made while it is there end with it.
class Scope {
 public:
  explicit Scope(JSVM_Env env);
  ~Scope();
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

 private:
  JSVM_Env env_;
  JSVM_HandleScope scope_;
};

/// The value of a script.
JSVM_Value Run(JSVM_Env env, const char* source);

/// Shows a model of script's: keeps it, and forgets to give it back.
class Widget {
 public:
  void Bind(JSVM_Env env, JSVM_Value model);

 private:
  JSVM_Ref model_ = nullptr;
};

/// Shows a text: the same mistake, with small objects.
class Label {
 public:
  void SetText(JSVM_Env env, JSVM_Value text);

 private:
  JSVM_Ref text_ = nullptr;
};

/// Calls script back: keeps its callback while it is armed, and gives it back.
class Timer {
 public:
  void Arm(JSVM_Env env, JSVM_Value callback);
  void Fire(JSVM_Env env);

 private:
  JSVM_Ref callback_ = nullptr;
};

/// Looks whether an object is still there: holds it weakly, and never deletes the reference.
class Watcher {
 public:
  void Watch(JSVM_Env env, JSVM_Value object);

 private:
  JSVM_Ref object_ = nullptr;
};

}  // namespace ui

#endif  // WIDGETS_H
