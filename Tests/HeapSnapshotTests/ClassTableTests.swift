// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import SplitMix
import Testing

@Suite struct ClassTableTests {
  @Test(arguments: Sample.all) func classesAreAsInDevTools(_ sample: Sample) throws {
    let expected = try sample.expected()
    let analysed = Analysed(try sample.snapshot())
    let table = analysed.table
    #expect(table.classCount == expected["classCount"].int)
    #expect(table.names.interfaces.definitions.count == expected["interfaceCount"].int)
    let byRetained = table.top(20, by: .retained)
    for (number, row) in zip(byRetained, expected["top20ByRetained"].list) {
      #expect(table.names.name(of: number) == row["name"].string)
      #expect(Int(table.counts[number]) == row["count"].int)
      #expect(Int(table.shallow[number]) == row["self"].int)
      #expect(Int(table.retained[number]) == row["retained"].int)
      #expect(Int(table.distances[number]) == row["distance"].int)
    }
    for (number, row) in zip(table.top(20, by: .shallow), expected["top20BySelf"].list) {
      #expect(table.names.name(of: number) == row["name"].string)
      #expect(Int(table.counts[number]) == row["count"].int)
      #expect(Int(table.shallow[number]) == row["self"].int)
    }
    #expect(byRetained.count == 20 && expected["top20ByRetained"].list.count == 20)
  }

  @Test(arguments: Sample.all) func largestObjectsAreAsInDevTools(_ sample: Sample) throws {
    let rows = try sample.expected()["topObjectsByRetained"].list
    let analysed = Analysed(try sample.snapshot())
    let snapshot = analysed.snapshot
    #expect(rows.count > 10)
    for (node, row) in zip(analysed.retained.largest(rows.count), rows) {
      #expect(Int(snapshot.nodes.id[node]) == row["id"].int)
      // DevTools' answers were cut at 80 characters.
      #expect(String(analysed.nodeNames[node].prefix(80)) == row["name"].string)
      #expect(snapshot.meta.nodeTypeName(snapshot.type(of: node)) == row["type"].string)
      #expect(Int(analysed.shallow.bytes[node]) == row["self"].int)
      #expect(Int(analysed.retained[node]) == row["retained"].int)
      #expect(Int(analysed.distances[node]) == row["distance"].int)
      let dominator = analysed.dominators[of: node]
      #expect(Int(snapshot.nodes.id[dominator]) == row["dominatorId"].int)
    }
  }

  @Test(arguments: 0..<10) func retainedAgreesWithTheDefinition(_ block: UInt64) throws {
    for seed in 0..<100 {
      let heap = HandMade.random(block * 1000 + UInt64(seed), smallestSize: 0)
      let analysed = Analysed(try heap.snapshot())
      for number in 0..<analysed.table.names.count {
        #expect(
          analysed.table.retained[number] == naive(number, analysed),
          "seed \(block * 1000 + UInt64(seed)), \(analysed.table.names.name(of: number))")
      }
    }
  }

  /// The members that no other member dominates; those without bytes are none.
  private func naive(_ number: Int, _ analysed: Analysed) -> UInt64 {
    let members = (0..<analysed.snapshot.nodes.count).filter {
      analysed.table.names[$0] == number && analysed.shallow.bytes[$0] > 0
    }
    let topmost = members.filter { member in
      var ancestor = member
      while analysed.dominators[of: ancestor] != ancestor {
        ancestor = analysed.dominators[of: ancestor]
        if members.contains(ancestor) { return false }
      }
      return true
    }
    return topmost.reduce(0) { $0 + analysed.retained[$1] }
  }

  @Test func aListOfOneClassCountsOnce() throws {
    var heap = HandMade()
    var last = 0
    for _ in 0..<10_000 {
      let next = heap.add(.object, "Link", size: 10)
      heap.connect(last, next)
      last = next
    }
    let table = Analysed(try heap.snapshot()).table
    let number = try #require(table.top(1, by: .count).first)
    #expect(table.counts[number] == 10_000)
    #expect(table.retained[number] == 100_000)
    #expect(table.distances[number] == 1)
  }

  @Test func ordersAreFallingAndEndWithTheAlphabet() throws {
    var heap = HandMade()
    for (name, count, size) in [("Few", 1, 900), ("Many", 5, 20), ("Some", 3, 100)] {
      for _ in 0..<count { heap.connect(0, heap.add(.object, name, size: UInt64(size))) }
    }
    let table = Analysed(try heap.snapshot()).table
    func names(_ order: ClassTable.Order, _ limit: Int = 3) -> [String] {
      table.top(limit, by: order).map(table.names.name)
    }
    #expect(names(.shallow) == ["Few", "Some", "Many"])
    #expect(names(.retained) == ["Few", "Some", "Many"])
    #expect(names(.count) == ["Many", "Some", "Few"])
    #expect(names(.name) == ["Few", "Many", "Some"])
    #expect(names(.count, 1) == ["Many"])
    #expect(names(.count, 0).isEmpty)
  }

  @Test func withoutDominatorsThereIsNoRetained() throws {
    let analysed = Analysed(try Sample.all[0].snapshot())
    let table = ClassTable(analysed.table.names, analysed.shallow)
    #expect(!table.hasRetained && !table.hasDistances)
    #expect(table.top(20, by: .retained) == table.top(20, by: .shallow))
    #expect(table.classCount == analysed.table.classCount)
  }

  @Test func manyNamesAreManyClasses() throws {
    var heap = HandMade()
    for index in 0..<3_000 { heap.add(.object, "Class\(index)") }
    let table = Analysed(try heap.snapshot()).table
    #expect(table.classCount == 3_000)
    #expect(table.top(3, by: .name).map(table.names.name) == ["Class0", "Class1", "Class10"])
  }
}
