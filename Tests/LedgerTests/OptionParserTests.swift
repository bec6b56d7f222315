// SPDX-License-Identifier: Apache-2.0

import SplitMix
import Testing

@testable import Ledger

/// Claims about reading `JSVM_OPTIONS`.
struct OptionParserTests {
  /// What a text sets, and what it is warned about.
  private func parse(_ text: String) -> (options: Options, warnings: [String]) {
    var options = Options()
    let warnings = options.apply(text)
    return (options, warnings)
  }

  @Test func everyKeySetsItsOption() {
    let (options, warnings) = parse(
      "leak_check_at_exit=1:leak_report=off:exitcode=7:log_path=/tmp/x.%p:help=1:stack_depth=64"
        + ":log_misuse=1:attribute_snapshots=flat")
    var expected = Options()
    expected.leakCheckAtExit = true
    expected.requestedLeakReport = .off
    expected.exitCode = 7
    expected.logPath = "/tmp/x.%p"
    expected.help = true
    expected.stackDepth = 64
    expected.logMisuse = true
    expected.requestedSnapshotForm = .flat
    #expect(options == expected)
    #expect(warnings.isEmpty)
  }

  @Test(arguments: [
    ("1", true), ("0", false), ("true", true), ("false", false), ("yes", true), ("no", false),
  ])
  func switchesTakeThreeSpellings(value: String, isOn: Bool) {
    let (options, warnings) = parse("help=\(isOn ? 0 : 1):help=\(value)")
    #expect(options.help == isOn)
    #expect(warnings.isEmpty)
  }

  @Test func theDoorIsAtItsPlaceOrAtAPath() {
    let control = { (text: String) -> ControlChoice? in
      var options = Options()
      #expect(options.apply(text) == [])
      return options.control
    }
    #expect(control("") == nil && control("control=1:control=0") == nil)
    #expect(control("control=1") == .standard)
    #expect(control("control='/run/a:b.sock'") == .at("/run/a:b.sock"))
    var options = Options()
    #expect(
      options.apply("control=yes") == [
        "JSVM: option \"control\" in JSVM_OPTIONS takes 0, 1 or a path, not \"yes\"; it stays 0"
      ])
  }

  @Test(arguments: ["", ":", ":::"])
  func emptySettingsAreNothing(text: String) {
    let (options, warnings) = parse(text)
    #expect(options == Options() && warnings.isEmpty)
  }

  @Test(arguments: [
    ("log_path='a:b'", "a:b"), ("log_path=\"a:b=c\":", "a:b=c"), ("log_path=a'b", "a'b"),
    ("log_path='a'b", "ab"), ("log_path=a=b", "a=b"), ("log_path=a,b", "a,b"),
    ("log_path=':\u{301}ä'", ":\u{301}ä"), ("log_path='it\"s'", "it\"s"),
  ])
  func textsAreTakenAsWritten(text: String, path: String) {
    let (options, warnings) = parse(text + ":exitcode=1")
    #expect(options.logPath == path)
    #expect(text.isEmpty == false && options.exitCode == 1 && warnings.isEmpty)
  }

  @Test func anEmptyTextUnsets() {
    #expect(parse("log_path=a:log_path=").options.logPath == nil)
  }

  @Test func laterSettingsWin() {
    var options = Options()
    _ = options.apply("exitcode=1:stack_depth=4")
    _ = options.apply("exitcode=2")
    #expect(options.exitCode == 2 && options.stackDepth == 4)
  }

  @Test(arguments: [
    (
      "leak_chek_at_exit=1",
      #"unknown option "leak_chek_at_exit" in JSVM_OPTIONS; nearest known: "leak_check_at_exit""#
    ),
    (
      "exit_code=1",
      #"unknown option "exit_code" in JSVM_OPTIONS; nearest known: "exitcode""#
    ),
    (
      "exitcode=256",
      #"option "exitcode" in JSVM_OPTIONS takes a number from 0 to 255, not "256"; it stays 23"#
    ),
    (
      "stack_depth=0",
      #"option "stack_depth" in JSVM_OPTIONS takes a number from 1 to 64, not "0"; it stays 16"#
    ),
    (
      "stack_depth=",
      #"option "stack_depth" in JSVM_OPTIONS takes a number from 1 to 64, not ""; it stays 16"#
    ),
    ("help=2", #"option "help" in JSVM_OPTIONS takes 0 or 1, not "2"; it stays 0"#),
    (
      "leak_report=FULL",
      #"option "leak_report" in JSVM_OPTIONS takes off, summary or full, not "FULL"; "#
        + "it stays full with leak_check_at_exit, else summary"
    ),
    ("hlep", #""hlep" in JSVM_OPTIONS has no value; nearest known: "help=…""#),
    ("log_path='a:help=1", #"the value of "log_path" in JSVM_OPTIONS has no closing quote"#),
    ("=1", #"unknown option "" in JSVM_OPTIONS; nearest known: "js""#),
    (
      "he\nlp=1",
      #"unknown option "he\nlp" in JSVM_OPTIONS; nearest known: "help""#
    ),
  ])
  func whatIsNotUnderstoodIsNamedAndChangesNothing(text: String, warning: String) {
    let (options, warnings) = parse(text)
    #expect(options == Options())
    #expect(warnings == ["JSVM: " + warning])
  }

  @Test func theRestCountsDespiteAMistake() {
    let (options, warnings) = parse("nonsense=1:exitcode=x:stack_depth=8")
    #expect(options.stackDepth == 8 && warnings.count == 2)
  }

  @Test func aLongMistakeIsCutInItsWarning() {
    let (_, warnings) = parse(String(repeating: "x", count: 100_000) + "=1")
    #expect(warnings.count == 1 && warnings[0].utf8.count < 200)
  }

  @Test func arbitraryTextNeverTraps() {
    var random = SplitMix(state: 3)
    let pieces = ["help", "=", ":", "'", "\"", "1", "%p", "ä", "\u{301}", "\r\n", "log_path", "\0"]
    for _ in 0..<2_000 {
      let count = Int.random(in: 0..<12, using: &random)
      let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      let (options, _) = parse(text)
      _ = options.logPath(pid: 1)
    }
  }
}
