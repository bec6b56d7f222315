// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about `ScriptFrame`.
struct ScriptFrameTests {
  @Test(arguments: [
    (ScriptFrame(function: "open", script: "a.js", line: 3, column: 7), "open (a.js:3:7)"),
    (ScriptFrame(function: "open", script: "a.js", line: 3, column: 0), "open (a.js:3)"),
    (ScriptFrame(function: "open", script: "a.js", line: 0, column: 7), "open (a.js)"),
    (
      ScriptFrame(function: "", script: "", line: 1, column: 1),
      "<anonymous> (<anonymous script>:1:1)"
    ),
    (ScriptFrame(function: "größe", script: "ü.js", line: 1, column: 1), "größe (ü.js:1:1)"),
  ])
  func textLeavesOutWhatIsUnknown(frame: ScriptFrame, text: String) {
    #expect(frame.description == text)
  }

  @Test func controlCharactersAreEscaped() {
    let frame = ScriptFrame(function: "a\u{1B}[2J", script: "b\n.js", line: 1, column: 1)
    #expect(frame.description == "a\\u{1B}[2J (b\\n.js:1:1)")
  }
}
