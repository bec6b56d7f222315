// SPDX-License-Identifier: Apache-2.0

internal import HeapSnapshot
internal import JSON

/// A summary's rows as text or as JSON, behind what the memory is used for.
struct SummaryReport {
  let file: String
  let rules: RulesChoice
  let top: Int
  let sort: ClassTable.Order
  let output: OutputOptions

  struct Types {
    let snapshot: Snapshot
    let sizes: ShallowSizes
  }

  struct Objects {
    let snapshot: Snapshot
    let sizes: ShallowSizes
    let distances: Distances
    /// Absent from a shallow summary.
    let retained: RetainedSizes?
  }

  private func head(_ statistics: Statistics, _ nodes: Int, _ edges: Int) -> [String] {
    let parts = [
      ("code", statistics.code), ("strings", statistics.strings), ("arrays", statistics.arrays),
      ("system", statistics.system), ("typed arrays", statistics.typedArrays),
      ("other native", statistics.native &- statistics.typedArrays),
    ]
    return [
      "\(file): \(output.size(statistics.total)) in \(nodes) nodes, "
        + "\(edges) edges (rules: \(rules.rawValue))",
      "  " + parts.map { "\($0) \(output.size($1))" }.joined(separator: ", "), "",
    ]
  }

  private func written(
    _ statistics: Statistics, _ nodes: Int, _ edges: Int, _ rows: (inout JSONWriter) -> Void
  ) -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("file", file)
      json.member("rules", rules.rawValue)
      json.member("nodes", nodes)
      json.member("edges", edges)
      json.member("statistics") { json in
        json.object { json in
          json.member("total", statistics.total)
          json.member("native", statistics.native)
          json.member("typedArrays", statistics.typedArrays)
          json.member("code", statistics.code)
          json.member("strings", statistics.strings)
          json.member("jsArrays", statistics.arrays)
          json.member("system", statistics.system)
        }
      }
      rows(&json)
    }
    return json.text
  }
}

// MARK: Classes

extension SummaryReport {
  func lines(_ classes: ClassSummary) -> [String] {
    let table = classes.table
    let rows = table.top(top, by: sort)
    let (nodes, edges) = (classes.nodeCount, classes.edgeCount)
    guard !output.json else {
      return [
        written(classes.statistics, nodes, edges) { json in
          json.member("classCount", table.classCount)
          json.member("classes") { json in
            json.array { json in
              for number in rows { json.value(classOf: table, number) }
            }
          }
        }
      ]
    }
    var text = ClassTableText(table, output)
    for number in rows { text.append(number) }
    let rest = table.classCount - rows.count
    return head(classes.statistics, nodes, edges) + text.lines
      + (rest > 0 ? ["… \(rest) more classes"] : [])
  }
}

// MARK: Types

extension SummaryReport {
  func lines(_ types: Types) -> [String] {
    let (snapshot, sizes) = (types.snapshot, types.sizes)
    let statistics = Statistics(of: snapshot, sizes)
    let totals = TypeTotals(of: snapshot, sizes)
    let rows = sorted(totals.nodes).prefix(top)
    guard !output.json else {
      return [
        written(statistics, snapshot.nodes.count, snapshot.edges.count) { json in
          json.member("nodeTypes") { json in
            json.array { json in for row in rows { Self.write(row, &json) } }
          }
          json.member("edgeTypes") { json in
            json.object { json in for row in totals.edges { json.member(row.name, row.count) } }
          }
        }
      ]
    }
    var text = TextTable([.number("COUNT"), .number("SHALLOW"), .text("TYPE")])
    for row in rows { text.append([String(row.count), output.size(row.shallow), row.name]) }
    return head(statistics, snapshot.nodes.count, snapshot.edges.count) + text.lines(output.ink)
  }

  private func sorted(_ rows: [TypeTotals.Nodes]) -> [TypeTotals.Nodes] {
    switch sort {
    case .count: rows.sorted { $0.count > $1.count }
    case .name: rows.sorted { $0.name < $1.name }
    default: rows
    }
  }

  private static func write(_ row: TypeTotals.Nodes, _ json: inout JSONWriter) {
    json.object { json in
      json.member("name", row.name)
      json.member("count", row.count)
      json.member("shallow", row.shallow)
    }
  }
}

// MARK: Objects

extension SummaryReport {
  func lines(_ objects: Objects) -> [String] {
    let snapshot = objects.snapshot
    let statistics = Statistics(of: snapshot, objects.sizes)
    let names = NodeNames(of: snapshot, Detachedness(of: snapshot))
    let rows =
      switch sort {
      case .distance: objects.distances.nearest(top)
      case .retained: objects.retained?.largest(top) ?? objects.sizes.largest(top)
      default: objects.sizes.largest(top)
      }
    guard !output.json else {
      return [
        written(statistics, snapshot.nodes.count, snapshot.edges.count) { json in
          json.member("objects") { json in
            json.array { json in for node in rows { Self.write(node, objects, names, &json) } }
          }
        }
      ]
    }
    var columns: [TextTable.Column] = [.number("ID"), .number("SHALLOW")]
    if objects.retained != nil { columns.append(.number("RETAINED")) }
    var text = TextTable(columns + [.number("DISTANCE"), .text("TYPE"), .text("NAME")])
    for node in rows {
      text.append(
        ["@\(snapshot.nodes.id[node])", output.size(objects.sizes.bytes[node])]
          + (objects.retained.map { [output.size($0[node])] } ?? []) + [
            ClassTableText.distance(objects.distances[node]),
            snapshot.meta.nodeTypeName(snapshot.type(of: node)), names[node].onOneLine,
          ])
    }
    return head(statistics, snapshot.nodes.count, snapshot.edges.count) + text.lines(output.ink)
  }

  private static func write(
    _ node: Int, _ objects: Objects, _ names: NodeNames, _ json: inout JSONWriter
  ) {
    let snapshot = objects.snapshot
    json.object { json in
      json.member("id", snapshot.nodes.id[node])
      json.member("name", names[node])
      json.member("type", snapshot.meta.nodeTypeName(snapshot.type(of: node)))
      json.member("shallow", objects.sizes.bytes[node])
      if let retained = objects.retained { json.member("retained", retained[node]) }
      json.member("distance", objects.distances[node])
    }
  }
}
