// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct LargestWayTests {
  private func way(_ heap: HandMade, from object: Int) throws -> [Int] {
    let snapshot = try heap.snapshot()
    let dominators = Dominators(of: snapshot)
    let retained = RetainedSizes(dominators, ShallowSizes(of: snapshot))
    let path = RetainingPath(toMostOf: object, in: snapshot, dominators, retained)
    return path.steps.reversed().map(\.retainer) + [path.node]
  }

  @Test func goesToWhereTheBytesAre() throws {
    var heap = HandMade()
    let server = heap.add(.object, "Server", size: 10)
    heap.connect(0, server)
    let small = heap.add(.object, "Small", size: 50)
    heap.connect(server, small)
    let set = heap.add(.object, "Set", size: 10)
    heap.connect(server, set)
    // No single one has half of the set.
    for _ in 0..<3 { heap.connect(set, heap.add(.object, "Entry", size: 100), .element, "1") }
    #expect(try way(heap, from: server) == [server, set])
    #expect(try way(heap, from: small) == [small])
  }

  @Test func doesNotFollowWhatOthersHoldToo() throws {
    var heap = HandMade()
    let (one, other) = (heap.add(.object, "One"), heap.add(.object, "Other"))
    let shared = heap.add(.object, "Shared", size: 1000)
    for owner in [one, other] {
      heap.connect(0, owner)
      heap.connect(owner, shared)
    }
    #expect(try way(heap, from: one) == [one])
  }

  @Test func aLongListEndsTheWaySomewhere() throws {
    var heap = HandMade()
    var last = 0
    for _ in 0..<1000 {
      let next = heap.add(.object, "Link")
      heap.connect(last, next)
      last = next
    }
    #expect(try way(heap, from: 1).count == 31)
  }
}
