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
}

/// What the page can reach: over edges that are not weak, from the root's shortcuts and from the
/// DOM. Nil when the file has neither, so that the rule for them changes nothing.
struct PageObjects: Sendable {
  let isPage: Column<UInt8>

  init?(of snapshot: Snapshot) {
    let isPage = Column<UInt8>(zeros: snapshot.nodes.count)
    let (types, targets) = (snapshot.edges.type, snapshot.edges.target)
    var pending: [UInt32] = []
    for edge in snapshot.edges(of: snapshot.root) {
      let target = targets[edge]
      let isRoot =
        types[edge] == EdgeType.shortcut.rawValue
        || (types[edge] == EdgeType.element.rawValue
          && snapshot.nodes.type[target] == NodeType.synthetic.rawValue
          && snapshot.names.isKind(.documentTrees, snapshot.nodes.name[target]))
      guard isRoot, isPage[target] == 0 else { continue }
      isPage[target] = 1
      pending.append(target)
    }
    guard !pending.isEmpty else { return nil }
    while let node = pending.popLast() {
      for edge in snapshot.edges(of: Int(node)) where types[edge] != EdgeType.weak.rawValue {
        let target = targets[edge]
        guard isPage[target] == 0 else { continue }
        isPage[target] = 1
        pending.append(target)
      }
    }
    self.isPage = isPage
  }
}
