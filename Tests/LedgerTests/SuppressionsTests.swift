// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about `Suppressions`.
struct SuppressionsTests {
  private func group(
    _ site: UInt32, _ existing: UInt64, function: String? = nil, file: String? = nil,
    line: Int = 0, module: String? = nil, script: ScriptFrame? = nil
  ) -> LeakGroup {
    let caller = Frame(address: 2, function: "main", file: "main.cpp", line: 7)
    let frame = Frame(address: 1, function: function, file: file, line: line, module: module)
    return LeakGroup(
      site: SiteID(rawValue: site), state: .strong, existing: existing, created: existing,
      deleted: 0, frames: [frame, caller], script: script.map { [$0] } ?? [])
  }

  private func rules(_ text: String) throws -> Suppressions {
    var rules = Suppressions()
    try rules.add(text)
    return rules
  }

  @Test(arguments: [
    "leak:Widget::Bind", "leak:widget.cpp:42", "leak:libui.so", "leak:^main$", "leak:main.cpp:*",
    "lib:libui", "js:openPage", "js:app.js:31", "  leak:Bind   # why", "leak:Bind(int, *)",
    "\n# nothing\n\nleak:Widget*Bind\r\n",
  ])
  func aRuleTakesAGroupOut(_ text: String) throws {
    let widget = group(
      0, 5, function: "ui::Widget::Bind(int, char)", file: "src/widget.cpp", line: 42,
      module: "/lib/libui.so.1",
      script: ScriptFrame(function: "openPage", script: "app.js", line: 31, column: 1))
    let (kept, used) = try rules(text).apply(to: [widget])
    #expect(kept.isEmpty)
    #expect(used.count == 1 && used[0].objects == 5 && used[0].sites == 1)
  }

  @Test(arguments: ["leak:Timer", "lib:Widget", "js:Widget", "leak:openPage", "js:^app"])
  func otherRulesDoNot(_ text: String) throws {
    let widget = group(
      0, 5, function: "Widget::Bind", file: "widget.cpp", line: 42,
      script: ScriptFrame(function: "openPage", script: "x/app.js", line: 31, column: 1))
    let (kept, used) = try rules(text).apply(to: [widget])
    #expect(kept == [widget] && used.isEmpty)
  }

  @Test func aCeilingHoldsUntilItIsExceeded() throws {
    let known = try rules("leak:cache.cpp:* max=12")
    let first = group(0, 8, file: "cache.cpp", line: 1)
    let second = group(1, 4, file: "cache.cpp", line: 2)
    let (kept, used) = known.apply(to: [first, second])
    #expect(kept.isEmpty)
    #expect(used == [Suppressions.Use(rule: "leak:cache.cpp:* max=12", objects: 12, sites: 2)])
    let grown = group(1, 5, file: "cache.cpp", line: 2)
    let (all, none) = known.apply(to: [first, grown])
    #expect(all.map(\.existing) == [8, 5] && none.isEmpty)
    #expect(all.allSatisfy { $0.exceeded == "leak:cache.cpp:* max=12" })
    #expect(all[0].paragraph.contains("\n  more than the baseline allows: leak:cache.cpp:* max=12"))
  }

  @Test func theFirstRuleThatMatchesCounts() throws {
    let both = try rules("leak:b.cpp\nleak:main")
    let (_, used) = both.apply(to: [group(0, 1, file: "b.cpp"), group(1, 2, file: "c.cpp")])
    #expect(used.map(\.rule) == ["leak:b.cpp", "leak:main"] && used.map(\.objects) == [1, 2])
  }

  @Test(arguments: [
    ("leak:a\nfoo", 2), ("leaks:a", 1), ("leak:", 1), ("leak:*", 1), ("\n\nleak:a max=x", 3),
    ("max=3", 1),
  ])
  func aWrongLineIsNamedAndNothingAdded(_ text: String, line: Int) {
    var rules = Suppressions()
    #expect {
      try rules.add(text)
    } throws: { ($0 as? Suppressions.Invalid)?.line == line }
    #expect(rules.isEmpty)
  }

  @Test func aBaselineIsReadBackAndHoldsItsOwnReport() throws {
    let groups = [
      group(0, 3, file: "a.cpp", line: 4), group(1, 2, file: "a.cpp", line: 4),
      group(2, 1, function: "timer(int)"), group(3, 7, module: "/lib/x.so"),
    ]
    let report = LeakReport(.exit, pid: 1, groups: groups)
    #expect(
      report.baseline.split(separator: "\n").sorted() == [
        "leak:a.cpp:4$ max=5", "leak:timer(int) max=1", "lib:/lib/x.so max=7",
      ])
    #expect(try rules(report.baseline).apply(to: groups).kept.isEmpty)
  }
}
