// SPDX-License-Identifier: Apache-2.0

internal import CZlib

/// Bytes in gzip's format, as pprof wants its profiles.
public enum Gzip {
  /// Nil when the system has no memory for it.
  public static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = unsafe z_stream()
    // 15 bits of window, and 16 for gzip's header.
    let isReady = unsafe deflateInit2_(
      &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard isReady == Z_OK else { return nil }
    defer { unsafe _ = deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](
      repeating: 0, count: unsafe Int(deflateBound(&stream, UInt(bytes.count))) + 32)
    let result = unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        unsafe stream.next_in = source.baseAddress
        unsafe stream.avail_in = UInt32(source.count)
        unsafe stream.next_out = target.baseAddress
        unsafe stream.avail_out = UInt32(target.count)
        return unsafe deflate(&stream, Z_FINISH)
      }
    }
    guard result == Z_STREAM_END else { return nil }
    unsafe output.removeLast(Int(stream.avail_out))
    return output
  }
}
