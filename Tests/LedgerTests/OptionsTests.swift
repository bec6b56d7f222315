// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about `Options`.
struct OptionsTests {
  @Test func unsetOptionsAreAsDocumented() {
    let options = Options()
    #expect(!options.leakCheckAtExit && !options.logMisuse && !options.help)
    #expect(options.leakReport == .summary && options.exitCode == 23)
    #expect(options.logPath == nil && options.stackDepth == 16)
  }

  @Test func theExitCheckPrintsAllUnlessToldOtherwise() {
    var options = Options()
    options.leakCheckAtExit = true
    #expect(options.leakReport == .full)
    options.requestedLeakReport = .off
    #expect(options.leakReport == .off)
  }

  @Test(arguments: [
    ("/tmp/a.%p.log", "/tmp/a.77.log"), ("%p", "77"), ("%p%p", "7777"), ("100%", "100%"),
    ("%%p", "%77"), ("%d/ä%p", "%d/ä77"), ("a", "a"),
  ])
  func theLogPathNamesTheProcess(path: String, expanded: String) {
    var options = Options()
    options.logPath = path
    #expect(options.logPath(pid: 77) == expanded)
  }

  @Test func withoutALogPathThereIsNone() {
    #expect(Options().logPath(pid: 77) == nil)
  }
}
