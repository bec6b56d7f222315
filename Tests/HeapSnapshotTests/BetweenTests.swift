// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct BetweenTests {
  @Test func whatLivesOnIsAsInDevTools() throws {
    let expected = try Sample.figures("leak-between-1-2-alive-3")
    let between = Between(
      try Sample(name: "leak-1-before").snapshot(), try Sample(name: "leak-2-during").snapshot())
    #expect(
      [Int(between.after), Int(between.through)] == expected["idRange"].list.map { $0.int })
    let third = Analysed(try Sample(name: "leak-3-after").snapshot())
    let table = ClassTable(
      third.table.names, third.shallow, third.distances, third.dominators, third.retained,
      only: between.members(of: third.snapshot))
    let rows = expected["rows"].list
    let top = table.top(.max, by: .retained)
    #expect(top.count == rows.count)
    for row in rows {
      let name = try #require(row["name"].string)
      let number = try #require(top.first { table.names.name(of: $0) == name }, "\(name)")
      #expect(Int(table.counts[number]) == row["count"].int, "\(name)")
      #expect(Int(table.shallow[number]) == row["self"].int, "\(name)")
      #expect(Int(table.retained[number]) == row["retained"].int, "\(name)")
    }
    #expect(top.reduce(0) { $0 + Int(table.counts[$1]) } == expected["total"]["count"].int)
    #expect(top.reduce(0) { $0 + Int(table.shallow[$1]) } == expected["total"]["self"].int)
  }

  @Test func plantedLeaksAreFound() throws {
    let planted = try Sample.planted()["three_snapshot_leaks"].entries
    let between = Between(
      try Sample(name: "leak-1-before").snapshot(), try Sample(name: "leak-2-during").snapshot())
    let third = Analysed(try Sample(name: "leak-3-after").snapshot())
    let table = ClassTable(
      third.table.names, third.shallow, only: between.members(of: third.snapshot))
    for (name, count) in planted where count.int != nil {
      let numbers = (0..<table.names.count).filter { table.names.name(of: $0) == name }
      #expect(numbers.reduce(0) { $0 + Int(table.counts[$1]) } == count.int, "\(name)")
    }
  }

  @Test func evenIDsDoNotSayWhenASnapshotWasTaken() throws {
    var heap = HandMade()
    heap.add(.native, "Node / Thing", id: 4_000_000_000)
    heap.add(.object, "Widget", id: 77)
    #expect(try heap.snapshot().lastObjectID == 77)
  }
}
