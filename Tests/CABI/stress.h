// SPDX-License-Identifier: Apache-2.0

// Programs that do the same thing very often and must not grow by it.
//
// Each takes a divisor as its argument, 1 if absent: `stress-vms 20` does a twentieth. Under
// AddressSanitizer growth is not judged, since its quarantine keeps what was freed; leaks are.
#ifndef TESTS_CABI_STRESS_H
#define TESTS_CABI_STRESS_H

#include <malloc.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

#if defined(__SANITIZE_ADDRESS__)
#define STRESS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define STRESS_SANITIZED 1
#endif
#endif
#ifndef STRESS_SANITIZED
#define STRESS_SANITIZED 0
#endif

// The process's anonymous memory in use, in bytes: resident less what is backed by files. What
// malloc keeps of freed memory is given back first.
static inline long resident_bytes(void) {
  long size = 0, resident = 0, shared = 0;
  malloc_trim(0);
  FILE* file = fopen("/proc/self/statm", "r");
  if (file == NULL || fscanf(file, "%ld %ld %ld", &size, &resident, &shared) != 3) {
    check_failed(__FILE__, __LINE__, "/proc/self/statm cannot be read");
  }
  if (file != NULL) fclose(file);
  return (resident - shared) * sysconf(_SC_PAGESIZE);
}

static inline long stress_count(long count, int argc, char** argv) {
  long divisor = argc > 1 ? strtol(argv[1], NULL, 10) : 1;
  return divisor > 1 ? (count + divisor - 1) / divisor : count;
}

// Runs `body` `count` times after a tenth as many to warm up, and fails if the process has grown by
// more than `bound` bytes meanwhile.
static inline void stress(const char* what, long count, long bound, void (*body)(long count)) {
  struct timespec begin, end;
  body((count + 9) / 10);
  long before = resident_bytes();
  clock_gettime(CLOCK_MONOTONIC, &begin);
  body(count);
  clock_gettime(CLOCK_MONOTONIC, &end);
  long growth = resident_bytes() - before;
  double seconds =
      (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
  printf("%s: %ld in %.2f s, %.0f ns each; %ld KB, grew by %ld KB, may by %ld KB\n", what, count,
         seconds, seconds * 1e9 / (double)count, (before + growth) / 1024, growth / 1024,
         bound / 1024);
  if (!STRESS_SANITIZED && growth > bound) {
    check_failed(__FILE__, __LINE__, "the process has grown");
  }
}

#endif  // TESTS_CABI_STRESS_H
