// SPDX-License-Identifier: Apache-2.0

/// Memory that grows at its end, for texts whose length is not known beforehand.
@safe struct GrowingMemory {
  private(set) var memory = Mapping(zeroed: 4 << 20)
  var used = 0

  /// Unused memory behind what is used; grows when there is less than asked for. A text that expands
  /// to more than the machine has is an error.
  mutating func room(atLeast size: Int) throws(SnapshotError) -> UnsafeMutableRawBufferPointer {
    if memory.size - used < size {
      let size = max(memory.size * 2, used + size)
      // Until it has been copied, the text is there twice.
      try AvailableMemory.check(size)
      let larger = Mapping(zeroed: size)
      unsafe larger.address.copyMemory(from: memory.address, byteCount: used)
      memory = larger
    }
    return unsafe UnsafeMutableRawBufferPointer(
      start: memory.address + used, count: memory.size - used)
  }

  /// Refuses early what is no snapshot, however large it would become.
  func checkStart() throws(SnapshotError) {
    let text = SnapshotText(memory: memory, count: used, isFile: false)
    var cursor = Cursor(text)
    guard let first = cursor.peek(), first != UInt8(ascii: "{") else { return }
    throw .malformed(byte: cursor.at, expected: "a heap snapshot (\"{\")")
  }
}
