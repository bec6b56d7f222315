// SPDX-License-Identifier: Apache-2.0

/// FNV-1a over words, then bytes: finds damage, not malice.
func checksum(_ start: UnsafeRawPointer, _ size: Int) -> UInt64 {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  var offset = 0
  while offset + 8 <= size {
    let word = start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    hash = (hash ^ word) &* 0x0000_0100_0000_01B3
    hash ^= hash >> 29
    offset += 8
  }
  while offset < size {
    hash =
      (hash ^ UInt64(start.load(fromByteOffset: offset, as: UInt8.self)))
      &* 0x0000_0100_0000_01B3
    offset += 1
  }
  return hash
}
