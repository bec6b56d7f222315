// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Finds the end of an array of numbers and counts its commas, in one pass by all processors.
struct ArrayScan {
  struct Block: Sendable {
    let bytes: Range<Int>
    let commas: Int
  }

  /// Blocks that end behind a comma, except for the last.
  private(set) var blocks: [Block] = []
  /// The closing bracket; without one, where the last number ends that is certainly whole.
  private(set) var end: Int
  private(set) var isWhole = false

  init(_ text: SnapshotText, from start: Int, blockSize: Int) {
    end = start
    let count = max(1, (text.count - start + blockSize - 1) / blockSize)
    let found = Column<Found>(uninitialised: count)
    let last = LowestIndex()
    @Sendable func scan(_ index: Int) {
      guard index <= last.value else { return }
      let bytes =
        Self.border(text, start, index, blockSize)..<Self.border(text, start, index + 1, blockSize)
      let (commas, close) = text.count(
        of: UInt8(ascii: ","), in: bytes, until: UInt8(ascii: "]"))
      if close != nil { last.lower(to: index) }
      found[index] = Found(
        start: bytes.lowerBound, end: close ?? bytes.upperBound, commas: commas)
      text.release(bytes)
    }
    // Most arrays are shorter than a block: no thread is needed to see that.
    scan(0)
    if last.value > 0 { inParallel(count - 1) { scan($0 + 1) } }
    isWhole = last.value < count
    for index in 0...min(last.value, count - 1) {
      let block = found[index]
      guard block.start < block.end else { continue }
      blocks.append(Block(bytes: block.start..<block.end, commas: block.commas))
      end = block.end
    }
    if !isWhole {
      while end > start, text[end - 1] != UInt8(ascii: ",") { end -= 1 }
      end = max(start, end - 1)
    }
  }

  private struct Found: BitwiseCopyable, Sendable {
    let start: Int
    let end: Int
    let commas: Int
  }

  /// Behind the first comma from a block's nominal start on.
  private static func border(_ text: SnapshotText, _ start: Int, _ index: Int, _ size: Int) -> Int {
    guard index > 0 else { return start }
    let nominal = start + index * size
    guard nominal < text.count else { return text.count }
    return text.firstIndex(of: UInt8(ascii: ","), from: nominal).map { $0 + 1 } ?? text.count
  }
}

/// The lowest of the numbers that threads tell it.
private final class LowestIndex: Sendable {
  private let lowest = Atomic<Int>(.max)
  var value: Int { lowest.load(ordering: .relaxed) }
  func lower(to index: Int) { lowest.min(index, ordering: .relaxed) }
}
