// SPDX-License-Identifier: Apache-2.0

/// A depth-first search over essential edges, and each number's predecessors.
struct DepthFirst {
  let count: Int
  /// A node's number, from 1.
  let number: Column<UInt32>
  /// The node with a number; entry 0 is unused.
  let node: Column<UInt32>
  /// The number from which a number was first reached; 0 for the root.
  let parent: Column<UInt32>
  /// Where each number's predecessors begin in `predecessors`.
  let firstPredecessor: Column<UInt32>
  /// Numbers of the nodes with essential edges to a number.
  let predecessors: Column<UInt32>

  init(_ essential: EssentialEdges) {
    let snapshot = essential.snapshot
    count = snapshot.nodes.count
    var walk = Walk(essential)
    walk.run(from: snapshot.root)
    if walk.last < count { walk.hangUnreached() }
    number = walk.number
    node = walk.node
    parent = walk.parent
    (firstPredecessor, predecessors) = walk.predecessors()
  }
}

private struct Walk {
  let essential: EssentialEdges
  let snapshot: Snapshot
  let count: Int
  let number: Column<UInt32>
  let node: Column<UInt32>
  let parent: Column<UInt32>
  /// How many essential edges lead to a node, of those that were looked at.
  let inDegree: Column<UInt32>
  /// The next edge to look at of each node that is being searched.
  private let cursor: Column<UInt32>
  var last = 0
  private var path: [UInt32] = []

  init(_ essential: EssentialEdges) {
    self.essential = essential
    snapshot = essential.snapshot
    count = snapshot.nodes.count
    number = Column(zeros: count)
    node = Column(zeros: count + 1)
    parent = Column(zeros: count + 1)
    inDegree = Column(zeros: count)
    cursor = Column(zeros: count)
  }

  mutating func run(from root: Int) {
    enter(root, parent: 0)
    let (firstEdge, targets) = (snapshot.firstEdge, snapshot.edges.target)
    while let top = path.last {
      let here = Int(top)
      let end = Int(firstEdge[here + 1])
      var edge = Int(cursor[here])
      var found = -1
      while edge < end {
        if essential.contains(edge, from: here) {
          let target = Int(targets[edge])
          inDegree[target] &+= 1
          if number[target] == 0 {
            found = target
            edge += 1
            break
          }
        }
        edge += 1
      }
      cursor[here] = UInt32(truncatingIfNeeded: edge)
      if found >= 0 {
        enter(found, parent: number[here])
      } else {
        path.removeLast()
      }
    }
  }

  private mutating func enter(_ found: Int, parent: UInt32) {
    last += 1
    number[found] = UInt32(truncatingIfNeeded: last)
    node[last] = UInt32(truncatingIfNeeded: found)
    self.parent[last] = parent
    cursor[found] = snapshot.firstEdge[found]
    path.append(UInt32(truncatingIfNeeded: found))
  }

  /// Gives the root what it does not reach.
  mutating func hangUnreached() {
    let reached = Column<UInt8>(zeros: count)
    for source in 0..<count {
      for edge in snapshot.edges(of: source) where essential.contains(edge, from: source) {
        reached[snapshot.edges.target[edge]] = 1
      }
    }
    for orphan in 0..<count where number[orphan] == 0 && reached[orphan] == 0 {
      let first = last + 1
      run(from: orphan)
      parent[first] = 1
    }
    // What is left lies on cycles: each by itself.
    for orphan in 0..<count where number[orphan] == 0 {
      enter(orphan, parent: 1)
      path.removeAll()
      for edge in snapshot.edges(of: orphan) where essential.contains(edge, from: orphan) {
        inDegree[snapshot.edges.target[edge]] &+= 1
      }
    }
  }

  /// Sorts essential edges by the number of their targets.
  func predecessors() -> (Column<UInt32>, Column<UInt32>) {
    let first = Column<UInt32>(zeros: count + 2)
    var sum: UInt32 = 0
    for position in 1...count {
      first[position] = sum
      sum += inDegree[node[position]]
    }
    first[count + 1] = sum
    let list = Column<UInt32>(zeros: Int(sum))
    // From here on the place of a node's next predecessor.
    let place = inDegree
    for position in 1...count { place[node[position]] = first[position] }
    for position in 1...count {
      let source = Int(node[position])
      for edge in snapshot.edges(of: source) where essential.contains(edge, from: source) {
        let target = snapshot.edges.target[edge]
        list[place[target]] = UInt32(truncatingIfNeeded: position)
        place[target] &+= 1
      }
    }
    return (first, list)
  }
}
