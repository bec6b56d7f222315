// SPDX-License-Identifier: Apache-2.0

/// Finds the strings of the file's last section by all processors.
///
/// A quote opens a string or closes one, by turns; so once the quotes of each block are counted,
/// every thread knows on which side of a string its block begins. Nil when the text is not as
/// regular as that needs: then it is read from front to back.
struct StringScan {
  /// Positions of first characters; behind the last, the last closing quote.
  let starts: Column<Int>
  /// Behind the closing bracket.
  let end: Int

  private static let blockSize = 1 << 20

  init?(_ text: SnapshotText, from start: Int) {
    let blocks = stride(from: start, to: text.count, by: Self.blockSize).map {
      $0..<min($0 + Self.blockSize, text.count)
    }
    let quotes = Column<Int>(uninitialised: blocks.count)
    inParallel(blocks.count) { quotes[$0] = Quotes(text, blocks[$0], start).count }
    var total = 0
    for index in blocks.indices { (total, quotes[index]) = (total + quotes[index], total) }
    guard total > 0, total % 2 == 0, total / 2 <= UInt32.max else { return nil }

    let starts = Column<Int>(uninitialised: total / 2 + 1)
    let isRegular = Column<UInt8>(uninitialised: blocks.count)
    inParallel(blocks.count) { index in
      isRegular[index] = Self.fill(starts, text, blocks[index], start, quotes[index]) ? 1 : 0
    }
    guard (0..<blocks.count).allSatisfy({ isRegular[$0] == 1 }) else { return nil }
    var cursor = Cursor(text, at: starts[total / 2] + 1)
    guard cursor.take(UInt8(ascii: "]")) else { return nil }
    self.starts = starts
    end = cursor.at
  }

  /// Writes the starts of the strings that open in a block; false when something else than a comma
  /// stands between two strings.
  private static func fill(
    _ starts: Column<Int>, _ text: SnapshotText, _ block: Range<Int>, _ first: Int, _ before: Int
  ) -> Bool {
    var quotes = Quotes(text, block, first)
    var ordinal = before
    while let quote = quotes.next() {
      if ordinal % 2 == 0 {
        starts[ordinal / 2] = quote + 1
        guard ordinal == 0 ? isOpening(text, first, quote) : isGap(text, quote) else {
          return false
        }
      } else if ordinal / 2 == starts.count - 2 {
        starts[starts.count - 1] = quote
      }
      ordinal += 1
    }
    return true
  }

  /// Before the first string stands only white space.
  private static func isOpening(_ text: SnapshotText, _ first: Int, _ quote: Int) -> Bool {
    (first..<quote).allSatisfy { isSpace(text[$0]) }
  }

  /// Before an opening quote stand white space, one comma, white space and a closing quote.
  @inline(__always)
  private static func isGap(_ text: SnapshotText, _ quote: Int) -> Bool {
    var at = quote - 1
    while isSpace(text[at]) { at -= 1 }
    guard text[at] == UInt8(ascii: ",") else { return false }
    at -= 1
    while isSpace(text[at]) { at -= 1 }
    return text[at] == UInt8(ascii: "\"")
  }
}

/// The quotes of a block that no backslash makes part of a string.
private struct Quotes {
  private let text: SnapshotText
  private let end: Int
  /// Nothing before this belongs to the strings.
  private let first: Int
  private var at: Int

  init(_ text: SnapshotText, _ block: Range<Int>, _ first: Int) {
    self.text = text
    self.first = first
    at = block.lowerBound
    end = block.upperBound
  }

  @inline(__always)
  mutating func next() -> Int? {
    while let quote = text.firstIndex(of: UInt8(ascii: "\""), from: at, to: end) {
      at = quote + 1
      if quote == first || text[quote - 1] != UInt8(ascii: "\\") || !isEscaped(quote) {
        return quote
      }
    }
    return nil
  }

  private func isEscaped(_ quote: Int) -> Bool {
    var before = quote
    while before > first, text[before - 1] == UInt8(ascii: "\\") { before -= 1 }
    return (quote - before) % 2 == 1
  }

  /// How many there are.
  var count: Int {
    var all = text.count(of: UInt8(ascii: "\""), in: at..<end).count
    // A backslash before each that does not count: few have one.
    var from = at
    while let slash = text.firstIndex(of: UInt8(ascii: "\\"), from: from, to: end) {
      from = slash + 1
      if slash + 1 < end, text[slash + 1] == UInt8(ascii: "\""), isEscaped(slash + 1) { all -= 1 }
    }
    if at > first, at < end, text[at] == UInt8(ascii: "\""), isEscaped(at) { all -= 1 }
    return all
  }
}
