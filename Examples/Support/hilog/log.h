// SPDX-License-Identifier: Apache-2.0
//
// OH_LOG_INFO and its siblings, as samples of the JSVM-API guides use them, on standard output:
// one line per call, "%{public}d" and "%{private}s" written as "%d" and "%s".
#ifndef JSVM_SUPPORT_HILOG_LOG_H
#define JSVM_SUPPORT_HILOG_LOG_H

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef enum { LOG_APP = 0 } LogType;

typedef enum {
  LOG_DEBUG = 3,
  LOG_INFO = 4,
  LOG_WARN = 5,
  LOG_ERROR = 6,
  LOG_FATAL = 7,
} LogLevel;

/// Copies `format` without the words that say who may read a value; cuts it at `size`.
static inline void JSVM_LogFormat(const char* format, char* result, size_t size) {
  static const char* const words[] = {"{public}", "{private}"};
  size_t length = 0;
  while (*format != '\0' && length + 1 < size) {
    result[length++] = *format++;
    if (result[length - 1] != '%') continue;
    if (*format == '%' && length + 1 < size) result[length++] = *format++;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
      size_t word = strlen(words[i]);
      if (strncmp(format, words[i], word) == 0) format += word;
    }
  }
  result[length] = '\0';
}

static inline int JSVM_LogPrint(LogLevel level, const char* format, ...) {
  char plain[4096];
  va_list list;
  (void)level;
  JSVM_LogFormat(format, plain, sizeof plain);
  va_start(list, format);
  int length = vprintf(plain, list);
  va_end(list);
  if (length >= 0) putchar('\n');
  fflush(stdout);
  return length;
}

#define OH_LOG_DEBUG(type, ...) ((void)(type), JSVM_LogPrint(LOG_DEBUG, __VA_ARGS__))
#define OH_LOG_INFO(type, ...) ((void)(type), JSVM_LogPrint(LOG_INFO, __VA_ARGS__))
#define OH_LOG_WARN(type, ...) ((void)(type), JSVM_LogPrint(LOG_WARN, __VA_ARGS__))
#define OH_LOG_ERROR(type, ...) ((void)(type), JSVM_LogPrint(LOG_ERROR, __VA_ARGS__))
#define OH_LOG_FATAL(type, ...) ((void)(type), JSVM_LogPrint(LOG_FATAL, __VA_ARGS__))

#endif  // JSVM_SUPPORT_HILOG_LOG_H
