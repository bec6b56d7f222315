// SPDX-License-Identifier: Apache-2.0

internal import HeapSnapshot
internal import JSON

/// Closures by function, and dead variables, as text and as JSON.
struct ClosuresReport {
  let snapshot: Snapshot
  /// Absent when only variables were asked for.
  let closures: Closures?
  let variables: DeadVariables
  let sort: ClosuresCommand.Order
  let top: Int
  let output: OutputOptions

  private func functions(_ closures: Closures) -> ArraySlice<Closures.Function> {
    closures.functions.ordered { function in
      switch sort {
      case .retained: .bytes(function.retained)
      case .count: .number(function.count)
      case .contexts: .bytes(function.contextBytes)
      case .name: .text(function.name)
      }
    }.prefix(top)
  }

  private static func shown(_ name: String) -> String { name.isEmpty ? "(anonymous)" : name }

  var lines: [String] {
    var lines: [String] = []
    if let closures {
      var table = TextTable([
        .number("COUNT"), .number("RETAINED"), .number("CONTEXTS"), .number("THEIR BYTES"),
        .text("FUNCTION"), .text("PLACE"),
      ])
      for function in functions(closures) {
        table.append([
          String(function.count), output.size(function.retained), String(function.contexts),
          output.size(function.contextBytes), Self.shown(function.name),
          function.place.description,
        ])
      }
      lines += table.lines(output.ink)
      if closures.unplaced > 0 { lines.append("\(closures.unplaced) closures have no place.") }
    }
    guard variables.isKnown, !variables.variables.isEmpty || closures == nil else { return lines }
    let sum = variables.variables.reduce(0) { $0 &+ $1.retained }
    if closures != nil { lines.append("") }
    lines.append(
      "\(variables.variables.count) variables that no code can read retain \(output.size(sum)):")
    var table = TextTable([
      .number("RETAINED"), .text("VARIABLE"), .text("VALUE"), .text("CONTEXT"), .text("KEPT BY"),
    ])
    for variable in variables.variables.prefix(top) {
      table.append([
        output.size(variable.retained), variable.name, "@\(snapshot.nodes.id[variable.value])",
        "@\(snapshot.nodes.id[variable.context])",
        (variable.closure.map {
          Self.shown(snapshot.name(of: $0)) + " @\(snapshot.nodes.id[$0]) "
        } ?? "") + (variable.script ?? ""),
      ])
    }
    return lines + table.lines(output.ink)
  }

  var json: String {
    var json = JSONWriter()
    json.object { json in
      if let closures {
        json.member("unplaced", closures.unplaced)
        json.member("functions") { json in
          json.array { json in
            for function in functions(closures) { write(function, &json) }
          }
        }
      }
      guard variables.isKnown else { return }
      json.member("deadVariables") { json in
        json.array { json in
          for variable in variables.variables.prefix(top) { write(variable, &json) }
        }
      }
    }
    return json.text
  }

  private func write(_ function: Closures.Function, _ json: inout JSONWriter) {
    json.object { json in
      json.member("function", function.name)
      json.member("scriptId", function.place.location.scriptID)
      if let script = function.place.script { json.member("script", script) }
      json.member("line", function.place.location.line + 1)
      json.member("column", function.place.location.column + 1)
      json.member("count", function.count)
      json.member("retained", function.retained)
      json.member("contexts", function.contexts)
      json.member("contextBytes", function.contextBytes)
      json.member("example", snapshot.nodes.id[function.closures[0]])
    }
  }

  private func write(_ variable: DeadVariables.Variable, _ json: inout JSONWriter) {
    json.object { json in
      json.member("name", variable.name)
      json.member("context", snapshot.nodes.id[variable.context])
      json.member("value", snapshot.nodes.id[variable.value])
      json.member("retained", variable.retained)
      if let script = variable.script { json.member("script", script) }
      if let closure = variable.closure { json.member("closure", snapshot.nodes.id[closure]) }
    }
  }
}
