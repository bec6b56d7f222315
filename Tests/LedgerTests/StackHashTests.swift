// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about `StackHash`.
struct StackHashTests {
  @Test(arguments: 1...40)
  func everyWordCounts(count: Int) {
    let stack = (0..<count).map { 0x7F00_0000_0000 + UInt($0) * 64 }
    for index in 0..<count {
      var other = stack
      other[index] += 1
      #expect(!StackHash.equal(stack, other, count))
      #expect(StackHash.hash(stack, count) != StackHash.hash(other, count))
    }
    #expect(StackHash.equal(stack, Array(stack), count))
  }

  /// A walk over a binary tree makes every sequence of two return addresses.
  @Test func pathsOfARecursiveWalkSpread() {
    var seen: Set<UInt32> = []
    for path in 0..<(1 << 14) as Range<UInt> {
      let stack = (0..<14).map { 0x5555_5555_4000 + (path >> $0 & 1) * 24 }
      seen.insert(StackHash.hash(stack, 14))
    }
    #expect(seen.count > (1 << 14) - 8)
  }

  @Test func lowBitsSpread() {
    var buckets = [Int](repeating: 0, count: 256)
    for number in 0..<25_600 as Range<UInt> {
      let stack: [UInt] = [0x5555_0000_0000 + number * 16, 0x5555_5555_0000, 0x7FFF_0000_1000]
      buckets[Int(StackHash.hash(stack, 3) & 255)] += 1
    }
    #expect((buckets.max() ?? 0) < 160 && (buckets.min() ?? 0) > 50)
  }
}
