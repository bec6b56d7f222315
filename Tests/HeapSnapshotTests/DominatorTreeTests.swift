// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct DominatorTreeTests {
  @Test func childrenAreTheNodesThatOneDominatesLargestFirst() throws {
    let snapshot = try Sample(name: "leak-3-after").snapshot()
    let dominators = Dominators(of: snapshot)
    let retained = RetainedSizes(dominators, ShallowSizes(of: snapshot))
    let tree = DominatorTree(dominators, root: snapshot.root)
    var children = [[Int]](repeating: [], count: snapshot.nodes.count)
    for node in 0..<snapshot.nodes.count where node != snapshot.root {
      children[dominators[of: node]].append(node)
    }
    #expect(
      (0..<snapshot.nodes.count).allSatisfy { children[$0] == tree.children(of: $0).sorted() })
    for node in stride(from: 0, to: snapshot.nodes.count, by: 97) {
      let sorted = tree.children(of: node, by: retained).map { retained[$0] }
      #expect(sorted == sorted.sorted(by: >))
    }
    let sum = tree.groups(of: snapshot.root, by: retained) { snapshot.name(of: $0) }
      .reduce(0) { $0 + $1.retained }
    #expect(sum == retained[snapshot.root] - snapshot.nodes.selfSize(snapshot.root))
  }

  @Test func intervalsAgreeWithChains() throws {
    let snapshot = try Sample(name: "v10-leak-1-before").snapshot()
    let dominators = Dominators(of: snapshot)
    let tree = DominatorTree(dominators, root: snapshot.root)
    let intervals = DominatorIntervals(dominators)
    for node in stride(from: 0, to: snapshot.nodes.count, by: 97) {
      let chain = Set(tree.chain(from: node))
      for other in stride(from: 0, to: snapshot.nodes.count, by: 1009) {
        #expect(intervals.contains(node, below: other) == chain.contains(other))
      }
      #expect(chain.allSatisfy { intervals.contains(node, below: $0) })
    }
    #expect(intervals.topmost(0..<snapshot.nodes.count) == [snapshot.root])
  }
}
