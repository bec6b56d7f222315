// SPDX-License-Identifier: Apache-2.0

/// Hashes and compares stacks of return addresses; both run on every creation.
///
/// Two words (of 64 bits) a step and no step waits for the one before: 14 frames hash in about
/// 3.5 ns and compare in 2. Multiplying full words one after the other took 7. Keys in geometric,
/// not arithmetic progression: with those, and with plain weighted sums, half of the paths of a
/// walk over a binary tree met in one bucket (test `pathsOfARecursiveWalkSpread`).
enum StackHash {
  /// The keys of the first step.
  private static var firstKey: SIMD2<UInt64> {
    SIMD2(0xA076_1D64_78BD_642F, 0x8EBC_6AF0_9C88_C6E3)
  }

  /// The hash of `count` words, at least one; depends on their order.
  @inline(__always)
  static func hash(_ frames: UnsafePointer<UInt>, _ count: Int) -> UInt32 {
    guard count > 1 else { return folded(UInt64(frames.pointee)) }
    let last = count &* 8 &- 16
    var sum = SIMD2<UInt64>(UInt64(UInt(bitPattern: count)), 0)
    var key = firstKey
    var offset = 0
    while offset < last {
      sum &+= product(frames, offset, key)
      key &+= key &<< 5
      offset &+= 16
    }
    sum &+= product(frames, last, key)
    return folded(sum[0] &+ sum[1] &* 0x9E37_79B9_7F4A_7C15)
  }

  /// Whether two runs of `count` words, at least one, are equal.
  @inline(__always)
  static func equal(_ a: UnsafePointer<UInt>, _ b: UnsafePointer<UInt>, _ count: Int) -> Bool {
    guard count > 1 else { return a.pointee == b.pointee }
    let last = count &* 8 &- 16
    var difference = pair(a, last) ^ pair(b, last)
    var offset = 0
    while offset < last {
      difference |= pair(a, offset) ^ pair(b, offset)
      offset &+= 16
    }
    return difference[0] | difference[1] == 0
  }

  /// The two words at a byte offset. An odd run's last step reads one word a second time.
  @inline(__always)
  private static func pair(_ words: UnsafePointer<UInt>, _ offset: Int) -> SIMD2<UInt64> {
    UnsafeRawPointer(words).loadUnaligned(fromByteOffset: offset, as: SIMD2<UInt64>.self)
  }

  /// Multiplies the halves of each of two words, after adding a key: one instruction for both.
  @inline(__always)
  private static func product(
    _ words: UnsafePointer<UInt>, _ offset: Int, _ key: SIMD2<UInt64>
  ) -> SIMD2<UInt64> {
    let keyed = pair(words, offset) &+ key
    return (keyed & 0xFFFF_FFFF) &* (keyed &>> 32)
  }

  /// Lets every bit of a word reach the low ones, which choose the slot.
  @inline(__always)
  private static func folded(_ word: UInt64) -> UInt32 {
    let product = word.multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return UInt32(truncatingIfNeeded: product.high ^ product.low)
  }
}
