// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Standard output, written in pieces of 64 KB; the last piece by `flush`.
///
/// What Swift's `print` writes to a full disk or a closed pipe is lost without a word.
struct StandardOutput: ~Copyable {
  private static let pieceLength = 65_536
  private var piece: [UInt8] = []
  private var failure: CommandFailure?

  init() { piece.reserveCapacity(Self.pieceLength + 256) }

  /// Adds text. A failure to write is kept until `flush`.
  mutating func write(_ text: String) { write(text.utf8) }

  mutating func write(_ bytes: some Sequence<UInt8>) {
    piece.append(contentsOf: bytes)
    if piece.count >= Self.pieceLength { writePiece() }
  }

  mutating func line(_ text: String) {
    write(text)
    write("\n")
  }

  /// Writes what is left. Every command ends with it, and one that repeats calls it each time.
  mutating func flush() throws(CommandFailure) {
    writePiece()
    if let failure { throw failure }
  }

  private mutating func writePiece() {
    defer { piece.removeAll(keepingCapacity: true) }
    guard failure == nil, let code = Descriptor.write(piece, to: STDOUT_FILENO) else { return }
    failure = CommandFailure(file: "standard output", errno: code)
  }
}

/// Standard error, unbuffered. What cannot be written is dropped: there is nowhere to say so.
enum StandardError {
  static func write(_ text: String) { _ = Descriptor.write(Array(text.utf8), to: STDERR_FILENO) }
}

/// Writing to an open file.
private enum Descriptor {
  /// Writes all of the bytes; returns the `errno` of the write that failed.
  static func write(_ bytes: [UInt8], to file: Int32) -> Int32? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest.removeFirst(count)
      } else if errno != EINTR {
        return errno
      }
    }
    return nil
  }
}
