// SPDX-License-Identifier: Apache-2.0
//
// Text that grows, and whole files read into it.
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host.h"

static void* checked(void* memory) {
  if (memory == NULL) {
    fputs("vmhost: out of memory\n", stderr);
    exit(1);
  }
  return memory;
}

void* allocate(size_t size) { return checked(calloc(1, size)); }

char* copy_string(const char* string) { return checked(strdup(string)); }

/// Makes room for `length` more bytes and a NUL. Capacities are powers of two, so that the
/// length alone tells when the memory is full.
static char* text_reserve(struct text* text, size_t length) {
  size_t capacity = 32;
  while (text->data != NULL && capacity <= text->length) capacity *= 2;
  size_t needed = capacity;
  while (needed <= text->length + length) needed *= 2;
  if (text->data == NULL || needed > capacity) text->data = checked(realloc(text->data, needed));
  return text->data + text->length;
}

void text_add(struct text* text, const char* data, size_t length) {
  char* end = text_reserve(text, length);
  memcpy(end, data, length);
  end[length] = '\0';
  text->length += length;
}

void text_add_string(struct text* text, const char* string) {
  text_add(text, string, strlen(string));
}

void text_print(struct text* text, const char* format, ...) {
  va_list list;
  char nothing[1];
  va_start(list, format);
  int length = vsnprintf(nothing, sizeof nothing, format, list);
  va_end(list);
  if (length < 0) return;
  char* end = text_reserve(text, (size_t)length);
  va_start(list, format);
  vsnprintf(end, (size_t)length + 1, format, list);
  va_end(list);
  text->length += (size_t)length;
}

void text_free(struct text* text) {
  free(text->data);
  *text = (struct text){0};
}

int read_file(const char* path, struct text* text) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return errno;
  text_add(text, "", 0);
  char buffer[65536];
  for (;;) {
    ssize_t count = read(file, buffer, sizeof buffer);
    if (count > 0) {
      text_add(text, buffer, (size_t)count);
    } else if (count == 0 || errno != EINTR) {
      int error = count == 0 ? 0 : errno;
      close(file);
      if (error != 0) text_free(text);
      return error;
    }
  }
}
