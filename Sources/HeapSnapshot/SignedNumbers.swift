// SPDX-License-Identifier: Apache-2.0

extension NumberArray {
  /// The numbers of an array that may have signs, as only those of scopes do. Such arrays are small:
  /// one thread reads them, number by number.
  func signedNumbers() throws(SnapshotError) -> Column<Int64> {
    let column = Column<Int64>(zeros: count)
    var cursor = Cursor(text, at: start)
    for index in 0..<count {
      let isNegative = cursor.take(UInt8(ascii: "-"))
      let at = cursor.at
      guard let value = Int64(exactly: try cursor.number()) else {
        throw .malformed(byte: at, expected: "a number of 63 bits")
      }
      column[index] = isNegative ? -value : value
      if index + 1 < count { try cursor.expect(UInt8(ascii: ","), "a comma") }
    }
    if cursor.peek() != nil, cursor.at < end {
      throw .malformed(byte: cursor.at, expected: "a comma")
    }
    return column
  }
}
