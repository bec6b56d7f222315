// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import HeapSnapshot

/// The nodes and edges of a snapshot as rows.
struct NodeRows {
  let id: Int64
  let summary: Summary
  let dominators: Dominators
  let retained: RetainedSizes

  private var snapshot: Snapshot { summary.snapshot }

  func insertNodes(into database: Database) throws {
    let insertion = try RowInsertion(into: "node", columns: 12, of: database)
    let snapshot = snapshot
    let (names, classes, sizes) = (summary.nodeNames, summary.table.names, summary.sizes)
    let types = typeNames { snapshot.meta.nodeTypeName(NodeType(rawValue: $0)) }
    for node in 0..<snapshot.nodes.count {
      let dominator = dominators[of: node]
      let detachedness: DatabaseValue =
        switch summary.detachedness[node] {
        case .unknown: .null
        case .attached: "attached".databaseValue
        case .detached: "detached".databaseValue
        }
      try insertion.add([
        id.databaseValue, node.databaseValue, snapshot.nodes.id[node].databaseValue,
        types[Int(snapshot.nodes.type[node])], names[node].withoutNUL.databaseValue,
        // Who gave its bytes to an owner is not counted for its class, as in DevTools.
        sizes.bytes[node] > 0 ? classes[node].databaseValue : .null,
        .bytes(snapshot.nodes.selfSize(node)), .bytes(sizes.bytes[node]), .bytes(retained[node]),
        .distance(summary.distances[node]),
        dominator == node ? .null : dominator.databaseValue, detachedness,
      ])
    }
  }

  func insertEdges(into database: Database) throws {
    let insertion = try RowInsertion(into: "edge", columns: 5, of: database)
    let snapshot = snapshot
    let types = typeNames { snapshot.meta.edgeTypeName(EdgeType(rawValue: $0)) }
    // Few names are those of nearly all edges.
    var names: [UInt32: DatabaseValue] = [:]
    for node in 0..<snapshot.nodes.count {
      for edge in snapshot.edges(of: node) {
        let number = snapshot.edges.name[edge]
        let name: DatabaseValue
        if snapshot.type(ofEdge: edge).isIndexed {
          name = number.databaseValue
        } else if let known = names[number] {
          name = known
        } else {
          name = snapshot.name(ofEdge: edge).withoutNUL.databaseValue
          names[number] = name
        }
        try insertion.add([
          id.databaseValue, node.databaseValue, types[Int(snapshot.edges.type[edge])], name,
          snapshot.edges.target[edge].databaseValue,
        ])
      }
    }
  }

  /// The names of all numbers that a type can have.
  private func typeNames(_ name: (UInt8) -> String) -> [DatabaseValue] {
    (0...UInt8.max).map { name($0).withoutNUL.databaseValue }
  }
}
