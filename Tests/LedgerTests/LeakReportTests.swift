// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about `LeakReport`.
struct LeakReportTests {
  private static let strong = LeakGroup(
    site: SiteID(rawValue: 0), state: .strong, existing: 5120, created: 5120, deleted: 0,
    refcounts: 1...1,
    frames: [
      Frame(
        address: 0x55d0_a1b2_a111, function: "Widget::Bind(JSVM_Env__*, JSVM_Value__*)",
        file: "src/widget.cpp", line: 42, column: 9),
      Frame(
        address: 0x55d0_a1b2_9f00, function: "Page::Open()", file: "src/page.cpp", line: 118),
    ],
    script: [ScriptFrame(function: "openPage", script: "app.js", line: 31, column: 12)])

  private static let cleared = LeakGroup(
    site: SiteID(rawValue: 1), state: .cleared, existing: 12, created: 40, deleted: 28,
    refcounts: 0...0,
    frames: [
      Frame(address: 0x7f00_0000_1234, module: "/lib/libtimer.so", moduleOffset: 0x1234)
    ], isStackShort: true)

  @Test func theWholeReportReadsLikeLeakSanitizers() {
    let report = LeakReport(
      .destroyEnv(0x55d0_c0a1), pid: 13973, groups: [Self.cleared, Self.strong])
    #expect(
      report.text == """
        =================================================================
        ==13973==ERROR: JSVM: detected leaked references at DestroyEnv (env 0x55d0c0a1)

        Strong reference leak: 5120 ref(s) from 1 site, created at:
            #0 0x55d0a1b2a111 in Widget::Bind(JSVM_Env__*, JSVM_Value__*) src/widget.cpp:42:9
            #1 0x55d0a1b29f00 in Page::Open() src/page.cpp:118
            JS openPage (app.js:31:12)
          deleted 0 of 5120; refcount 1

        Weak reference leak: 12 ref(s) from 1 site, targets collected but never deleted, created at:
            #0 0x7f0000001234 (/lib/libtimer.so+0x1234)
          deleted 28 of 40
          note: stack is short: compile with -fno-omit-frame-pointer

        SUMMARY: JSVM: 5132 reference(s) leaked at 2 site(s).

        """)
  }

  @Test func agesSizesAndMoreScriptFramesArePrintedWhenKnown() {
    var group = Self.strong
    group.refcounts = 1...3
    group.oldest = .seconds(843)
    group.newest = .seconds(2)
    group.heldBytes = 40_055_603
    group.heldWithShared = 40_789_606
    group.example = "#481 Widget @20817 --model (property)---> Array @20819 [7.5KB]"
    group.script.append(ScriptFrame(function: "onClick", script: "app.js", line: 77, column: 3))
    var report = LeakReport(.destroyEnv(0x10, name: "main"), pid: 1, groups: [group])
    report.heldTogether = 40_055_603
    #expect(
      report.text == """
        =================================================================
        ==1==ERROR: JSVM: detected leaked references at DestroyEnv (env 0x10 "main")

        Strong reference leak: 5120 ref(s) from 1 site holding 38.2 MB of JS heap (exclusive; 38.9 MB with shared), created at:
            #0 0x55d0a1b2a111 in Widget::Bind(JSVM_Env__*, JSVM_Value__*) src/widget.cpp:42:9
            #1 0x55d0a1b29f00 in Page::Open() src/page.cpp:118
            JS openPage (app.js:31:12) < onClick (app.js:77:3)
          deleted 0 of 5120; refcount 1 to 3; oldest 14m03s, newest 2s; +365.2 refs/min over 14 min
          keeps alive, e.g.: #481 Widget @20817 --model (property)---> Array @20819 [7.5KB]

        SUMMARY: JSVM: 5120 reference(s) leaked at 1 site(s), 38.2 MB of JS heap held.

        """)
  }

  @Test func whatHoldsMostComesFirst() {
    let groups = (0..<4).map { index in
      var group = Self.strong
      group.site = SiteID(rawValue: UInt32(index))
      group.existing = UInt64(10 - index)
      group.heldBytes = [0, 50, 70, 50][index]
      group.heldWithShared = [90, 50, 70, 60][index]
      return group
    }
    let report = LeakReport(.exit, pid: 1, groups: groups + [Self.cleared])
    #expect(report.groups.map(\.site.rawValue) == [2, 3, 1, 0, 1])
  }

  @Test func whatTheRecordsTakeIsSaidOfTargetsThatAreGone() {
    var group = Self.cleared
    group.nativeBytes = 480
    #expect(
      group.paragraph.hasPrefix(
        "Weak reference leak: 12 ref(s) from 1 site, targets collected but never deleted "
          + "(480 B native), created at:\n"))
  }

  @Test func aReportThatCouldNotMeasureSaysWhy() {
    var report = LeakReport(.exit, pid: 1, groups: [Self.strong])
    report.unmeasured = "no pipe"
    #expect(report.text.contains("\n\nnote: how much they hold is not known: no pipe\n\nSUMMARY"))
    #expect(report.json.contains("\"held_unknown\":\"no pipe\""))
  }

  @Test func cyclesComeWithBothStacks() {
    var group = Self.strong
    group.cycle = LeakCycle(
      count: 3, example: "#481 Widget @20817, whose native object 0x55d0 holds #481",
      ownerKind: .wrap,
      frames: [Frame(address: 0x10, function: "Widget::Wrap()", file: "widget.cpp", line: 30)],
      script: [ScriptFrame(function: "open", script: "app.js", line: 3, column: 1)])
    #expect(
      group.paragraph.hasSuffix(
        """
          deleted 0 of 5120; refcount 1
          3 of them are in a cycle with the native owner: #481 Widget @20817, whose native object \
        0x55d0 holds #481; wrapped at:
            #0 0x000000000010 in Widget::Wrap() widget.cpp:30
            JS open (app.js:3:1)
          make this reference weak: as long as it is strong, neither it nor its owner ever goes

        """))
    group.cycle?.count = 1
    group.cycle?.hasEnded = true
    group.cycle?.ownerKind = .finalizer
    #expect(group.paragraph.contains("  1 of them is in a cycle with the native owner: #481"))
    #expect(group.paragraph.contains("; given its finalizer at:\n"))
    #expect(group.paragraph.hasSuffix("  (the end of the env deleted it)\n"))
  }

  @Test func otherObjectsAreCalledByTheirNames() {
    let groups = [
      LeakGroup(
        site: SiteID(rawValue: 3), kind: .handleScope, state: .strong, existing: 2, created: 9,
        deleted: 7),
      LeakGroup(
        site: SiteID(rawValue: 4), kind: .dataReference, state: .strong, existing: 1, created: 1,
        deleted: 0, refcounts: 2...2),
    ]
    #expect(
      LeakReport(.exit, pid: 1, groups: groups).text == """
        =================================================================
        ==1==ERROR: JSVM: detected leaked objects at exit

        Handle scope leak: 2 handle scope(s) from 1 site, created at:
            <no stack>
          deleted 7 of 9

        Data reference leak: 1 data ref(s) from 1 site, created at:
            <no stack>
          deleted 0 of 1; refcount 2

        SUMMARY: JSVM: 3 object(s) leaked at 2 site(s).

        """)
  }

  @Test func theSummaryIsOneLine() {
    let report = LeakReport(.destroyEnv(1), pid: 1, groups: [Self.cleared, Self.strong])
    #expect(
      report.summary == """
        JSVM: 5132 reference(s) created at 2 site(s) were not deleted before DestroyEnv \
        (first: Widget::Bind src/widget.cpp:42); \
        JSVM_OPTIONS=leak_check_at_exit=1 prints all.

        """)
  }

  @Test(arguments: [
    (LeakReport.Occasion.destroyVM(0x1f, name: "a"), "DestroyVM (vm 0x1f \"a\")", "DestroyVM"),
    (.destroyVM(0x1f), "DestroyVM (vm 0x1f)", "DestroyVM"), (.exit, "exit", "exit"),
  ])
  func theOccasionIsNamed(occasion: LeakReport.Occasion, text: String, name: String) {
    let report = LeakReport(occasion, pid: 1, groups: [Self.strong])
    #expect(report.text.contains("leaked references at \(text)\n"))
    #expect(report.summary.contains("were not deleted before \(name) (first: "))
  }

  @Test func theSummaryFallsBackToTheScriptThenToNothing() {
    var group = Self.strong
    group.frames = []
    #expect(
      LeakReport(.exit, pid: 1, groups: [group]).summary.contains(
        "(first: openPage (app.js:31:12))"))
    group.script = []
    #expect(LeakReport(.exit, pid: 1, groups: [group]).summary.contains("(first: <no stack>)"))
  }

  @Test func aSiteWithTwoStatesCountsOnce() {
    var weak = Self.cleared
    weak.site = Self.strong.site
    weak.state = .weak
    let report = LeakReport(.exit, pid: 1, groups: [weak, Self.strong])
    #expect(report.siteCount == 1 && report.existing == 5132)
    #expect(report.text.contains("\nWeak reference leak: 12 ref(s) from 1 site, created at:\n"))
  }

  @Test func nothingLeftIsNoText() {
    let report = LeakReport(.exit, pid: 1, groups: [])
    #expect(report.text.isEmpty && report.summary.isEmpty)
  }
}
