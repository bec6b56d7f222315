// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct SnapshotBufferTests {
  private var heap: HandMade {
    var heap = HandMade()
    for index in 0..<100 { heap.connect(0, heap.add(.object, "Object \(index)"), .element, "1") }
    return heap
  }

  private func buffer(_ bytes: [UInt8], pieces size: Int) throws -> SnapshotBuffer {
    var buffer = SnapshotBuffer()
    for start in stride(from: 0, to: bytes.count, by: size) {
      try bytes[start..<min(bytes.count, start + size)].withUnsafeBytes { try buffer.append($0) }
    }
    return buffer
  }

  @Test(arguments: [1, 7, 4096, 1 << 20])
  func whatIsWrittenInPiecesIsReadAsAWhole(_ size: Int) throws {
    let bytes = Array(heap.text.utf8)
    let buffer = try buffer(bytes, pieces: size)
    #expect(buffer.count == bytes.count)
    let (written, read) = (try heap.snapshot(), try Snapshot(buffer))
    #expect(read.nodes.count == 101 && read.edges.count == 100)
    #expect((0..<101).allSatisfy { read.name(of: $0) == written.name(of: $0) })
  }

  @Test func moreThanTheFirstPieceOfMemoryFits() throws {
    var heap = heap
    // The first piece is four megabytes.
    heap.connect(0, heap.add(.string, String(repeating: "x", count: 9 << 20)), .element, "1")
    let snapshot = try Snapshot(buffer(Array(heap.text.utf8), pieces: 65_536))
    #expect(snapshot.name(of: 101).utf8.count == 9 << 20)
  }

  @Test func whatIsNotWholeIsAnError() throws {
    let bytes = Array(heap.text.utf8)
    #expect(throws: SnapshotError.self) {
      try Snapshot(buffer(Array(bytes[..<(bytes.count / 2)]), pieces: 100))
    }
    #expect(throws: SnapshotError.self) { try Snapshot(SnapshotBuffer()) }
  }
}
