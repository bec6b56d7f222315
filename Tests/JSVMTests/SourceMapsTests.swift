// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Glibc
import Testing

@testable import JSVM

/// Claims about source maps of compiled scripts. Each test has script names of its own, for maps
/// belong to the process.
struct SourceMapsTests {
  /// Line 1 column 1 to line 10 column 5, line 2 column 1 to line 20 column 1.
  private static let mappings = "AASI;AAUJ"

  @Test func positionsAreThoseOfTheSource() throws {
    try withEnv { fixture in
      try withFile(sourceMap("app.ts", Self.mappings)) { path in
        let source = "var first = new Error('one').stack;\nfirst + new Error('two').stack"
        let found = try fixture.stack("positions.js", path, source)
        #expect(found.contains("Error: one\n    at app.ts:10:5"), "\(found)")
        #expect(found.contains("Error: two\n    at app.ts:20:"), "\(found)")
        #expect(!found.contains("positions.js"))
      }
    }
  }

  @Test func namesOfFunctionsStay() throws {
    try withEnv { fixture in
      try withFile(sourceMap("app.ts", "AASI")) { path in
        let found = try fixture.stack(
          "functions.js", path,
          "function named() { return new Error('x').stack }; named()")
        #expect(found == "Error: x\n    at named (app.ts:10:5)\n    at app.ts:10:5")
      }
    }
  }

  @Test func theMapCountsWithTheOffsets() throws {
    try withEnv { fixture in
      // Line 6 column 11 to line 2 column 1.
      try withFile(sourceMap("shifted.ts", ";;;;;UACA")) { path in
        let found = try fixture.stack(
          "offset.js", path, "new Error('x').stack", line: 5, column: 10)
        #expect(found == "Error: x\n    at shifted.ts:2:1")
      }
    }
  }

  @Test(arguments: [false, nil])
  func aMapActsOnlyIfEnabled(_ uses: Bool?) throws {
    try withEnv { fixture in
      try withFile(sourceMap("app.ts", Self.mappings)) { path in
        let name = "disabled-\(uses == nil).js"
        let found = try fixture.stack(name, path, "new Error('x').stack", uses: uses)
        #expect(found == "Error: x\n    at \(name):1:1")
      }
    }
  }

  @Test func compilingWithAnOriginAloneEnablesTheMap() throws {
    try withEnv { fixture in
      try withFile(sourceMap("origin.ts", "AASI")) { path in
        let found = try fixture.withOrigin("origin-only.js", map: path) { origin in
          let source = try fixture.string("new Error('x').stack")
          let script = try make {
            OH_JSVM_CompileScriptWithOrigin(fixture.env, source, nil, 0, false, nil, origin, $0)
          }
          return try fixture.text(of: make { OH_JSVM_RunScript(fixture.env, script, $0) })
        }
        #expect(found == "Error: x\n    at origin.ts:10:5")
      }
    }
  }

  /// What is no source map; nil is no file at all.
  @Test(arguments: [nil, "", "{", "[]", "null", "text", #"{"version":3}"#, "\u{0}"])
  func withoutAUsableFileTheStackStays(_ text: String?) throws {
    try withEnv { fixture in
      let name = "unusable-\(text?.utf8.count ?? -1)-\(text?.utf8.first ?? 0).js"
      let source = "new Error('x').stack"
      let found =
        if let text {
          try withFile(text) { try fixture.stack(name, $0, source) }
        } else {
          try fixture.stack(name, "/nonexistent/file.map", source)
        }
      #expect(found == "Error: x\n    at \(name):1:1")
    }
  }

  @Test(arguments: ["/tmp", "/dev/null", ""])
  func whatIsNoFileIsLeftAlone(_ path: String) throws {
    try withEnv { fixture in
      let name = "nofile-\(path.utf8.count).js"
      let found = try fixture.stack(name, path, "new Error('x').stack")
      #expect(found == "Error: x\n    at \(name):1:1")
    }
  }

  @Test func theLastMapOfANameWins() throws {
    try withEnv { fixture in
      try withFile(sourceMap("first.ts", "AASI")) { first in
        try withFile(sourceMap("second.ts", "AASI")) { second in
          let source = "new Error('x').stack"
          for (path, expected) in [(first, "first"), (second, "second"), (first, "first")] {
            let found = try fixture.stack("renewed.js", path, source)
            #expect(found == "Error: x\n    at \(expected).ts:10:5")
          }
          // Without a map of its own the script goes by its name.
          let found = try fixture.stack("renewed.js", nil, source)
          #expect(found == "Error: x\n    at first.ts:10:5")
        }
      }
    }
  }

  @Test func theFileIsReadWhenAnErrorNeedsIt() throws {
    try withEnv { fixture in
      try withFile("not yet") { path in
        try fixture.set("f", fixture.run("0"))
        _ = try fixture.stack("late.js", path, "function f() { return new Error('x').stack }; 1")
        let text = sourceMap("late.ts", "AASI")
        let descriptor = open(path, O_WRONLY | O_TRUNC)
        #expect(write(descriptor, text, text.utf8.count) == text.utf8.count)
        close(descriptor)
        try #expect(fixture.text("f()").hasPrefix("Error: x\n    at f (late.ts:10:5)"))
      }
    }
  }

  @Test func otherScriptsStayAsTheyAre() throws {
    try withEnv { fixture in
      try withFile(sourceMap("app.ts", "AASI")) { path in
        let mapped = "function mapped(next) { return next() }; 1"
        _ = try fixture.stack("mixed.js", path, mapped)
        let found = try fixture.stack(
          "plain.js", nil, "mapped(() => new Error('x').stack)", uses: nil)
        let expected =
          "Error: x\n    at plain.js:1:14\n    at mapped (app.ts:10:5)\n    at plain.js:1:1"
        #expect(found == expected)
      }
    }
  }

  @Test func aMapHoldsInOtherVMsToo() throws {
    try withFile(sourceMap("shared.ts", "AASI")) { path in
      for _ in 0..<2 {
        try withEnv { fixture in
          let found = try fixture.stack("shared.js", path, "new Error('x').stack")
          #expect(found == "Error: x\n    at shared.ts:10:5")
        }
      }
    }
  }

  @Test func threadsRewriteAtTheSameTime() throws {
    try withFile(sourceMap("threads.ts", "AASI")) { path in
      let body = {
        do {
          try withEnv { fixture in
            for _ in 0..<50 {
              let found = try fixture.stack("threads.js", path, "new Error('x').stack")
              #expect(found == "Error: x\n    at threads.ts:10:5")
            }
          }
        } catch { Issue.record(error) }
      }
      inParallel([body, body, body, body])
    }
  }
}
