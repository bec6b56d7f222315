// SPDX-License-Identifier: Apache-2.0

/// A pattern of a suppression rule, as LeakSanitizer has them.
///
/// `*` stands for any run of characters, `^` at the beginning and `$` at the end for the ends of the
/// text; without them the pattern may match anywhere in it. Compares bytes.
public struct Pattern: Hashable, Sendable {
  /// The literal runs between the stars.
  private let pieces: [[UInt8]]
  private let isAtStart: Bool
  private let isAtEnd: Bool

  /// Reads a pattern; nil for one without a literal character, which would match everything.
  public init?(_ text: String) {
    var bytes = Array(text.utf8)[...]
    isAtStart = bytes.first == UInt8(ascii: "^")
    if isAtStart { bytes.removeFirst() }
    isAtEnd = bytes.last == UInt8(ascii: "$")
    if isAtEnd { bytes.removeLast() }
    pieces = bytes.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
      .map(Array.init)
    guard pieces.contains(where: { !$0.isEmpty }) else { return nil }
  }

  /// Whether a text matches. Takes each run where it first occurs, so the time is at worst the
  /// product of the lengths.
  public func matches(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    var position = 0
    for (index, piece) in pieces.enumerated() {
      let isFirst = index == 0
      let isLast = index == pieces.count - 1
      if isLast, isAtEnd {
        let start = bytes.count - piece.count
        guard start >= position, !(isFirst && isAtStart) || start == 0 else { return false }
        return bytes[start...].elementsEqual(piece)
      }
      if isFirst, isAtStart {
        guard bytes.starts(with: piece) else { return false }
        position = piece.count
        continue
      }
      guard let found = Self.find(piece, in: bytes, from: position) else { return false }
      position = found + piece.count
    }
    return true
  }

  /// Where a run first occurs at or after a position.
  private static func find(_ piece: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard piece.count <= bytes.count - start else { return nil }
    return (start...bytes.count - piece.count).first { bytes[$0...].starts(with: piece) }
  }
}
