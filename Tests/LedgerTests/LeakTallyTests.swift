// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about `LeakTally`.
struct LeakTallyTests {
  /// A symboliser that names frames after their addresses.
  private func named(_ stack: UnsafeBufferPointer<UInt>) -> [Frame] {
    stack.map { Frame(address: $0, function: "f\($0)") }
  }

  @Test func objectsOfOneSiteAndStateAreOneGroup() throws {
    let ledger = Ledger()
    let script = ScriptFrame(function: "open", script: "a.js", line: 1, column: 2)
    let site = ledger.site(.reference, [1, 2], 2, script: ledger.scripts.intern(script))
    for _ in 0..<5 { ledger.recordCreation(at: site) }
    ledger.recordDeletion(at: site)
    var tally = LeakTally()
    tally.add(site, .strong, refcount: 2, age: .seconds(9))
    tally.add(site, .strong, refcount: 1, age: .seconds(4))
    tally.add(site, .strong, refcount: 4)
    tally.add(site, .cleared, refcount: 0)
    #expect(tally.count == 4)

    let groups = tally.groups(in: ledger, depth: 16, symbolise: named)
    #expect(groups.map(\.state) == [.strong, .cleared])
    let strong = try #require(groups.first)
    #expect(strong.existing == 3 && strong.created == 5 && strong.deleted == 1)
    #expect(strong.refcounts == 1...4)
    #expect(strong.oldest == .seconds(9) && strong.newest == .seconds(4))
    #expect(strong.frames.map(\.function) == ["f1", "f2"])
    #expect(strong.script == [script] && !strong.isStackShort)
    #expect(groups.last?.oldest == nil)
  }

  @Test func strongGroupsComeFirstThenTheLargest() {
    let ledger = Ledger()
    let sites = (1...3).map { ledger.site(.reference, [UInt($0), 9], 2) }
    var tally = LeakTally()
    for site in sites { ledger.recordCreation(at: site) }
    for _ in 0..<9 { tally.add(sites[0], .weak, refcount: 0) }
    tally.add(sites[1], .strong)
    for _ in 0..<2 { tally.add(sites[2], .strong) }
    let groups = tally.groups(in: ledger, depth: 16, symbolise: named)
    #expect(groups.map(\.site) == [sites[2], sites[1], sites[0]])
  }

  @Test func framesAreTrimmedAndShortStacksMarked() {
    let ledger = Ledger()
    let site = ledger.site(.reference, [1, 2], 2)
    ledger.recordCreation(at: site)
    var tally = LeakTally()
    tally.add(site, .strong)
    let groups = tally.groups(
      in: ledger, depth: 16, trim: FrameTrim(ownAddresses: [1..<2]), symbolise: named)
    #expect(groups.map(\.isStackShort) == [true])
    #expect(groups.first?.frames.map(\.function) == ["f2"])
  }
}
