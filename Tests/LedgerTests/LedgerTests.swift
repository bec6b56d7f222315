// SPDX-License-Identifier: Apache-2.0

import SplitMix
import Testing

@testable import Ledger

/// Claims about `Ledger` and its `SiteTable`.
struct LedgerTests {
  @Test func oneStackOfOneKindIsOneSite() {
    let ledger = Ledger()
    let site = ledger.site(.reference, [1, 2, 3], 3)
    #expect(ledger.site(.reference, [1, 2, 3], 3) == site)
    #expect(ledger.sites.count == 1)
    #expect(ledger.sites[site].kind == .reference)
    #expect(Array(ledger.stacks.frames(of: ledger.sites[site].stack)) == [1, 2, 3])
  }

  @Test func kindStackAndScriptEachMakeASite() {
    let ledger = Ledger()
    let frame = ScriptFrame(function: "f", script: "a.js", line: 1, column: 1)
    let script = ledger.scripts.intern(frame)
    let sites = [
      ledger.site(.reference, [1, 2], 2),
      ledger.site(.wrap, [1, 2], 2),
      ledger.site(.reference, [1, 3], 2),
      ledger.site(.reference, [1, 2], 2, script: script),
    ]
    #expect(Set(sites).count == 4)
    #expect(ledger.stacks.count == 2)
    #expect(ledger.sites[sites[3]].script == script)
  }

  @Test func anEmptyStackIsASiteToo() {
    let ledger = Ledger()
    let site = ledger.site(.deferred, [0], 0)
    #expect(ledger.sites[site] == Site(kind: .deferred, stack: .none))
    #expect(ledger.site(.deferred, [0], 0) == site)
    #expect(ledger.site(.wrap, [0], 0) != site)
  }

  @Test func creationsAndDeletionsAreCountedPerSite() {
    let ledger = Ledger()
    let (one, two) = (ledger.site(.reference, [1], 1), ledger.site(.wrap, [2], 1))
    for _ in 0..<3 { ledger.recordCreation(at: one) }
    ledger.recordCreation(at: two)
    ledger.recordDeletion(at: one)
    #expect(ledger.sites.counters(of: one).existing == 2)
    #expect(ledger.sites.counters(of: one).peak == 3)
    #expect(ledger.sites.counters(of: two).existing == 1)
    #expect(ledger.totals().existing == 3 && ledger.totals().sites == 2)
    #expect(ledger.totals(of: .wrap).created == 1 && ledger.totals(of: .script).sites == 0)
  }

  @Test func sitesAreEnumeratedInOrderOfFirstUse() {
    let ledger = Ledger()
    let made = (1...600).map { ledger.site(.reference, [UInt($0)], 1) }
    var seen: [SiteID] = []
    ledger.forEachSite { id, _, _ in seen.append(id) }
    #expect(seen == made)
  }

  @Test func resetKeepsLivingObjectsDeletable() {
    let ledger = Ledger()
    let site = ledger.site(.reference, [1], 1)
    for _ in 0..<4 { ledger.recordCreation(at: site) }
    ledger.recordDeletion(at: site)
    ledger.reset()
    #expect(ledger.totals().created == 3 && ledger.totals().deleted == 0)
    for _ in 0..<3 { ledger.recordDeletion(at: site) }
    #expect(ledger.totals().existing == 0)
    #expect(ledger.site(.reference, [1], 1) == site)
  }

  @Test func beyondTheStackLimitScriptsStillTellSitesApart() {
    let ledger = Ledger(stacks: StackDepot(limit: 1))
    let script = ledger.scripts.intern(
      ScriptFrame(function: "f", script: "a.js", line: 1, column: 1))
    let kept = ledger.site(.reference, [1], 1)
    let lost = ledger.site(.reference, [2], 1, script: script)
    #expect(ledger.sites[lost] == Site(kind: .reference, stack: .overflow, script: script))
    #expect(ledger.site(.reference, [3], 1, script: script) == lost)
    #expect(ledger.site(.reference, [1], 1) == kept)
  }

  @Test func beyondTheSiteLimitAKindHasOneSite() {
    let ledger = Ledger(sites: SiteTable(limit: 1))
    _ = ledger.site(.reference, [1], 1)
    let lost = ledger.site(.reference, [2], 1)
    #expect(ledger.sites[lost] == Site(kind: .reference, stack: .overflow))
    #expect(ledger.site(.reference, [3], 1) == lost)
    #expect(ledger.site(.reference, [0], 0) == lost)
    #expect(ledger.site(.wrap, [2], 1) != lost)
    #expect(ledger.sites.count == 3)
  }

  @Test func agreesWithADictionaryOnRandomTraffic() {
    let ledger = Ledger()
    var model: [Site: (created: UInt64, deleted: UInt64)] = [:]
    var alive: [SiteID] = []
    var random = SplitMix(state: 7)
    for _ in 0..<50_000 {
      if !alive.isEmpty, Bool.random(using: &random) {
        let site = alive.remove(at: Int.random(in: alive.indices, using: &random))
        ledger.recordDeletion(at: site)
        model[ledger.sites[site]]?.deleted += 1
      } else {
        let stack = (0..<3).map { _ in UInt.random(in: 0..<8, using: &random) }
        let kind = ObjectKind.allCases.randomElement(using: &random) ?? .reference
        let site = ledger.site(kind, stack, Int.random(in: 0...3, using: &random))
        ledger.recordCreation(at: site)
        model[ledger.sites[site], default: (0, 0)].created += 1
        alive.append(site)
      }
    }
    #expect(ledger.sites.count == model.count)
    ledger.forEachSite { _, site, counters in
      #expect(counters.created == model[site]?.created)
      #expect(counters.deleted == model[site]?.deleted)
    }
    #expect(ledger.totals().existing == UInt64(alive.count))
  }
}
