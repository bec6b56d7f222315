// SPDX-License-Identifier: Apache-2.0

/// Rows whose columns are as wide as their widest cell, two spaces apart.
struct TextTable {
  struct Column {
    let title: [String]
    let isNumber: Bool

    /// Words begin at the left edge. A title may have several lines.
    static func text(_ title: String...) -> Self { Self(title: title, isNumber: false) }
    /// Numbers end at the right edge. A title may have several lines.
    static func number(_ title: String...) -> Self { Self(title: title, isNumber: true) }
  }

  private let columns: [Column]
  private var rows: [[String]] = []

  init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row; a short one has empty cells at its end, and cells past the last column are refused.
  mutating func append(_ cells: [String]) {
    precondition(cells.count <= columns.count, "a row has at most a cell for each column")
    rows.append(cells + Array(repeating: "", count: columns.count - cells.count))
  }

  /// The lines, without spaces at their ends.
  func lines(_ ink: Ink) -> [String] {
    let height = columns.map(\.title.count).max() ?? 0
    // The last lines of titles stand side by side.
    let titles = (0..<height).map { line in
      columns.map { column in
        let index = line - (height - column.title.count)
        return index < 0 ? "" : column.title[index]
      }
    }
    let all = titles + rows
    let widths = columns.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.enumerated().map { index, row in
      let text = Self.line(row, columns, widths)
      return index < height ? ink(text, .heading) : text
    }
  }

  private static func line(_ row: [String], _ columns: [Column], _ widths: [Int]) -> String {
    var line = ""
    for (index, cell) in row.enumerated() {
      let gap = String(repeating: " ", count: widths[index] - cell.count)
      line += (index == 0 ? "" : "  ") + (columns[index].isNumber ? gap + cell : cell + gap)
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}
