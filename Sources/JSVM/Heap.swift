// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim

extension VM {
  func heapStatistics() -> JSVM_HeapStatistics {
    var from = v8s_heap_statistics()
    v8s_heap_statistics_read(isolate, &from)
    return JSVM_HeapStatistics(
      totalHeapSize: from.total, totalHeapSizeExecutable: from.executable,
      totalPhysicalSize: from.physical, totalAvailableSize: from.available,
      usedHeapSize: from.used, heapSizeLimit: from.limit, mallocedMemory: from.malloced,
      externalMemory: from.external, peakMallocedMemory: from.peak_malloced,
      numberOfNativeContexts: from.native_contexts,
      numberOfDetachedContexts: from.detached_contexts,
      totalGlobalHandlesSize: from.global_handles_total,
      usedGlobalHandlesSize: from.global_handles_used)
  }

  /// Adds to the account of outside memory; large growth collects.
  func adjustExternalMemory(_ change: Int64) -> Int64 {
    externalMemory = v8s_heap_adjust_external(isolate, change)
    if firstReady != nil { settle(inScript: true) }
    return externalMemory
  }

  /// Collects as the level asks, and runs the finalizers of what went before it returns.
  func applyPressure(_ level: JSVM_MemoryPressureLevel) throws(Failure) {
    switch level {
    case JSVM_MEMORY_PRESSURE_LEVEL_NONE: v8s_heap_pressure(isolate, 0)
    case JSVM_MEMORY_PRESSURE_LEVEL_MODERATE: v8s_heap_pressure(isolate, 1)
    case JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL:
      collecting(for: .criticalPressure) { v8s_heap_pressure(isolate, 2) }
    case JSVM_MEMORY_PRESSURE_LEVEL_LOW_MEMORY:
      collecting(for: .lowMemory) { v8s_heap_low_memory(isolate) }
    default: throw .invalidArgument
    }
    settle(inScript: true)
  }

  func setMicrotaskPolicy(_ policy: JSVM_MicrotaskPolicy) throws(Failure) {
    switch policy {
    case JSVM_MICROTASK_EXPLICIT: v8s_isolate_set_auto_microtasks(isolate, false)
    case JSVM_MICROTASK_AUTO: v8s_isolate_set_auto_microtasks(isolate, true)
    default: throw .invalidArgument
    }
  }

  /// Runs at most one foreground task, what other threads posted, and the finalizers that wait.
  func pump() -> Bool {
    tick()
    runPosts()
    let ran = v8s_platform_pump(isolate)
    settle(inScript: true)
    return ran
  }
}
