// SPDX-License-Identifier: Apache-2.0

/// What one entry of `mappings` says, besides its line.
struct Segment: Equatable {
  /// Generated, zero-based.
  var column: Int32
  /// Index of the source; -1 where the generated code stems from none.
  var source: Int32 = -1
  /// Zero-based, as is `originalColumn`.
  var originalLine: Int32 = 0
  var originalColumn: Int32 = 0
  /// Index of the name; -1 for none.
  var name: Int32 = -1
}

/// All segments of a map as columns, ordered by generated line and column.
///
/// Twenty bytes a segment and twelve for each line that has any; lines without cost nothing,
/// because a section's offset of a few digits may skip two thousand million of them.
struct Mappings: Sendable {
  /// Generated lines with segments, ascending.
  private var lines: [Int32] = []
  /// By index in `lines`: the index of the line's first segment.
  private var starts: [Int] = []
  private var columns: [Int32] = []
  private var sources: [Int32] = []
  private var originalLines: [Int32] = []
  private var originalColumns: [Int32] = []
  private var names: [Int32] = []
  /// Whether the last line still has to be sorted.
  private var isUnsorted = false

  var isEmpty: Bool { columns.isEmpty }
  /// How many segments there are.
  var count: Int { columns.count }

  subscript(index: Int) -> Segment {
    Segment(
      column: columns[index], source: sources[index], originalLine: originalLines[index],
      originalColumn: originalColumns[index], name: names[index])
  }

  /// Makes room for so many segments in all.
  mutating func reserve(_ capacity: Int) {
    columns.reserveCapacity(capacity)
    sources.reserveCapacity(capacity)
    originalLines.reserveCapacity(capacity)
    originalColumns.reserveCapacity(capacity)
    names.reserveCapacity(capacity)
  }

  /// Adds a segment to a line, which is the last one or a later one. Columns may come unordered.
  @inline(__always)
  mutating func append(_ segment: Segment, line: Int32) {
    if lines.last != line {
      finish()
      lines.append(line)
      starts.append(count)
    } else if let last = columns.last, last > segment.column {
      isUnsorted = true
    }
    columns.append(segment.column)
    sources.append(segment.source)
    originalLines.append(segment.originalLine)
    originalColumns.append(segment.originalColumn)
    names.append(segment.name)
  }

  /// Puts the last line in order; to be called before the first search.
  ///
  /// Segments of one column keep their order.
  mutating func finish() {
    guard isUnsorted, let start = starts.last else { return }
    isUnsorted = false
    let order = (start..<count).sorted { (columns[$0], $0) < (columns[$1], $1) }
    let sorted = order.map { self[$0] }
    for (index, segment) in zip(start..., sorted) {
      columns[index] = segment.column
      sources[index] = segment.source
      originalLines[index] = segment.originalLine
      originalColumns[index] = segment.originalColumn
      names[index] = segment.name
    }
  }

  /// The segment at a place or the last before it on its line; of several in one column the last.
  func segment(at position: GeneratedPosition) -> Segment? {
    guard let line = Self.last(in: lines, lines.indices, notAbove: position.line),
      lines[line] == position.line
    else { return nil }
    let end = line + 1 < starts.count ? starts[line + 1] : count
    let index = Self.last(in: columns, starts[line]..<end, notAbove: position.column)
    return index.map { self[$0] }
  }

  /// The index of the last value in an ascending range that is not above a limit.
  private static func last(in values: [Int32], _ range: Range<Int>, notAbove limit: Int) -> Int? {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      if Int(values[middle]) <= limit { low = middle + 1 } else { high = middle }
    }
    return low > range.lowerBound ? low - 1 : nil
  }
}
