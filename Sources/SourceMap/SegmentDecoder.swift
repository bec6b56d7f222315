// SPDX-License-Identifier: Apache-2.0

internal import JSON

/// Turns the text of one `mappings` string into segments.
///
/// Numbers are differences to the one before of their kind; only the generated column starts anew
/// on each line. A segment has 1, 4 or 5 of them; empty ones are passed over.
struct SegmentDecoder {
  private var reader: VLQReader
  /// The part of the generated text this map speaks of.
  private let extent: Range<GeneratedPosition>
  private let sources: Range<Int>
  private let names: Range<Int>
  private var line: Int
  /// What columns of the current line count from.
  private var columnBase: Int
  private var column = 0
  private var source = 0
  private var originalLine = 0
  private var originalColumn = 0
  private var name = 0

  /// Lines and columns must stay below this.
  private static var limit: Int { Int(Int32.max) + 1 }

  /// Decodes for an extent of the generated text.
  ///
  /// `sources` and `names` are where the map's own begin and end among all.
  init(
    _ reader: VLQReader, extent: Range<GeneratedPosition>, sources: Range<Int>, names: Range<Int>
  ) {
    self.reader = reader
    self.extent = extent
    self.sources = sources
    self.names = names
    line = extent.lowerBound.line
    columnBase = extent.lowerBound.column
  }

  /// Appends all segments within the extent; those beyond are only checked.
  mutating func decode(into mappings: inout Mappings) throws(SourceMapError) {
    // For the first section only: exact room for each of many would copy all before each time.
    if mappings.isEmpty { mappings.reserve(reader.segmentCount) }
    // What an earlier section says ends where this one begins, not at its first segment.
    if columnBase > 0, extent.lowerBound < extent.upperBound {
      mappings.append(Segment(column: Int32(columnBase)), line: Int32(line))
    }
    while let byte = reader.current {
      switch byte {
      case UInt8(ascii: ","): reader.advance()
      case UInt8(ascii: ";"): try beginLine()
      default: try decodeSegment(into: &mappings)
      }
    }
  }

  private mutating func beginLine() throws(SourceMapError) {
    line += 1
    guard line < Self.limit else {
      throw SourceMapError(position: reader.offset, expected: "a line below \(Self.limit)")
    }
    column = 0
    columnBase = 0
    reader.advance()
  }

  @inline(__always)
  private mutating func decodeSegment(into mappings: inout Mappings) throws(SourceMapError) {
    try reader.add(to: &column, below: Self.limit - columnBase, "a generated column")
    var segment = Segment(column: Int32(columnBase + column))
    if !reader.isAtSegmentEnd {
      try reader.add(to: &source, below: sources.count, "the index of a source")
      try reader.add(to: &originalLine, below: Self.limit, "an original line")
      try reader.add(to: &originalColumn, below: Self.limit, "an original column")
      segment.source = Int32(sources.lowerBound + source)
      segment.originalLine = Int32(originalLine)
      segment.originalColumn = Int32(originalColumn)
    }
    if !reader.isAtSegmentEnd {
      try reader.add(to: &name, below: names.count, "the index of a name")
      segment.name = Int32(names.lowerBound + name)
    }
    guard reader.isAtSegmentEnd else {
      throw SourceMapError(position: reader.offset, expected: "',' or ';' behind five numbers")
    }
    guard GeneratedPosition(line: line, column: columnBase + column) < extent.upperBound else {
      return
    }
    mappings.append(segment, line: Int32(line))
  }
}
