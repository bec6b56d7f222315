// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about stacks of scripts with a source map, where the program has a hand in them.
struct PreparedStacksTests {
  @Test func theProgramsOwnPrepareStackTraceIsAsked() throws {
    let source =
      "Error.prepareStackTrace = (e, sites) => e.message + sites.length + sites[0].getLineNumber();"
      + "new Error('own').stack"
    try withMapped("own.js", source) { fixture, found in
      #expect(found == "own11")
      let later = try fixture.text("delete Error.prepareStackTrace; new Error('x').stack")
      #expect(later.hasPrefix("Error: x\n"))
    }
  }

  @Test(arguments: ["5", "null", "'text'", "{}"])
  func whatIsNoFunctionIsNotAsked(_ value: String) throws {
    let source = "Error.prepareStackTrace = \(value); new Error('x').stack"
    try withMapped("nofunction-\(value.utf8.count).js", source) { _, found in
      #expect(found == "Error: x\n    at app.ts:10:5")
    }
  }

  @Test func aPrepareStackTraceThatThrowsDoesNotEndTheProcess() async {
    await #expect(processExitsWith: .success) {
      let source =
        "Error.prepareStackTrace = () => { throw new RangeError('inner') };"
        + "try { String(new Error('x').stack) } catch (e) { 'caught ' + e.name }"
      try withMapped("throwing.js", source) { fixture, found in
        _ = try fixture.takeException()
        try #expect(fixture.text("delete Error.prepareStackTrace; 1 + 1") == "2")
      }
    }
  }

  /// Programs that make even asking for prepareStackTrace fail.
  @Test(arguments: [
    "Object.defineProperty(Error, 'prepareStackTrace', {get() { throw 1 }});",
    "Object.defineProperty(globalThis, 'Error', {get() { throw 1 }});",
    "Object.defineProperty(Error, 'prepareStackTrace', {get() { return new Error('x').stack }});",
    "globalThis.Error = null;", "globalThis.Error = new Proxy({}, {get() { throw 1 }});",
    "Error.prepareStackTrace = (e, sites) => new Error('inner').stack;",
  ])
  func hostileProgramsDoNotEndTheProcess(_ change: String) async {
    await #expect(processExitsWith: .success) { [change] in
      let source =
        "const E = Error; \(change)\n"
        + "var out; try { out = String(new E('x').stack) } catch (e) { out = 'caught' }; out"
      try withMapped("hostile.js", source) { fixture, found in
        _ = try fixture.takeException()
        fixture.collect()
        try #expect(fixture.text("1 + 1") == "2")
      }
    }
  }

  @Test func anErrorWhoseTextCannotBeMadeHasAStack() throws {
    let source =
      "var e = new Error('x'); e.toString = () => { throw new Error('nested') };"
      + "Object.defineProperty(e, 'message', {get() { throw new Error('deeper').stack }}); e.stack"
    try withMapped("nested.js", source) { _, found in
      #expect(found.hasSuffix("    at app.ts:10:5"), "\(found)")
    }
  }

  @Test func nestedErrorsAreRewrittenEach() throws {
    let source =
      "function inner() { throw new TypeError('inner') }\n"
      + "try { try { inner() } catch (e) { throw new Error('outer', {cause: e}) } }"
      + " catch (e) { e.stack + '|' + e.cause.stack }"
    try withMapped("cause.js", source) { _, found in
      let parts = found.split(separator: "|")
      #expect(parts.count == 2 && parts[0].hasPrefix("Error: outer"))
      #expect(parts.last?.contains("TypeError: inner\n    at inner (app.ts:10:5)") == true)
    }
  }

  @Test func captureStackTraceIsRewritten() throws {
    let source = "var o = {}; Error.captureStackTrace(o); o.stack"
    try withMapped("capture.js", source) { _, found in
      #expect(found.contains("    at app.ts:10:5"), "\(found)")
    }
  }

  @Test func thrownErrorsOfTheAPIAreRewritten() throws {
    try withMapped("native.js", "function call(f) { f() }; 1") { fixture, _ in
      try fixture.define("fail") { env, _ in
        #expect(OH_JSVM_ThrowError(env, nil, "native") == JSVM_OK)
        return nil
      }
      let found = try fixture.text("try { call(fail) } catch (e) { e.stack }")
      #expect(found.hasPrefix("Error: native\n"))
      #expect(found.contains("at call (app.ts:10:5)"), "\(found)")
    }
  }

  @Test func anOverflowOfTheStackIsRewritten() async {
    await #expect(processExitsWith: .success) {
      let source =
        "function deep() { deep() }; var out;"
        + "try { deep() } catch (e) { out = e.name + '|' + e.stack }; out"
      try withMapped("deep.js", source) { fixture, found in
        #expect(found.hasPrefix("RangeError|"), "\(found)")
        try #expect(fixture.text("1 + 1") == "2")
      }
    }
  }
}
