// SPDX-License-Identifier: Apache-2.0

/// Immediate dominators by semidominators and nearest common ancestors.
enum SemiNCA {
  /// The number of each number's immediate dominator.
  static func dominators(_ search: DepthFirst) -> Column<UInt32> {
    let count = search.count
    var forest = Forest(search)
    let semi = forest.semi
    var position = count
    while position >= 2 {
      var best = search.parent[position]
      let first = Int(search.firstPredecessor[position])
      let end = Int(search.firstPredecessor[position + 1])
      if first == end { best = 1 }
      for index in first..<end {
        let predecessor = search.predecessors[index]
        let candidate =
          Int(predecessor) <= position
          ? predecessor : semi[forest.lowest(above: predecessor, limit: UInt32(position + 1))]
        if candidate < best { best = candidate }
      }
      semi[position] = best
      position -= 1
    }
    let dominator = search.parent
    guard count >= 2 else { return dominator }
    for position in 2...count {
      var candidate = dominator[position]
      let limit = semi[position]
      while candidate > limit { candidate = dominator[candidate] }
      dominator[position] = candidate
    }
    return dominator
  }
}

/// The part of the tree that has been worked on, with compressed paths.
private struct Forest {
  let semi: Column<UInt32>
  private let label: Column<UInt32>
  private let ancestor: Column<UInt32>
  private var path: [UInt32] = []

  init(_ search: DepthFirst) {
    semi = Column(zeros: search.count + 1)
    label = Column(zeros: search.count + 1)
    for position in 0...search.count {
      semi[position] = UInt32(position)
      label[position] = UInt32(position)
    }
    ancestor = search.parent.copy()
  }

  /// The number with the lowest semidominator between a number and the limit.
  @inline(__always)
  mutating func lowest(above start: UInt32, limit: UInt32) -> UInt32 {
    if start < limit { return start }
    var here = start
    while ancestor[here] >= limit {
      path.append(here)
      here = ancestor[here]
    }
    while let below = path.popLast() {
      let above = ancestor[below]
      if semi[label[above]] < semi[label[below]] { label[below] = label[above] }
      ancestor[below] = ancestor[here]
    }
    return label[start]
  }
}
