// SPDX-License-Identifier: Apache-2.0

import JSON
import Telemetry
import Testing

/// Claims about `MemoryRecord`: what is saved can be read again.
struct MemoryRecordTests {
  private func record(_ sample: String) throws -> MemoryRecord {
    let map = MemoryMap(smaps: try Sample.bytes(sample))
    return MemoryRecord(pid: 4711, program: "a \"b\"", seconds: 1_764_108_343.25, map: map)
  }

  private func text(_ record: MemoryRecord) -> String {
    var json = JSONWriter()
    record.write(to: &json)
    return json.text
  }

  @Test func savesRowsByHidumpersNames() throws {
    let text = text(try record("vmhost.smaps"))
    #expect(
      text.hasPrefix(
        #"{"schema":"jsvm.mem/1","pid":4711,"program":"a \"b\"","time":1764108343.25,"#
          + #""v8_mappings":1,"libjsvm":true,"unit":"kB","rows":[{"name":"native heap","#
          + #""Pss_Total":1308,"Shared_Clean":0,"Shared_Dirty":0,"Private_Clean":0,"#
          + #""Private_Dirty":1308,"Swap_Total":0,"SwapPss_Total":0,"Heap_Size":1548},"#))
    #expect(text.hasSuffix(#""Swap_Total":0,"SwapPss_Total":0}}"#))
  }

  @Test(arguments: ["node-20.smaps", "vmhost.smaps"])
  func readsWhatItSaved(_ sample: String) throws {
    let record = try record(sample)
    let read = try MemoryRecord(lastOf: Array(text(record).utf8))
    #expect(read.rows.map(\.name) == record.rows.map(\.name))
    #expect(text(read) == text(record))
  }

  @Test func takesTheLastOfSeveral() throws {
    var (first, last) = (try record("vmhost.smaps"), try record("node-20.smaps"))
    (first.pid, last.pid) = (1, 2)
    let lines = [text(first), text(last), #"{"schema":"jsvm.mem.verdict/1","x":[{}]}"#, ""]
    #expect(try MemoryRecord(lastOf: Array(lines.joined(separator: "\n").utf8)).pid == 2)
  }

  @Test(arguments: [
    ("", 0, "an object"), ("[]", 0, "an object"), ("{}", 2, "an object of schema jsvm.mem/1"),
    (#"{"schema":"jsvm.mem/2"}"#, 23, "an object of schema jsvm.mem/1"),
    (#"{"schema":"jsvm.mem/1","pid":-1}"#, 29, "a whole number up to 2147483647"),
    (#"{"schema":"jsvm.mem/1","rows":[{"name":1}]}"#, 39, "a string"),
  ])
  func namesTheByteThatIsNoRecord(_ text: String, _ position: Int, _ expected: String) {
    #expect(throws: JSONError(position: position, expected: expected)) {
      try MemoryRecord(lastOf: Array(text.utf8))
    }
  }

  @Test func absentRowsAreEmpty() throws {
    let record = try MemoryRecord(lastOf: Array(#"{"schema":"jsvm.mem/1"}"#.utf8))
    #expect(record[.engineHeap] == PageUsage() && record.rows.isEmpty)
  }
}
