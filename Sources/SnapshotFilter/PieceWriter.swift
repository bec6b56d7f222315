// SPDX-License-Identifier: Apache-2.0

/// Gathers text into pieces and hands them on until the receiver has had enough.
struct PieceWriter {
  /// No piece is longer, as none of the engine's is.
  static let pieceSize = 65_536

  private let sink: (UnsafeRawBufferPointer) -> Bool
  private var piece: [UInt8] = []
  /// Whether every piece so far was wanted.
  private(set) var isWanted = true

  /// A writer of pieces to `sink`, which says whether it wants more. A piece is borrowed for the call.
  init(_ sink: @escaping (UnsafeRawBufferPointer) -> Bool) {
    self.sink = sink
    piece.reserveCapacity(Self.pieceSize)
  }

  /// Adds text.
  mutating func append(_ text: UnsafeRawBufferPointer) {
    var rest = text
    while !rest.isEmpty {
      let count = min(rest.count, Self.pieceSize - piece.count)
      piece.append(contentsOf: rest[..<count])
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      if piece.count == Self.pieceSize { flush() }
    }
  }

  /// Adds a number in decimal.
  mutating func append(_ number: UInt64) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var first = digits.count
      var rest = number
      repeat {
        first -= 1
        digits[first] = UInt8(ascii: "0") + UInt8(rest % 10)
        rest /= 10
      } while rest > 0
      append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(digits)[first...]))
    }
  }

  /// Hands on what was gathered.
  mutating func flush() {
    guard !piece.isEmpty else { return }
    if isWanted { isWanted = piece.withUnsafeBytes { sink($0) } }
    piece.removeAll(keepingCapacity: true)
  }
}
