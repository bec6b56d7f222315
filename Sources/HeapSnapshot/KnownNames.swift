// SPDX-License-Identifier: Apache-2.0

/// What the analyses must recognise among the strings, found once: a byte for each string.
struct KnownNames: Sendable {
  enum Kind: UInt8 {
    case other
    /// `N / part of key (K @id) -> value (V @id) pair in WeakMap (table @T)`: an edge's name.
    case ephemeron
    case mapDescriptors, nativeContext, sloppyFunctionMap, externalStringData, documentTrees
    case detached, plainObject, proto
    /// Edges of strings: to the halves of a concatenated one, and to whether a name was cut.
    case first, second, truncated
    /// Names that statistics ask for.
    case array, arrayBufferData
  }

  let kind: Column<UInt8>
  /// The pairs of WeakMaps that edges tell of.
  let ephemerons: Ephemerons

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
    ephemerons = Ephemerons(
      strings,
      (0..<UInt32(strings.count)).filter {
        kind[$0] == Kind.ephemeron.rawValue
      })
    for name in ephemerons.others { kind[name] = Kind.other.rawValue }
  }

  init(kind: Column<UInt8>, ephemerons: Ephemerons) {
    self.kind = kind
    self.ephemerons = ephemerons
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
      if strings.string(index, equals: "second") { return .second }
      if strings.string(index, equals: "system / JSArrayBufferData") { return .arrayBufferData }
      return strings.string(index, equals: "system / ExternalStringData")
        ? .externalStringData : .other
    case UInt8(ascii: "f"): return strings.string(index, equals: "first") ? .first : .other
    case UInt8(ascii: "t"): return strings.string(index, equals: "truncated") ? .truncated : .other
    case UInt8(ascii: "A"): return strings.string(index, equals: "Array") ? .array : .other
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
}
