// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about a leak report's JSON form.
struct LeakJSONTests {
  private static let group = LeakGroup(
    site: SiteID(rawValue: 3), state: .strong, existing: 5, created: 9, deleted: 4,
    refcounts: 1...2, oldest: .seconds(3), newest: .milliseconds(20), oldestCollection: 12,
    frames: [
      Frame(address: 0x10, function: "f(\"\\\")", file: "a.cpp", line: 3, isInlined: true),
      Frame(address: 0x20, module: "/lib/x.so", moduleOffset: 0x1f),
    ],
    script: [ScriptFrame(function: "g\n", script: "app.js", line: 1, column: 2)],
    isStackShort: true)

  @Test func everythingKnownIsInOneLine() {
    let report = LeakReport(
      .destroyEnv(0x1f, name: "main"), pid: 7, groups: [Self.group],
      suppressed: [Suppressions.Use(rule: "leak:x", objects: 2, sites: 1)])
    #expect(
      report.json == """
        {"schema":1,"pid":7,"occasion":"DestroyEnv","address":"0x1f","vm":"main","leaked":5,\
        "sites":1,"leaks":[{"kind":"reference","state":"strong","site":3,"count":5,"created":9,\
        "deleted":4,"refcount":[1,2],"oldest_ms":3000,"newest_ms":20,"oldest_gc":12,\
        "stack_is_short":true,"frames":[{"address":"0x000000000010","function":"f(\\"\\\\\\")",\
        "file":"a.cpp","line":3,"inlined":true},{"address":"0x000000000020",\
        "module":"/lib/x.so","offset":"0x1f"}],"script":[{"function":"g\\n",\
        "script":"app.js","line":1,"column":2}]}],\
        "suppressed":[{"rule":"leak:x","objects":2,"sites":1}]}

        """)
  }

  @Test func whatIsHeldIsInIt() {
    var group = Self.group
    group.heldBytes = 7
    group.heldWithShared = 8
    group.example = "#1 a"
    group.cycle = LeakCycle(count: 2, example: "#2 b", ownerKind: .finalizer)
    group.cycle?.hasEnded = true
    group.nativeBytes = 40
    var report = LeakReport(.exit, pid: 1, groups: [group])
    report.heldTogether = 9
    #expect(report.json.contains("\"sites\":1,\"held_bytes\":9,\"leaks\""))
    #expect(
      report.json.contains(
        ##""held_bytes":7,"held_with_shared_bytes":8,"keeps_alive":"#1 a","cycle":{"count":2,"##
          + ##""example":"#2 b","owner_kind":"finalizer","ended_with_env":true,"frames":[],"##
          + ##""script":[]},"native_bytes":40,"##))
  }

  @Test func nothingLeftIsNoText() {
    #expect(LeakReport(.exit, pid: 1, groups: []).json.isEmpty)
  }

  @Test func aCheckIsCalledByItsName() {
    let report = LeakReport(.check("after \"login\""), pid: 1, groups: [Self.group])
    #expect(report.json.contains(#""occasion":"after \"login\"","leaked":5"#))
    #expect(report.text.contains("detected leaked references at after \"login\"\n"))
  }
}
