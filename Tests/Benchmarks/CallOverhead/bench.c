// SPDX-License-Identifier: Apache-2.0
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

double bench_now(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

double bench_resident(void) {
  unsigned long size = 0, resident = 0;
  FILE* statm = fopen("/proc/self/statm", "r");
  if (!statm || fscanf(statm, "%lu %lu", &size, &resident) != 2) bench_check(1, "/proc/self/statm");
  fclose(statm);
  return (double)resident * (double)sysconf(_SC_PAGESIZE);
}

void bench_check(unsigned failed, const char* what) {
  if (!failed) return;
  fprintf(stderr, "error: %s failed (status %u)\n", what, failed);
  exit(70);
}

__attribute__((noinline)) static double run_at_depth(int depth, const BenchCase* c, void* engine) {
  double cost = depth > 0 ? run_at_depth(depth - 1, c, engine) : c->run(engine, c->operations);
  __asm__ volatile("" ::: "memory");  // work after the call, or the frame would be optimised away
  return cost;
}

void bench_run(const char* group, const BenchCase* cases, void* engine) {
  BenchGroup wanted = strcmp(group, "crowded") == 0 ? BENCH_CROWDED : BENCH_TIMED;
  for (const BenchCase* c = cases; c->name; c++) {
    if (c->group != wanted) continue;
    double cost[BENCH_REPEATS];
    int repeats = wanted == BENCH_CROWDED ? 1 : BENCH_REPEATS;
    for (int i = 0; i < repeats; i++) cost[i] = run_at_depth(BENCH_FRAMES, c, engine);
    double least = cost[0];
    for (int i = 1; i < repeats; i++) least = cost[i] < least ? cost[i] : least;
    printf("%s\t%.3f\n", c->name, least / (double)c->operations);
    fflush(stdout);
  }
}
