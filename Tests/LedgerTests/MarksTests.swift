// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about `Marks`.
struct MarksTests {
  private func site(_ ledger: Ledger, _ frame: UInt) -> SiteID {
    [frame].withUnsafeBufferPointer { ledger.site(.reference, $0.baseAddress!, 1) }
  }

  @Test func aMarkKnowsWhatSitesHadMade() throws {
    let ledger = Ledger()
    let old = site(ledger, 0x1000)
    for _ in 0..<3 { ledger.recordCreation(at: old) }
    var marks = Marks()
    let set = marks.set("after login", epoch: 4, references: 3, in: ledger)
    let mark = try #require(set)
    ledger.recordCreation(at: old)
    let new = site(ledger, 0x2000)
    ledger.recordCreation(at: new)
    #expect(mark.created(at: old) == 3)
    #expect(mark.created(at: new) == 0)
    #expect(mark.name == "after login" && mark.references == 3)
  }

  @Test func theNewestOfANameIsFound() throws {
    let ledger = Ledger()
    var marks = Marks()
    for (epoch, name) in ["a", "b", "a"].enumerated() {
      _ = marks.set(name, epoch: UInt32(epoch), references: 0, in: ledger)
    }
    #expect(marks.newest(named: "a")?.number == 3)
    #expect(marks.newest(named: "b")?.number == 2)
    #expect(marks.newest(named: "c") == nil)
  }

  @Test func aMarkPrecedesWhatIsMadeInItsEpochAndLater() throws {
    var epochs = Epochs(nanoseconds: 0)
    let before = epochs.stamp
    epochs.advance(collections: 0, thread: 1, nanoseconds: 1)
    var marks = Marks()
    let set = marks.set("m", epoch: epochs.stamp.epoch, references: 0, in: Ledger())
    let mark = try #require(set)
    var ignored = epochs.stamp
    ignored.isIgnored = true
    #expect(!mark.precedes(before))
    #expect(mark.precedes(epochs.stamp) && mark.precedes(ignored))
  }

  @Test func forgottenNumbersAreNotUsedAgain() throws {
    var marks = Marks()
    let one = marks.set("a", epoch: 1, references: 0, in: Ledger())
    let first = try #require(one)
    let (once, twice) = (marks.forget(first.number), marks.forget(first.number))
    #expect(once && !twice)
    let other = marks.set("b", epoch: 2, references: 0, in: Ledger())
    let second = try #require(other)
    #expect(second.number != first.number)
    #expect(marks[first.number] == nil && marks[second.number]?.name == "b")
  }

  @Test func thereIsALimit() {
    var marks = Marks()
    let ledger = Ledger()
    let set = (0...Marks.limit).map { _ in
      marks.set("m", epoch: 0, references: 0, in: ledger) != nil
    }
    #expect(set.count { $0 } == Marks.limit && set.last == false)
  }
}
