// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about `Epochs` and `Stamp`.
struct EpochsTests {
  private func advance(_ epochs: inout Epochs, _ count: Int, thread: Int32 = 7) {
    for _ in 0..<count {
      let last = epochs.newest
      epochs.advance(
        collections: last.collections + 1, thread: thread, nanoseconds: last.nanoseconds + 10)
    }
  }

  @Test func aStampIsFourBytes() {
    #expect(MemoryLayout<Stamp>.size == 4)
  }

  @Test func aStampStandsForTheMomentItsEpochBegan() {
    var epochs = Epochs(nanoseconds: 100)
    let first = epochs.stamp
    advance(&epochs, 3)
    let second = epochs.stamp
    advance(&epochs, 2)
    #expect(epochs.moment(of: first).nanoseconds == 100)
    #expect(epochs.moment(of: first).collections == 0)
    #expect(
      epochs.moment(of: second)
        == Epochs.Moment(epoch: 3, collections: 3, thread: 7, nanoseconds: 130))
    #expect(epochs.newest.epoch == 5)
  }

  @Test func ignoringNestsAndOutlivesEpochs() {
    var epochs = Epochs(nanoseconds: 0)
    epochs.ignore()
    epochs.ignore()
    advance(&epochs, 1)
    #expect(epochs.stamp.isIgnored && epochs.stamp.epoch == 1)
    let first = epochs.heed()
    #expect(first && epochs.stamp.isIgnored)
    let second = epochs.heed()
    #expect(second && !epochs.stamp.isIgnored && epochs.stamp.epoch == 1)
    let third = epochs.heed()
    #expect(!third)
  }

  @Test func aLongHistoryIsThinnedFromItsOldEnd() {
    var epochs = Epochs(nanoseconds: 0)
    advance(&epochs, 100_000)
    #expect(epochs.moments.count <= Epochs.capacity)
    #expect(epochs.moments[0].epoch == 0)
    let stamps = epochs.moments.map(\.epoch)
    #expect(stamps == stamps.sorted())
    // The newest moments are all there, the time of an old one is known roughly.
    #expect(epochs.moments.suffix(200).map(\.epoch) == Array(99_801...100_000))
    var old = Stamp()
    while old.epoch < 50_000 { _ = old.advance() }
    #expect(epochs.moment(of: old).epoch <= 50_000)
  }

  @Test func changesOfThreadAreNotThinned() {
    var epochs = Epochs(nanoseconds: 0)
    advance(&epochs, 10, thread: 1)
    advance(&epochs, 1, thread: 2)
    let second = epochs.stamp
    advance(&epochs, 5000, thread: 3)
    #expect(epochs.moment(of: second).thread == 2)
  }

  @Test func threadsThatTakeTurnsDoNotFillTheHistory() {
    var epochs = Epochs(nanoseconds: 0)
    for turn in 0..<5000 { advance(&epochs, 1, thread: Int32(turn % 2 + 1)) }
    #expect(epochs.moments.count <= Epochs.capacity)
    #expect(epochs.newest.epoch == 5000)
  }

  @Test func advancingKeepsTheMark() {
    var stamp = Stamp()
    stamp.isIgnored = true
    let hasAdvanced = stamp.advance()
    #expect(hasAdvanced && stamp.epoch == 1 && stamp.isIgnored)
  }
}
