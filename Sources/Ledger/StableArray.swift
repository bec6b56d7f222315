// SPDX-License-Identifier: Apache-2.0

/// A list that only grows and whose elements never move, in blocks of 256.
///
/// Made for plain values read and changed through pointers, without reference counting.
struct StableArray<Element: BitwiseCopyable>: ~Copyable {
  /// How many elements there are.
  private(set) var count = 0
  /// The blocks, full ones first; this list of pointers moves, the blocks do not.
  private var blocks: UnsafeMutablePointer<UnsafeMutablePointer<Element>>
  /// How many blocks are allocated.
  private var blockCount = 0
  /// How many blocks the list has room for.
  private var blockCapacity = 8

  /// An empty list; memory for elements comes with the first one.
  init() { blocks = .allocate(capacity: blockCapacity) }

  deinit {
    for index in 0..<blockCount { blocks[index].deallocate() }
    blocks.deallocate()
  }

  /// Bytes allocated for elements.
  var bytes: Int { (blockCount << 8) * MemoryLayout<Element>.stride }

  /// The address of the element at `index`, valid as long as the list. Not checked in release.
  @inline(__always)
  func address(of index: Int) -> UnsafeMutablePointer<Element> {
    assert(index >= 0 && index < count, "index is outside the list")
    return blocks[index &>> 8] + (index & 255)
  }

  /// Adds an element and returns its index.
  mutating func append(_ element: Element) -> Int {
    if count == blockCount << 8 { addBlock() }
    let index = count
    count += 1
    address(of: index).initialize(to: element)
    return index
  }

  /// Allocates one more block.
  private mutating func addBlock() {
    if blockCount == blockCapacity {
      let larger = UnsafeMutablePointer<UnsafeMutablePointer<Element>>
        .allocate(capacity: blockCapacity * 2)
      larger.initialize(from: blocks, count: blockCount)
      blocks.deallocate()
      blocks = larger
      blockCapacity *= 2
    }
    (blocks + blockCount).initialize(to: .allocate(capacity: 256))
    blockCount += 1
  }
}
