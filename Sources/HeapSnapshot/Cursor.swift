// SPDX-License-Identifier: Apache-2.0

/// Walks JSON text whose structure is known. Never recurses: nesting costs one counter.
@safe struct Cursor {
  let text: SnapshotText
  var at: Int

  init(_ text: SnapshotText, at: Int = 0) {
    self.text = text
    self.at = at
  }

  /// The next byte that is no white space; nil at the end.
  mutating func peek() -> UInt8? {
    while at < text.count {
      let byte = text[at]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
      at += 1
    }
    return nil
  }

  /// Steps over one byte if it comes next.
  mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    at += 1
    return true
  }

  mutating func expect(_ byte: UInt8, _ what: String) throws(SnapshotError) {
    guard let next = peek() else { throw .truncated(byte: at, section: what, read: "") }
    guard next == byte else { throw .malformed(byte: at, expected: what) }
    at += 1
  }

  /// A string as it stands between its quotes, still escaped.
  mutating func string() throws(SnapshotError) -> Range<Int> {
    try expect(UInt8(ascii: "\""), "a string")
    let start = at
    guard let end = endOfString(from: start) else {
      throw .truncated(byte: text.count, section: "a string", read: "")
    }
    at = end + 1
    return start..<end
  }

  /// A key with its colon.
  mutating func key() throws(SnapshotError) -> String {
    let range = try string()
    try expect(UInt8(ascii: ":"), "a colon")
    return EscapedText.plain(text.slice(range))
  }

  /// The closing quote of a string whose first character is at `start`.
  func endOfString(from start: Int) -> Int? {
    var from = start
    while let quote = text.firstIndex(of: UInt8(ascii: "\""), from: from) {
      var before = quote
      while before > start, text[before - 1] == UInt8(ascii: "\\") { before -= 1 }
      if (quote - before) % 2 == 0 { return quote }
      from = quote + 1
    }
    return nil
  }

  /// A whole number without sign, exponent or fraction.
  mutating func number() throws(SnapshotError) -> UInt64 {
    guard let first = peek() else { throw .truncated(byte: at, section: "a number", read: "") }
    guard isDigit(first) else { throw .malformed(byte: at, expected: "a number") }
    var value: UInt64 = 0
    while at < text.count, isDigit(text[at]) {
      let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, carries) = product.addingReportingOverflow(UInt64(text[at] - 0x30))
      guard !tooLarge, !carries else { throw .malformed(byte: at, expected: "a number of 64 bits") }
      value = sum
      at += 1
    }
    return value
  }

  /// Steps over a value of any kind.
  mutating func skipValue() throws(SnapshotError) {
    var depth = 0
    repeat {
      guard let byte = peek() else { throw .truncated(byte: at, section: "a value", read: "") }
      switch byte {
      case UInt8(ascii: "\""): _ = try string()
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        at += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        guard depth > 0 else { throw .malformed(byte: at, expected: "a value") }
        depth -= 1
        at += 1
      case UInt8(ascii: ","), UInt8(ascii: ":"):
        guard depth > 0 else { throw .malformed(byte: at, expected: "a value") }
        at += 1
        continue
      default: try skipScalar()
      }
    } while depth > 0
  }

  private mutating func skipScalar() throws(SnapshotError) {
    let start = at
    while at < text.count, isScalar(text[at]) { at += 1 }
    guard at > start else { throw .malformed(byte: at, expected: "a value") }
  }
}

/// Letters, digits and signs: true, null, -1.5e3.
private func isScalar(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
    UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
    true
  default: false
  }
}

@inline(__always)
func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 <= 9 }
