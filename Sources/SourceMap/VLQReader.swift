// SPDX-License-Identifier: Apache-2.0

internal import JSON

/// Reads the base64 numbers of a `mappings` string.
///
/// Each digit holds five bits, lowest first, and a sixth that says more follow; the lowest bit of
/// the number is its sign. Borrows the bytes.
struct VLQReader {
  private let bytes: UnsafeRawBufferPointer
  /// Of the current byte; at most `end`.
  private(set) var offset: Int
  private let end: Int
  /// A copy of the table's reference, so that a digit costs no check that the table exists.
  private let digits = Self.digits

  /// What a byte stands for; 64 for those that are no digits.
  private static let digits: [UInt8] = {
    var table = [UInt8](repeating: 64, count: 256)
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for (value, byte) in alphabet.utf8.enumerated() { table[Int(byte)] = UInt8(value) }
    return table
  }()

  /// More digits than this cannot be a difference of two `Int32`.
  private static var digitLimit: Int { 7 }

  /// Reads from `range`, which must lie within the bytes.
  init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
    self.bytes = bytes
    offset = range.lowerBound
    end = range.upperBound
  }

  /// The current byte; nil at the end.
  @inline(__always)
  var current: UInt8? { offset < end ? bytes[offset] : nil }

  /// Whether the current segment ends here.
  @inline(__always)
  var isAtSegmentEnd: Bool {
    guard let current else { return true }
    return current == UInt8(ascii: ",") || current == UInt8(ascii: ";")
  }

  /// How many segments are not empty, from the current byte on. One pass over the rest.
  var segmentCount: Int {
    var count = 0
    var isInside = false
    for byte in bytes[offset..<end] {
      let isSeparator = byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";")
      if !isInside && !isSeparator { count += 1 }
      isInside = !isSeparator
    }
    return count
  }

  /// Passes over a separator.
  @inline(__always)
  mutating func advance() { offset += 1 }

  /// Reads one number, of 34 bits and a sign at most.
  @inline(__always)
  mutating func number() throws(SourceMapError) -> Int {
    var value = 0
    for index in 0..<Self.digitLimit {
      guard let current, case let digit = Int(digits[Int(current)]), digit < 64 else {
        throw SourceMapError(position: offset, expected: "a base64 digit")
      }
      offset += 1
      value |= (digit & 31) << (5 * index)
      if digit < 32 { return value & 1 == 0 ? value >> 1 : -(value >> 1) }
    }
    throw SourceMapError(position: offset - 1, expected: "the last digit of a number")
  }

  /// Reads a difference and adds it to `value`, which must stay from 0 up to below `limit`.
  @inline(__always)
  mutating func add(
    to value: inout Int, below limit: Int, _ what: StaticString
  ) throws(SourceMapError) {
    let start = offset
    let sum = value + (try number())
    guard sum >= 0, sum < limit else {
      throw SourceMapError(position: start, expected: "\(what) from 0 to below \(limit)")
    }
    value = sum
  }
}
