// SPDX-License-Identifier: Apache-2.0

/// The edges that lead to each node.
public struct Retainers: Sendable {
  /// Where each node's edges begin in `edge`; one more behind the last.
  public let first: Column<UInt32>
  /// Edges by target; those of one target in the file's order.
  public let edge: Column<UInt32>
  private let snapshot: Snapshot

  public init(of snapshot: Snapshot) {
    self.snapshot = snapshot
    let count = snapshot.nodes.count
    let first = Column<UInt32>(zeros: count + 2)
    let targets = snapshot.edges.target
    // Counted one place further on, so that filling moves each start to where it belongs.
    for edge in 0..<snapshot.edges.count { first[Int(targets[edge]) + 2] &+= 1 }
    for node in 1...(count + 1) { first[node] &+= first[node - 1] }
    let sorted = Column<UInt32>(zeros: snapshot.edges.count)
    for edge in 0..<snapshot.edges.count {
      let place = Int(targets[edge]) + 1
      sorted[first[place]] = UInt32(truncatingIfNeeded: edge)
      first[place] &+= 1
    }
    self.first = first
    edge = sorted
  }

  /// The edges that lead to a node, in the file's order.
  public func edges(to node: Int) -> some RandomAccessCollection<Int> {
    (Int(first[node])..<Int(first[node + 1])).lazy.map { Int(edge[$0]) }
  }

  public func count(of node: Int) -> Int { Int(first[node + 1] - first[node]) }

  /// The node that an edge leaves; logarithmic.
  public func source(of edge: Int) -> Int { snapshot.source(of: edge) }
}

extension Snapshot {
  /// The node that an edge leaves; logarithmic in the number of nodes.
  public func source(of edge: Int) -> Int {
    var low = 0
    var high = nodes.count
    // The last node whose first edge is not behind this one.
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(firstEdge[middle]) <= edge { low = middle } else { high = middle }
    }
    return low
  }
}
