// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about `MisuseLog`.
struct MisuseLogTests {
  @Test func aRecordHoldsBothStacks() {
    var log = MisuseLog()
    let record = log.record(
      .doubleDelete, in: "OH_JSVM_DeleteReference", created: [1, 2], used: [3])
    #expect(log.records == [record])
    #expect(record.created == [1, 2] && record.used == [3] && record.number == 1)
    #expect(
      "\(record)"
        == "[JSVM API Misuse][M01] OH_JSVM_DeleteReference: the object was already deleted")
  }

  @Test func theNewestRecordsAreKeptInOrder() {
    var log = MisuseLog()
    for _ in 0..<600 { log.record(.wrongThread, in: "OH_JSVM_CreateInt32") }
    #expect(log.records.map(\.number) == Array(345...600))
    #expect(log.total == 600)
  }

  @Test func countsIncludeOverwrittenRecords() {
    var log = MisuseLog()
    for _ in 0..<300 { log.record(.wrongThread, in: "OH_JSVM_CreateInt32") }
    for _ in 0..<256 { log.record(.scopeOrder, in: "OH_JSVM_CloseHandleScope") }
    #expect(log.count(of: .wrongThread) == 300 && log.count(of: .scopeOrder) == 256)
    #expect(log.count(of: .staleValue) == 0)
    #expect(log.records.allSatisfy { $0.kind == .scopeOrder })
  }

  @Test func anExactlyFullLogIsInOrder() {
    var log = MisuseLog()
    for _ in 0..<256 { log.record(.scopeOrder, in: "f") }
    #expect(log.records.map(\.number) == Array(1...256))
  }
}
