// SPDX-License-Identifier: Apache-2.0

/// What the analyses must recognise among the strings, found once: a byte for each string.
struct KnownNames: Sendable {
  enum Kind: UInt8 {
    case other
    /// `N / part of key (K @id) -> value (V @id) pair in WeakMap (table @T)`: an edge's name.
    case ephemeron
    case mapDescriptors, nativeContext, sloppyFunctionMap, externalStringData, documentTrees
    case detached, plainObject, proto
  }

  let kind: Column<UInt8>
  let ephemerons: [UInt32: Ephemeron]

  /// A pair of a WeakMap, as an edge's name tells it.
  struct Ephemeron: Sendable, Equatable {
    /// The object id of the table.
    let table: UInt32
    /// Equal for the two edges of one pair.
    let pair: UInt32
  }

  init(_ strings: StringTable) {
    let kind = Column<UInt8>(zeros: strings.count)
    let step = 1 << 16
    inParallel((strings.count + step - 1) / step) { block in
      for index in (block * step)..<min(strings.count, (block + 1) * step) {
        let found = Self.kind(of: UInt32(index), in: strings)
        if found != .other { kind[index] = found.rawValue }
      }
    }
    self.kind = kind
    ephemerons = Self.pairs(kind, strings)
  }

  @inline(__always)
  func isKind(_ wanted: Kind, _ string: UInt32) -> Bool {
    string < kind.count && kind[string] == wanted.rawValue
  }

  private static func kind(of index: UInt32, in strings: StringTable) -> Kind {
    let first = strings.text[strings.starts[index]]
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      return isEphemeron(index, strings) ? .ephemeron : .other
    case UInt8(ascii: "("):
      if strings.string(index, equals: "(map descriptors)") { return .mapDescriptors }
      return strings.string(index, equals: "(Document DOM trees)") ? .documentTrees : .other
    case UInt8(ascii: "s"):
      if strings.string(index, equals: "sloppy_function_map") { return .sloppyFunctionMap }
      if strings.string(index, equals: "system / NativeContext") { return .nativeContext }
      return strings.string(index, equals: "system / ExternalStringData")
        ? .externalStringData : .other
    case UInt8(ascii: "D"):
      return strings.string(index, hasPrefix: "Detached ") ? .detached : .other
    case UInt8(ascii: "O"): return strings.string(index, equals: "Object") ? .plainObject : .other
    case UInt8(ascii: "_"): return strings.string(index, equals: "__proto__") ? .proto : .other
    default: return .other
    }
  }

  /// Digits, then the text that V8 writes behind them.
  private static func isEphemeron(_ index: UInt32, _ strings: StringTable) -> Bool {
    var at = strings.starts[index]
    while isDigit(strings.text[at]) { at += 1 }
    return strings.text.matches(" / part of key (", at: at)
  }

  private static func pairs(
    _ kind: Column<UInt8>, _ strings: StringTable
  ) -> [UInt32: Ephemeron] {
    var result: [UInt32: Ephemeron] = [:]
    var numbers: [[UInt8]: UInt32] = [:]
    for index in 0..<UInt32(strings.count) where kind[index] == Kind.ephemeron.rawValue {
      let bytes = strings.text.slice(strings.range(of: index))
      guard let table = tableID(in: bytes) else {
        kind[index] = Kind.other.rawValue
        continue
      }
      let tail = Array(bytes.drop { isDigit($0) })
      let pair = numbers[tail, default: UInt32(numbers.count)]
      numbers[tail] = pair
      result[index] = Ephemeron(table: table, pair: pair)
    }
    return result
  }

  /// The number behind `(table @`.
  private static func tableID(in bytes: [UInt8]) -> UInt32? {
    let mark = Array("(table @".utf8)
    guard bytes.count > mark.count else { return nil }
    var at = bytes.count - mark.count
    while at >= 0 {
      if bytes[at..<(at + mark.count)].elementsEqual(mark) {
        let digits = bytes[(at + mark.count)...].prefix { isDigit($0) }
        return UInt32(String(decoding: digits, as: UTF8.self))
      }
      at -= 1
    }
    return nil
  }
}
