// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// A flat array of whole numbers in the text, cut into blocks that threads read independently.
///
/// Two passes: commas are counted a block at a time, which says where each block's numbers belong
/// and where the array ends; then every thread writes its own part of the columns. Works however
/// long the lines are.
struct NumberArray: Sendable {
  struct Block: Sendable {
    var bytes: Range<Int>
    var first = 0
    var count = 0
  }

  let text: SnapshotText
  private(set) var blocks: [Block] = []
  private(set) var count = 0
  /// Behind the opening bracket.
  private(set) var start = 0
  /// Where the text of the last number ends.
  private(set) var end = 0

  private static let blockSize = 2 << 20

  /// An array without numbers.
  init(emptyIn text: SnapshotText) { self.text = text }

  /// The array that begins behind a bracket; `isWhole` is false when the text ends inside. Then a
  /// last number that has no comma behind it is left out, as digits may be missing.
  static func scan(_ text: SnapshotText, from start: Int) -> (array: NumberArray, isWhole: Bool) {
    let scan = ArrayScan(text, from: start, blockSize: blockSize)
    var array = NumberArray(emptyIn: text)
    array.start = start
    array.end = scan.end
    for block in scan.blocks {
      array.blocks.append(Block(bytes: block.bytes, first: array.count, count: block.commas))
      array.count += block.commas
    }
    // Behind the last number of a whole array stands no comma.
    var content = Cursor(text, at: start)
    if scan.isWhole, content.peek() != nil, content.at < scan.end {
      array.blocks[array.blocks.count - 1].count += 1
      array.count += 1
    }
    return (array, scan.isWhole)
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

  /// Hands each record to the sink of its block; gives the sinks back in the order of the blocks.
  ///
  /// A record belongs to the block in which its first number stands.
  func read<Sink: NumberSink>(
    _ progress: WorkProgress? = nil, _ makeSink: @escaping @Sendable () -> Sink
  ) throws(SnapshotError) -> [Sink] {
    let results = Results<Sink>()
    let (text, blocks, end) = (text, blocks, end)
    inParallel(blocks.count) { index in
      let block = blocks[index]
      var sink = makeSink()
      let width = sink.width
      let records =
        ((block.first + width - 1) / width)..<((block.first + block.count - 1) / width + 1)
      guard block.count > 0, !records.isEmpty else { return }
      var numbers = NumberCursor(text, at: block.bytes.lowerBound, end: end)
      let isAligned = numbers.skip(records.lowerBound * width - block.first)
      let start = numbers.at
      var error: SnapshotError?
      if !isAligned || !sink.takeRecords(records, &numbers) {
        sink = makeSink()
        error = Self.readSlowly(text, at: start, end, records, &sink)
      }
      let done = results.add(index, sink, error)
      progress?.reached(done, of: blocks.count)
      // What stands behind the block was read by two; who comes last gives it back.
      text.release(block.bytes)
    }
    return try results.inOrder()
  }

  /// Reads what the quick way does not: white space anywhere, long numbers, errors.
  private static func readSlowly<Sink: NumberSink>(
    _ text: SnapshotText, at start: Int, _ end: Int, _ records: Range<Int>, _ sink: inout Sink
  ) -> SnapshotError? {
    var at = start
    for position in (records.lowerBound * sink.width)..<(records.upperBound * sink.width) {
      while at < end, isSpace(text[at]) { at += 1 }
      let start = at
      var value: UInt64 = 0
      while at < end, isDigit(text[at]) {
        value = value &* 10 &+ UInt64(text[at] &- 0x30)
        at += 1
      }
      guard at > start else { return .malformed(byte: at, expected: "a number") }
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

/// Takes the numbers of one block, in order.
protocol NumberSink: Sendable {
  /// Numbers in a record.
  var width: Int { get }
  /// Takes the number at a position of the whole array; false when it can't be there.
  mutating func take(_ value: UInt64, at position: Int) -> Bool
  /// What `take` wanted when it answered false.
  func expectation(at position: Int) -> String
  /// Reads whole records the quick way. False when something is not as it usually is: then the
  /// block is read again, number by number, into a fresh sink.
  mutating func takeRecords(_ records: Range<Int>, _ numbers: inout NumberCursor) -> Bool
}

/// What the threads found, put together.
private final class Results<Sink: Sendable>: Sendable {
  private struct Result: Sendable {
    let index: Int
    let sink: Sink
    let error: SnapshotError?
  }
  private let all = Mutex<[Result]>([])

  /// Says how many there are with it.
  func add(_ index: Int, _ sink: Sink, _ error: SnapshotError?) -> Int {
    all.withLock {
      $0.append(Result(index: index, sink: sink, error: error))
      return $0.count
    }
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
  var width: Int { 1 }

  mutating func take(_ value: UInt64, at position: Int) -> Bool {
    guard value <= UInt32.max else { return false }
    column[position] = UInt32(value)
    return true
  }

  mutating func takeRecords(_ records: Range<Int>, _ numbers: inout NumberCursor) -> Bool {
    for position in records {
      guard numbers.hasRoom else { return false }
      let value = numbers.next()
      guard value <= UInt32.max else { return false }
      column[position] = UInt32(truncatingIfNeeded: value)
    }
    return numbers.isRegular
  }

  func expectation(at position: Int) -> String { "a number of 32 bits" }

  /// Reads a whole array.
  static func read(_ array: NumberArray) throws(SnapshotError) -> Column<UInt32> {
    let column = Column<UInt32>(uninitialised: array.count)
    _ = try array.read { FlatSink(column: column) }
    return column
  }
}
