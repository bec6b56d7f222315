// SPDX-License-Identifier: Apache-2.0

/// Who keeps whom alive: a node's dominator lies on every path to it from the root.
///
/// Semi-NCA (Georgiadis) on essential edges, in the numbering of a depth-first search. What the root
/// does not reach is hung under it, as DevTools does: first what no essential edge leads to, then
/// what is left of cycles. No recursion, however deep the heap.
public struct Dominators: Sendable {
  /// A node's number in depth-first order, from 1.
  let number: Column<UInt32>
  /// The node with a number; entry 0 is unused.
  let node: Column<UInt32>
  /// The number of a number's immediate dominator; 0 for the root's.
  let dominator: Column<UInt32>
  private let root: Int

  public init(of snapshot: Snapshot, _ rules: Rules = .devTools) {
    let essential = EssentialEdges(snapshot, rules)
    let (search, predecessors) = both({ DepthFirst(essential) }, { Predecessors(essential) })
    self.init(search, predecessors, root: snapshot.root)
  }

  init(
    _ search: DepthFirst, _ predecessors: Predecessors, root: Int, _ progress: WorkProgress? = nil
  ) {
    number = search.number
    node = search.node
    self.root = root
    dominator = SemiNCA.dominators(search, predecessors, progress)
  }

  init(
    number: Column<UInt32>, node: Column<UInt32>, dominator: Column<UInt32>, root: Int
  ) {
    self.number = number
    self.node = node
    self.dominator = dominator
    self.root = root
  }

  /// The immediate dominator of a node; the root is its own.
  @inline(__always)
  public subscript(of node: Int) -> Int {
    node == root ? root : Int(self.node[dominator[number[node]]])
  }

  public var count: Int { number.count }

  /// Calls `body` with each node and its dominator, dominators before what they dominate.
  @inline(__always)
  public func forEachTopDown(_ body: (_ node: Int, _ dominator: Int) -> Void) {
    body(root, root)
    guard count > 1 else { return }
    for number in 2...count { body(Int(node[number]), Int(node[dominator[number]])) }
  }
}

/// Bytes that would be freed if a node went: its own and all that it dominates.
public struct RetainedSizes: Sendable {
  public let bytes: Column<UInt64>

  public init(_ dominators: Dominators, _ shallow: ShallowSizes) {
    let bytes = shallow.bytes.copy()
    let (node, dominator) = (dominators.node, dominators.dominator)
    // From the last number to the first, what a node dominates is complete when its turn comes.
    var number = dominators.count
    while number >= 2 {
      bytes[node[dominator[number]]] &+= bytes[node[number]]
      number -= 1
    }
    self.bytes = bytes
  }

  init(bytes: Column<UInt64>) { self.bytes = bytes }

  @inlinable public subscript(node: Int) -> UInt64 { bytes[node] }
}
