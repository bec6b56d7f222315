// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// What a handler for rejections heard; an env's instance data while the test runs.
private final class Rejections {
  let fixture: Fixture
  var events: [String] = []
  /// What the handler does beside listening.
  var body: (JSVM_Env, JSVM_Value) -> Void = { _, _ in }

  init(_ fixture: Fixture) {
    self.fixture = fixture
    #expect(OH_JSVM_SetInstanceData(fixture.env, data, nil, nil) == JSVM_OK)
  }

  var data: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
}

private func hear(_ env: JSVM_Env?, _ event: JSVM_PromiseRejectEvent, _ info: JSVM_Value?) {
  var data: UnsafeMutableRawPointer?
  #expect(OH_JSVM_GetInstanceData(env, &data) == JSVM_OK)
  guard let env, let info, let data else { return }
  let rejections = Unmanaged<Rejections>.fromOpaque(data).takeUnretainedValue()
  #expect(rejections.fixture.env == env)
  let value = try? rejections.fixture.text(of: rejections.fixture.property(info, "value"))
  rejections.events.append("\(event.rawValue):\(value ?? "?")")
  rejections.body(env, info)
}

/// Another handler, to tell which one is called.
private func ignore(_: JSVM_Env?, _: JSVM_PromiseRejectEvent, _: JSVM_Value?) {}

/// Claims about `OH_JSVM_SetHandlerForPromiseReject`.
struct RejectionsTests {
  private func withRejections(
    leaks: Bool = false, _ body: (Fixture, Rejections) throws -> Void
  ) throws {
    try withEnv(leaks: leaks) { fixture in
      let rejections = Rejections(fixture)
      #expect(OH_JSVM_SetHandlerForPromiseReject(fixture.vm, hear) == JSVM_OK)
      try body(fixture, rejections)
      #expect(OH_JSVM_SetHandlerForPromiseReject(fixture.vm, nil) == JSVM_OK)
      withExtendedLifetime(rejections) {}
    }
  }

  /// Scripts, and the events with their values.
  static let sources: [(String, [String])] = [
    ("Promise.resolve(1)", []),
    ("Promise.reject(1)", ["1:1"]),
    ("Promise.reject(1).catch(() => {})", ["1:1", "2:undefined"]),
    ("Promise.reject(1).then(() => {})", ["1:1", "2:undefined", "1:1"]),
    ("new Promise((f, r) => { f(1); r(2) })", ["3:2"]),
    ("new Promise((f, r) => { f(1); f(2) })", ["4:2"]),
    ("new Promise((f, r) => { r(1); r(2) })", ["1:1", "3:2"]),
    ("new Promise((f, r) => { r(1); f(2) })", ["1:1", "4:2"]),
    ("new Promise((f, r) => { f(1); f(2); r(3); f(4) })", ["4:2", "3:3", "4:4"]),
    ("new Promise((f, r) => { f(1); throw 2 })", ["3:2"]),
    ("new Promise(() => { throw 1 })", ["1:1"]),
    ("(async () => { throw 1 })()", ["1:1"]),
    ("(async () => { try { await Promise.reject(1) } catch {} })()", ["1:1", "2:undefined"]),
    ("Promise.resolve().then(() => { throw 1 })", ["1:1"]),
    ("new Promise((f, r) => { var p = f; f(p) })", []),
    ("Promise.reject(undefined)", ["1:undefined"]),
  ]

  @Test(arguments: sources)
  func everyEventIsHeard(_ source: String, _ events: [String]) throws {
    try withRejections { fixture, rejections in
      try fixture.run(source)
      #expect(rejections.events == events)
      #expect(!fixture.isPending)
    }
  }

  @Test func thePromiseIsTheOneRejected() throws {
    try withRejections { fixture, rejections in
      rejections.body = { env, info in
        let promise = try? fixture.property(info, "promise")
        #expect(flag { OH_JSVM_IsPromise(env, promise, $0) })
        if let promise { try? fixture.set("heard", promise) }
      }
      try fixture.run("globalThis.p = Promise.reject(1)")
      try #expect(fixture.text("heard === p") == "true")
    }
  }

  @Test func aDeferredRejectedIsHeard() throws {
    try withRejections { fixture, rejections in
      var promise: JSVM_Value?
      let deferred = try make { OH_JSVM_CreatePromise(fixture.env, $0, &promise) }
      let value = try fixture.string("late")
      #expect(OH_JSVM_RejectDeferred(fixture.env, deferred, value) == JSVM_OK)
      #expect(rejections.events == ["1:late"])
      let handler = try fixture.run("() => {}")
      let status = OH_JSVM_PromiseRegisterHandler(fixture.env, promise, nil, handler, nil)
      #expect(status == JSVM_OK && rejections.events == ["1:late", "2:undefined"])
    }
  }

  @Test func aHandlerIsReplacedAndRemoved() throws {
    try withRejections { fixture, rejections in
      #expect(OH_JSVM_SetHandlerForPromiseReject(fixture.vm, ignore) == JSVM_OK)
      try fixture.run("Promise.reject(1)")
      #expect(rejections.events.isEmpty)
      #expect(OH_JSVM_SetHandlerForPromiseReject(fixture.vm, hear) == JSVM_OK)
      try fixture.run("Promise.reject(2)")
      #expect(OH_JSVM_SetHandlerForPromiseReject(fixture.vm, nil) == JSVM_OK)
      try fixture.run("Promise.reject(3)")
      #expect(rejections.events == ["1:2"])
    }
  }

  @Test func aHandlerIsOneVMs() throws {
    try withRejections { fixture, rejections in
      try withEnv { other in try other.run("Promise.reject(1)") }
      #expect(rejections.events.isEmpty)
      try fixture.run("Promise.reject(2)")
      #expect(rejections.events == ["1:2"])
    }
  }

  @Test func theEnvIsTheOneOfThePromise() throws {
    try withRejections { fixture, rejections in
      let env = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
      let other = Fixture(vm: fixture.vm, env: env)
      let others = Rejections(other)
      let scope = try make { OH_JSVM_OpenEnvScope(env, $0) }
      try other.scope { _ = try other.run("Promise.reject('other')") }
      #expect(OH_JSVM_CloseEnvScope(env, scope) == JSVM_OK)
      try fixture.run("Promise.reject('first')")
      #expect(others.events == ["1:other"] && rejections.events == ["1:first"])
      #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
    }
  }

  @Test func anExceptionOfTheHandlerStaysPending() throws {
    try withRejections { fixture, rejections in
      rejections.body = { env, _ in
        #expect(OH_JSVM_ThrowError(env, nil, "of the handler") == JSVM_OK)
      }
      _ = try fixture.status(ofRunning: "globalThis.a = 1; Promise.reject(1); globalThis.b = 2")
      #expect(rejections.events == ["1:1"])
      #expect(fixture.isPending)
      var value: JSVM_Value?
      let status = OH_JSVM_GetNamedProperty(fixture.env, try fixture.global(), "a", &value)
      #expect(status == JSVM_PENDING_EXCEPTION)
      try #expect(fixture.takeException() == "Error: of the handler")
      // The script was not disturbed by it.
      try #expect(fixture.text("[a, b].join()") == "1,2")
    }
  }

  @Test func anExceptionOfTheHandlerIsThrownByTheCallbackAround() throws {
    try withRejections { fixture, rejections in
      rejections.body = { env, _ in
        #expect(OH_JSVM_ThrowError(env, nil, "of the handler") == JSVM_OK)
      }
      try fixture.define("reject") { _, _ in
        _ = try? fixture.status(ofRunning: "Promise.reject(1)")
        return nil
      }
      try #expect(
        fixture.text("try { reject(); 'none' } catch (e) { e.message }") == "of the handler")
      #expect(!fixture.isPending)
    }
  }

  @Test func aHandlerMayRunScriptsThatReject() throws {
    try withRejections { fixture, rejections in
      rejections.body = { _, _ in
        guard rejections.events.count < 4 else { return }
        #expect(throws: Never.self) {
          try fixture.run("Promise.reject('n' + \(rejections.events.count))")
        }
      }
      try fixture.run("Promise.reject('n0')")
      #expect(rejections.events == ["1:n0", "1:n1", "1:n2", "1:n3"])
    }
  }

  @Test func aHandlerMayCollectAndLeaveAScopeOpen() throws {
    try withRejections { fixture, rejections in
      rejections.body = { env, _ in
        fixture.collect()
        var scope: JSVM_HandleScope?
        #expect(OH_JSVM_OpenHandleScope(env, &scope) == JSVM_OK)
      }
      try fixture.run("Promise.reject(1); Promise.reject(2)")
      #expect(rejections.events == ["1:1", "1:2"])
    }
  }

  @Test func aHandlerMayHandle() throws {
    try withRejections { fixture, rejections in
      rejections.body = { env, info in
        guard rejections.events.count == 1 else { return }
        #expect(throws: Never.self) {
          let promise = try fixture.property(info, "promise")
          let handler = try fixture.run("v => { globalThis.handled = v }")
          let status = OH_JSVM_PromiseRegisterHandler(env, promise, nil, handler, nil)
          #expect(status == JSVM_OK)
        }
      }
      try fixture.run("Promise.reject('r')")
      #expect(rejections.events == ["1:r", "2:undefined"])
      try #expect(fixture.text("handled") == "r")
    }
  }

  @Test func aHandlerMayRemoveItself() throws {
    try withRejections { fixture, rejections in
      rejections.body = { _, _ in
        #expect(OH_JSVM_SetHandlerForPromiseReject(fixture.vm, nil) == JSVM_OK)
      }
      try fixture.run("Promise.reject(1); Promise.reject(2)")
      #expect(rejections.events == ["1:1"])
    }
  }
}
