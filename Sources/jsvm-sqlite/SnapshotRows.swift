// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import HeapSnapshot

/// One snapshot as rows of the tables.
struct SnapshotRows {
  /// The snapshot's number, from 1 in the order of the command line.
  let id: Int64
  let file: String
  let rules: String
  let summary: Summary

  func insert(into database: Database, withNodes: Bool) throws {
    try insertSnapshot(into: database)
    try insertClasses(into: database)
    try insertSites(into: database)
    guard withNodes, let dominators = summary.dominators, let retained = summary.retained else {
      return
    }
    let nodes = NodeRows(id: id, summary: summary, dominators: dominators, retained: retained)
    try nodes.insertNodes(into: database)
    try nodes.insertEdges(into: database)
  }

  private func insertSnapshot(into database: Database) throws {
    let statistics = Statistics(of: summary.snapshot, summary.sizes)
    try RowInsertion(into: "snapshot", columns: 12, of: database).add([
      id.databaseValue, file.withoutNUL.databaseValue, rules.databaseValue,
      summary.snapshot.nodes.count.databaseValue, summary.snapshot.edges.count.databaseValue,
      .bytes(statistics.total), .bytes(statistics.native), .bytes(statistics.typedArrays),
      .bytes(statistics.code), .bytes(statistics.strings), .bytes(statistics.arrays),
      .bytes(statistics.system),
    ])
  }

  private func insertClasses(into database: Database) throws {
    let insertion = try RowInsertion(into: "class", columns: 10, of: database)
    let table = summary.table
    let scripts = scripts()
    for number in 0..<table.counts.count where table.counts[number] > 0 {
      let place = table.names.place(of: number)
      try insertion.add([
        id.databaseValue, number.databaseValue,
        table.names.name(of: number).withoutNUL.databaseValue,
        place.map { (scripts[$0.scriptID] ?? "script \($0.scriptID)").databaseValue } ?? .null,
        place.map { (Int64($0.line) + 1).databaseValue } ?? .null,
        place.map { (Int64($0.column) + 1).databaseValue } ?? .null,
        table.counts[number].databaseValue, .bytes(table.shallow[number]),
        .bytes(table.retained[number]), .distance(table.distances[number]),
      ])
    }
  }

  /// Names of scripts by number, as far as the snapshot has them.
  private func scripts() -> [UInt32: String] {
    let snapshot = summary.snapshot
    let places = SourcePlaces(of: snapshot)
    var names: [UInt32: String] = [:]
    snapshot.locations.forEach(nodeCount: snapshot.nodes.count) { node, location in
      if names[location.scriptID] == nil, let script = places[node]?.script {
        names[location.scriptID] = script.withoutNUL
      }
    }
    return names
  }

  private func insertSites(into database: Database) throws {
    guard let dominators = summary.dominators, let retained = summary.retained else { return }
    let insertion = try RowInsertion(into: "site", columns: 7, of: database)
    let references = NativeReferences(of: summary.snapshot, dominators, retained)
    for site in references.sites {
      try insertion.add([
        id.databaseValue, site.name.withoutNUL.databaseValue,
        site.exporter.withoutNUL.databaseValue, site.strong.databaseValue,
        site.weak.databaseValue, .bytes(site.exclusive), .bytes(site.inclusive),
      ])
    }
  }
}
