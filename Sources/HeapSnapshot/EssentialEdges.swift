// SPDX-License-Identifier: Apache-2.0

/// Which edges keep their targets alive: the graph that dominators are computed on.
struct EssentialEdges: Sendable {
  let snapshot: Snapshot
  private let root: Int
  private let page: PageObjects?
  private let keysHoldValues: Bool
  private let edgeType: Column<UInt8>
  private let edgeName: Column<UInt32>
  private let target: Column<UInt32>

  init(_ snapshot: Snapshot, _ rules: Rules) {
    self.snapshot = snapshot
    root = snapshot.root
    page = rules.separatesPageObjects ? PageObjects(of: snapshot) : nil
    keysHoldValues = rules.keysHoldValues && !snapshot.names.ephemerons.isEmpty
    edgeType = snapshot.edges.type
    edgeName = snapshot.edges.name
    target = snapshot.edges.target
  }

  /// Weak edges, edges to oneself, a WeakMap's own edge to a value, shortcuts that are not the
  /// root's, and the system's edges to what the page holds do not count.
  @inline(__always)
  func contains(_ edge: Int, from node: Int) -> Bool {
    let type = edgeType[edge]
    if type == EdgeType.weak.rawValue { return false }
    let target = Int(target[edge])
    if target == node { return false }
    if type == EdgeType.internal.rawValue, keysHoldValues, isTableEdge(edge, node) { return false }
    if node == root { return true }
    if type == EdgeType.shortcut.rawValue { return false }
    guard let page else { return true }
    return page.isPage[target] == 0 || page.isPage[node] != 0
  }

  /// The edge tells of a WeakMap's pair, and its source is the map's table.
  @inline(__always)
  private func isTableEdge(_ edge: Int, _ node: Int) -> Bool {
    let name = edgeName[edge]
    guard snapshot.names.isKind(.ephemeron, name) else { return false }
    return snapshot.names.ephemerons[name]?.table == snapshot.nodes.id[node]
  }
}
