// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A snapshot's strings. They stay in the file; here is where each begins.
///
/// V8 stores every content once, so equal indexes are equal strings; other writers may not.
@safe public struct StringTable: Sendable {
  let text: SnapshotText
  /// Position of the first character of each, with one more behind the last.
  let starts: Column<Int>
  public let count: Int

  /// The decoded string; `(missing)` for an index that a truncated file has lost.
  public subscript(index: UInt32) -> String {
    guard index < count else { return "(missing)" }
    return EscapedText.plain(text.slice(range(of: index)))
  }

  /// Where the string stands in the text, between its quotes.
  func range(of index: UInt32) -> Range<Int> {
    let start = starts[index]
    guard Int(index) + 1 < count else { return start..<starts[Int(index) + 1] }
    // Between two strings stand a quote, a comma, white space and a quote.
    var end = starts[Int(index) + 1] - 2
    while end > start, text[end] != UInt8(ascii: "\"") { end -= 1 }
    return start..<end
  }

  /// Length in bytes as the file writes it: escapes count by their characters.
  public func writtenLength(of index: UInt32) -> Int {
    index < count ? range(of: index).count : 0
  }

  /// The string begins with these characters, which need no escape.
  func string(_ index: UInt32, hasPrefix prefix: StaticString) -> Bool {
    index < count && text.matches(prefix, at: starts[index])
  }

  /// The string is exactly this, which needs no escape.
  func string(_ index: UInt32, equals other: StaticString) -> Bool {
    guard index < count else { return false }
    let start = starts[index]
    return text.matches(other, at: start)
      && text[start + other.utf8CodeUnitCount] == UInt8(ascii: "\"")
  }

  /// The string begins with a digit, as the names of positions in tables do.
  func startsWithDigit(_ index: UInt32) -> Bool {
    index < count && isDigit(text[starts[index]])
  }

  /// The number that a string begins with; 0 when it begins with something else.
  func leadingNumber(of index: UInt32) -> Int {
    guard index < count else { return 0 }
    var at = starts[index]
    var value = 0
    while isDigit(text[at]), value < 1 << 40 {
      value = value * 10 + Int(text[at] - 0x30)
      at += 1
    }
    return value
  }

  /// The index of a string; linear in the number of strings.
  public func firstIndex(of wanted: String) -> UInt32? {
    let bytes = Array(wanted.utf8)
    for index in 0..<UInt32(count) {
      let range = range(of: index)
      // What must be escaped is never shorter than what it stands for.
      if range.count >= bytes.count, self[index] == wanted { return index }
    }
    return nil
  }
}

extension StringTable {
  /// The indexes of some strings in one pass; those that the file does not have are left out.
  func indexes(of wanted: [String]) -> [String: UInt32] {
    let lengths = Set(wanted.map(\.utf8.count))
    let set = Set(wanted)
    var found: [String: UInt32] = [:]
    for index in 0..<UInt32(count) where lengths.contains(writtenLength(of: index)) {
      let text = self[index]
      if set.contains(text), found[text] == nil { found[text] = index }
    }
    return found
  }
}

extension StringTable {
  /// Indexes the array at the cursor, which stands behind the opening bracket.
  ///
  /// A text that ends inside gives the strings before its end, and the second result is false.
  static func read(_ cursor: inout Cursor) throws(SnapshotError) -> (StringTable, isWhole: Bool) {
    if let scan = StringScan(cursor.text, from: cursor.at) {
      cursor.at = scan.end
      let table = StringTable(text: cursor.text, starts: scan.starts, count: scan.starts.count - 1)
      return (table, true)
    }
    return try readOneByOne(&cursor)
  }

  /// For strings that are not the file's last section, and to say what is wrong with them.
  private static func readOneByOne(
    _ cursor: inout Cursor
  ) throws(SnapshotError) -> (StringTable, isWhole: Bool) {
    let text = cursor.text
    var starts: [Int] = []
    starts.reserveCapacity(1 << 16)
    var isWhole = true
    var end = cursor.at
    if !cursor.take(UInt8(ascii: "]")) {
      while true {
        guard let next = cursor.peek() else {
          isWhole = false
          break
        }
        guard next == UInt8(ascii: "\"") else {
          throw .malformed(byte: cursor.at, expected: "a string")
        }
        let start = cursor.at + 1
        guard let quote = cursor.endOfString(from: start) else {
          isWhole = false
          break
        }
        starts.append(start)
        end = quote
        cursor.at = quote + 1
        if cursor.take(UInt8(ascii: ",")) { continue }
        if cursor.take(UInt8(ascii: "]")) { break }
        guard cursor.peek() == nil else {
          throw .malformed(byte: cursor.at, expected: "a comma or the end of \"strings\"")
        }
        isWhole = false
        break
      }
    }
    if !isWhole { cursor.at = text.count }
    guard starts.count <= UInt32.max else { throw .tooLarge(what: "strings", count: starts.count) }
    let column = Column<Int>(uninitialised: starts.count + 1)
    for index in starts.indices { column[index] = starts[index] }
    column[starts.count] = end
    return (StringTable(text: text, starts: column, count: starts.count), isWhole)
  }
}
