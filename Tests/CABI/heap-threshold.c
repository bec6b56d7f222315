// SPDX-License-Identifier: Apache-2.0

// The callback that fires before a full collection while the heap is above a threshold, and what it
// may do to itself.
#include "check.h"

typedef struct {
  JSVM_VM vm;
  int calls;
  uint64_t threshold;
} Seen;

static void count(JSVM_VM vm, uint64_t threshold, void* data) {
  Seen* seen = (Seen*)data;
  seen->calls++;
  seen->vm = vm;
  seen->threshold = threshold;
}

// Clears itself and sets another one.
static void replace(JSVM_VM vm, uint64_t threshold, void* data) {
  count(vm, threshold, data);
  OK(OH_JSVM_ClearHeapThresholdCallback(vm, threshold, replace, data));
  OK(OH_JSVM_SetHeapThresholdCallback(vm, threshold + 1, count, data));
}

// Clears itself and sets none.
static void clear(JSVM_VM vm, uint64_t threshold, void* data) {
  count(vm, threshold, data);
  OK(OH_JSVM_ClearHeapThresholdCallback(vm, threshold, clear, data));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_ClearHeapThresholdCallback(vm, threshold, clear, data));
}

static bool discard(const char* data, int size, void* total) {
  if (data != NULL) *(size_t*)total += (size_t)size;
  return true;
}

static void snapshot(JSVM_VM vm, uint64_t threshold, void* data) {
  size_t total = 0;
  count(vm, threshold, data);
  OK(OH_JSVM_TakeHeapSnapshot(vm, discard, &total));
  CHECK(total > 0);
}

int main(void) {
  engine_init();
  Engine engine = engine_open();
  JSVM_VM vm = engine.vm;
  JSVM_HeapStatistics statistics;
  Seen seen = {NULL, 0, 0}, other = {NULL, 0, 0};

  OK(OH_JSVM_GetHeapStatistics(vm, &statistics));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_SetHeapThresholdCallback(vm, 0, count, &seen));
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_SetHeapThresholdCallback(vm, statistics.heapSizeLimit + 1, count, &seen));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_ClearHeapThresholdCallback(vm, 1, count, &seen));

  // One at a time, cleared by exactly what it was set with.
  OK(OH_JSVM_SetHeapThresholdCallback(vm, statistics.heapSizeLimit, count, &seen));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_SetHeapThresholdCallback(vm, 1, count, &other));
  collect(engine.env);
  CHECK(seen.calls == 0);
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_ClearHeapThresholdCallback(vm, 1, count, &seen));
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_ClearHeapThresholdCallback(vm, statistics.heapSizeLimit, clear, &seen));
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_ClearHeapThresholdCallback(vm, statistics.heapSizeLimit, count, &other));
  OK(OH_JSVM_ClearHeapThresholdCallback(vm, statistics.heapSizeLimit, count, &seen));
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_ClearHeapThresholdCallback(vm, statistics.heapSizeLimit, count, &seen));

  // At every full collection while above; not at scavenges.
  OK(OH_JSVM_SetHeapThresholdCallback(vm, 1, count, &seen));
  collect(engine.env);
  CHECK(seen.calls >= 1 && seen.vm == vm && seen.threshold == 1);
  int calls = seen.calls;
  collect(engine.env);
  CHECK(seen.calls > calls);
  OK(OH_JSVM_ClearHeapThresholdCallback(vm, 1, count, &seen));
  calls = seen.calls;
  collect(engine.env);
  CHECK(seen.calls == calls);

  seen.calls = 0;
  OK(OH_JSVM_SetHeapThresholdCallback(vm, 10, replace, &seen));
  collect(engine.env);
  CHECK(seen.calls >= 1);
  collect(engine.env);
  CHECK(seen.threshold == 11);
  OK(OH_JSVM_ClearHeapThresholdCallback(vm, 11, count, &seen));

  seen.calls = 0;
  OK(OH_JSVM_SetHeapThresholdCallback(vm, 10, clear, &seen));
  collect(engine.env);
  collect(engine.env);
  CHECK(seen.calls == 1);

  // A snapshot inside collects, without calling again.
  seen.calls = 0;
  OK(OH_JSVM_SetHeapThresholdCallback(vm, 10, snapshot, &seen));
  collect(engine.env);
  CHECK(seen.calls >= 1 && seen.calls <= 2);
  CHECK(run_int(engine.env, "6 * 7") == 42);

  // Dropped with its VM, also while set.
  engine_close(&engine);
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_ClearHeapThresholdCallback(vm, 10, snapshot, &seen));
  return check_result();
}
