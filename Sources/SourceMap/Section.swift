// SPDX-License-Identifier: Apache-2.0

internal import JSON

/// An entry of an index map: a whole map, and where in the generated text it begins.
struct Section {
  /// Where the section begins within the index map it stands in.
  let start: GeneratedPosition
  /// The offset of the section's map in the text.
  let map: Int

  /// Reads the array of sections at the reader, which must be in order of their offsets.
  static func all(_ reader: inout JSONReader) throws(SourceMapError) -> [Section] {
    var sections: [Section] = []
    try reader.array { (reader) throws(SourceMapError) in
      _ = reader.peek()
      let position = reader.offset
      let section = try Section(&reader)
      if let last = sections.last, section.start < last.start {
        throw SourceMapError(
          position: position, expected: "a section that begins no earlier than the one before")
      }
      sections.append(section)
    }
    return sections
  }

  private init(_ reader: inout JSONReader) throws(SourceMapError) {
    var start: GeneratedPosition?
    var map: Int?
    try reader.object { (reader, key) throws(SourceMapError) in
      switch key {
      case "offset":
        start = try Self.offset(&reader)
      case "map":
        _ = reader.peek()
        map = reader.offset
        try reader.skipValue()
      default:
        try reader.skipValue()
      }
    }
    guard let start, let map else {
      throw reader.failure("\"offset\" and \"map\" before the end of a section")
    }
    self.start = start
    self.map = map
  }

  private static func offset(
    _ reader: inout JSONReader
  ) throws(SourceMapError) -> GeneratedPosition {
    var line: Int?
    var column: Int?
    try reader.object { (reader, key) throws(SourceMapError) in
      switch key {
      case "line": line = try reader.natural()
      case "column": column = try reader.natural()
      default: try reader.skipValue()
      }
    }
    guard let line, let column else {
      throw reader.failure("\"line\" and \"column\" before the end of an offset")
    }
    return GeneratedPosition(line: line, column: column)
  }
}
