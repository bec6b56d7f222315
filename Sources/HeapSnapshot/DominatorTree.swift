// SPDX-License-Identifier: Apache-2.0

/// The dominator tree, to be walked downwards.
public struct DominatorTree: Sendable {
  public let dominators: Dominators
  private let root: Int
  /// Where each node's children begin in `child`; one more behind the last.
  private let first: Column<UInt32>
  private let child: Column<UInt32>

  public init(_ dominators: Dominators, root: Int) {
    let count = dominators.count
    let first = Column<UInt32>(zeros: count + 2)
    let child = Column<UInt32>(zeros: count)
    // Counted one place further on, so that filling moves each start to where it belongs.
    dominators.forEachTopDown { node, dominator in
      if node != root { first[dominator + 2] &+= 1 }
    }
    for node in 1..<(count + 2) { first[node] &+= first[node - 1] }
    dominators.forEachTopDown { node, dominator in
      guard node != root else { return }
      child[first[dominator + 1]] = UInt32(truncatingIfNeeded: node)
      first[dominator + 1] &+= 1
    }
    self.dominators = dominators
    self.root = root
    self.first = first
    self.child = child
  }

  /// The nodes that a node dominates immediately.
  public func children(of node: Int) -> some RandomAccessCollection<Int> {
    (Int(first[node])..<Int(first[node + 1])).lazy.map { Int(child[$0]) }
  }

  /// The same, the largest first; `limit` of them.
  public func children(of node: Int, by retained: RetainedSizes, limit: Int = .max) -> [Int] {
    let sorted = children(of: node).sorted {
      retained[$0] == retained[$1] ? $0 < $1 : retained[$0] > retained[$1]
    }
    return Array(sorted.prefix(limit))
  }

  /// The node, its dominator, and so on to the root.
  public func chain(from node: Int) -> [Int] {
    var result = [node]
    var here = node
    while here != root {
      here = dominators[of: here]
      result.append(here)
    }
    return result
  }
}

extension DominatorTree {
  /// Nodes of one name that one node dominates.
  public struct Group: Sendable, Equatable {
    public let name: String
    public let count: Int
    public let retained: UInt64
    /// The largest of them.
    public let example: Int
  }

  /// What a node dominates immediately, by name: thousands of alike children become a line. The
  /// largest first.
  public func groups(
    of node: Int, by retained: RetainedSizes, name: (Int) -> String
  ) -> [Group] {
    var groups: [String: Group] = [:]
    for child in children(of: node) {
      let key = name(child)
      let known = groups[key]
      let isLargest = known.map { retained[child] > retained[$0.example] } ?? true
      groups[key] = Group(
        name: key, count: (known?.count ?? 0) + 1,
        retained: (known?.retained ?? 0) &+ retained[child],
        example: isLargest ? child : known?.example ?? child)
    }
    return groups.values.sorted {
      $0.retained == $1.retained ? $0.example < $1.example : $0.retained > $1.retained
    }
  }
}
