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

  @Test func theTextHasEveryStackThatIsKnown() {
    var log = MisuseLog()
    let record = log.record(
      .useAfterDelete, in: "OH_JSVM_GetReferenceValue", otherThread: 12, created: [1],
      deleted: [2], used: [3, 4])
    let text = record.text { $0.map { Frame(address: $0, function: "f\($0)") } }
    #expect(
      text == """
        [JSVM API Misuse][M02] OH_JSVM_GetReferenceValue: the object is used after it was deleted \
        (thread 12)
          created here:
            #0 0x000000000001 in f1 (<unknown module>)
          deleted here:
            #0 0x000000000002 in f2 (<unknown module>)
          used here:
            #0 0x000000000003 in f3 (<unknown module>)
            #1 0x000000000004 in f4 (<unknown module>)

        """)
  }

  @Test func whatIsOnlyCountedIsNotKept() {
    var log = MisuseLog()
    log.count(.noVMScope)
    #expect(log.count(of: .noVMScope) == 1 && log.total == 0 && log.records.isEmpty)
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
