// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct RetainingWaysTests {
  /// An object in two arrays of one map, in the same array twice, and in a field of a far object.
  private func heap() -> (heap: HandMade, object: Int) {
    var heap = HandMade()
    let global = heap.add(.object, "global")
    heap.connect(0, global, .shortcut, "global")
    let map = heap.add(.object, "Map")
    heap.connect(global, map, .property, "map")
    let object = heap.add(.object, "Thing")
    for index in 0..<2 {
      let list = heap.add(.object, "List")
      heap.connect(map, list, .element, "\(index)")
      heap.connect(list, object, .element, "3")
      heap.connect(list, object, .element, "4")
    }
    var far = global
    for name in ["A", "B", "C"] {
      let next = heap.add(.object, name)
      heap.connect(far, next, .property, name)
      far = next
    }
    heap.connect(far, object, .property, "thing")
    return (heap, object)
  }

  private func names(_ way: RetainingWays.Way, _ snapshot: Snapshot) -> [String] {
    way.path.steps.map { snapshot.name(of: $0.retainer) }
  }

  @Test func waysThatLookAlikeAreOne() throws {
    let (heap, object) = heap()
    let snapshot = try heap.snapshot()
    let paths = RetainingPaths(of: snapshot)
    let found = RetainingWays(of: object, in: paths, limit: 10)
    #expect(
      found.ways.map { names($0, snapshot) } == [
        ["List", "Map", "global"], ["C", "B", "A", "global"],
      ])
    #expect(found.ways[0].path == paths.nearest(to: object))
    #expect(!found.isCapped)
  }

  @Test func theShortestComeFirstAndTheRestIsSaid() throws {
    let (heap, object) = heap()
    let snapshot = try heap.snapshot()
    let found = RetainingWays(of: object, in: RetainingPaths(of: snapshot), limit: 1)
    #expect(found.ways.map { names($0, snapshot) } == [["List", "Map", "global"]])
    #expect(found.isCapped)
  }

  @Test func aWayGoesOnWhereTheTreeEnds() throws {
    var heap = HandMade()
    var holder = heap.add(.object, "global")
    heap.connect(0, holder, .shortcut, "global")
    for _ in 0..<1000 {
      let next = heap.add(.object, "Link")
      heap.connect(holder, next, .property, "next")
      holder = next
    }
    let snapshot = try heap.snapshot()
    let found = RetainingWays(of: holder, in: RetainingPaths(of: snapshot), limit: 3)
    #expect(found.ways.map(\.path.steps.count) == [1000])
    #expect(found.ways.map(\.ownSteps) == [0] && found.isCapped)
  }

  @Test(arguments: 0..<300) func everyWayLeadsToARootAndMeetsNothingTwice(_ seed: UInt64) throws {
    let snapshot = try HandMade.random(seed).snapshot()
    let paths = RetainingPaths(of: snapshot)
    for node in 0..<snapshot.nodes.count where paths.distances[node] > 0 {
      let nearest = paths.nearest(to: node)
      let found = RetainingWays(of: node, in: paths, limit: 20).ways
      #expect(nearest.steps.isEmpty || found.first?.path == nearest)
      for way in found {
        var here = node
        for step in way.path.steps {
          #expect(Int(snapshot.edges.target[step.edge]) == here)
          #expect(snapshot.edges(of: step.retainer).contains(step.edge))
          here = step.retainer
        }
        #expect(Set([node] + way.path.steps.map(\.retainer)).count == way.path.steps.count + 1)
      }
      let rests = found.dropFirst().map { way in
        way.ownSteps < way.path.steps.count
          ? paths.nearest(to: way.path.steps[way.ownSteps - 1].retainer).steps : []
      }
      #expect(
        zip(found.dropFirst(), rests).allSatisfy { $0.path.steps.suffix($1.count) == $1[...] })
    }
  }
}
