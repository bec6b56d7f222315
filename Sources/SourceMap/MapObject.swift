// SPDX-License-Identifier: Apache-2.0

internal import JSON

/// The members of one map's JSON object that matter here, as they stand.
///
/// Of members that repeat, the last counts. `mappings` and `sections` are only found, because
/// what they mean may depend on members behind them.
struct MapObject {
  private(set) var sources: [String?] = []
  private(set) var names: [String] = []
  private(set) var sourceRoot = ""
  private(set) var mappings: JSONString?
  /// The offset of the array.
  private(set) var sections: Int?

  /// Reads the object at the reader. Throws unless it says version 3 and has what to map with.
  init(_ reader: inout JSONReader) throws(SourceMapError) {
    var hasVersion = false
    try reader.object { (reader, key) throws(SourceMapError) in
      switch key {
      case "version":
        try Self.checkVersion(&reader)
        hasVersion = true
      case "sources":
        sources = []
        try reader.array { (reader) throws(SourceMapError) in
          sources.append(try reader.takeNull() ? nil : reader.text(of: reader.string()))
        }
      case "names":
        names = []
        try reader.array { (reader) throws(SourceMapError) in
          names.append(reader.text(of: try reader.string()))
        }
      case "sourceRoot":
        sourceRoot = try reader.takeNull() ? "" : reader.text(of: reader.string())
      case "mappings":
        mappings = try reader.string()
      case "sections":
        _ = reader.peek()
        sections = reader.offset
        try reader.skipValue()
      default:
        try reader.skipValue()
      }
    }
    guard hasVersion else { throw reader.failure("a \"version\" before the end of the map") }
    guard mappings != nil || sections != nil else {
      throw reader.failure("\"mappings\" or \"sections\" before the end of the map")
    }
  }

  /// Reads a 3; some tools write it as a string.
  private static func checkVersion(_ reader: inout JSONReader) throws(SourceMapError) {
    let isString = reader.peek() == UInt8(ascii: "\"")
    let start = reader.offset
    let isSupported =
      isString ? reader.text(of: try reader.string()) == "3" : try reader.natural() == 3
    guard isSupported else { throw SourceMapError(position: start, expected: "version 3") }
  }
}
