// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct AllocationSamplesTests {
  @Test func momentsAreAsInTheFile() throws {
    let sample = Sample(name: "timeline")
    let expected = try sample.expected()["samples"]
    let snapshot = try sample.snapshot()
    let moments = AllocationSamples(of: snapshot).moments
    #expect(moments.count == expected["count"].int)
    #expect(moments.map { Int($0.lastID) } == expected["lastAssignedIds"].list.map { $0.int })
    let times = moments.map(\.microseconds)
    #expect(times == times.sorted())
    // Each object that has an id by then lies in one interval.
    let nodes = (0..<snapshot.nodes.count).filter {
      snapshot.nodes.id[$0] <= moments.last?.lastID ?? 0
    }
    #expect(moments.reduce(0) { $0 + $1.count } == nodes.count)
    let bytes: UInt64 = nodes.reduce(0) { $0 + snapshot.nodes.selfSize($1) }
    #expect(moments.reduce(0) { $0 + $1.bytes } == bytes)
  }

  @Test func withoutARecordingThereAreNone() throws {
    #expect(AllocationSamples(of: try HandMade().snapshot()).moments.isEmpty)
    #expect(AllocationSamples(of: try Sample.all[0].snapshot()).moments.isEmpty)
  }
}
