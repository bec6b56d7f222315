// SPDX-License-Identifier: Apache-2.0

/// The edges of an edited node: where they lie among all edges of the file, and what becomes of them.
struct EdgeSpan {
  /// The position of the first.
  let first: Int
  let count: Int
  private let edit: SnapshotEdits.Edit
  /// The number of the node's name.
  let name: UInt64

  init(_ edit: SnapshotEdits.Edit, first: Int, count: Int, name: UInt64) {
    self.edit = edit
    self.first = first
    self.count = count
    self.name = name
  }

  /// Whether a weakened edge gets the node's name.
  var isRenaming: Bool {
    if case .weakElements = edit { return true }
    return false
  }

  /// Whether the edge at a position among all becomes weak.
  func weakens(_ position: Int, isElement: Bool) -> Bool {
    switch edit {
    case .native: false
    case .weakElements: isElement
    case .weakEdges(let positions): positions.contains(position - first)
    }
  }
}

/// The edges to edit, in the order of the file.
struct EdgeSpans {
  private var spans: [EdgeSpan] = []
  private var current = 0
  /// The edge that is being read gets another name.
  var isRenamed = false

  /// Adds the edges of a node whose edit concerns them.
  mutating func add(_ edit: SnapshotEdits.Edit, first: Int, count: Int, name: UInt64) {
    if case .native = edit { return }
    guard count > 0 else { return }
    spans.append(EdgeSpan(edit, first: first, count: count, name: name))
  }

  /// The edges that the edge at a position is one of, or else the next ones; nil after the last.
  mutating func next(at position: Int) -> EdgeSpan? {
    while current < spans.count, position - spans[current].first >= spans[current].count {
      current += 1
    }
    return current < spans.count ? spans[current] : nil
  }
}
