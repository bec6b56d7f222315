// SPDX-License-Identifier: Apache-2.0
//
// What samples of the JSVM-API guides assume. A sample is a C++ file that defines
//
//   static JSVM_PropertyDescriptor descriptor[] = {...};   functions for the script to call
//   const char *srcCallNative = R"JS(...)JS";              the script
//
// and has no main. Scripts/run-sample compiles such a file as it stands, followed by
// jsvmtest_main.inc, which runs the script in an environment that has the functions.
#ifndef JSVM_SUPPORT_JSVMTEST_H
#define JSVM_SUPPORT_JSVMTEST_H

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ark_runtime/jsvm.h"
#include "hilog/log.h"

namespace jsvmtest {

/// The UTF-8 of String(value); a sentence when that throws.
inline std::string Text(JSVM_Env env, JSVM_Value value) {
  JSVM_Value string = nullptr;
  size_t length = 0;
  if (OH_JSVM_CoerceToString(env, value, &string) != JSVM_OK ||
      OH_JSVM_GetValueStringUtf8(env, string, nullptr, 0, &length) != JSVM_OK) {
    OH_JSVM_GetAndClearLastException(env, &value);
    return "a value that has no text";
  }
  std::string text(length + 1, '\0');
  OH_JSVM_GetValueStringUtf8(env, string, &text[0], text.size(), &length);
  text.resize(length);
  return text;
}

/// An error's stack, any other value's text.
inline std::string Describe(JSVM_Env env, JSVM_Value exception) {
  bool isError = false;
  JSVM_Value stack = nullptr;
  OH_JSVM_IsError(env, exception, &isError);
  if (!isError) return Text(env, exception);
  if (OH_JSVM_GetNamedProperty(env, exception, "stack", &stack) != JSVM_OK) {
    OH_JSVM_GetAndClearLastException(env, &stack);
    return Text(env, exception);
  }
  return Text(env, stack);
}

/// Logs a call that failed: where, its status, and what the env knows about it. The pending
/// exception is shown and left pending, for the script that called to see.
inline void LogFailure(JSVM_Env env, JSVM_Status status, const char* call, const char* file,
                       int line) {
  const JSVM_ExtendedErrorInfo* info = nullptr;
  OH_JSVM_GetLastErrorInfo(env, &info);
  const char* message =
      info != nullptr && info->errorMessage != nullptr ? info->errorMessage : "no message";
  OH_LOG_ERROR(LOG_APP, "%{public}s:%{public}d: %{public}s: status %{public}d, %{public}s", file,
               line, call, static_cast<int>(status), message);

  bool isPending = false;
  JSVM_Value exception = nullptr;
  if (OH_JSVM_IsExceptionPending(env, &isPending) != JSVM_OK || !isPending) return;
  if (OH_JSVM_GetAndClearLastException(env, &exception) != JSVM_OK) return;
  OH_LOG_ERROR(LOG_APP, "  pending: %{public}s", Describe(env, exception).c_str());
  OH_JSVM_Throw(env, exception);
}

}  // namespace jsvmtest

/// Makes the call and logs its failure; the sample goes on either way. Needs `env` in scope.
#define JSVM_CALL(theCall)                                                     \
  do {                                                                         \
    JSVM_Status jsvmtestStatus = (theCall);                                    \
    if (jsvmtestStatus != JSVM_OK) {                                           \
      jsvmtest::LogFailure(env, jsvmtestStatus, #theCall, __FILE__, __LINE__); \
    }                                                                          \
  } while (0)

#endif  // JSVM_SUPPORT_JSVMTEST_H
