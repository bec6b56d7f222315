// SPDX-License-Identifier: Apache-2.0

/// What a snapshot's text shall say differently from what the engine wrote.
///
/// Nodes are told by ordinal: their position among the nodes of the file, from 0.
public struct SnapshotEdits: Sendable {
  /// What happens to one node and the edges that leave it.
  public enum Edit: Sendable {
    /// The node's type becomes `native`; its edges stay.
    case native
    /// The node's `element` edges become `weak` ones that carry the node's own name: a number is no
    /// name for a weak edge.
    case weakElements
    /// The node's edges at these positions become `weak` and keep their names.
    case weakEdges(EdgePositions)
  }

  /// The edits with the ordinals of their nodes, ascending.
  let nodes: [(ordinal: Int, edit: Edit)]

  /// Edits of nodes that are told by ordinal, each once, in any order.
  public init(_ nodes: [(ordinal: Int, edit: Edit)]) {
    self.nodes = nodes.sorted { $0.ordinal < $1.ordinal }
  }
}

/// Some of the edges of a node, by their positions from 0: a bit for each up to the last.
public struct EdgePositions: Sendable {
  private var words: [UInt64] = []

  /// No edge.
  public init() {}

  /// Adds a position.
  public mutating func insert(_ position: Int) {
    let word = position / 64
    while words.count <= word { words.append(0) }
    words[word] |= 1 << UInt64(position % 64)
  }

  /// Whether a position was added.
  public func contains(_ position: Int) -> Bool {
    let word = position / 64
    return word < words.count && words[word] & 1 << UInt64(position % 64) != 0
  }
}
