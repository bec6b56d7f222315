// SPDX-License-Identifier: Apache-2.0

internal import CZlib
internal import CZstd

/// Compressed snapshots, expanded into memory by the system's libraries.
enum Decompression {
  enum Format: String { case gzip, zstd }

  static func format(of text: SnapshotText) -> Format? {
    if text.matches("\u{1F}", at: 0), text.count > 1, text[1] == 0x8B { return .gzip }
    let zstd: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]
    if text.count >= 4, (0..<4).allSatisfy({ text[$0] == zstd[$0] }) { return .zstd }
    return nil
  }

  static func expanded(_ text: SnapshotText, _ format: Format) throws(SnapshotError) -> SnapshotText
  {
    switch format {
    case .gzip: try inflated(text)
    case .zstd: try unpacked(text)
    }
  }

  private static let step = 1 << 20

  private static func inflated(_ text: SnapshotText) throws(SnapshotError) -> SnapshotText {
    var stream = unsafe z_stream()
    // 15 bits of window, and 32 to accept the headers of gzip and zlib.
    guard
      unsafe inflateInit2_(&stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        == Z_OK
    else { throw .system(operation: "inflate", code: 12) }
    defer { unsafe _ = inflateEnd(&stream) }
    var output = GrowingMemory()
    var at = 0
    while true {
      let given = min(step, text.count - at)
      unsafe stream.next_in = (text.memory.address + at).assumingMemoryBound(to: UInt8.self)
      unsafe stream.avail_in = UInt32(given)
      let room = unsafe try output.room(atLeast: step)
      let size = min(room.count, 64 << 20)
      unsafe stream.next_out = room.baseAddress!.assumingMemoryBound(to: UInt8.self)
      unsafe stream.avail_out = UInt32(size)
      let result = unsafe inflate(&stream, Z_NO_FLUSH)
      let taken = unsafe given - Int(stream.avail_in)
      let made = unsafe size - Int(stream.avail_out)
      at += taken
      output.used += made
      if output.used == made { try output.checkStart() }
      if result == Z_STREAM_END {
        if at == text.count { break }
        // Another member follows; `cat a.gz b.gz` is a gzip file too.
        guard unsafe inflateReset(&stream) == Z_OK else {
          throw .compression(byte: at, format: "gzip")
        }
      } else if result != Z_OK || (taken == 0 && made == 0) {
        throw .compression(byte: at, format: "gzip")
      }
    }
    return SnapshotText(memory: output.memory, count: output.used, isFile: false)
  }

  private static func unpacked(_ text: SnapshotText) throws(SnapshotError) -> SnapshotText {
    guard let stream = unsafe ZSTD_createDStream() else {
      throw .system(operation: "decompress", code: 12)
    }
    defer { unsafe _ = ZSTD_freeDStream(stream) }
    var output = GrowingMemory()
    var input = unsafe ZSTD_inBuffer(src: text.memory.address, size: text.count, pos: 0)
    while true {
      let room = unsafe try output.room(atLeast: step)
      var target = unsafe ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
      let result = unsafe ZSTD_decompressStream(stream, &target, &input)
      let isFirst = output.used == 0
      unsafe output.used += target.pos
      if isFirst { try output.checkStart() }
      guard ZSTD_isError(result) == 0 else {
        throw unsafe .compression(byte: input.pos, format: "zstd")
      }
      if unsafe input.pos == input.size {
        if result == 0 { break }
        if unsafe target.pos < target.size { throw .compression(byte: text.count, format: "zstd") }
      }
    }
    return SnapshotText(memory: output.memory, count: output.used, isFile: false)
  }
}
