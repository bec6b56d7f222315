// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct RetainingPathsTests {
  /// `.leaky`, `[0]`, `{table}`: an edge as DevTools shows it.
  private func shown(_ edge: Int, _ snapshot: Snapshot) -> String {
    let name = snapshot.name(ofEdge: edge)
    return switch snapshot.type(ofEdge: edge) {
    case .element: "[\(name)]"
    case .property: ".\(name)"
    default: "{\(name)}"
    }
  }

  @Test func plantedObjectsAreHeldAsInDevTools() throws {
    let snapshot = try Sample(name: "leak-3-after").snapshot()
    let paths = RetainingPaths(of: snapshot)
    let names = NodeNames(of: snapshot, Detachedness(of: snapshot))
    let dominators = Dominators(of: snapshot)
    let retained = RetainedSizes(dominators, ShallowSizes(of: snapshot))
    let tree = DominatorTree(dominators, root: snapshot.root)
    let classes = try Sample.figures("leak-3-paths")["classes"].entries
    #expect(classes.count == 5)
    for (name, expected) in classes {
      let id = try #require(expected["id"].int)
      let node = try #require(snapshot.node(id: UInt32(id)))
      #expect(names[node] == name)
      #expect(Int(paths.distances[node]) == expected["distance"].int)
      #expect(paths.retainers.count(of: node) == expected["retainers"].int)
      let path = paths.nearest(to: node)
      let steps = expected["nearestPath"].list
      #expect(path.steps.count == steps.count)
      for (step, figures) in zip(path.steps, steps) {
        #expect(shown(step.edge, snapshot) == figures["edge"].string)
        #expect(
          snapshot.meta.edgeTypeName(snapshot.type(ofEdge: step.edge)) == figures["edgeType"].string
        )
        #expect(Int(snapshot.nodes.id[step.retainer]) == figures["id"].int)
        #expect(names[step.retainer] == figures["node"].string)
        #expect(Int(paths.distances[step.retainer]) == figures["distance"].int)
      }
      let chain = tree.chain(from: node)
      let dominatorFigures = expected["dominators"].list
      #expect(chain.count == dominatorFigures.count)
      for (dominator, figures) in zip(chain, dominatorFigures) {
        #expect(Int(snapshot.nodes.id[dominator]) == figures["id"].int)
        #expect(Int(retained[dominator]) == figures["retained"].int)
        #expect(String(names[dominator].prefix(60)) == figures["name"].string)
      }
    }
  }

  /// A global object, two ways from it to a leaf, and a weak edge.
  private func twoWays() -> HandMade {
    var heap = HandMade()
    let global = heap.add(.object, "global")
    let short = heap.add(.object, "Short")
    let long = heap.add(.object, "Long")
    let longer = heap.add(.object, "Longer")
    let leaf = heap.add(.object, "Leaf")
    heap.connect(0, global, .shortcut, "global")
    heap.connect(global, short, .property, "short")
    heap.connect(global, long, .property, "long")
    heap.connect(global, leaf, .weak, "weak")
    heap.connect(long, longer, .property, "longer")
    heap.connect(short, leaf, .property, "leaf")
    heap.connect(longer, leaf, .element, "7")
    return heap
  }

  @Test func ignoringARetainerShowsTheNextWay() throws {
    let snapshot = try twoWays().snapshot()
    let paths = RetainingPaths(of: snapshot)
    #expect(paths.nearest(to: 5).steps.map(\.retainer) == [2, 1])
    let without = paths.ignoring([2])
    #expect(without.nearest(to: 5).steps.map(\.retainer) == [4, 3, 1])
    #expect(without.distances[5] == 4)
    #expect(without.distances[2] == 2 + RetainingPaths.onlyIgnored)
    let alone = without.ignoring([4])
    #expect(alone.nearest(to: 5).steps.isEmpty)
    #expect(alone.distances[5] == 4 + RetainingPaths.onlyIgnored)
  }

  @Test func holdersAreSortedByDistance() throws {
    let paths = RetainingPaths(of: try twoWays().snapshot())
    #expect(paths.holders(of: 5).map(\.retainer) == [2, 4])
    #expect(paths.holders(of: 1).isEmpty)
  }

  @Test func theTreeHasAllWaysAndSaysWhereTheyEnd() throws {
    let paths = RetainingPaths(of: try twoWays().snapshot())
    let tree = RetainingTree(of: 5, in: paths)
    #expect(tree.branches.map(\.node) == [5, 2, 4, 3])
    #expect(tree.branches.map(\.depth) == [0, 1, 1, 2])
    #expect(tree.branches.map(\.end) == [.goesOn, .root, .goesOn, .root])
    #expect(!tree.isCapped)
  }

  @Test func theTreeKeepsItsCaps() throws {
    var heap = HandMade()
    let global = heap.add(.object, "global")
    heap.connect(0, global, .shortcut, "global")
    // A ladder: every rung is held by both sides, so ways double with each.
    var sides = [global, global]
    for rung in 0..<200 {
      let next = [heap.add(.object, "L\(rung)"), heap.add(.object, "R\(rung)")]
      for side in sides { for target in next { heap.connect(side, target) } }
      sides = next
    }
    let leaf = heap.add(.object, "Leaf")
    for side in sides { heap.connect(side, leaf) }
    let paths = RetainingPaths(of: try heap.snapshot())
    let tree = RetainingTree(of: leaf, in: paths)
    #expect(tree.isCapped)
    #expect(tree.branches.map(\.depth).max() == 30)
    #expect(tree.branches.contains { $0.end == .listed })
    var caps = RetainingTree.Caps()
    caps.nodes = 10
    #expect(RetainingTree(of: leaf, in: paths, caps).branches.count == 10)
    caps.siblings = 1
    #expect(RetainingTree(of: leaf, in: paths, caps).branches[0].omitted == 1)
  }
}
