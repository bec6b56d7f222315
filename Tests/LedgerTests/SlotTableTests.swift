// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about `SlotTable`.
struct SlotTableTests {
  @Test func entriesOfOneHashAreToldApart() {
    var table = SlotTable(capacity: 4)
    for id in 0..<100 as Range<UInt32> { table.insert(7, id: id) }
    for id in 0..<100 as Range<UInt32> {
      let found = table.find(7) { $0 == id }
      #expect(found == id)
    }
    let missing = table.find(7) { $0 == 100 }
    #expect(missing == nil)
  }

  @Test func entriesSurviveGrowth() {
    var table = SlotTable(capacity: 2)
    for id in 0..<5_000 as Range<UInt32> { table.insert(id &* 0x9E37_79B1, id: id) }
    let count = table.count
    #expect(count == 5_000)
    for id in 0..<5_000 as Range<UInt32> {
      let found = table.find(id &* 0x9E37_79B1) { $0 == id }
      #expect(found == id)
    }
  }

  @Test func anEmptyTableFindsNothing() {
    let table = SlotTable(capacity: 1)
    let found = table.find(0) { _ in true }
    #expect(found == nil)
  }
}
