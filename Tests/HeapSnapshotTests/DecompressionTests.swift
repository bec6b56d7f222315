// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct DecompressionTests {
  /// A Zstandard frame of blocks that each repeat one byte 128 KiB times.
  private func expanding(_ byte: UInt8, blocks: Int) -> [UInt8] {
    let header = (128 << 10) << 3 | 1 << 1
    let block = [UInt8(header & 0xFF), UInt8(header >> 8 & 0xFF), UInt8(header >> 16), byte]
    return [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x58] + (0..<blocks).flatMap { _ in block }
  }

  @Test func whatIsNoSnapshotIsRefusedBeforeItIsExpanded() {
    // 128 GiB from 4 MB.
    #expect(throws: SnapshotError.malformed(byte: 0, expected: "a heap snapshot (\"{\")")) {
      try Snapshot(bytes: expanding(0x61, blocks: 1 << 20))
    }
  }
}
