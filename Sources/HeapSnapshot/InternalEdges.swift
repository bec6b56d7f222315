// SPDX-License-Identifier: Apache-2.0

extension Snapshot {
  /// Where a node's first internal edge of a name leads; linear in the number of its edges.
  func target(of node: Int, internal name: StaticString) -> Int? {
    target(of: node) { strings.string($0, equals: name) }
  }

  /// The same by the index of the name; nil without one.
  func target(of node: Int, internal name: UInt32?) -> Int? {
    guard let name else { return nil }
    return target(of: node) { $0 == name }
  }

  /// The same for names that are known: a look into a column of bytes, not into the text.
  func target(of node: Int, internal kind: KnownNames.Kind) -> Int? {
    target(of: node) { names.isKind(kind, $0) }
  }

  @inline(__always)
  private func target(of node: Int, _ isNamed: (UInt32) -> Bool) -> Int? {
    for edge in edges(of: node)
    where edges.type[edge] == EdgeType.internal.rawValue && isNamed(edges.name[edge]) {
      return Int(edges.target[edge])
    }
    return nil
  }
}
