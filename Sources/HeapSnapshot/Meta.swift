// SPDX-License-Identifier: Apache-2.0

/// What a file says of its own layout: `snapshot.meta` with the counts beside it.
///
/// Fields are found by name, never by position; fields that are not known are stepped over.
public struct Meta: Sendable, Equatable {
  public internal(set) var nodeFields: [String] = []
  public internal(set) var edgeFields: [String] = []
  /// The file's own names of node types, by its own numbers.
  public internal(set) var nodeTypes: [String] = []
  public internal(set) var edgeTypes: [String] = []
  public internal(set) var traceFunctionFields: [String] = []
  public internal(set) var traceNodeFields: [String] = []
  public internal(set) var sampleFields: [String] = []
  public internal(set) var locationFields: [String] = []
  public internal(set) var scopeFields: [String] = []
  public internal(set) var scopeUseFields: [String] = []
  /// Counts as the header has them: hints, wrong or zero in files of some writers.
  public internal(set) var nodeCountHint = 0
  public internal(set) var edgeCountHint = 0
  public internal(set) var traceFunctionCountHint = 0
  /// Memory outside the heap that V8 accounts to it, in bytes.
  public internal(set) var extraNativeBytes: UInt64 = 0
  /// Position of the root's record in `nodes`, in fields.
  public internal(set) var rootIndex = 0

  /// The name of a type, also of one that only this file has.
  public func nodeTypeName(_ type: NodeType) -> String {
    Self.name(Int(type.rawValue), NodeType.names, nodeTypes)
  }

  public func edgeTypeName(_ type: EdgeType) -> String {
    Self.name(Int(type.rawValue), EdgeType.names, edgeTypes)
  }

  private static func name(_ number: Int, _ known: [String], _ own: [String]) -> String {
    if number < known.count { return known[number] }
    let extra = own.filter { !known.contains($0) }
    let index = number - known.count
    return index < extra.count ? extra[index] : "type \(number)"
  }

  /// From the file's numbers to ours: known names get V8's numbers, others the numbers behind those.
  static func translation(_ own: [String], _ known: [String]) -> [UInt8] {
    var next = known.count
    return own.map { name in
      if let number = known.firstIndex(of: name) { return UInt8(number) }
      defer { next += 1 }
      return UInt8(clamping: next)
    }
  }
}

extension Meta {
  /// Reads the value of the key `snapshot`.
  init(_ cursor: inout Cursor) throws(SnapshotError) {
    let start = cursor.at
    try cursor.forEachKey { cursor, key throws(SnapshotError) in
      switch key {
      case "meta": try readMeta(&cursor)
      case "node_count": nodeCountHint = Int(clamping: try cursor.number())
      case "edge_count": edgeCountHint = Int(clamping: try cursor.number())
      case "trace_function_count": traceFunctionCountHint = Int(clamping: try cursor.number())
      case "extra_native_bytes": extraNativeBytes = try cursor.number()
      case "root_index": rootIndex = Int(clamping: try cursor.number())
      default: try cursor.skipValue()
      }
    }
    guard nodeFields.contains("edge_count"), edgeFields.contains("to_node"), !nodeTypes.isEmpty,
      !edgeTypes.isEmpty
    else {
      throw .malformed(byte: start, expected: "a heap snapshot's description in \"snapshot\"")
    }
    guard nodeTypes.count <= 128, edgeTypes.count <= 128, nodeFields.count <= 64,
      edgeFields.count <= 64
    else { throw .malformed(byte: start, expected: "no more than 128 types and 64 fields") }
  }

  private mutating func readMeta(_ cursor: inout Cursor) throws(SnapshotError) {
    try cursor.forEachKey { cursor, key throws(SnapshotError) in
      switch key {
      case "node_fields": nodeFields = try cursor.strings()
      case "edge_fields": edgeFields = try cursor.strings()
      case "node_types": nodeTypes = try cursor.firstStrings()
      case "edge_types": edgeTypes = try cursor.firstStrings()
      case "trace_function_info_fields": traceFunctionFields = try cursor.strings()
      case "trace_node_fields": traceNodeFields = try cursor.strings()
      case "sample_fields": sampleFields = try cursor.strings()
      case "location_fields": locationFields = try cursor.strings()
      case "scope_fields": scopeFields = try cursor.strings()
      case "scope_use_fields", "scope_uses_fields": scopeUseFields = try cursor.strings()
      default: try cursor.skipValue()
      }
    }
  }
}

extension Cursor {
  /// Calls `body` after each key of an object; it must read the value.
  mutating func forEachKey(
    _ body: (inout Cursor, String) throws(SnapshotError) -> Void
  ) throws(SnapshotError) {
    try expect(UInt8(ascii: "{"), "an object")
    if take(UInt8(ascii: "}")) { return }
    repeat {
      let key = try key()
      try body(&self, key)
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"), "a comma or the object's end")
  }

  /// An array of strings; what else stands in it is stepped over.
  mutating func strings() throws(SnapshotError) -> [String] {
    var result: [String] = []
    try expect(UInt8(ascii: "["), "an array")
    if take(UInt8(ascii: "]")) { return result }
    repeat {
      if peek() == UInt8(ascii: "\"") {
        result.append(EscapedText.plain(text.slice(try string())))
      } else {
        try skipValue()
      }
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"), "a comma or the array's end")
    return result
  }

  /// The array of strings that is the first value of an array, as types are described.
  mutating func firstStrings() throws(SnapshotError) -> [String] {
    var result: [String] = []
    try expect(UInt8(ascii: "["), "an array")
    if take(UInt8(ascii: "]")) { return result }
    if peek() == UInt8(ascii: "[") { result = try strings() } else { try skipValue() }
    while take(UInt8(ascii: ",")) { try skipValue() }
    try expect(UInt8(ascii: "]"), "a comma or the array's end")
    return result
  }
}
