// SPDX-License-Identifier: Apache-2.0

/// Runs of words at addresses that never move, freed all at once.
struct WordArena: ~Copyable {
  /// Words in the first block; each next one is twice as long, up to `longestBlock`.
  private static var firstBlock: Int { 512 }
  /// Words in the blocks of a large arena.
  private static var longestBlock: Int { 16_384 }

  /// Every block, to free them.
  private var blocks: [UnsafeMutablePointer<UInt>] = []
  /// The first unused word of the newest block.
  private var next: UnsafeMutablePointer<UInt>?
  /// Unused words in the newest block.
  private var free = 0
  /// Words in the newest block.
  private var blockLength = 0
  /// Bytes allocated.
  private(set) var bytes = 0

  /// An empty arena; the first run allocates.
  init() {}

  deinit { for block in blocks { block.deallocate() } }

  /// Uninitialised room for `count` words, valid as long as the arena.
  mutating func allocate(_ count: Int) -> UnsafeMutablePointer<UInt> {
    if let run = next, count <= free {
      next = run + count
      free -= count
      return run
    }
    blockLength = min(max(Self.firstBlock, blockLength * 2), Self.longestBlock)
    let length = max(blockLength, count)
    let block = UnsafeMutablePointer<UInt>.allocate(capacity: length)
    blocks.append(block)
    bytes += length * MemoryLayout<UInt>.stride
    next = block + count
    free = length - count
    return block
  }
}
