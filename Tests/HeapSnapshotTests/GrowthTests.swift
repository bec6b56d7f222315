// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct GrowthTests {
  private func growth() throws -> Growth {
    let snapshots = try ["leak-1-before", "leak-2-during", "leak-3-after"].map {
      try Sample(name: $0).snapshot()
    }
    let interfaces = Interfaces(of: snapshots[2])
    return Growth(
      snapshots.map { snapshot in
        let dominators = Dominators(of: snapshot)
        let shallow = ShallowSizes(of: snapshot)
        let names = ClassNames(
          of: snapshot, interfaces: interfaces, Detachedness(of: snapshot))
        return ClassTable(
          names, shallow, nil, dominators, RetainedSizes(dominators, shallow))
      })
  }

  @Test func plantedLeaksRiseInEverySnapshot() throws {
    let growth = try growth()
    let planted = try Sample.planted()["counts"]
    let rising = growth.grown(by: .count).filter { growth.rises($0, .count) }
    let names = Set(rising.map(growth.classes.name))
    for leak in ["LeakedSession", "LeakedEntry", "LeakedListenerState"] {
      #expect(names.contains(leak))
    }
    for other in ["TransientJob", "FreedCache", "SteadyThing", "PooledThing"] {
      #expect(!names.contains(other))
    }
    for number in rising where growth.classes.name(of: number).hasPrefix("Leaked") {
      let expected = ["leak-1-before", "leak-2-during", "leak-3-after"].map {
        planted[$0][growth.classes.name(of: number)].int
      }
      #expect(growth.values(of: number, .count).map { Int($0) } == expected)
      #expect(growth.rises(number, .retained) && growth.rises(number, .shallow))
    }
  }

  @Test func whatRisesInEveryOneComesFirst() throws {
    func table(_ counts: [String: Int]) throws -> ClassTable {
      var heap = HandMade()
      for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
        for _ in 0..<count { heap.add(.object, name, size: 8) }
      }
      let snapshot = try heap.snapshot()
      return ClassTable(
        ClassNames(of: snapshot, Detachedness(of: snapshot)), ShallowSizes(of: snapshot))
    }
    let growth = Growth([
      try table(["Leak": 1, "Big": 1, "Small": 1, "Steady": 2, "Gone": 3]),
      try table(["Leak": 2, "Big": 30, "Steady": 2]),
      try table(["Leak": 3, "Big": 30, "Small": 2, "Steady": 2, "New": 1]),
    ])
    let names = growth.grown(by: .count).map(growth.classes.name)
    #expect(names.prefix(2) == ["Leak", "Big"])
    #expect(Set(names) == ["Leak", "Big", "Small", "New"])
    #expect(growth.total(growth.grown(by: .shallow)[0], .shallow) == 16)
    #expect(!growth.has(.retained) && growth.grown(by: .retained).isEmpty)
    #expect(growth.grown(by: .count, limit: 1).count == 1)
  }
}
