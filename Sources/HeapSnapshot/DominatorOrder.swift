// SPDX-License-Identifier: Apache-2.0

/// The dominator tree laid flat: a node is followed by all that it dominates.
struct DominatorOrder {
  /// Nodes by position.
  let node: Column<UInt32>
  /// The position behind the last node that the node at a position dominates.
  let end: Column<UInt32>

  init(_ dominators: Dominators) {
    let count = dominators.count
    // Depth-first numbers, from 1, come after their dominators'.
    let parent = dominators.dominator
    let size = Column<UInt32>(uninitialised: count + 1)
    size.fill(1)
    for number in stride(from: count, to: 1, by: -1) { size[parent[number]] &+= size[number] }
    let node = Column<UInt32>(uninitialised: count)
    let end = Column<UInt32>(uninitialised: count)
    // From its turn on, a number has no size any more but the place where its next child goes.
    let place = size
    for number in 1..<(count + 1) {
      let own = size[number]
      let position = number == 1 ? 0 : place[parent[number]]
      if number > 1 { place[parent[number]] = position &+ own }
      place[number] = position &+ 1
      node[position] = dominators.node[number]
      end[position] = position &+ own
    }
    self.node = node
    self.end = end
  }
}
