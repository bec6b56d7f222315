// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Takes the numbers of one block, in order.
protocol NumberSink: Sendable {
  /// Takes the number at a position of the whole array; false when it can't be there.
  mutating func take(_ value: UInt64, at position: Int) -> Bool
  /// What `take` wanted when it answered false.
  func expectation(at position: Int) -> String
}

/// A flat array of whole numbers in the text, cut into blocks that threads read independently.
///
/// Two passes: commas are counted a block at a time, which says where each block's numbers belong;
/// then every thread writes its own part of the columns. Works however long the lines are.
struct NumberArray: Sendable {
  struct Block: Sendable {
    var bytes: Range<Int>
    var first = 0
    var count = 0
  }

  let text: SnapshotText
  private(set) var blocks: [Block] = []
  private(set) var count = 0

  /// `range` is what stands between the brackets; the byte behind it exists and is no digit.
  init(_ text: SnapshotText, _ range: Range<Int>, blockSize: Int = 2 << 20) {
    self.text = text
    var content = Cursor(text, at: range.lowerBound)
    guard content.peek() != nil, content.at < range.upperBound else { return }
    var start = range.lowerBound
    while start < range.upperBound {
      let comma = text.firstIndex(
        of: UInt8(ascii: ","), from: start + blockSize, to: range.upperBound)
      let end = comma.map { $0 + 1 } ?? range.upperBound
      blocks.append(Block(bytes: start..<end))
      start = end
    }
    countNumbers()
  }

  private mutating func countNumbers() {
    let counts = Column<Int>(zeros: blocks.count)
    let (text, blocks) = (text, blocks)
    inParallel(blocks.count) { index in
      counts[index] = text.count(of: UInt8(ascii: ","), in: blocks[index].bytes)
      text.release(blocks[index].bytes)
    }
    for index in blocks.indices {
      // The last number has no comma behind it.
      self.blocks[index].count = counts[index] + (index == blocks.count - 1 ? 1 : 0)
      self.blocks[index].first = count
      count += self.blocks[index].count
    }
  }

  /// The array without the numbers from a position on.
  func prefix(_ length: Int) -> NumberArray {
    var result = self
    result.blocks.removeAll { $0.first >= length }
    if let last = result.blocks.last {
      result.blocks[result.blocks.count - 1].count = min(last.count, length - last.first)
    }
    result.count = min(count, length)
    return result
  }

  /// Hands each number to the sink of its block; gives the sinks back in the order of the blocks.
  func read<Sink: NumberSink>(
    _ makeSink: @escaping @Sendable () -> Sink
  ) throws(SnapshotError) -> [Sink] {
    let results = Results<Sink>()
    let (text, blocks) = (text, blocks)
    inParallel(blocks.count) { index in
      var sink = makeSink()
      let error = Self.read(text, blocks[index], &sink)
      results.add(index, sink, error)
      text.release(blocks[index].bytes)
    }
    return try results.inOrder()
  }

  /// The inner loop of reading: every byte of a snapshot's numbers passes here.
  private static func read<Sink: NumberSink>(
    _ text: SnapshotText, _ block: Block, _ sink: inout Sink
  ) -> SnapshotError? {
    var at = block.bytes.lowerBound
    let end = block.bytes.upperBound
    for position in block.first..<(block.first + block.count) {
      while at < end, isSpace(text[at]) { at += 1 }
      let start = at
      var digit = at < end ? text[at] &- 0x30 : 0xFF
      guard digit <= 9 else { return .malformed(byte: at, expected: "a number") }
      var value: UInt64 = 0
      repeat {
        value = value &* 10 &+ UInt64(digit)
        at += 1
        // The byte behind the block is no digit, so the end needs no test here.
        digit = text[at] &- 0x30
      } while digit <= 9
      if at - start > 19 { return .malformed(byte: start, expected: "a number of 64 bits") }
      guard sink.take(value, at: position) else {
        return .malformed(byte: start, expected: sink.expectation(at: position))
      }
      while at < end, text[at] != UInt8(ascii: ",") {
        guard isSpace(text[at]) else { return .malformed(byte: at, expected: "a comma") }
        at += 1
      }
      at += 1
    }
    return nil
  }
}

@inline(__always)
private func isSpace(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
}

/// What the threads found, put together.
private final class Results<Sink: Sendable>: Sendable {
  private struct Result: Sendable {
    let index: Int
    let sink: Sink
    let error: SnapshotError?
  }
  private let all = Mutex<[Result]>([])

  func add(_ index: Int, _ sink: Sink, _ error: SnapshotError?) {
    all.withLock { $0.append(Result(index: index, sink: sink, error: error)) }
  }

  /// Throws the error that stands first in the file.
  func inOrder() throws(SnapshotError) -> [Sink] {
    let sorted = all.withLock { $0 }.sorted { $0.index < $1.index }
    if let error = sorted.lazy.compactMap(\.error).first { throw error }
    return sorted.map(\.sink)
  }
}

/// Keeps every number as it is, for the small arrays.
struct FlatSink: NumberSink {
  let column: Column<UInt32>

  mutating func take(_ value: UInt64, at position: Int) -> Bool {
    guard value <= UInt32.max else { return false }
    column[position] = UInt32(value)
    return true
  }

  func expectation(at position: Int) -> String { "a number of 32 bits" }

  /// Reads a whole array.
  static func read(_ array: NumberArray) throws(SnapshotError) -> Column<UInt32> {
    let column = Column<UInt32>(zeros: array.count)
    _ = try array.read { FlatSink(column: column) }
    return column
  }
}
