// SPDX-License-Identifier: Apache-2.0

import Ledger
import Testing

@testable import JSVM

/// Claims about which few sites are told to hold most. An edge here is an object that it holds.
struct FewestSitesTests {
  /// Sites with the objects that each holds; an object is freed when all who hold it let go.
  private func fewest(_ held: [[Int]], bytes: [Int: UInt64] = [:]) -> [UInt32: UInt64] {
    // An edge's number has the object's in its hundreds.
    let edges = held.enumerated().map { site, objects in Set(objects.map { $0 * 100 + site }) }
    let size = { (object: Int) in bytes[object] ?? 100 }
    let freed = { (gone: Set<Int>) in
      Set(held.joined()).filter { object in
        held.indices.allSatisfy { !held[$0].contains(object) || gone.contains(object * 100 + $0) }
      }.reduce(0) { $0 + size($1) }
    }
    let holders = held.indices.map { site in
      FewestSites.Holder(
        site: SiteID(rawValue: UInt32(site)), edges: edges[site], exclusive: freed(edges[site]),
        inclusive: held[site].reduce(0) { $0 + size($1) })
    }
    let together = freed(edges.reduce(into: []) { $0.formUnion($1) })
    let shares = FewestSites(freed: freed).among(holders, together: together)
    return Dictionary(uniqueKeysWithValues: shares.map { ($0.site.rawValue, $0.bytes) })
  }

  @Test func oneThatHoldsMostIsEnough() {
    #expect(fewest([[1], Array(2...20), [21]]) == [1: 1900])
  }

  @Test func severalAreToldUntilTheyHoldMost() {
    #expect(fewest([Array(1...5), Array(6...10), [11]]) == [0: 500, 1: 500])
  }

  @Test func noMoreThanThreeAreTold() {
    #expect(fewest([[1, 2], [3, 4], [5, 6], [7], [8]]) == [0: 200, 1: 200, 2: 200])
  }

  @Test func thoseThatHoldTheSameAreToldTogether() {
    let both = Array(1...10)
    #expect(fewest([both, [11], both]) == [0: 0, 2: 1000])
  }

  @Test func whoHoldsNothingBesidesIsLeftOut() {
    // The first holds most by itself, but others hold it too; the last two free everything.
    #expect(fewest([[1], [1, 2], [3]], bytes: [1: 0, 2: 950, 3: 950]) == [1: 950, 2: 950])
  }

  @Test func nobodyHoldsNothing() {
    #expect(fewest([]).isEmpty)
  }
}
