// SPDX-License-Identifier: Apache-2.0

/// Every node's place in the dominator tree, so that "who dominates whom" is two comparisons.
public struct DominatorIntervals: Sendable {
  /// A node's position in the tree's order, in which a node is followed by all that it dominates.
  private let position: Column<UInt32>
  private let order: DominatorOrder

  public init(_ dominators: Dominators) {
    order = DominatorOrder(dominators)
    position = Column(zeros: dominators.count)
    for place in 0..<dominators.count {
      position[order.node[place]] = UInt32(truncatingIfNeeded: place)
    }
  }

  /// All ways from the root to `node` lead over `dominator`, or it is the node itself.
  public func contains(_ node: Int, below dominator: Int) -> Bool {
    let place = position[dominator]
    return position[node] >= place && position[node] < order.end[place]
  }

  /// The nodes of a set that no other node of the set dominates, in the tree's order.
  public func topmost(_ nodes: some Sequence<Int>) -> [Int] {
    var end: UInt32 = 0
    return nodes.map { position[$0] }.sorted().compactMap { place in
      guard place >= end else { return nil }
      end = order.end[place]
      return Int(order.node[place])
    }
  }
}
