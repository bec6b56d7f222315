// SPDX-License-Identifier: Apache-2.0

/// Hashes and compares stacks of return addresses; both run on every creation.
///
/// One word a step, and no product waits for the one before. Wider loads are no gain: the frames were
/// stored word by word a moment ago, and a load that spans two stores has to wait until both have left
/// the store buffer (a reference pair took 49 ns with them, 46 without). Keys in geometric, not
/// arithmetic progression: with those half of the paths of a walk over a binary tree met in one bucket
/// (test `pathsOfARecursiveWalkSpread`).
enum StackHash {
  /// The hash of `count` words, at least one; depends on their order.
  @inline(__always)
  static func hash(_ frames: UnsafePointer<UInt>, _ count: Int) -> UInt32 {
    folded(sum(frames, count))
  }

  /// What `hash` folds; `native_stack_capture` computes the same while it walks.
  @inline(__always)
  static func sum(_ frames: UnsafePointer<UInt>, _ count: Int) -> UInt64 {
    var sum = UInt64(UInt(bitPattern: count))
    var key: UInt64 = 0xA076_1D64_78BD_642F
    for index in 0..<count {
      sum &+= UInt64(frames[index]) &* key
      key &+= key &<< 5
    }
    return sum
  }

  /// Whether two runs of `count` words, at least one, are equal.
  @inline(__always)
  static func equal(_ a: UnsafePointer<UInt>, _ b: UnsafePointer<UInt>, _ count: Int) -> Bool {
    // The outermost frames differ least: from the innermost on, the first difference ends it.
    for index in 0..<count where a[index] != b[index] { return false }
    return true
  }

  /// Lets every bit of a word reach the low ones, which choose the slot.
  @inline(__always)
  static func folded(_ word: UInt64) -> UInt32 {
    // The sum's low bits depend on the frames' low bits alone: bring the others down first.
    let word = word ^ word &>> 32
    let product = word.multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return UInt32(truncatingIfNeeded: product.high ^ product.low)
  }
}
