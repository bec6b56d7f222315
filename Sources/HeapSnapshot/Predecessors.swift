// SPDX-License-Identifier: Apache-2.0

/// The nodes from which essential edges lead to each node.
///
/// Needs nothing but the edges, so that it is made while a depth-first search is under way.
struct Predecessors: Sendable {
  /// Where each node's predecessors begin in `node`; one more behind the last.
  let first: Column<UInt32>
  /// Nodes, by target; those of one target in ascending order.
  let node: Column<UInt32>

  init(_ essential: EssentialEdges) {
    let snapshot = essential.snapshot
    let count = snapshot.nodes.count
    let first = Column<UInt32>(zeros: count + 2)
    let (firstEdge, targets) = (snapshot.firstEdge, snapshot.edges.target)
    var sum = 0
    // Counted two places further on, so that filling moves each start to where it belongs.
    for source in 0..<count {
      for edge in Int(firstEdge[source])..<Int(firstEdge[source + 1])
      where essential.contains(edge, from: source) {
        first[Int(targets[edge]) + 2] &+= 1
        sum += 1
      }
    }
    for target in 2..<max(2, count + 2) { first[target] &+= first[target - 1] }
    let sorted = Column<UInt32>(uninitialised: sum)
    for source in 0..<count {
      for edge in Int(firstEdge[source])..<Int(firstEdge[source + 1])
      where essential.contains(edge, from: source) {
        let place = Int(targets[edge]) + 1
        sorted[first[place]] = UInt32(truncatingIfNeeded: source)
        first[place] &+= 1
      }
    }
    self.first = first
    node = sorted
  }
}
