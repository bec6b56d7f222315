// SPDX-License-Identifier: Apache-2.0

extension Snapshot {
  /// Where a node's first internal edge of a name leads; linear in the number of its edges.
  func target(of node: Int, internal name: StaticString) -> Int? {
    for edge in edges(of: node)
    where edges.type[edge] == EdgeType.internal.rawValue
      && strings.string(edges.name[edge], equals: name)
    {
      return Int(edges.target[edge])
    }
    return nil
  }
}
