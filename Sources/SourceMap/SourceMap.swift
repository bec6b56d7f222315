// SPDX-License-Identifier: Apache-2.0

public import JSON

/// Tells where generated code was written, as a source map file of version 3 has it.
///
/// Parse once and keep: a value is immutable, copies share their storage, and threads may ask at
/// the same time. Takes twenty bytes a mapping, besides sources and names; the texts in
/// `sourcesContent` are passed over.
public struct SourceMap: Sendable {
  private var mappings = Mappings()
  private var sources: [Source] = []
  private var names: [String] = []

  /// Index maps may stand within index maps this deep; tools do not nest them at all.
  private static var depthLimit: Int { 8 }

  /// Reads the bytes of a source map, plain or in sections.
  ///
  /// Ignores a byte order mark and a first line that begins with `)]}`. Text that is not UTF-8 is
  /// repaired. The bytes are borrowed for the call.
  public init(json: UnsafeRawBufferPointer) throws(SourceMapError) {
    var reader = JSONReader(json, at: Self.preambleLength(json))
    try add(&reader, extent: .start ..< .end, depth: 1)
    try reader.end()
    mappings.finish()
  }

  /// Reads the bytes of a source map; copies them first if they do not lie side by side.
  public init(json: some Collection<UInt8>) throws(SourceMapError) {
    let result = json.withContiguousStorageIfAvailable { bytes in
      Result { () throws(SourceMapError) in
        try SourceMap(json: UnsafeRawBufferPointer(bytes))
      }
    }
    if let result {
      self = try result.get()
    } else {
      try self.init(json: Array(json))
    }
  }

  /// Where the code at a place in the generated text comes from; zero-based, in and out.
  ///
  /// Takes the mapping at the column or the last before it on the same line. Nil where there is
  /// none, or where it says that the code was not in any source. Columns are UTF-16 code units.
  public func original(line: Int, column: Int) -> OriginalPosition? {
    let place = GeneratedPosition(line: line, column: column)
    guard let segment = mappings.segment(at: place), segment.source >= 0 else { return nil }
    return OriginalPosition(
      source: sources[Int(segment.source)].name, line: Int(segment.originalLine),
      column: Int(segment.originalColumn),
      name: segment.name >= 0 ? names[Int(segment.name)] : nil)
  }

  /// Adds the map at the reader, which speaks of an extent of the generated text.
  private mutating func add(
    _ reader: inout JSONReader, extent: Range<GeneratedPosition>, depth: Int
  ) throws(SourceMapError) {
    let map = try MapObject(&reader)
    if let offset = map.sections {
      try addSections(JSONReader(reader.bytes, at: offset), extent: extent, depth: depth)
    } else if let text = map.mappings {
      try addMappings(text, of: map, reader, extent: extent)
    }
  }

  private mutating func addSections(
    _ reader: JSONReader, extent: Range<GeneratedPosition>, depth: Int
  ) throws(SourceMapError) {
    guard depth <= Self.depthLimit else {
      throw reader.failure("at most \(Self.depthLimit) index maps within each other")
    }
    var reader = reader
    let sections = try Section.all(&reader)
    for (index, section) in sections.enumerated() {
      var mapReader = JSONReader(reader.bytes, at: section.map)
      let start = section.start.moved(to: extent.lowerBound)
      guard max(start.line, start.column) <= Int32.max else {
        throw mapReader.failure("a section that begins below line and column \(Int32.max)")
      }
      let next = index + 1 < sections.count ? sections[index + 1].start : .end
      let end = next == .end ? extent.upperBound : next.moved(to: extent.lowerBound)
      let last = max(start, min(end, extent.upperBound))
      try add(&mapReader, extent: start..<last, depth: depth + 1)
    }
  }

  private mutating func addMappings(
    _ text: JSONString, of map: MapObject, _ reader: JSONReader, extent: Range<GeneratedPosition>
  ) throws(SourceMapError) {
    let firstSource = sources.count
    let firstName = names.count
    sources += map.sources.map { Source(root: map.sourceRoot, path: $0) }
    names += map.names
    try text.withBase64(in: reader) { (base64) throws(SourceMapError) in
      var decoder = SegmentDecoder(
        base64, extent: extent, sources: firstSource..<sources.count,
        names: firstName..<names.count)
      try decoder.decode(into: &mappings)
    }
  }

  /// The length of what may stand before the JSON.
  private static func preambleLength(_ bytes: UnsafeRawBufferPointer) -> Int {
    let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let text = bytes[mark...]
    guard text.starts(with: ")]}".utf8) else { return mark }
    return text.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
  }
}
