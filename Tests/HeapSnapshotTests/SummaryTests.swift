// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct SummaryTests {
  @Test func isMadeOfTheSamePhases() throws {
    let snapshot = try Sample.all[0].snapshot()
    let (summary, analysed) = (try Summary(of: snapshot), Analysed(snapshot))
    #expect(summary.table.retained.values == analysed.table.retained.values)
    #expect(summary.table.counts.values == analysed.table.counts.values)
    #expect(summary.table.distances.values == analysed.table.distances.values)
    let opened = Summary(try Analysis(of: snapshot))
    #expect(opened.table.retained.values == analysed.table.retained.values)
    let shallow = Summary(shallow: snapshot)
    #expect(shallow.retained == nil && !shallow.table.hasRetained)
    #expect(shallow.table.shallow.values == analysed.table.shallow.values)
  }

  @Test func rulesMatter() throws {
    let snapshot = try Sample.all[0].snapshot()
    let (moved, raw) = (try Summary(of: snapshot), try Summary(of: snapshot, .raw))
    #expect(moved.table.total.bytes == raw.table.total.bytes)
    #expect(moved.table.total.count < raw.table.total.count)
  }

  @Test func classesOfOneNameCanBeOne() throws {
    var heap = HandMade()
    let width = heap.layout.nodeFields.count
    var last = 0
    for line in 1...3 {
      let node = heap.add(.object, "Widget", size: 10)
      heap.connect(last, node)
      heap.layout.locations += [UInt32(node * width), 7, UInt32(line), 0]
      last = node
    }
    let summary = try Summary(of: try heap.snapshot())
    #expect(summary.table.classCount == 3)
    let byName = summary.tableByName()
    #expect(byName.classCount == 1)
    let number = try #require(byName.names.number(named: "Widget"))
    #expect(byName.counts[number] == 3)
    // A list of one class counts once, though its links are defined in three places.
    #expect(byName.retained[number] == 30)
    #expect(byName.names.number(named: "Gadget") == nil)
  }
}
