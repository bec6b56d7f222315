// SPDX-License-Identifier: Apache-2.0
/// What the three programs share: the table of cases, the clock and the resident size.
#ifndef BENCH_H
#define BENCH_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Does the work `operations` times and returns what all of it cost: nanoseconds or bytes.
///
/// `engine` is the env (JSVM, Node-API) or the isolate (V8). Setting up is not part of the cost.
typedef double (*BenchRun)(void* engine, size_t operations);

typedef enum {
  BENCH_TIMED,    ///< repeated in one process, the median counts
  BENCH_CROWDED,  ///< works beside a million living references: once, in a process of its own
} BenchGroup;

typedef struct {
  const char* name;  ///< NULL ends a table; the same name is the same case in every program
  BenchGroup group;
  size_t operations;
  BenchRun run;
} BenchCase;

/// Runs the cases of the group called "timed" or "crowded"; prints "name<TAB>cost of one" each.
///
/// Cases run BENCH_FRAMES calls deep, because a library that records the caller's stack pays per
/// frame and programs are seldom shallow.
void bench_run(const char* group, const BenchCase* cases, void* engine);

enum { BENCH_FRAMES = 12, BENCH_REPEATS = 3, BENCH_LIVING = 1000 * 1000 };

/// Functions of script that the class cases call with the class and a count.
#define BENCH_NEW_WRAPPED \
  "(function (Widget, n) { const all = []; for (let i = 0; i < n; i++) all.push(new Widget()); })"
#define BENCH_WRAPPED_METHOD \
  "(function (Widget, n) { const w = new Widget(); for (let i = 0; i < n; i++) w.touch(); })"

/// What this thread has used of the processor, in nanoseconds.
double bench_now(void);

/// Resident size of this process in bytes.
double bench_resident(void);

/// Ends the program with a message unless `failed` is 0.
void bench_check(unsigned failed, const char* what);

#ifdef __cplusplus
}
#endif
#endif
