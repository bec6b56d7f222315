// SPDX-License-Identifier: Apache-2.0

extension Snapshot {
  /// A child of the root that is the program's, not the engine's: a global object, the DOM.
  func isUserRoot(_ node: Int) -> Bool {
    nodes.type[node] != NodeType.synthetic.rawValue
      || names.isKind(.documentTrees, nodes.name[node])
  }

  /// The user roots in the order of the root's edges, as often as edges lead there.
  var userRoots: [Int] {
    edges(of: root).map { Int(edges.target[$0]) }.filter { $0 != root && isUserRoot($0) }
  }

  /// An edge of the root to what the page can reach: a shortcut to a global object, or the DOM.
  func isPageRoot(_ edge: Int) -> Bool {
    let target = edges.target[edge]
    return edges.type[edge] == EdgeType.shortcut.rawValue
      || (edges.type[edge] == EdgeType.element.rawValue
        && nodes.type[target] == NodeType.synthetic.rawValue
        && names.isKind(.documentTrees, nodes.name[target]))
  }
}
