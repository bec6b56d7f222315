// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about `OH_JSVM_MemoryPressureNotification` and `OH_JSVM_AdjustExternalMemory`.
struct MemoryPressureTests {
  static let levels: [(JSVM_MemoryPressureLevel, collects: Bool)] = [
    (JSVM_MEMORY_PRESSURE_LEVEL_NONE, false), (JSVM_MEMORY_PRESSURE_LEVEL_MODERATE, false),
    (JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL, true), (JSVM_MEMORY_PRESSURE_LEVEL_LOW_MEMORY, true),
  ]

  @Test(arguments: levels)
  func clearsWeakReferencesIfItCollects(_ level: JSVM_MemoryPressureLevel, collects: Bool) throws {
    try withEnv { fixture in
      let reference = try fixture.scope { try fixture.reference(fixture.object(), 0) }
      fixture.press(level)
      #expect((fixture.value(of: reference) == nil) == collects)
      #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
    }
  }

  @Test(arguments: levels)
  func finalizersHaveRunWhenItReturns(_ level: JSVM_MemoryPressureLevel, collects: Bool) throws {
    try withEnv { fixture in
      let ending = Ending()
      try fixture.scope { try fixture.wrap(fixture.object(), ending) }
      fixture.press(level)
      #expect(ending.runs == (collects ? 1 : 0))
      fixture.collect()
      #expect(ending.runs == 1)
    }
  }

  @Test(arguments: [4, 5, 100, 0x8000_0000, .max] as [UInt32])
  func anUnknownLevelIsInvalid(_ level: UInt32) throws {
    try withEnv { fixture in
      let watch = Watch()
      #expect(watch.add(to: fixture.vm, JSVM_CB_TRIGGER_AFTER_GC, JSVM_GC_TYPE_ALL) == JSVM_OK)
      let level = JSVM_MemoryPressureLevel(level)
      #expect(OH_JSVM_MemoryPressureNotification(fixture.env, level) == JSVM_INVALID_ARG)
      #expect(fixture.lastStatus == JSVM_INVALID_ARG && watch.events.isEmpty)
    }
  }

  @Test func worksInACallbackAndWithAnExceptionPending() throws {
    try withEnv { fixture in
      let ending = Ending()
      try fixture.define("native") { env, _ in
        _ = OH_JSVM_ThrowError(env, nil, "kept")
        fixture.collect()
        #expect(ending.runs == 1)
        return nil
      }
      try fixture.scope { try fixture.wrap(fixture.object(), ending) }
      try #expect(fixture.text("try { native() } catch (e) { e.message }") == "kept")
    }
  }

  @Test func moderateThenCriticalCollects() throws {
    try withEnv { fixture in
      let reference = try fixture.scope { try fixture.reference(fixture.object(), 0) }
      fixture.press(JSVM_MEMORY_PRESSURE_LEVEL_MODERATE)
      fixture.collect()
      #expect(fixture.value(of: reference) == nil)
      #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
    }
  }

  @Test(arguments: [
    JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL, JSVM_MEMORY_PRESSURE_LEVEL_LOW_MEMORY,
  ])
  func collectsWhatDiedWhileMarkingRan(_ level: JSVM_MemoryPressureLevel) throws {
    try withEnv { fixture in
      let ending = Ending()
      let reference = try fixture.scope { () throws -> JSVM_Ref in
        let object = try fixture.object()
        try fixture.wrap(object, ending)
        fixture.press(JSVM_MEMORY_PRESSURE_LEVEL_MODERATE)
        return try fixture.reference(object, 0)
      }
      fixture.press(level)
      #expect(fixture.value(of: reference) == nil)
      #expect(ending.runs == 1)
      #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
    }
  }

  @Test func externalMemoryIsATotal() throws {
    try withEnv { fixture in
      func adjust(_ change: Int64) -> Int64 {
        get(0 as Int64) { OH_JSVM_AdjustExternalMemory(fixture.env, change, $0) }
      }
      let start = adjust(0)
      #expect(adjust(1 << 20) == start + 1 << 20)
      #expect(adjust(4096) == start + 1 << 20 + 4096)
      #expect(adjust(-(1 << 20)) == start + 4096)
      #expect(adjust(-4096) == start)
      let statistics = get(JSVM_HeapStatistics()) { OH_JSVM_GetHeapStatistics(fixture.vm, $0) }
      #expect(statistics.externalMemory == 0)
    }
  }

  @Test func largeExternalMemoryCollects() throws {
    try withEnv { fixture in
      let watch = Watch()
      #expect(watch.add(to: fixture.vm, JSVM_CB_TRIGGER_AFTER_GC, JSVM_GC_TYPE_ALL) == JSVM_OK)
      var total: Int64 = 0
      for _ in 0..<40 { total = get(0) { OH_JSVM_AdjustExternalMemory(fixture.env, 64 << 20, $0) } }
      #expect(!watch.events.isEmpty)
      _ = get(0 as Int64) { OH_JSVM_AdjustExternalMemory(fixture.env, -total, $0) }
    }
  }
}
