// SPDX-License-Identifier: Apache-2.0

/// All ways from an object towards the roots, as a tree in the order in which it is shown.
///
/// A node that was expanded before, at the same depth or nearer, is not expanded again. Ways end at
/// nodes that a user root holds directly.
public struct RetainingTree: Sendable {
  /// What keeps the tree readable, and its making bounded.
  public struct Caps: Sendable {
    public var depth = 30
    public var nodes = 5_000
    public var siblings = 100
    public init() {}
  }

  /// Why nothing is listed below a node.
  public enum End: Sendable, Equatable {
    /// Its retainers follow.
    case goesOn
    /// A user root, or an object that one holds.
    case root
    /// Its retainers are listed elsewhere in the tree.
    case listed
    /// A cap was reached.
    case capped
    /// Nothing holds it but the root.
    case nothing
  }

  public struct Branch: Sendable, Equatable {
    /// The edge to the branch above; nil for the object itself.
    public let edge: Int?
    public let node: Int
    /// 0 for the object itself.
    public let depth: Int
    public internal(set) var end: End
    /// Retainers that the cap on siblings left out.
    public internal(set) var omitted = 0
  }

  /// Each branch before those below it.
  public let branches: [Branch]
  /// A cap left something out.
  public let isCapped: Bool

  public init(of node: Int, in paths: RetainingPaths, _ caps: Caps = Caps()) {
    var branches: [Branch] = []
    var expandedAt: [Int: Int] = [:]
    var pending = [Branch(edge: nil, node: node, depth: 0, end: .goesOn)]
    var isCapped = false
    while var branch = pending.popLast() {
      guard branches.count < caps.nodes else {
        isCapped = true
        break
      }
      branch.end = Self.end(of: branch, in: paths, caps, expandedAt)
      if branch.end == .goesOn {
        let holders = paths.holders(of: branch.node)
        expandedAt[branch.node] = branch.depth
        if holders.isEmpty { branch.end = .nothing }
        branch.omitted = max(0, holders.count - caps.siblings)
        for step in holders.prefix(caps.siblings).reversed() {
          pending.append(
            Branch(edge: step.edge, node: step.retainer, depth: branch.depth + 1, end: .goesOn))
        }
      }
      if branch.end == .capped || branch.omitted > 0 { isCapped = true }
      branches.append(branch)
    }
    self.branches = branches
    self.isCapped = isCapped
  }

  private static func end(
    of branch: Branch, in paths: RetainingPaths, _ caps: Caps, _ expandedAt: [Int: Int]
  ) -> End {
    let distance = paths.distances[branch.node]
    if branch.depth > 0, distance >= 0, distance <= 2 { return .root }
    if let depth = expandedAt[branch.node], depth <= branch.depth { return .listed }
    return branch.depth >= caps.depth ? .capped : .goesOn
  }
}
