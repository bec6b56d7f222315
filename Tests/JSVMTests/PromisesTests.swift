// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about promises, microtasks and JSON.
struct PromisesTests {
  private func promise(_ fixture: Fixture) throws -> (JSVM_Deferred, JSVM_Value) {
    var promise: JSVM_Value?
    let deferred = try make { OH_JSVM_CreatePromise(fixture.env, $0, &promise) }
    return (deferred, try #require(promise))
  }

  @Test(arguments: [true, false])
  func aDeferredIsConcludedOnce(_ resolves: Bool) throws {
    try withEnv { fixture in
      let (deferred, value) = try promise(fixture)
      try fixture.set("p", value)
      try fixture.run("globalThis.log = []; p.then(v => log.push('+' + v), e => log.push('-' + e))")
      let text = try fixture.string("v")
      let conclude = resolves ? OH_JSVM_ResolveDeferred : OH_JSVM_RejectDeferred
      #expect(conclude(fixture.env, deferred, text) == JSVM_OK)
      try #expect(fixture.text("log.join()") == (resolves ? "+v" : "-v"))
      #expect(OH_JSVM_ResolveDeferred(fixture.env, deferred, text) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_RejectDeferred(fixture.env, deferred, text) == JSVM_INVALID_ARG)
    }
  }

  @Test(arguments: [1, 8, 0xDEAD_BEEF, UInt.max])
  func garbageIsNoDeferred(_ bits: UInt) throws {
    try withEnv { fixture in
      let value = try fixture.undefined()
      let garbage = JSVM_Deferred(bitPattern: bits)
      #expect(OH_JSVM_ResolveDeferred(fixture.env, garbage, value) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_RejectDeferred(fixture.env, garbage, value) == JSVM_INVALID_ARG)
    }
  }

  @Test func aPendingExceptionDoesNotConsumeTheDeferred() throws {
    try withEnv { fixture in
      let (deferred, value) = try promise(fixture)
      try fixture.set("p", value)
      let text = try fixture.string("late")
      #expect(OH_JSVM_ThrowError(fixture.env, nil, "e") == JSVM_OK)
      #expect(OH_JSVM_ResolveDeferred(fixture.env, deferred, text) == JSVM_PENDING_EXCEPTION)
      _ = try fixture.takeException()
      #expect(OH_JSVM_ResolveDeferred(fixture.env, deferred, nil) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_ResolveDeferred(fixture.env, deferred, text) == JSVM_OK)
      try fixture.run("globalThis.got = ''; p.then(v => got = v)")
      try #expect(fixture.text("got") == "late")
    }
  }

  @Test func resolvingWithAThenableFollowsIt() throws {
    try withEnv { fixture in
      let (deferred, value) = try promise(fixture)
      try fixture.set("p", value)
      let thenable = try fixture.run("({then(f) { f('followed') }})")
      #expect(OH_JSVM_ResolveDeferred(fixture.env, deferred, thenable) == JSVM_OK)
      try fixture.run("globalThis.got = ''; p.then(v => got = v)")
      try #expect(fixture.text("got") == "followed")
    }
  }

  @Test func aDeferredSurvivesACollection() throws {
    try withEnv { fixture in
      let deferred = try fixture.scope { () throws -> JSVM_Deferred in
        let (deferred, value) = try promise(fixture)
        try fixture.set("p", value)
        return deferred
      }
      fixture.collect()
      let text = try fixture.string("v")
      #expect(OH_JSVM_ResolveDeferred(fixture.env, deferred, text) == JSVM_OK)
    }
  }

  @Test func handlersAreThenAndCatch() throws {
    try withEnv { fixture in
      let env = fixture.env
      try fixture.run("globalThis.log = []")
      let kept = try fixture.run("v => { log.push('+' + v); return 'next' }")
      let caught = try fixture.run("v => { log.push('-' + v); return 'cured' }")
      let (good, bad) = (
        try fixture.run("Promise.resolve(1)"), try fixture.run("Promise.reject(2)")
      )
      #expect(OH_JSVM_PromiseRegisterHandler(env, good, kept, nil, nil) == JSVM_OK)
      #expect(OH_JSVM_PromiseRegisterHandler(env, bad, kept, caught, nil) == JSVM_OK)
      let next = try make { OH_JSVM_PromiseRegisterHandler(env, bad, nil, caught, $0) }
      #expect(OH_JSVM_PromiseRegisterHandler(env, next, kept, caught, nil) == JSVM_OK)
      #expect(OH_JSVM_PerformMicrotaskCheckpoint(fixture.vm) == JSVM_OK)
      try #expect(fixture.text("log.join()") == "+1,-2,-2,+cured")
      #expect(OH_JSVM_PromiseRegisterHandler(env, good, nil, nil, nil) == JSVM_INVALID_ARG)
    }
  }

  @Test func explicitPolicyWaitsForTheCheckpoint() throws {
    try withEnv { fixture in
      let vm = fixture.vm
      try fixture.run("globalThis.log = []")
      try fixture.run("Promise.resolve().then(() => log.push('auto'))")
      try #expect(fixture.text("log.join()") == "auto")
      #expect(OH_JSVM_SetMicrotaskPolicy(vm, JSVM_MICROTASK_EXPLICIT) == JSVM_OK)
      try fixture.run("Promise.resolve().then(() => log.push('explicit'))")
      try #expect(fixture.text("log.join()") == "auto")
      #expect(OH_JSVM_PerformMicrotaskCheckpoint(vm) == JSVM_OK)
      try #expect(fixture.text("log.join()") == "auto,explicit")
      #expect(OH_JSVM_SetMicrotaskPolicy(vm, JSVM_MICROTASK_AUTO) == JSVM_OK)
      try fixture.run("Promise.resolve().then(() => log.push('auto'))")
      try #expect(fixture.text("log.join()") == "auto,explicit,auto")
      for policy in [2, 3, UInt32.max] {
        #expect(OH_JSVM_SetMicrotaskPolicy(vm, JSVM_MicrotaskPolicy(policy)) == JSVM_INVALID_ARG)
      }
    }
  }

  @Test func microtasksMayCallNativeFunctions() throws {
    try withEnv { fixture in
      var calls: [Double] = []
      try fixture.define("native") { env, info in
        var (count, value) = (1, JSVM_Value?.none)
        _ = OH_JSVM_GetCbInfo(env, info, &count, &value, nil, nil)
        calls.append(fixture.double(value))
        #expect(OH_JSVM_PerformMicrotaskCheckpoint(fixture.vm) == JSVM_OK)
        return nil
      }
      try fixture.run("Promise.resolve(1).then(native).then(() => native(2)); native(0)")
      #expect(calls == [0, 1, 2])
    }
  }

  @Test func anExceptionInAMicrotaskIsNotPending() throws {
    try withEnv { fixture in
      try fixture.run("Promise.resolve().then(() => { throw new Error('lost') })")
      #expect(OH_JSVM_PerformMicrotaskCheckpoint(fixture.vm) == JSVM_OK)
      #expect(!fixture.isPending)
    }
  }

  // JSON.

  static let texts: [(String, String)] = [
    ("1", "1"), ("\"a\"", "\"a\""), ("[1, {\"b\": null}]", "[1,{\"b\":null}]"), ("true", "true"),
    (" {\"a\":1} ", "{\"a\":1}"), ("\"\\u20ac\"", "\"\u{20AC}\""),
  ]

  @Test(arguments: texts)
  func jsonGoesThereAndBack(_ text: String, _ expected: String) throws {
    try withEnv { fixture in
      let source = try fixture.string(text)
      let value = try make { OH_JSVM_JsonParse(fixture.env, source, $0) }
      let back = try make { OH_JSVM_JsonStringify(fixture.env, value, $0) }
      #expect(fixture.contents(of: back) == expected)
    }
  }

  @Test(arguments: ["", "{", "[1,]", "undefined", "'a'", "\u{0}", "{\"a\":}"])
  func badJSONIsASyntaxError(_ text: String) throws {
    try withEnv { fixture in
      let source = try fixture.string(text)
      var result: JSVM_Value? = source
      #expect(OH_JSVM_JsonParse(fixture.env, source, &result) == JSVM_GENERIC_FAILURE)
      #expect(result == nil)
      try #expect(fixture.takeException()?.hasPrefix("SyntaxError") == true)
    }
  }

  /// What stringify gives for values that JSON has no word for; nil when it throws.
  static let odd: [(String, String?)] = [
    ("undefined", "undefined"), ("NaN", "null"), ("new Date(0)", "\"1970-01-01T00:00:00.000Z\""),
    ("({toJSON() { return 5 }})", "5"), ("({toJSON() { throw new Error('t') }})", nil), ("1n", nil),
    ("(() => { const a = []; a[0] = a; return a })()", nil), ("'\\uD800'", "\"\\ud800\""),
  ]

  @Test(arguments: odd)
  func stringifyIsJavaScripts(_ source: String, _ expected: String?) throws {
    try withEnv { fixture in
      let value = try fixture.run(source)
      var result: JSVM_Value?
      let status = OH_JSVM_JsonStringify(fixture.env, value, &result)
      #expect(status == (expected == nil ? JSVM_GENERIC_FAILURE : JSVM_OK))
      if let expected {
        #expect(fixture.contents(of: try #require(result)) == expected)
      } else {
        #expect(try fixture.takeException() != nil)
      }
    }
  }
}
