// SPDX-License-Identifier: Apache-2.0

/// Which edges keep their targets alive: the graph that dominators are computed on.
///
/// Weak edges, edges to oneself, a WeakMap's own edge to a value, shortcuts that are not the
/// root's, and the system's edges to what the page holds do not count. The last of these rules is
/// the depth-first search's: it finds what the page holds as it goes.
struct EssentialEdges: Sendable {
  let snapshot: Snapshot
  let root: Int
  let separatesPageObjects: Bool
  /// The nodes that are tables of WeakMaps; nil when none is looked at.
  private let tables: BitColumn?
  private let edgeType: Column<UInt8>
  private let edgeName: Column<UInt32>
  private let target: Column<UInt32>

  init(_ snapshot: Snapshot, _ rules: Rules) {
    self.snapshot = snapshot
    root = snapshot.root
    separatesPageObjects = rules.separatesPageObjects
    tables = rules.keysHoldValues ? snapshot.weakMapTables : nil
    edgeType = snapshot.edges.type
    edgeName = snapshot.edges.name
    target = snapshot.edges.target
  }

  /// The edge counts by all rules but the one for the page's objects.
  @inline(__always)
  func contains(_ edge: Int, from node: Int) -> Bool {
    let type = edgeType[edge]
    if type == EdgeType.weak.rawValue { return false }
    if type == EdgeType.shortcut.rawValue, node != root { return false }
    if Int(target[edge]) == node { return false }
    return !(tables?[node] ?? false) || !isTableEdge(edge, node)
  }

  /// The edge tells of a WeakMap's pair, and its source is the map's table.
  @inline(never)
  private func isTableEdge(_ edge: Int, _ node: Int) -> Bool {
    edgeType[edge] == EdgeType.internal.rawValue
      && snapshot.names.ephemerons[edgeName[edge]]?.table == snapshot.nodes.id[node]
  }
}

extension Snapshot {
  /// The nodes whose ids stand as tables in the names of WeakMaps' pairs; nil without any.
  fileprivate var weakMapTables: BitColumn? {
    guard !names.ephemerons.isEmpty else { return nil }
    // Most nodes are ruled out by a few bits of their ids.
    let ids = Set(names.ephemerons.tables)
    let filter = BitColumn(count: 1 << 16)
    for id in ids { filter[Int(id >> 1 & 0xFFFF)] = true }
    let tables = BitColumn(count: nodes.count)
    for node in 0..<nodes.count {
      let id = nodes.id[node]
      if filter[Int(id >> 1 & 0xFFFF)], ids.contains(id) { tables[node] = true }
    }
    return tables
  }
}
