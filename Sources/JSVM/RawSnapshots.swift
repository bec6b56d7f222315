// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CZlib

// A raw heap snapshot is the `.heapsnapshot` text in gzip's format: a fifth of the size, and every
// machine has the converter (`gunzip`).
extension VM {
  func takeRawHeapSnapshot(
    _ stream: @escaping JSVM_OutputStream, _ data: UnsafeMutableRawPointer?
  ) throws(Failure) {
    guard var target = Compressor(stream: stream, data: data) else { throw .generic }
    defer { target.end() }
    let result: Result<Void, Failure> = withUnsafeMutablePointer(to: &target) { target in
      Result { () throws(Failure) in
        try takeHeapSnapshot(
          { bytes, size, target in
            guard let target = target?.assumingMemoryBound(to: Compressor.self) else {
              return false
            }
            guard let bytes else { return target.pointee.finish() }
            return target.pointee.add(UnsafeRawBufferPointer(start: bytes, count: Int(size)))
          }, target)
      }
    }
    try result.get()
  }
}

/// Compresses a stream into pieces of at most 65,536 bytes. Stays where it is while zlib uses it.
private struct Compressor {
  private static let pieceSize = 65_536
  private let stream: JSVM_OutputStream
  private let data: UnsafeMutableRawPointer?
  private let state: UnsafeMutablePointer<z_stream>
  private let piece: UnsafeMutablePointer<UInt8>

  init?(stream: @escaping JSVM_OutputStream, data: UnsafeMutableRawPointer?) {
    self.stream = stream
    self.data = data
    state = .allocate(capacity: 1)
    state.initialize(to: z_stream())
    piece = .allocate(capacity: Self.pieceSize)
    // 15 bits of window, and 16 for gzip's header; the level is zlib's fastest that is still small.
    let isReady = deflateInit2_(
      state, 2, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard isReady == Z_OK else {
      piece.deallocate()
      state.deallocate()
      return nil
    }
    startPiece()
  }

  func end() {
    deflateEnd(state)
    piece.deallocate()
    state.deallocate()
  }

  /// Adds bytes; false when the stream has had enough.
  func add(_ bytes: UnsafeRawBufferPointer) -> Bool {
    state.pointee.next_in = UnsafeMutablePointer(
      mutating: bytes.assumingMemoryBound(to: UInt8.self).baseAddress)
    state.pointee.avail_in = UInt32(bytes.count)
    while state.pointee.avail_in > 0 {
      guard deflate(state, Z_NO_FLUSH) == Z_OK else { return false }
      if state.pointee.avail_out == 0, !flush() { return false }
    }
    return true
  }

  /// Writes what is left and the mark of the end.
  func finish() -> Bool {
    while true {
      let result = deflate(state, Z_FINISH)
      guard flush() else { return false }
      if result == Z_STREAM_END { return stream(nil, 0, data) }
      guard result == Z_OK || result == Z_BUF_ERROR else { return false }
    }
  }

  private func startPiece() {
    state.pointee.next_out = piece
    state.pointee.avail_out = UInt32(Self.pieceSize)
  }

  private func flush() -> Bool {
    let count = Self.pieceSize - Int(state.pointee.avail_out)
    defer { startPiece() }
    guard count > 0 else { return true }
    return piece.withMemoryRebound(to: CChar.self, capacity: count) {
      stream($0, Int32(count), data)
    }
  }
}
