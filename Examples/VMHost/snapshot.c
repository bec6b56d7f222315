// SPDX-License-Identifier: Apache-2.0
//
// A heap snapshot as a file that is either whole or not there.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "host.h"

struct output {
  int file;
  int error;
};

/// Called by the engine with one piece after the other; false makes it stop.
static bool write_piece(const char* data, int size, void* stream) {
  struct output* output = stream;
  while (size > 0) {
    ssize_t count = write(output->file, data, (size_t)size);
    if (count < 0 && errno != EINTR) {
      output->error = errno;
      return false;
    }
    if (count > 0) {
      data += count;
      size -= (int)count;
    }
  }
  return true;
}

int snapshot_write(JSVM_VM vm, const char* path) {
  struct text name = {0};
  text_print(&name, "%s.XXXXXX", path);
  // Readable by the owner only: a snapshot contains every string of the program.
  struct output output = {.file = mkstemp(name.data)};
  if (output.file < 0) {
    output.error = errno;
  } else {
    JSVM_Status status = OH_JSVM_TakeHeapSnapshot(vm, write_piece, &output);
    if (status != JSVM_OK && output.error == 0) output.error = EIO;
    if (close(output.file) != 0 && output.error == 0) output.error = errno;
    if (output.error == 0 && rename(name.data, path) != 0) output.error = errno;
    if (output.error != 0) unlink(name.data);
  }
  text_free(&name);
  return output.error;
}
