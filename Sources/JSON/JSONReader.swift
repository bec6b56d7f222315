// SPDX-License-Identifier: Apache-2.0

/// Reads JSON out of bytes, value by value, in the order of the text.
///
/// Borrows the bytes and must not outlive them. Each method passes over white space, begins at
/// the current byte and ends behind what it read; when it throws, the error names the byte.
public struct JSONReader {
  public let bytes: UnsafeRawBufferPointer
  /// Of the current byte; at most `bytes.count`.
  public var offset: Int

  public init(_ bytes: UnsafeRawBufferPointer, at offset: Int = 0) {
    self.bytes = bytes
    self.offset = min(offset, bytes.count)
  }

  /// Returns the first byte that is not white space and stays there; nil at the end.
  public mutating func peek() -> UInt8? {
    while offset < bytes.count {
      let byte = bytes[offset]
      switch byte {
      case 0x20, 0x0A, 0x0D, 0x09: offset += 1
      default: return byte
      }
    }
    return nil
  }

  /// Passes over one punctuation mark if it comes next.
  public mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: mark) else { return false }
    offset += 1
    return true
  }

  /// The error of finding something else at the current byte.
  public func failure(_ expected: String) -> JSONError {
    JSONError(position: offset, expected: expected)
  }

  /// Reads an object; `member` is called behind each key and must read the value.
  public mutating func object(
    _ member: (inout JSONReader, _ key: String) throws(JSONError) -> Void
  ) throws(JSONError) {
    guard take("{") else { throw failure("an object") }
    if take("}") { return }
    repeat {
      let key = text(of: try string())
      guard take(":") else { throw failure("':'") }
      try member(&self, key)
    } while take(",")
    guard take("}") else { throw failure("',' or '}'") }
  }

  /// Reads an array; `element` is called at each element and must read it.
  public mutating func array(
    _ element: (inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    guard take("[") else { throw failure("an array") }
    if take("]") { return }
    repeat { try element(&self) } while take(",")
    guard take("]") else { throw failure("',' or ']'") }
  }

  /// Passes over `null` if it comes next.
  public mutating func takeNull() throws(JSONError) -> Bool {
    guard peek() == UInt8(ascii: "n") else { return false }
    try skipWord("null")
    return true
  }

  /// Reads a number that counts lines or columns: a whole one, from 0 to the largest `Int32`.
  public mutating func natural() throws(JSONError) -> Int {
    let expected = "a whole number up to \(Int32.max)"
    guard let first = peek(), 0x30...0x39 ~= first else { throw failure(expected) }
    let start = offset
    var value = 0
    while offset < bytes.count, 0x30...0x39 ~= bytes[offset], value <= Int32.max {
      value = value * 10 + Int(bytes[offset] - 0x30)
      offset += 1
    }
    let isWhole = offset == bytes.count || !".eE".utf8.contains(bytes[offset])
    guard value <= Int32.max, isWhole else {
      throw JSONError(position: start, expected: expected)
    }
    return value
  }

  /// Reads any number, rounded to the nearest double.
  public mutating func number() throws(JSONError) -> Double {
    _ = peek()
    let start = offset
    skipNumber()
    guard let number = Double(String(decoding: bytes[start..<offset], as: UTF8.self)) else {
      throw JSONError(position: start, expected: "a number")
    }
    return number
  }

  /// Reads `true` or `false`.
  public mutating func flag() throws(JSONError) -> Bool {
    switch peek() {
    case UInt8(ascii: "t"): try skipWord("true")
    case UInt8(ascii: "f"): try skipWord("false")
    default: throw failure("true or false")
    }
    return bytes[offset - 2] == UInt8(ascii: "u")
  }

  /// Checks that only white space is left.
  public mutating func end() throws(JSONError) {
    guard peek() == nil else { throw failure("the end") }
  }
}
