// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about `Deletions` and `LogRate`.
struct DeletionsTests {
  @Test func theNewestAreRemembered() {
    var deletions = Deletions(capacity: 100)
    for key in 1...UInt64(110) {
      let made = StackID(rawValue: UInt32(key) + 1000)
      deletions.add(key, made: made, ended: StackID(rawValue: UInt32(key)))
    }
    #expect(deletions.find(10) == nil)
    #expect(deletions.find(11)?.ended.rawValue == 11)
    #expect(deletions.find(11)?.made.rawValue == 1011)
    #expect(deletions.find(110) != nil)
    #expect(deletions.find(0) == nil)
  }

  @Test func aRateCountsWhatItDrops() {
    var rate = LogRate(lines: 2)
    let second: UInt64 = 1_000_000_000
    let answers = (0..<5).map { rate.admit(nanoseconds: 10 * second + UInt64($0)).isAdmitted }
    #expect(answers == [true, true, false, false, false])
    let (isAdmitted, dropped) = rate.admit(nanoseconds: 11 * second)
    #expect(isAdmitted && dropped == 3)
    let later = rate.admit(nanoseconds: 11 * second)
    #expect(later.dropped == 0)
  }
}
