// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about `StableArray`.
struct StableArrayTests {
  @Test func elementsNeverMove() {
    var list = StableArray<UInt64>()
    _ = list.append(1)
    let first = list.address(of: 0)
    for number in 2...10_000 as ClosedRange<UInt64> { _ = list.append(number) }
    let same = list.address(of: 0) == first
    #expect(same)
    let last = list.address(of: 9_999).pointee
    #expect(last == 10_000)
  }

  @Test func appendReturnsThePosition() {
    var list = StableArray<UInt8>()
    for number in 0..<600 {
      let position = list.append(UInt8(truncatingIfNeeded: number))
      #expect(position == number)
    }
    let count = list.count
    #expect(count == 600)
  }
}
