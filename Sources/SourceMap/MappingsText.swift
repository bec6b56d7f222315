// SPDX-License-Identifier: Apache-2.0

internal import JSON

extension JSONString {
  /// Reads the string as base64 numbers, in place unless it has escapes (`\/` is usual in some).
  ///
  /// Errors of `decode` come out with positions in the JSON, whichever it was.
  func withBase64(
    in json: JSONReader, _ decode: (VLQReader) throws(SourceMapError) -> Void
  ) throws(SourceMapError) {
    guard hasEscapes else {
      return try decode(VLQReader(json.bytes, range))
    }
    var digits: [UInt8] = []
    var offsets: [Int] = []
    digits.reserveCapacity(range.count)
    json.unescape(self) { digit, _ in digits.append(digit) }
    let failure = digits.withUnsafeBytes { bytes -> SourceMapError? in
      do throws(SourceMapError) {
        try decode(VLQReader(bytes, 0..<bytes.count))
        return nil
      } catch {
        return error
      }
    }
    guard let failure else { return }
    json.unescape(self) { _, offset in offsets.append(offset) }
    let position =
      failure.position < offsets.count ? offsets[failure.position] : range.upperBound
    throw SourceMapError(position: position, expected: failure.expected)
  }
}
