// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about `OH_JSVM_CreateFunctionWithScript`.
struct FunctionsOfTextTests {
  /// Makes a function `f` of parameter names and a body.
  private func create(
    _ fixture: Fixture, _ parameters: [String], _ body: String, name: String? = "f",
    _ length: Int = autoLength
  ) throws -> (status: JSVM_Status, function: JSVM_Value?) {
    let names: [JSVM_Value?] = try parameters.map { try fixture.string($0) }
    var result: JSVM_Value?
    let status = OH_JSVM_CreateFunctionWithScript(
      fixture.env, name, length, names.count, names, try fixture.string(body), &result)
    if let result { try fixture.set("f", result) }
    return (status, result)
  }

  /// Parameters, body, what to evaluate, its result.
  static let functions: [([String], String, String, String)] = [
    ([], "", "f()", "undefined"),
    ([], "return 7", "f() + f.length", "7"),
    (["a", "b"], "return a + b", "f(3, 4) + ',' + f.length", "7,2"),
    (["a"], "return a", "f()", "undefined"),
    (["a"], "return arguments.length", "f(1, 2, 3)", "3"),
    ([], "return this === globalThis", "f()", "true"),
    ([], "'use strict'; return this", "f()", "undefined"),
    ([], "return this.x", "f.call({x: 5})", "5"),
    ([], "return shared * 2", "var shared = 4; f()", "8"),
    ([], "made = 6", "f(); made", "6"),
    ([], "var inside = 1; return typeof globalThis.inside", "f()", "undefined"),
    ([], "// a comment", "f()", "undefined"),
    ([], "return new.target !== undefined", "f()", "false"),
    ([], "this.x = 3", "new f().x", "3"),
    (["a"], "return function (b) { return a + b }", "f(1)(2)", "3"),
    (["é"], "return é + '😀'", "f('x')", "x😀"),
    ([], "throw new RangeError('thrown')", "try { f() } catch (e) { e.name }", "RangeError"),
  ]

  @Test(arguments: functions)
  func behavesAsAFunctionOfScript(
    _ parameters: [String], _ body: String, _ source: String, _ expected: String
  ) throws {
    try withEnv { fixture in
      #expect(try create(fixture, parameters, body).status == JSVM_OK)
      let found = try fixture.text(source)
      let isSum = source == "f() + f.length"
      #expect(found == expected || isSum && found == "7")
    }
  }

  static let names: [(String?, Int, String?)] = [
    ("name", -1, "name"), ("name", 2, "na"), ("", 0, ""), (nil, 0, ""), (nil, -1, ""),
    ("é€", -1, "é€"), ("not an identifier", -1, "not an identifier"), ("name", -2, nil),
    ("name", Int.min, nil),
  ]

  @Test(arguments: names)
  func theNameIsOptional(_ name: String?, _ length: Int, _ expected: String?) throws {
    try withEnv { fixture in
      let (status, function) = try create(fixture, [], "return 1", name: name, length)
      guard let expected else {
        #expect(status == JSVM_INVALID_ARG && function == nil)
        return
      }
      #expect(status == JSVM_OK)
      try #expect(fixture.text("f.name") == expected)
    }
  }

  @Test(arguments: [
    "return (", "}", "} function g() {", "let = =", "'use strict'; with (f) {}", "/*", "await 1",
  ])
  func aBodyThatDoesNotParseIsASyntaxError(_ body: String) throws {
    try withEnv { fixture in
      let (status, function) = try create(fixture, [], body)
      #expect(status == JSVM_GENERIC_FAILURE && function == nil)
      try #expect(fixture.takeException()?.hasPrefix("SyntaxError") == true)
    }
  }

  @Test(arguments: ["1", "a b", "a,", "...rest)", "", "a = 1", "a) { return 1 } (b"])
  func aParameterThatIsNoNameIsRefused(_ parameter: String) throws {
    try withEnv { fixture in
      let (status, function) = try create(fixture, [parameter], "return 1")
      #expect(status == JSVM_GENERIC_FAILURE && function == nil)
      _ = try fixture.takeException()
      try #expect(fixture.text("1") == "1")
    }
  }

  @Test func argumentsAreChecked() throws {
    try withEnv { fixture in
      let (env, body) = (fixture.env, try fixture.string("return 1"))
      let number = try fixture.number(1)
      var result: JSVM_Value? = number
      for count in [1, -1, Int.min] {
        #expect(
          OH_JSVM_CreateFunctionWithScript(env, nil, 0, count, nil, body, &result)
            == JSVM_INVALID_ARG)
        #expect(result == nil)
      }
      for names in [[number], [body, number], [body, try fixture.object()]] as [[JSVM_Value?]] {
        #expect(
          OH_JSVM_CreateFunctionWithScript(env, nil, 0, names.count, names, body, &result)
            == JSVM_STRING_EXPECTED)
      }
      #expect(
        OH_JSVM_CreateFunctionWithScript(env, nil, 0, 0, nil, number, &result)
          == JSVM_STRING_EXPECTED)
      #expect(
        OH_JSVM_CreateFunctionWithScript(env, nil, 0, 0, nil, nil, &result) == JSVM_INVALID_ARG)
      let missing: [JSVM_Value?] = [nil]
      let status = OH_JSVM_CreateFunctionWithScript(env, nil, 0, 1, missing, body, &result)
      #expect(status == JSVM_INVALID_ARG || status == JSVM_STRING_EXPECTED)
      #expect(!fixture.isPending)
    }
  }

  @Test func manyParametersAreFine() throws {
    try withEnv { fixture in
      let names = (0..<200).map { "p\($0)" }
      #expect(try create(fixture, names, "return p0 + p199").status == JSVM_OK)
      try #expect(fixture.text("f(...Array(199).fill(1), 41)") == "42")
    }
  }
}
