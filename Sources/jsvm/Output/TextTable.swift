// SPDX-License-Identifier: Apache-2.0

/// Rows whose columns are as wide as their widest cell, two spaces apart.
struct TextTable {
  struct Column {
    let title: String
    let isNumber: Bool

    /// Words begin at the left edge.
    static func text(_ title: String) -> Self { Self(title: title, isNumber: false) }
    /// Numbers end at the right edge.
    static func number(_ title: String) -> Self { Self(title: title, isNumber: true) }
  }

  private let columns: [Column]
  private var rows: [[String]] = []

  /// Columns whose titles are all empty get no line of titles.
  init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row; a short one has empty cells at its end, and cells past the last column are refused.
  mutating func append(_ cells: [String]) {
    precondition(cells.count <= columns.count, "a row has at most a cell for each column")
    rows.append(cells + Array(repeating: "", count: columns.count - cells.count))
  }

  /// The lines, without spaces at their ends.
  func lines(_ ink: Ink) -> [String] {
    let titles = columns.map(\.title)
    let hasTitles = titles.contains { !$0.isEmpty }
    let all = hasTitles ? [titles] + rows : rows
    let widths = columns.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    let lines = all.map { row in
      var line = ""
      for (index, cell) in row.enumerated() {
        let gap = String(repeating: " ", count: widths[index] - cell.count)
        line += (index == 0 ? "" : "  ") + (columns[index].isNumber ? gap + cell : cell + gap)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
    guard hasTitles, let first = lines.first else { return lines }
    return [ink(first, .heading)] + lines.dropFirst()
  }
}
