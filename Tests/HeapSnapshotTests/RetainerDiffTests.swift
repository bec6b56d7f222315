// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct RetainerDiffTests {
  /// A session that a page holds, and a cache that keeps it when the page has gone.
  private func heap(page: Bool, cached: Bool) throws -> RetainingPaths {
    var heap = HandMade()
    let global = heap.add(.object, "global", id: 101)
    let holder = heap.add(.object, "Page", id: 103)
    let cache = heap.add(.object, "Cache", id: 105)
    let list = heap.add(.object, "Array", id: 107)
    let session = heap.add(.object, "Session", id: 109)
    heap.connect(0, global, .shortcut, "global")
    if page { heap.connect(global, holder, .property, "page") }
    heap.connect(global, cache, .property, "cache")
    heap.connect(cache, list, .property, "list")
    if page { heap.connect(holder, session, .property, "session") }
    if cached { heap.connect(list, session, .element, "3") }
    return RetainingPaths(of: try heap.snapshot())
  }

  @Test func theEdgeThatStayedIsTold() throws {
    let diff = try #require(
      RetainerDiff(
        id: 109, older: try heap(page: true, cached: true),
        newer: try heap(page: false, cached: true)))
    #expect(diff.newerSteps.map(\.change) == [.stayed, .stayed, .stayed])
    #expect(diff.olderSteps.map(\.change) == [.gone, .gone])
    #expect(diff.culprit?.change == .stayed)
    #expect(diff.culprit?.step == diff.newer.steps[0])
  }

  @Test func theEdgeThatAppearedIsTold() throws {
    let newer = try heap(page: false, cached: true)
    let diff = try #require(
      RetainerDiff(id: 109, older: try heap(page: true, cached: false), newer: newer))
    #expect(diff.newerSteps.map(\.change) == [.appeared, .stayed, .stayed])
    let culprit = try #require(diff.culprit)
    #expect(newer.snapshot.name(ofEdge: culprit.step.edge) == "3")
  }

  @Test func anObjectThatOneHeapLacksHasNoDifference() throws {
    let paths = try heap(page: true, cached: true)
    #expect(RetainerDiff(id: 999, older: paths, newer: paths) == nil)
  }
}
