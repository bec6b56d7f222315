// SPDX-License-Identifier: Apache-2.0

/// The ways from an object to the roots that differ, the shortest first.
///
/// Two ways are alike when their edges and the nodes that these leave have the same names; positions
/// in arrays, maps and other tables are all alike. Found in a `RetainingTree`, whose caps bound the
/// search; where the tree ends, a way goes on as the shortest from there.
public struct RetainingWays: Sendable {
  public struct Way: Sendable, Equatable {
    public let path: RetainingPath
    /// Behind so many steps the way goes on as the shortest of the node that they lead to.
    public let ownSteps: Int
  }

  /// The shortest of all first, unless nothing holds the object.
  public let ways: [Way]
  /// There may be more: a cap left something out, or more differ than were asked for.
  public let isCapped: Bool

  /// Steps that are looked at in all: thousands of ways can go on along a list of millions.
  private static let mostSteps = 2_000_000

  public init(
    of node: Int, in paths: RetainingPaths, limit: Int,
    _ caps: RetainingTree.Caps = RetainingTree.Caps()
  ) {
    let tree = RetainingTree(of: node, in: paths, caps)
    let trails = Trails(tree, paths.snapshot)
    let ends = trails.ends { branch in
      branch.depth + Int(max(0, RetainingPaths.rank(paths.distances[branch.node]) - 1))
    }
    let nearest = paths.nearest(to: node)
    var ways = nearest.steps.isEmpty ? [] : [Way(path: nearest, ownSteps: 0)]
    var known: Set = [trails.likeness(of: nearest)]
    var isCapped = tree.isCapped
    var stepsLeft = Self.mostSteps
    for end in ends {
      guard ways.count < limit, stepsLeft > 0 else {
        isCapped = true
        break
      }
      let own = trails.steps(to: end)
      let rest = paths.nearest(to: tree.branches[end].node).steps
      let path = RetainingPath(node: node, steps: own + rest)
      stepsLeft -= path.steps.count
      // A way that comes back to where it has been is none.
      var met: Set = [node]
      guard path.steps.allSatisfy({ met.insert($0.retainer).inserted }),
        known.insert(trails.likeness(of: path)).inserted
      else { continue }
      ways.append(Way(path: path, ownSteps: own.count))
    }
    self.ways = Array(ways.prefix(limit))
    self.isCapped = isCapped
  }
}

/// The ways within a tree, from the object at its top to where it ends.
private struct Trails {
  private let tree: RetainingTree
  private let snapshot: Snapshot
  /// By branch: the one that it hangs from.
  private var above: [Int] = []
  /// By branch: equal for ways down to it that are alike.
  private var likeness: [WordHash] = []

  init(_ tree: RetainingTree, _ snapshot: Snapshot) {
    self.tree = tree
    self.snapshot = snapshot
    var open: [Int] = []
    for (index, branch) in tree.branches.enumerated() {
      open.removeSubrange(branch.depth...)
      above.append(open.last ?? 0)
      likeness.append(
        branch.edge.map { add($0, branch.node, to: likeness[above[index]]) } ?? WordHash())
      open.append(index)
    }
  }

  private func add(_ edge: Int, _ retainer: Int, to hash: WordHash) -> WordHash {
    let (type, name) = (snapshot.type(ofEdge: edge), snapshot.edges.name[edge])
    let isPosition = type.isIndexed || snapshot.strings.startsWithDigit(name)
    var hash = hash
    hash.add(UInt64(type.rawValue) << 32 | UInt64(isPosition ? .max : name))
    hash.add(UInt64(snapshot.nodes.name[retainer]))
    return hash
  }

  /// Equal for whole ways that are alike.
  func likeness(of path: RetainingPath) -> UInt64 {
    path.steps.reduce(WordHash()) { add($1.edge, $1.retainer, to: $0) }.value
  }

  /// Branches at which ways end, the nearest first, and of ways that are alike one.
  func ends(_ length: (RetainingTree.Branch) -> Int) -> [Int] {
    // What ends where an alike way goes on differs from none of those that follow.
    var found = Set(
      tree.branches.indices.filter { tree.branches[$0].end == .goesOn }.map { likeness[$0].value })
    return tree.branches.indices
      .filter { tree.branches[$0].edge != nil && tree.branches[$0].end != .goesOn }
      .map { (length: length(tree.branches[$0]), index: $0) }
      .sorted { ($0.length, $0.index) < ($1.length, $1.index) }
      .map(\.index)
      .filter { found.insert(likeness[$0].value).inserted }
  }

  /// The nearest retainer first.
  func steps(to end: Int) -> [RetainingPath.Step] {
    var steps: [RetainingPath.Step] = []
    var here = end
    while let edge = tree.branches[here].edge {
      steps.append(RetainingPath.Step(edge: edge, retainer: tree.branches[here].node))
      here = above[here]
    }
    return steps.reversed()
  }
}
