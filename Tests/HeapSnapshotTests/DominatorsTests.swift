// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import SplitMix
import Testing

@Suite struct DominatorsTests {
  /// Retained sizes by their definition: what can't be reached any more without the node.
  private func naive(_ heap: HandMade) -> [UInt64] {
    let roots = roots(of: heap)
    let all = reached(heap, from: roots)
    return heap.nodes.indices.map { node in
      all.subtracting(reached(heap, from: roots, without: node))
        .reduce(0) { $0 + heap.nodes[$1].size }
    }
  }

  private func essentialEdges(of node: Int, in heap: HandMade) -> [Int] {
    heap.nodes[node].edges
      .filter { $0.type != .weak && ($0.type != .shortcut || node == 0) && $0.target != node }
      .map(\.target)
  }

  private func reached(_ heap: HandMade, from roots: Set<Int>, without: Int? = nil) -> Set<Int> {
    var seen = roots
    if let without { seen.remove(without) }
    var pending = Array(seen)
    while let node = pending.popLast() {
      for target in essentialEdges(of: node, in: heap)
      where target != without && seen.insert(target).inserted {
        pending.append(target)
      }
    }
    return seen
  }

  /// The root, what no edge leads to, and what is then left of cycles.
  private func roots(of heap: HandMade) -> Set<Int> {
    let all = Set(heap.nodes.indices)
    let targets = Set(all.flatMap { essentialEdges(of: $0, in: heap) })
    let fromRoot = reached(heap, from: [0])
    let roots = Set([0]).union(all.subtracting(fromRoot).subtracting(targets))
    return roots.union(all.subtracting(reached(heap, from: roots)))
  }

  @Test(arguments: 0..<20) func agreeWithTheDefinition(_ block: UInt64) throws {
    for seed in 0..<100 {
      let heap = HandMade.random(block * 1000 + UInt64(seed))
      let snapshot = try heap.snapshot()
      let dominators = Dominators(of: snapshot)
      let sizes = RetainedSizes(dominators, ShallowSizes(of: snapshot))
      let expected = naive(heap)
      for node in heap.nodes.indices where node > 0 && expected[node] > 0 {
        #expect(sizes[node] == expected[node], "seed \(block * 1000 + UInt64(seed)), node \(node)")
      }
    }
  }

  /// memlab knows no page objects: its sizes are the definition's with roots of the page, too.
  @Test(arguments: 0..<10) func memlabsAgreeWithTheDefinitionBesideAPage(_ block: UInt64) throws {
    var different = 0
    for seed in 0..<100 {
      var heap = HandMade.random(block * 1000 + UInt64(seed))
      heap.connect(0, 1, .shortcut, "global")
      let snapshot = try heap.snapshot()
      func sizes(_ rules: Rules) -> RetainedSizes {
        RetainedSizes(Dominators(of: snapshot, rules), ShallowSizes(of: snapshot, rules))
      }
      let (memlab, devTools) = (sizes(.memlab), sizes(.devTools))
      let expected = naive(heap)
      for node in heap.nodes.indices where node > 0 && expected[node] > 0 {
        #expect(memlab[node] == expected[node], "seed \(block * 1000 + UInt64(seed)), node \(node)")
        if devTools[node] != memlab[node] { different += 1 }
      }
    }
    #expect(different > 0)
  }

  /// As Hermes writes them: everything hangs from the engine's roots.
  @Test func withoutUserRootsTheRootIsWhereDistancesBegin() throws {
    var heap = HandMade()
    let roots = heap.add(.synthetic, "(GC roots)", size: 0)
    heap.connect(0, roots, .element, "1")
    let custom = heap.add(.synthetic, "(Custom)", size: 0)
    heap.connect(roots, custom, .element, "1")
    let object = heap.add(.object, "Object(a, b)", size: 24)
    heap.connect(custom, object, .element, "1")
    let store = heap.add(.array, "", size: 100)
    heap.connect(object, store, .internal, "elements")
    let snapshot = try heap.snapshot()
    #expect((0..<5).map { Distances(of: snapshot)[$0] } == [0, 1, 2, 3, 4])
    // Nothing is moved to its owner either.
    let sizes = ShallowSizes(of: snapshot)
    #expect(sizes.bytes[object] == 24 && sizes.bytes[store] == 100)
    #expect(RetainedSizes(Dominators(of: snapshot), sizes)[object] == 124)
  }

  @Test func aKeyHoldsAWeakMapsValue() throws {
    var heap = HandMade()
    let table = heap.add(.array, "table", size: 100)
    let key = heap.add(.object, "Key", size: 10)
    let value = heap.add(.object, "Value", size: 1000)
    let pair = "part of key (Key @5) -> value (Value @7) pair in WeakMap (table @3)"
    heap.connect(0, table)
    heap.connect(0, key)
    heap.connect(key, value, .internal, "1 / " + pair)
    heap.connect(table, value, .internal, "2 / " + pair)
    let snapshot = try heap.snapshot()
    func retained(_ node: Int, _ rules: Rules) -> UInt64 {
      RetainedSizes(Dominators(of: snapshot, rules), ShallowSizes(of: snapshot, rules))[node]
    }
    #expect(retained(key, .devTools) == 1010)
    #expect(retained(key, .memlab) == 10)
    #expect(Distances(of: snapshot)[value] == 2)
  }
}
