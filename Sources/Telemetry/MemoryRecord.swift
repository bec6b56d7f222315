// SPDX-License-Identifier: Apache-2.0

public import JSON

/// The memory table of one process at one time, as it is printed and saved.
///
/// Saved as one JSON object; sizes in it are in kB, named by hidumper's columns.
public struct MemoryRecord: Equatable, Sendable {
  public static let schema = "jsvm.mem/1"

  public struct Row: Equatable, Sendable {
    public let name: String
    public let usage: PageUsage

    public init(name: String, usage: PageUsage) {
      self.name = name
      self.usage = usage
    }

    /// The bytes that the heap of this row may give out to objects; nil for other rows.
    public var heapSize: UInt64? {
      let heaps = [MemoryGroup.nativeHeap, .engineHeap]
      return heaps.contains { $0.rawValue == name } ? usage.size : nil
    }
  }

  public var pid: Int32
  /// The program's name.
  public var program: String
  /// When it was read; since the beginning of 1970.
  public var seconds: Double
  /// The number of mappings told to be V8's.
  public var engineMappingCount: Int
  /// Whether `libjsvm.so` is loaded.
  public var hasLibrary: Bool
  /// In hidumper's order, without empty ones.
  public var rows: [Row]
  public var total: PageUsage
  /// What the process said of its heaps, if it was asked. Saved, not read back.
  public var use: HeapUse?

  /// The usage of a row; zeros if it is absent.
  public subscript(group: MemoryGroup) -> PageUsage {
    row(group.rawValue).usage
  }

  /// A row by its name; one of zeros if it is absent.
  public func row(_ name: String) -> Row {
    rows.first { $0.name == name } ?? Row(name: name, usage: PageUsage())
  }

  public init(pid: Int32, program: String, seconds: Double, map: MemoryMap) {
    self.pid = pid
    self.program = program
    self.seconds = seconds
    engineMappingCount = map.engineMappingCount
    hasLibrary = map.hasLibrary
    rows = MemoryGroup.allCases.compactMap { group in
      map.groups[group].map { Row(name: group.rawValue, usage: $0) }
    }
    total = map.total
  }
}

extension MemoryRecord {
  /// Writes the record as one object.
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("schema", Self.schema)
      json.member("pid", pid)
      json.member("program", program)
      json.member("time", seconds)
      json.member("v8_mappings", engineMappingCount)
      json.member("libjsvm", hasLibrary)
      json.member("unit", "kB")
      json.member("rows") { json in
        json.array { json in for row in rows { row.write(heap(of: row), to: &json) } }
      }
      json.member("total") { json in
        json.object { json in total.writeMembers(to: &json) }
      }
      if let use { json.member("handles", use.handles) }
    }
  }

  /// Reads the last record of a text in which each line is an object; others are passed over.
  public init(lastOf text: [UInt8]) throws(JSONError) {
    let result = text.withUnsafeBytes { bytes in
      Result { () throws(JSONError) in
        var reader = JSONReader(bytes)
        var last: MemoryRecord?
        repeat {
          let start = reader.offset
          if try Self.schema(&reader) == Self.schema {
            reader.offset = start
            last = try MemoryRecord(&reader)
          }
        } while reader.peek() != nil
        guard let last else { throw reader.failure("an object of schema \(Self.schema)") }
        return last
      }
    }
    self = try result.get()
  }

  /// Passes over an object and returns its schema; empty if it has none.
  private static func schema(_ reader: inout JSONReader) throws(JSONError) -> String {
    var schema = ""
    try reader.object { (reader, key) throws(JSONError) in
      guard key == "schema" else { return try reader.skipValue() }
      schema = reader.text(of: try reader.string())
    }
    return schema
  }

  /// Reads what `write` wrote; members it does not know are passed over.
  private init(_ reader: inout JSONReader) throws(JSONError) {
    self.init(pid: 0, program: "", seconds: 0, map: MemoryMap(smaps: []))
    try reader.object { (reader, key) throws(JSONError) in
      switch key {
      case "pid": pid = Int32(try reader.natural())
      case "program": program = reader.text(of: try reader.string())
      case "time": seconds = try reader.number()
      case "v8_mappings": engineMappingCount = try reader.natural()
      case "libjsvm": hasLibrary = try reader.flag()
      case "rows":
        try reader.array { (reader) throws(JSONError) in rows.append(try Row(&reader)) }
      case "total":
        try reader.object { (reader, key) throws(JSONError) in
          guard try total.readMember(key, &reader) else { return try reader.skipValue() }
        }
      default: try reader.skipValue()
      }
    }
  }
}

extension MemoryRecord.Row {
  fileprivate func write(_ heap: HeapUse.Heap?, to json: inout JSONWriter) {
    json.object { json in
      json.member("name", name)
      usage.writeMembers(to: &json)
      if let heapSize { json.member("Heap_Size", heapSize / 1024) }
      guard let heap else { return }
      json.member("Heap_Alloc", heap.allocated / 1024)
      json.member("Heap_Free", heap.free / 1024)
    }
  }

  fileprivate init(_ reader: inout JSONReader) throws(JSONError) {
    var (name, usage) = ("", PageUsage())
    try reader.object { (reader, key) throws(JSONError) in
      switch key {
      case "name": name = reader.text(of: try reader.string())
      case "Heap_Size": usage.size = UInt64(try reader.natural()) * 1024
      default:
        guard try usage.readMember(key, &reader) else { return try reader.skipValue() }
      }
    }
    self.init(name: name, usage: usage)
  }
}

extension PageUsage {
  fileprivate func writeMembers(to json: inout JSONWriter) {
    for column in Column.allCases { json.member(column.rawValue, self[column] / 1024) }
  }

  /// Reads the value of a column; false for another member.
  fileprivate mutating func readMember(
    _ key: String, _ reader: inout JSONReader
  ) throws(JSONError) -> Bool {
    guard let column = Column(rawValue: key) else { return false }
    self[column] = UInt64(try reader.natural()) * 1024
    return true
  }
}
