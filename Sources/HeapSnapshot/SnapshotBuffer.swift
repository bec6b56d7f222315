// SPDX-License-Identifier: Apache-2.0

/// A snapshot's text in memory, while something writes it.
///
/// No file is involved, so no disk can be full; what does not fit into memory is an error before the
/// machine runs out of it.
public struct SnapshotBuffer {
  private var memory = GrowingMemory()

  public init() {}

  /// Bytes written so far.
  public var count: Int { memory.used }

  /// Adds bytes at the end. Throws `SnapshotError.outOfMemory` when there is no room for them.
  public mutating func append(_ bytes: UnsafeRawBufferPointer) throws(SnapshotError) {
    guard let start = bytes.baseAddress else { return }
    let room = unsafe try memory.room(atLeast: bytes.count)
    unsafe room.baseAddress?.copyMemory(from: start, byteCount: bytes.count)
    memory.used += bytes.count
  }
}

extension Snapshot {
  /// Reads what was written into a buffer; it must be plain text, and whole.
  public init(_ buffer: consuming SnapshotBuffer) throws(SnapshotError) {
    self = try Reader(buffer.text, false).snapshot()
  }
}

extension SnapshotBuffer {
  fileprivate var text: SnapshotText {
    SnapshotText(memory: memory.memory, count: memory.used, isFile: false)
  }
}
