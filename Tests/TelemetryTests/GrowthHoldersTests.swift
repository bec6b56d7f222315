// SPDX-License-Identifier: Apache-2.0

import Telemetry
import Testing

/// Claims about `GrowthHolders`: who is blamed for a heap that grows.
struct GrowthHoldersTests {
  private func part(
    _ held: [UInt64], together: UInt64? = nil, siteCount: Int? = nil, inScopes: UInt64 = 0,
    vm: UInt64 = 1
  ) -> GrowthHolders.Part {
    let sites = held.enumerated().map { number, bytes in
      GrowthHolders.Site(
        vm: vm, number: UInt32(number), kind: "reference", key: "a.cpp:\(number) f", held: bytes)
    }
    return GrowthHolders.Part(
      held: together ?? held.reduce(0, +), siteCount: siteCount ?? held.count, sites: sites,
      inScopes: inScopes)
  }

  @Test func aSiteThatHoldsItIsBlamed() {
    let holders = GrowthHolders(growth: 1000, [part([970, 5])])
    #expect(holders.holder == .sites)
    #expect(holders.sites.map(\.key) == ["a.cpp:0 f"])
    #expect((holders.siteCount, holders.held) == (1, 970))
    #expect(holders.share(of: holders.held) == 0.97)
  }

  @Test func severalSitesThatHoldItAreBlamedTogether() {
    let holders = GrowthHolders(growth: 1000, [part([400, 300, 200])])
    #expect((holders.siteCount, holders.held) == (3, 900))
  }

  @Test func littleAcquitsNativeCode() {
    let holders = GrowthHolders(growth: 1000, [part([99])])
    #expect(holders.holder == .script)
    #expect(GrowthHolders(growth: 1000, [part([100])]).holder == .sites)
    #expect(GrowthHolders(growth: 1000, [part([])]).holder == .script)
    #expect(GrowthHolders(growth: 1000, []).holder == .script)
  }

  @Test func aShareIsAtMostAll() {
    let holders = GrowthHolders(growth: 1000, [part([3000])])
    #expect(holders.share(of: holders.held) == 1)
    #expect(GrowthHolders(growth: 0, [part([3000])]).holder == .script)
  }

  @Test func manySmallSitesAreCounted() {
    let holders = GrowthHolders(growth: 1000, [part([9, 8, 7], together: 800, siteCount: 150)])
    #expect(holders.holder == .sites)
    #expect((holders.siteCount, holders.held) == (150, 800))
    #expect(holders.sites.count == 3)
  }

  @Test func openScopesAreBlamedWhereNoSiteIs() {
    #expect(GrowthHolders(growth: 1000, [part([5], inScopes: 600)]).holder == .scopes)
    #expect(GrowthHolders(growth: 1000, [part([5], inScopes: 400)]).holder == .script)
    #expect(GrowthHolders(growth: 1000, [part([500], inScopes: 600)]).holder == .sites)
  }

  @Test func allVMsCount() {
    let holders = GrowthHolders(
      growth: 1000, [part([30], inScopes: 1), part([500, 450], inScopes: 2, vm: 2)])
    #expect(holders.sites.map(\.vm) == [2, 2])
    #expect((holders.siteCount, holders.held, holders.inScopes) == (2, 950, 3))
  }
}
