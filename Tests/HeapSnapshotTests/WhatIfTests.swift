// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct WhatIfTests {
  /// A third of the nodes of each of 2,000 heaps; every other heap has a page.
  @Test(arguments: 0..<20) func removingOneNodeFreesWhatItRetains(_ block: UInt64) throws {
    for seed in 0..<100 {
      var heap = HandMade.random(block * 1000 + UInt64(seed))
      if seed % 2 == 1 { heap.connect(0, 1, .shortcut, "global") }
      let snapshot = try heap.snapshot()
      let shallow = ShallowSizes(of: snapshot)
      let retained = RetainedSizes(Dominators(of: snapshot), shallow)
      let whatIf = WhatIf(snapshot)
      for node in stride(from: 1 + seed % 3, to: snapshot.nodes.count, by: 3) {
        let outcome = whatIf.removing(WhatIf.Removal(nodes: [node]), shallow)
        #expect(
          outcome.freedBytes == retained[node], "seed \(block * 1000 + UInt64(seed)) @\(node)")
      }
    }
  }

  @Test func someNodesOfARecordedHeapFreeWhatTheyRetain() throws {
    let snapshot = try Sample(name: "leak-3-after").snapshot()
    let shallow = ShallowSizes(of: snapshot)
    let retained = RetainedSizes(Dominators(of: snapshot), shallow)
    let whatIf = WhatIf(snapshot)
    for node in stride(from: 1, to: snapshot.nodes.count, by: 4001) {
      #expect(whatIf.removing(WhatIf.Removal(nodes: [node]), shallow).freedBytes == retained[node])
    }
  }

  /// Two holders of a big object, each with something of its own.
  private func heap() -> HandMade {
    var heap = HandMade()
    let global = heap.add(.object, "global", size: 1)
    let cache = heap.add(.object, "Cache", size: 10)
    let list = heap.add(.object, "List", size: 20)
    let big = heap.add(.object, "Big", size: 1000)
    let own = heap.add(.object, "Own", size: 300)
    heap.connect(0, global, .shortcut, "global")
    heap.connect(global, cache, .property, "cache")
    heap.connect(global, list, .property, "list")
    heap.connect(cache, big, .property, "big")
    heap.connect(cache, own, .property, "own")
    heap.connect(list, big, .element, "0")
    return heap
  }

  @Test func survivorsSayWhoStillHoldsThem() throws {
    let snapshot = try heap().snapshot()
    let outcome = WhatIf(snapshot).removing(
      WhatIf.Removal(nodes: [2]), ShallowSizes(of: snapshot))
    #expect(outcome.freedBytes == 310)
    #expect(outcome.freedCount == 2)
    #expect(outcome.survivors.map(\.node) == [4])
    #expect(outcome.survivors[0].path.steps.map(\.retainer) == [3, 1])
  }

  @Test func whatAWeakEdgeLedToIsNoSurvivor() throws {
    var heap = heap()
    heap.connect(2, 3, .weak, "list")
    let snapshot = try heap.snapshot()
    let edges = Set(snapshot.edges(of: 2))
    let outcome = WhatIf(snapshot).removing(
      WhatIf.Removal(edges: edges), ShallowSizes(of: snapshot))
    #expect(edges.count == 3)
    #expect(outcome.freedBytes == 300)
    #expect(outcome.survivors.map(\.node) == [4])
  }

  @Test func removingTheLastEdgeFreesTheTarget() throws {
    let snapshot = try heap().snapshot()
    let whatIf = WhatIf(snapshot)
    let shallow = ShallowSizes(of: snapshot)
    let edges = (0..<snapshot.edges.count).filter { snapshot.edges.target[$0] == 4 }
    #expect(whatIf.removing(WhatIf.Removal(edges: [edges[0]]), shallow).freedBytes == 0)
    #expect(whatIf.removing(WhatIf.Removal(edges: Set(edges)), shallow).freedBytes == 1000)
    let global = (0..<snapshot.edges.count).filter { snapshot.edges.target[$0] == 1 }
    #expect(whatIf.removing(WhatIf.Removal(edges: Set(global)), shallow).freedBytes == 1331)
  }
}
