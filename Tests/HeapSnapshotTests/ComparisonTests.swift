// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import SplitMix
import Testing

@Suite struct ComparisonTests {
  @Test(arguments: [("2", "leak-2-during"), ("3", "leak-3-after")])
  func rowsAreAsInDevTools(_ number: String, _ name: String) throws {
    let expected = try Sample.figures("leak-diff-1-\(number)")
    let comparison = Comparison(
      older: Inventory(of: try Sample(name: "leak-1-before").snapshot()),
      newer: Inventory(of: try Sample(name: name).snapshot()))
    #expect(comparison.rows.count == expected["classesChanged"].int)
    #expect(comparison.rows.count == expected["rows"].list.count)
    var rows: [String: Comparison.Row] = [:]
    for row in comparison.rows { rows[comparison.classes.name(of: row.number)] = row }
    for figures in expected["rows"].list {
      let name = try #require(figures["name"].string)
      let row = try #require(rows[name], "\(name)")
      #expect(row.added == figures["added"].int, "\(name)")
      #expect(row.removed == figures["removed"].int, "\(name)")
      #expect(row.delta == figures["delta"].int, "\(name)")
      #expect(Int(row.addedSize) == figures["addedSize"].int, "\(name)")
      #expect(Int(row.removedSize) == figures["removedSize"].int, "\(name)")
      #expect(row.sizeDelta == figures["sizeDelta"].int, "\(name)")
    }
    #expect(
      comparison.rows.map(\.sizeDelta) == expected["rows"].list.map { $0["sizeDelta"].int })
    #expect(comparison.total.added == expected["total"]["added"].int)
    #expect(comparison.total.removed == expected["total"]["removed"].int)
    #expect(Int(comparison.total.addedSize) == expected["total"]["addedSize"].int)
    #expect(Int(comparison.total.removedSize) == expected["total"]["removedSize"].int)
  }

  /// By the definition, with dictionaries.
  private func naive(_ older: HandMade, _ newer: HandMade) -> [String: [Int]] {
    func objects(_ heap: HandMade) -> [UInt32: HandMade.Node] {
      Dictionary(uniqueKeysWithValues: heap.nodes.dropFirst().map { ($0.id, $0) })
    }
    let (old, new) = (objects(older), objects(newer))
    var rows: [String: [Int]] = [:]
    for (id, node) in new where node.size > 0 && (old[id]?.name != node.name || old[id]?.size == 0)
    {
      rows[node.name, default: [0, 0, 0, 0]][0] += 1
      rows[node.name]![2] += Int(node.size)
    }
    for (id, node) in old where node.size > 0 && (new[id]?.name != node.name || new[id]?.size == 0)
    {
      rows[node.name, default: [0, 0, 0, 0]][1] += 1
      rows[node.name]![3] += Int(node.size)
    }
    return rows
  }

  @Test(arguments: 0..<200) func agreesWithTheDefinition(_ seed: UInt64) throws {
    var random = SplitMix(state: seed)
    func heap(_ random: inout SplitMix) -> HandMade {
      var heap = HandMade()
      // Ids of objects, of embedders' nodes, and some that are far from all others.
      let ids = (1...30).map { UInt32($0 * 2 + 1) } + [4, 8, 0xFFFF_FFF0] + [0x7FFF_FFFF]
      for id in ids.shuffled(using: &random).prefix(Int.random(in: 0...34, using: &random)) {
        let name = "Class\(Int.random(in: 0...3, using: &random))"
        heap.add(.object, name, size: UInt64.random(in: 0...3, using: &random), id: id)
      }
      return heap
    }
    let (older, newer) = (heap(&random), heap(&random))
    let comparison = Comparison(
      older: Inventory(of: try older.snapshot()), newer: Inventory(of: try newer.snapshot()))
    var rows: [String: [Int]] = [:]
    for row in comparison.rows {
      rows[comparison.classes.name(of: row.number)] = [
        row.added, row.removed, Int(row.addedSize), Int(row.removedSize),
      ]
    }
    #expect(rows == naive(older, newer))
  }

  @Test func totalsAreComparedAcrossProcesses() throws {
    func heap(_ count: Int, script: UInt32, firstID: UInt32) -> HandMade {
      var heap = HandMade()
      for index in 0..<count {
        let node = heap.add(.object, "Widget", size: 10, id: firstID + UInt32(index) * 2)
        heap.layout.locations += [UInt32(node * heap.layout.nodeFields.count), script, 1, 1]
      }
      return heap
    }
    let older = Inventory(of: try heap(3, script: 7, firstID: 11).snapshot())
    let newer = Inventory(of: try heap(5, script: 9, firstID: 101).snapshot())
    let byPlace = Comparison(older: older, newer: newer)
    #expect(byPlace.rows.map(\.added) == [5, 0] && byPlace.rows.map(\.removed) == [0, 3])
    #expect(byPlace.rows.map { byPlace.classes.place(of: $0.number)?.scriptID } == [9, 7])
    let byName = Comparison(older: older, newer: newer, by: .name)
    #expect(byName.rows.count == 1)
    #expect(byName.rows[0].added == 2 && byName.rows[0].removed == 0)
    #expect(byName.rows[0].sizeDelta == 20)
  }

  @Test func aSnapshotDoesNotDifferFromItself() throws {
    let inventory = Inventory(of: try Sample.all[0].snapshot())
    for key in JointClasses.Key.allCases {
      #expect(Comparison(older: inventory, newer: inventory, by: key).rows.isEmpty)
    }
  }
}
