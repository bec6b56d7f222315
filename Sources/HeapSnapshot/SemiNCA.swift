// SPDX-License-Identifier: Apache-2.0

/// Immediate dominators by semidominators and nearest common ancestors.
enum SemiNCA {
  /// The number of each number's immediate dominator. The search's parents become the result.
  static func dominators(
    _ search: DepthFirst, _ predecessors: Predecessors, _ progress: WorkProgress?
  ) -> Column<UInt32> {
    let count = search.count
    let (parent, number) = (search.parent, search.number)
    let semi = Column<UInt32>(uninitialised: count + 1)
    let forest = Forest(count)
    var position = count
    while position >= 2 {
      let here = UInt32(truncatingIfNeeded: position)
      var best = parent[position]
      if best > 1 {
        let node = search.node[position]
        let first = Int(predecessors.first[node])
        let end = Int(predecessors.first[Int(node) + 1])
        for index in first..<end {
          let source = number[predecessors.node[index]]
          if search.pageRuleExcludes(source, here) { continue }
          let candidate = source <= here ? source : forest.lowest(above: source, limit: here + 1)
          if candidate < best { best = candidate }
        }
      }
      semi[position] = best
      forest.link(here, to: parent[position], best)
      position -= 1
      if position % WorkProgress.stride == 0 { progress?.reached(count - position, of: count) }
    }
    let dominator = parent
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
  private struct Link: BitwiseCopyable, Sendable {
    /// The parent, or a number further up when the path has been compressed.
    var ancestor: UInt32
    /// The lowest semidominator from here to below that ancestor.
    var lowest: UInt32
  }

  private let links: Column<Link>
  private let path: Column<UInt32>

  init(_ count: Int) {
    links = Column(uninitialised: count + 1)
    // Pages of it that are not needed are not there.
    path = Column(uninitialised: count + 1)
  }

  @inline(__always)
  func link(_ number: UInt32, to parent: UInt32, _ semi: UInt32) {
    links[number] = Link(ancestor: parent, lowest: semi)
  }

  /// The lowest semidominator between a number that is linked and the limit.
  @inline(__always)
  func lowest(above start: UInt32, limit: UInt32) -> UInt32 {
    let link = links[start]
    return link.ancestor < limit ? link.lowest : compressed(start, limit)
  }

  @inline(never)
  private func compressed(_ start: UInt32, _ limit: UInt32) -> UInt32 {
    var length = 0
    var here = start
    var above = links[here]
    while above.ancestor >= limit {
      path[length] = here
      length += 1
      here = above.ancestor
      above = links[here]
    }
    // From the top down, each takes over what is above it.
    while length > 0 {
      length -= 1
      let below = Int(path[length])
      above.lowest = min(above.lowest, links[below].lowest)
      links[below] = above
    }
    return above.lowest
  }
}
