// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SourceMap

/// Claims about `StackRewriter`.
struct StackRewriterTests {
  /// Lines and columns one to nine come from a line and a column ten times as far, less one.
  private static let tenfold: SourceMap? = {
    var text = MapText(lines: [], sources: ["app.ts"])
    for line in Int32(1)...9 {
      let segments = (Int32(1)...9).map { column in
        Segment(
          column: column - 1, source: 0, originalLine: line * 10 - 1,
          originalColumn: column * 10 - 1)
      }
      text.lines.append(segments)
    }
    return try? SourceMap(json: text.json.utf8)
  }()

  /// Rewrites with a map for each of the scripts.
  private func rewrite(_ stack: String, scripts: Set<String> = ["app.js"]) -> String {
    StackRewriter { scripts.contains($0) ? Self.tenfold : nil }.rewrite(stack)
  }

  @Test(arguments: [
    ("f (app.js:1:5)", "f (app.ts:10:50)"),
    ("app.js:3:1", "app.ts:30:10"),
    ("async g (app.js:1:2)", "async g (app.ts:10:20)"),
    ("async app.js:1:2", "async app.ts:10:20"),
    ("new C (app.js:2:2)", "new C (app.ts:20:20)"),
    ("new <anonymous> (app.js:2:2)", "new <anonymous> (app.ts:20:20)"),
    ("Object.f [as g] (app.js:1:1)", "Object.f [as g] (app.ts:10:10)"),
    ("renders (twice) (app.js:1:1)", "renders (twice) (app.ts:10:10)"),
    ("odd) name (app.js:1:1)", "odd) name (app.ts:10:10)"),
    (
      "eval (eval at f (app.js:1:1), <anonymous>:1:1)",
      "eval (eval at f (app.ts:10:10), <anonymous>:1:1)"
    ),
    (
      "q (eval at <anonymous> (eval at a (b) (app.js:2:5)), <anonymous>:1:21)",
      "q (eval at <anonymous> (eval at a (b) (app.ts:20:50)), <anonymous>:1:21)"
    ),
    ("eval (eval at f (app.js:1:1))", "eval (eval at f (app.ts:10:10))"),
    ("eval at f (app.js:1:1)", "eval at f (app.ts:10:10)"),
  ])
  func replacesThePositionIn(_ frame: String, _ rewritten: String) {
    #expect(rewrite("Error: x\n    at \(frame)") == "Error: x\n    at \(rewritten)")
  }

  @Test(arguments: [
    "f (other.js:1:1)", "f (<anonymous>)", "Array.map (native)", "async Promise.all (index 0)",
    "f (app.js:1)", "f (app.js)", "app.js", "f (app.js:0:1)", "f (app.js:1:0)", "f (app.js:-1:1)",
    "f (app.js:1:1", "f app.js:1:1)", "f (app.js:1:1) ", "f (:1:1)", "1:1", ":1:1", "", ")", "()",
    "(", " (", " ()", "f ()", "eval at ", "eval at )", "f (eval at )", "f (eval at (app.js:1:1)x)",
    "f (wasm://wasm/1234:wasm-function[0]:0x1e)", "f (app.js:99999999999999999999:1)",
    "f (app.js:1:99999999999999999999999999999)", "f (app.js:100:1)", "f (app.js::1)",
    "f (app.js:1:)",
  ])
  func leavesAlone(_ frame: String) {
    let stack = "Error: x\n    at \(frame)\n    at other.js:1:1"
    #expect(rewrite(stack) == stack)
  }

  @Test(arguments: [
    ("f (my app (1).js:1:1)", "my app (1).js", "f (app.ts:10:10)"),
    ("my app (1).js:1:1", "my app (1).js", "app.ts:10:10"),
    ("f (odd (name.js:1:1)", "odd (name.js", "f (app.ts:10:10)"),
    ("f (odd) name.js:1:1)", "odd) name.js", "f (app.ts:10:10)"),
    ("async x.js:1:1", "async x.js", "app.ts:10:10"),
    ("f (http://h:80/a.js?x=(1):1:1)", "http://h:80/a.js?x=(1)", "f (app.ts:10:10)"),
    ("f (\u{1F600}.js:1:1)", "\u{1F600}.js", "f (app.ts:10:10)"),
  ])
  func findsScriptsWithOddNames(_ frame: String, _ script: String, _ rewritten: String) {
    let result = rewrite("E\n    at \(frame)\n", scripts: [script])
    #expect(result == "E\n    at \(rewritten)\n")
  }

  @Test func keepsEverythingAround() {
    let stack = """
      Error: line one
        f (app.js:1:1)
      at app.js:1:1
         at app.js:1:1 with \r\n odd breaks
          at f (app.js:1:1)
          at Array.map (<anonymous>)
      app.js:1:1
          at g (other.js:1:1)
          at app.js:2:3

      """
    let rewritten = """
      Error: line one
        f (app.js:1:1)
      at app.js:1:1
         at app.js:1:1 with \r\n odd breaks
          at f (app.ts:10:10)
          at Array.map (<anonymous>)
      app.js:1:1
          at g (other.js:1:1)
          at app.ts:20:30

      """
    #expect(rewrite(stack) == rewritten)
  }

  @Test func aStackMayHaveNoHeader() {
    #expect(rewrite("\n    at app.js:1:1") == "\n    at app.ts:10:10")
  }

  @Test(arguments: ["", "Error", "    at app.js:1:1", "Error\n   at app.js:1:1", "\n", "a\n\n"])
  func textWithoutFramesIsLeft(_ text: String) {
    #expect(rewrite(text) == text)
  }

  @Test func positionsWithoutASourceAreLeft() throws {
    let json = #"{"version":3,"sources":[null],"mappings":"AAAA,C"}"#
    let map = try SourceMap(json: json.utf8)
    let stack = "E\n    at a.js:1:1\n    at a.js:1:2"
    #expect(StackRewriter { _ in map }.rewrite(stack) == stack)
  }

  @Test func everyTruncationIsSurvived() {
    let stack = Array("E\n    at async q (eval at <x> (eval at a (b) (app.js:2:5)), <y>:1:21)".utf8)
    for length in stack.indices {
      let text = String(decoding: stack[..<length], as: UTF8.self)
      #expect(rewrite(text).hasPrefix("E".prefix(length)))
    }
  }

  @Test func longLinesTakeLinearTime() {
    for part in ["eval at f (", "(", ")", " (", "eval at (", ":1", "1"] {
      let line = String(repeating: part, count: 20_000)
      let stack = "E\n    at \(line)\n    at f (\(line))\n    at \(line):1:1)"
      #expect(rewrite(stack) == stack)
    }
  }
}
