// SPDX-License-Identifier: Apache-2.0

/// A string as it stands in the text, between its quotes; its escapes are well formed.
public struct JSONString {
  /// Bytes of the text.
  public let range: Range<Int>
  public let hasEscapes: Bool
}

extension JSONReader {
  /// Finds the end of a string and checks its escapes. Copies nothing.
  public mutating func string() throws(JSONError) -> JSONString {
    guard take("\"") else { throw failure("a string") }
    let start = offset
    var hasEscapes = false
    while let byte = byteInString() {
      if byte == UInt8(ascii: "\"") {
        offset += 1
        return JSONString(range: start..<offset - 1, hasEscapes: hasEscapes)
      }
      hasEscapes = true
      try skipEscape()
    }
    throw failure("the end of a string")
  }

  /// The text of a string. What is not UTF-8 or half a surrogate pair becomes U+FFFD.
  public func text(of string: JSONString) -> String {
    guard string.hasEscapes else { return String(decoding: bytes[string.range], as: UTF8.self) }
    var units: [UInt8] = []
    units.reserveCapacity(string.range.count)
    unescape(string) { unit, _ in units.append(unit) }
    return String(decoding: units, as: UTF8.self)
  }

  /// Calls `emit` with each byte the string means and the offset of the byte or escape it is from.
  public func unescape(_ string: JSONString, _ emit: (UInt8, _ offset: Int) -> Void) {
    var next = string.range.lowerBound
    while next < string.range.upperBound {
      let start = next
      guard bytes[start] == UInt8(ascii: "\\") else {
        emit(bytes[start], start)
        next += 1
        continue
      }
      let (scalar, length) = escape(at: start, before: string.range.upperBound)
      for unit in scalar.utf8 { emit(unit, start) }
      next += length
    }
  }

  /// Moves to the next quote or backslash and returns it; nil at the end.
  private mutating func byteInString() -> UInt8? {
    var next = offset
    defer { offset = next }
    while next < bytes.count {
      let byte = bytes[next]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return byte }
      next += 1
    }
    return nil
  }

  /// Passes over a backslash and what belongs to it.
  private mutating func skipEscape() throws(JSONError) {
    offset += 1
    guard offset < bytes.count, "\"\\/bfnrtu".utf8.contains(bytes[offset]) else {
      throw failure("an escape: one of \"\\/bfnrtu")
    }
    offset += 1
    guard bytes[offset - 1] == UInt8(ascii: "u") else { return }
    for _ in 0..<4 {
      guard offset < bytes.count, Self.hexDigit(bytes[offset]) != nil else {
        throw failure("a hexadecimal digit")
      }
      offset += 1
    }
  }

  /// What the escape at an offset means, and its length in the text; a whole pair counts as one.
  private func escape(at start: Int, before end: Int) -> (Unicode.Scalar, length: Int) {
    switch bytes[start + 1] {
    case UInt8(ascii: "b"): return ("\u{8}", 2)
    case UInt8(ascii: "f"): return ("\u{C}", 2)
    case UInt8(ascii: "n"): return ("\n", 2)
    case UInt8(ascii: "r"): return ("\r", 2)
    case UInt8(ascii: "t"): return ("\t", 2)
    case UInt8(ascii: "u"): break
    case let byte: return (Unicode.Scalar(byte), 2)
    }
    let unit = codeUnit(at: start + 2)
    guard 0xD800...0xDBFF ~= unit, start + 12 <= end, bytes[start + 6] == UInt8(ascii: "\\"),
      bytes[start + 7] == UInt8(ascii: "u"), case let low = codeUnit(at: start + 8),
      0xDC00...0xDFFF ~= low
    else { return (Unicode.Scalar(unit) ?? "\u{FFFD}", 6) }
    let value = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
    return (Unicode.Scalar(value) ?? "\u{FFFD}", 12)
  }

  /// The value of four digits that `skipEscape` has checked.
  private func codeUnit(at start: Int) -> UInt32 {
    bytes[start..<start + 4].reduce(0) { $0 << 4 | UInt32(Self.hexDigit($1) ?? 0) }
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
