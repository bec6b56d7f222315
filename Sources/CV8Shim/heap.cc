// SPDX-License-Identifier: Apache-2.0

#include "convert.h"

using v8s::isolate;

void v8s_heap_statistics_read(v8s_isolate handle, v8s_heap_statistics* result) {
  v8::HeapStatistics from;
  isolate(handle)->GetHeapStatistics(&from);
  *result = {from.total_heap_size(),
             from.total_heap_size_executable(),
             from.total_physical_size(),
             from.total_available_size(),
             from.used_heap_size(),
             from.heap_size_limit(),
             from.malloced_memory(),
             from.external_memory(),
             from.peak_malloced_memory(),
             from.number_of_native_contexts(),
             from.number_of_detached_contexts(),
             from.total_global_handles_size(),
             from.used_global_handles_size()};
}

int64_t v8s_heap_adjust_external(v8s_isolate handle, int64_t change) {
  return isolate(handle)->AdjustAmountOfExternalAllocatedMemory(change);
}

void v8s_heap_pressure(v8s_isolate handle, int level) {
  isolate(handle)->MemoryPressureNotification(static_cast<v8::MemoryPressureLevel>(level));
}

void v8s_heap_low_memory(v8s_isolate handle) { isolate(handle)->LowMemoryNotification(); }

void v8s_heap_collect(v8s_isolate handle, bool young) {
  isolate(handle)->RequestGarbageCollectionForTesting(
      young ? v8::Isolate::kMinorGarbageCollection : v8::Isolate::kFullGarbageCollection);
}
