// SPDX-License-Identifier: Apache-2.0

/// Walks the numbers of an array as V8 writes them: digits, a comma, at most a line break.
///
/// What differs is not understood but noticed: `isRegular` turns false, and the caller reads again
/// with more patience. Every byte of a snapshot's numbers passes here.
@safe struct NumberCursor {
  private let text: SnapshotText
  private(set) var at: Int
  /// The closing bracket.
  private let end: Int
  /// Up to here a whole record can be read without looking for the text's end.
  private let lastStart: Int
  private(set) var isRegular = true

  init(_ text: SnapshotText, at: Int, end: Int) {
    self.text = text
    self.at = at
    self.end = end
    // No record is longer: 64 numbers of 20 digits with what stands between.
    lastStart = text.count - 2048
  }

  /// The text is long enough to read a record without checks.
  var hasRoom: Bool {
    @inline(__always) get { at <= lastStart }
  }

  /// Steps over numbers; false when there are not so many.
  mutating func skip(_ count: Int) -> Bool {
    for _ in 0..<count {
      guard let comma = text.firstIndex(of: UInt8(ascii: ","), from: at, to: end) else {
        return false
      }
      at = comma + 1
    }
    return true
  }

  /// A number that is a single digit most of the time.
  @inline(__always)
  mutating func nextSmall() -> UInt64 {
    let digit = text[at] &- 0x30
    guard digit <= 9, text[at &+ 1] == UInt8(ascii: ",") else { return next() }
    at &+= 2
    return UInt64(digit)
  }

  /// A number and the comma behind it.
  @inline(__always)
  mutating func next() -> UInt64 {
    let word = text.word(at: at) ^ 0x3030_3030_3030_3030
    // The highest bit of each byte that is no digit; right up to the first of them.
    let stops = ((word &+ 0x7676_7676_7676_7676) | word) & 0x8080_8080_8080_8080
    guard stops != 0 else { return nextLong() }
    let bits = stops.trailingZeroBitCount &- 7
    guard bits > 0 else {
      isRegular = false
      return 0
    }
    at &+= bits &>> 3
    passComma()
    return Self.value(of: word &<< UInt64(64 &- bits))
  }

  /// A number of eight digits or more.
  @inline(__always)
  private mutating func nextLong() -> UInt64 {
    var value = Self.value(of: text.word(at: at) ^ 0x3030_3030_3030_3030)
    let start = at
    at &+= 8
    var digit = text[at] &- 0x30
    while digit <= 9 {
      value = value &* 10 &+ UInt64(digit)
      at &+= 1
      digit = text[at] &- 0x30
      if at &- start > 19 {
        isRegular = false
        break
      }
    }
    passComma()
    return value
  }

  @inline(__always)
  private mutating func passComma() {
    if text[at] == UInt8(ascii: ",") {
      at &+= 1
    } else if text[at] == 0x0A, text[at &+ 1] == UInt8(ascii: ",") {
      at &+= 2
    } else {
      passOther()
    }
  }

  /// Only the array's end may stand where no comma does.
  @inline(never)
  private mutating func passOther() {
    while at < end, isSpace(text[at]) { at += 1 }
    if at != end { isRegular = at < end && text[at] == UInt8(ascii: ",") && isRegular }
    at += 1
  }

  /// The number that eight digits mean, the first in the lowest byte: pairs, then fours, then all.
  @inline(__always)
  private static func value(of digits: UInt64) -> UInt64 {
    let pairs = ((digits &* 2561) &>> 8) & 0x00FF_00FF_00FF_00FF
    let fours = ((pairs &* 6_553_601) &>> 16) & 0x0000_FFFF_0000_FFFF
    return (fours &* 42_949_672_960_001) &>> 32
  }
}

@inline(__always)
func isSpace(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
}
