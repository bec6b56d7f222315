// SPDX-License-Identifier: Apache-2.0

import Telemetry
import Testing

/// Claims about `MemoryVerdict`: which part of the memory grows.
struct MemoryVerdictTests {
  /// Records a second apart, whose heaps have so many megabytes.
  private func verdict(
    js: [UInt64], native: [UInt64], other: [UInt64], external: [UInt64]? = nil
  ) -> MemoryVerdict {
    MemoryVerdict(
      js.indices.map { index in
        let text = """
          1000-2000 rw-p 00000000 00:00 0
          Pss: \(js[index] * 1024) kB
          VmFlags: dc nr
          3000-4000 rw-p 00000000 00:00 0      [heap]
          Pss: \(native[index] * 1024) kB
          5000-6000 rw-p 00000000 00:00 0
          Pss: 0 kB
          SwapPss: \(other[index] * 1024) kB
          """
        let map = MemoryMap(smaps: Array(text.utf8))
        var record = MemoryRecord(pid: 1, program: "a", seconds: Double(index), map: map)
        record.use = external.map {
          let heap = HeapUse.Heap(allocated: 0, free: 0)
          return HeapUse(native: heap, engine: heap, handles: 0, external: $0[index] << 20)
        }
        return record
      })
  }

  private let level = Array(repeating: UInt64(50), count: 8)
  private let slow = (0..<8).map { 50 + UInt64($0) }
  private let fast = (0..<8).map { 50 + 3 * UInt64($0) }

  @Test func namesWhatGrows() {
    let verdict = verdict(js: fast, native: level, other: level)
    #expect(verdict.verdict == .growing && verdict.growing.map(\.name) == ["JS heap"])
    #expect(verdict.leading == verdict.growing && verdict.heapGrowth == 21.0 * 1_048_576)
    #expect(verdict.spanSeconds == 7 && verdict.sampleCount == 8)
  }

  @Test func putsTheFastestFirst() {
    let verdict = verdict(js: slow, native: level, other: fast)
    #expect(verdict.growing.map(\.name) == ["AnonPage other", "JS heap"])
  }

  @Test func leavesOutWhatGrowsBesides() {
    let little = (0..<8).map { 50 + UInt64($0) * 2 }
    let much = (0..<8).map { 50 + UInt64($0) * 30 }
    let verdict = verdict(js: much, native: little, other: fast)
    #expect(verdict.growing.count == 3)
    #expect(verdict.leading.map(\.name) == ["JS heap", "AnonPage other"])
    #expect(verdict.heapGrowth == 210.0 * 1_048_576)
  }

  @Test func tellsArrayBuffersFromTheRestOfNativeMemory() {
    let buffers = fast.map { $0 - 40 }
    #expect(verdict(js: level, native: fast, other: level, external: buffers).externalShare == 1)
    let half = (0..<8).map { 2 * UInt64($0) }
    let share = verdict(js: level, native: fast, other: level, external: half).externalShare
    #expect(share.map { abs($0 - 2.0 / 3) < 1e-9 } == true)
  }

  @Test func acquitsThemOtherwise() {
    #expect(verdict(js: level, native: fast, other: level).externalShare == nil)
    #expect(verdict(js: level, native: fast, other: level, external: slow).externalShare == nil)
    #expect(verdict(js: level, native: fast, other: level, external: level).externalShare == nil)
    #expect(verdict(js: fast, native: slow, other: level, external: slow).externalShare == nil)
    #expect(verdict(js: level, native: level, other: level, external: slow).externalShare == nil)
  }

  @Test func flatWhenAllAreFlat() {
    #expect(verdict(js: level, native: level, other: level).verdict == .flat)
  }

  @Test func undecidedWhenOneIs() {
    let unsteady: [UInt64] = [50, 90, 40, 80, 20, 70, 60, 99]
    #expect(verdict(js: level, native: unsteady, other: level).verdict == .undecided)
    #expect(verdict(js: [1], native: [1], other: [1]).verdict == .undecided)
    #expect(MemoryVerdict([]).verdict == .undecided)
  }
}
