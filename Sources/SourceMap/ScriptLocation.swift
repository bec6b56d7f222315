// SPDX-License-Identifier: Apache-2.0

/// A script's name, line and column, as `name:line:column` in the text of a stack.
struct ScriptLocation: Equatable {
  /// Bytes of the text, numbers included.
  let range: Range<Int>
  /// Bytes of the name; at least one.
  let name: Range<Int>
  /// One-based, as is `column`; at most the largest `Int32`.
  let line: Int
  let column: Int

  /// Reads a location that fills a range of the text. Nil if something else stands there.
  init?(_ text: [UInt8], _ range: Range<Int>) {
    var end = range.upperBound
    guard let column = Self.number(text, range.lowerBound, &end),
      let line = Self.number(text, range.lowerBound, &end), end > range.lowerBound
    else { return nil }
    self.range = range
    self.line = line
    self.column = column
    name = range.lowerBound..<end
  }

  /// Reads the digits before `end` and moves it to the colon before them.
  private static func number(_ text: [UInt8], _ start: Int, _ end: inout Int) -> Int? {
    var value = 0
    var scale = 1
    var index = end - 1
    while index > start, 0x30...0x39 ~= text[index], scale <= 1_000_000_000 {
      value += Int(text[index] - 0x30) * scale
      scale *= 10
      index -= 1
    }
    guard index > start, text[index] == UInt8(ascii: ":"), 1...Int(Int32.max) ~= value else {
      return nil
    }
    end = index
    return value
  }
}
