// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about `Counters` and `Totals`.
struct CountersTests {
  @Test func existingIsCreatedLessDeleted() {
    var counters = Counters()
    for _ in 0..<5 { counters.create() }
    for _ in 0..<2 { counters.delete() }
    #expect(counters.created == 5 && counters.deleted == 2 && counters.existing == 3)
  }

  @Test func peakIsTheMostAtOneTime() {
    var counters = Counters()
    for _ in 0..<3 { counters.create() }
    for _ in 0..<3 { counters.delete() }
    counters.create()
    #expect(counters.peak == 3 && counters.existing == 1)
  }

  @Test func forgettingThePastKeepsWhatExists() {
    var counters = Counters()
    for _ in 0..<5 { counters.create() }
    for _ in 0..<3 { counters.delete() }
    counters.forgetPast()
    #expect(counters.created == 2 && counters.deleted == 0 && counters.peak == 2)
    counters.delete()
    #expect(counters.existing == 1)
  }

  @Test func totalsAddUp() {
    var one = Counters()
    one.create()
    one.create()
    one.delete()
    var totals = Totals()
    totals.add(one)
    totals.add(one)
    #expect(totals.sites == 2 && totals.created == 4)
    #expect(totals.deleted == 2 && totals.existing == 2)
  }
}
