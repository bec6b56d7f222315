// SPDX-License-Identifier: Apache-2.0

internal import HeapSnapshot
internal import JSON

/// Classes as lines of text: what the table has of them, and where they are defined.
struct ClassTableText {
  private let table: ClassTable
  private let output: OutputOptions
  private var text: TextTable

  init(_ table: ClassTable, _ output: OutputOptions) {
    self.table = table
    self.output = output
    var columns: [TextTable.Column] = [.number("COUNT"), .number("SHALLOW")]
    if table.hasRetained { columns.append(.number("RETAINED")) }
    if table.hasDistances { columns.append(.number("DISTANCE")) }
    text = TextTable(columns + [.text("CLASS")])
  }

  mutating func append(_ number: Int) {
    var cells = [String(table.counts[number]), output.size(table.shallow[number])]
    if table.hasRetained { cells.append(output.size(table.retained[number])) }
    if table.hasDistances { cells.append(Self.distance(table.distances[number])) }
    text.append(cells + [Self.title(table.names.name(of: number), table.names.place(of: number))])
  }

  var lines: [String] { text.lines(output.ink) }

  /// What only the engine reaches is `system`; what nothing reaches is `-`.
  static func distance(_ distance: Int32) -> String {
    if distance == Distances.unreachable { return "-" }
    return distance >= Distances.system ? "system" : String(distance)
  }

  /// The class with its place: `Widget (script 12, line 3)`.
  static func title(_ name: String, _ place: Location?) -> String {
    let name = name.onOneLine
    return place.map { "\(name) (script \($0.scriptID), line \(Int($0.line) + 1))" } ?? name
  }
}

extension JSONWriter {
  /// One class with what its table has of it.
  mutating func value(classOf table: ClassTable, _ number: Int) {
    object { json in
      json.member("name", table.names.name(of: number))
      json.members(of: table.names.place(of: number))
      json.member("count", table.counts[number])
      json.member("shallow", table.shallow[number])
      if table.hasRetained { json.member("retained", table.retained[number]) }
      if table.hasDistances { json.member("distance", table.distances[number]) }
    }
  }

  /// A place in a script, its line and column counted from 1; nothing without one.
  mutating func members(of place: Location?) {
    guard let place else { return }
    member("scriptId", place.scriptID)
    member("line", Int(place.line) + 1)
    member("column", Int(place.column) + 1)
  }
}

extension String {
  /// Names can be whole texts: the first 120 characters, with line breaks and controls as spaces.
  var onOneLine: String {
    var result = ""
    for (index, character) in self.enumerated() {
      if index == 120 { return result + "…" }
      let isControl = character.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
      result.append(isControl ? " " : character)
    }
    return result
  }
}
