// SPDX-License-Identifier: Apache-2.0

internal import HeapSnapshot
internal import JSON

/// A summary's rows as text and as JSON.
struct SummaryReport {
  let file: String
  let rules: RulesChoice
  let summary: Summary
  let top: Int
  let sort: ClassTable.Order
  let output: OutputOptions

  private var snapshot: Snapshot { summary.snapshot }
  private var table: ClassTable { summary.table }
  private var statistics: Statistics { Statistics(of: snapshot, summary.sizes) }

  /// What the memory is used for, in two lines.
  private var head: [String] {
    let statistics = statistics
    let parts = [
      ("code", statistics.code), ("strings", statistics.strings), ("arrays", statistics.arrays),
      ("system", statistics.system), ("typed arrays", statistics.typedArrays),
      ("other native", statistics.native &- statistics.typedArrays),
    ]
    return [
      "\(file): \(output.size(statistics.total)) in \(snapshot.nodes.count) nodes, "
        + "\(snapshot.edges.count) edges (rules: \(rules.rawValue))",
      "  " + parts.map { "\($0) \(output.size($1))" }.joined(separator: ", "), "",
    ]
  }

  private func writeHead(_ json: inout JSONWriter) {
    let statistics = statistics
    json.member("file", file)
    json.member("rules", rules.rawValue)
    json.member("nodes", snapshot.nodes.count)
    json.member("edges", snapshot.edges.count)
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
  }

  private func written(_ rows: (inout JSONWriter) -> Void) -> String {
    var json = JSONWriter()
    json.object { json in
      writeHead(&json)
      rows(&json)
    }
    return json.text
  }

  // MARK: Classes

  private var classRows: [Int] { table.top(top, by: sort) }

  var classes: [String] {
    var text = ClassTableText(table, output)
    for number in classRows { text.append(number) }
    let rest = table.classCount - classRows.count
    return head + text.lines + (rest > 0 ? ["… \(rest) more classes"] : [])
  }

  var classesJSON: String {
    written { json in
      json.member("classCount", table.classCount)
      json.member("classes") { json in
        json.array { json in
          for number in classRows { json.value(classOf: table, number) }
        }
      }
    }
  }

  // MARK: Types

  private var typeRows: [TypeTotals.Nodes] {
    let rows = TypeTotals(of: snapshot, summary.sizes).nodes
    let sorted =
      switch sort {
      case .count: rows.sorted { $0.count > $1.count }
      case .name: rows.sorted { $0.name < $1.name }
      default: rows
      }
    return Array(sorted.prefix(top))
  }

  var types: [String] {
    var text = TextTable([.number("COUNT"), .number("SHALLOW"), .text("TYPE")])
    for row in typeRows { text.append([String(row.count), output.size(row.shallow), row.name]) }
    return head + text.lines(output.ink)
  }

  var typesJSON: String {
    written { json in
      json.member("nodeTypes") { json in
        json.array { json in
          for row in typeRows {
            json.object { json in
              json.member("name", row.name)
              json.member("count", row.count)
              json.member("shallow", row.shallow)
            }
          }
        }
      }
      json.member("edgeTypes") { json in
        json.object { json in
          for row in TypeTotals(of: snapshot, summary.sizes).edges {
            json.member(row.name, row.count)
          }
        }
      }
    }
  }

  // MARK: Objects

  private var objectRows: [Int] {
    switch sort {
    case .distance: summary.distances.nearest(top)
    case .retained: summary.retained?.largest(top) ?? summary.sizes.largest(top)
    default: summary.sizes.largest(top)
    }
  }

  var objects: [String] {
    var columns: [TextTable.Column] = [.number("ID"), .number("SHALLOW")]
    if summary.retained != nil { columns.append(.number("RETAINED")) }
    var text = TextTable(columns + [.number("DISTANCE"), .text("TYPE"), .text("NAME")])
    let names = summary.nodeNames
    for node in objectRows {
      text.append(
        ["@\(snapshot.nodes.id[node])", output.size(summary.sizes.bytes[node])]
          + (summary.retained.map { [output.size($0[node])] } ?? []) + [
            ClassTableText.distance(summary.distances[node]),
            snapshot.meta.nodeTypeName(snapshot.type(of: node)), names[node].onOneLine,
          ])
    }
    return head + text.lines(output.ink)
  }

  var objectsJSON: String {
    let names = summary.nodeNames
    return written { json in
      json.member("objects") { json in
        json.array { json in
          for node in objectRows {
            json.object { json in
              json.member("id", snapshot.nodes.id[node])
              json.member("name", names[node])
              json.member("type", snapshot.meta.nodeTypeName(snapshot.type(of: node)))
              json.member("shallow", summary.sizes.bytes[node])
              if let retained = summary.retained { json.member("retained", retained[node]) }
              json.member("distance", summary.distances[node])
            }
          }
        }
      }
    }
  }
}
