// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about functions made, called and constructed through the API.
struct FunctionsTests {
  /// What a native function was given.
  private struct Given {
    var count = 0
    var values: [JSVM_Value?]
    var this: JSVM_Value?
    var data: UnsafeMutableRawPointer?

    init(_ env: JSVM_Env, _ info: JSVM_CallbackInfo, room: Int) {
      count = room
      values = Array(repeating: nil, count: room)
      #expect(OH_JSVM_GetCbInfo(env, info, &count, &values, &this, &data) == JSVM_OK)
    }
  }

  @Test(arguments: [(0, 0), (0, 3), (3, 0), (2, 4), (4, 2), (3, 3), (20, 1)])
  func argumentsFillTheRoom(_ passed: Int, _ room: Int) throws {
    try withEnv { fixture in
      var called = false
      try fixture.define("native") { env, info in
        called = true
        let given = Given(env, info, room: room)
        #expect(given.count == passed)
        for (index, value) in given.values.enumerated() {
          if index < passed {
            #expect(fixture.double(value) == Double(index))
          } else {
            #expect(flag { OH_JSVM_IsUndefined(env, value, $0) })
          }
        }
        return nil
      }
      try fixture.run("native(\((0..<passed).map(String.init).joined(separator: ",")))")
      #expect(called)
    }
  }

  @Test func everyPartOfTheCallIsOptional() throws {
    try withEnv { fixture in
      var statuses: [JSVM_Status] = []
      try fixture.define("native") { env, info in
        var (count, value, this) = (1, JSVM_Value?.none, JSVM_Value?.none)
        var none = 1
        statuses = [
          OH_JSVM_GetCbInfo(env, info, nil, nil, nil, nil),
          OH_JSVM_GetCbInfo(env, info, &count, nil, nil, nil),
          OH_JSVM_GetCbInfo(env, info, nil, nil, &this, nil),
          OH_JSVM_GetCbInfo(env, info, nil, &value, nil, nil),
          OH_JSVM_GetCbInfo(env, nil, &none, nil, nil, nil),
          OH_JSVM_GetCbInfo(nil, info, &none, nil, nil, nil),
          OH_JSVM_GetNewTarget(env, info, nil), OH_JSVM_GetNewTarget(env, nil, &value),
        ]
        #expect(count == 2 && none == 0)
        return nil
      }
      try fixture.run("native(1, 2)")
      let bad = JSVM_INVALID_ARG
      #expect(statuses == [JSVM_OK, JSVM_OK, JSVM_OK, bad, bad, bad, bad, bad])
    }
  }

  @Test func aCallbackInfoEndsWithItsCall() throws {
    try withEnv { fixture in
      var kept: JSVM_CallbackInfo?
      try fixture.define("native") { _, info in
        kept = info
        return nil
      }
      try fixture.run("native()")
      var count = 0
      #expect(OH_JSVM_GetCbInfo(fixture.env, kept, &count, nil, nil, nil) == JSVM_INVALID_ARG)
      let garbage = JSVM_CallbackInfo(bitPattern: 8)
      #expect(OH_JSVM_GetCbInfo(fixture.env, garbage, &count, nil, nil, nil) == JSVM_INVALID_ARG)
      var target: JSVM_Value?
      #expect(OH_JSVM_GetNewTarget(fixture.env, kept, &target) == JSVM_INVALID_ARG)
    }
  }

  @Test func anOuterCallsInfoWorksInsideAnInnerCall() throws {
    try withEnv { fixture in
      var outer: JSVM_CallbackInfo?
      try fixture.define("inner") { env, _ in
        let given = Given(env, outer!, room: 1)
        return given.values[0]
      }
      try fixture.define("outer") { env, info in
        outer = info
        return try? fixture.run("inner()")
      }
      try #expect(fixture.text("outer('from outside')") == "from outside")
    }
  }

  @Test func thisAndResultArePassed() throws {
    try withEnv { fixture in
      try fixture.define("me") { env, info in Given(env, info, room: 0).this }
      try #expect(fixture.text("const o = {me}; o.me() === o") == "true")
      try fixture.define("nothing") { _, _ in nil }
      try #expect(fixture.text("String(nothing())") == "undefined")
    }
  }

  @Test func theCallbackStructIsReadAtEachCall() throws {
    try withEnv { fixture in
      let record = JSVM_Callback.allocate(capacity: 1)
      defer { record.deallocate() }
      record.initialize(
        to: JSVM_CallbackStruct(
          callback: { env, info in
            var data: UnsafeMutableRawPointer?
            _ = OH_JSVM_GetCbInfo(env, info, nil, nil, nil, &data)
            var value: JSVM_Value?
            _ = OH_JSVM_CreateInt64(env, Int64(Int(bitPattern: data)), &value)
            return value
          }, data: UnsafeMutableRawPointer(bitPattern: 1)))
      try fixture.set("f", make { OH_JSVM_CreateFunction(fixture.env, nil, 0, record, $0) })
      try #expect(fixture.text("f()") == "1")
      record.pointee.data = UnsafeMutableRawPointer(bitPattern: 2)
      try #expect(fixture.text("f()") == "2")
      record.pointee.callback = { env, _ in
        var value: JSVM_Value?
        _ = OH_JSVM_GetBoolean(env, true, &value)
        return value
      }
      try #expect(fixture.text("f()") == "true")
      record.pointee.callback = nil
      try #expect(fixture.text("String(f())") == "undefined")
    }
  }

  @Test func functionsHaveNames() throws {
    try withEnv { fixture in
      let native = Native { _, _ in nil }
      fixture.kept.append(native)
      let env = fixture.env
      for (name, length, expected) in [
        ("abc", autoLength, "abc"), ("abc", 2, "ab"), ("abc", 0, ""),
      ] {
        try fixture.set(
          "f", make { OH_JSVM_CreateFunction(env, name, length, native.callback, $0) })
        try #expect(fixture.text("f.name") == expected)
      }
      try fixture.set("f", make { OH_JSVM_CreateFunction(env, nil, 7, native.callback, $0) })
      try #expect(fixture.text("f.name + typeof new f()") == "object")
    }
  }

  @Test func aCallbackWithoutFunctionIsInvalid() throws {
    try withEnv { fixture in
      var record = JSVM_CallbackStruct()
      var result: JSVM_Value?
      #expect(
        OH_JSVM_CreateFunction(fixture.env, nil, 0, &record, &result) == JSVM_INVALID_ARG)
      #expect(result == nil)
    }
  }

  @Test func newTargetTellsConstruction() throws {
    try withEnv { fixture in
      try fixture.define("F") { env, info in
        let target = get(nil) { OH_JSVM_GetNewTarget(env, info, $0) }
        let this = Given(env, info, room: 0).this
        let isNew = get(nil) { OH_JSVM_GetBoolean(env, target != nil, $0) }
        #expect(target == nil || OH_JSVM_SetNamedProperty(env, this, "isNew", isNew) == JSVM_OK)
        return nil
      }
      try #expect(
        fixture.text("String([new F().isNew, new F() instanceof F, F()])") == "true,true,")
    }
  }

  @Test func callFunctionCalls() throws {
    try withEnv { fixture in
      let env = fixture.env
      let function = try fixture.run("(function (a, b) { return [this.x, a, b].join() })")
      let receiver = try fixture.run("({x: 'this'})")
      let arguments: [JSVM_Value?] = [try fixture.number(1), try fixture.string("two")]
      let result = try make { OH_JSVM_CallFunction(env, receiver, function, 2, arguments, $0) }
      #expect(fixture.contents(of: result) == "this,1,two")
      let none = try make { OH_JSVM_CallFunction(env, receiver, function, 0, nil, $0) }
      #expect(fixture.contents(of: none) == "this,,")
      #expect(OH_JSVM_CallFunction(env, receiver, function, 0, nil, nil) == JSVM_OK)
      var bad: JSVM_Value?
      #expect(OH_JSVM_CallFunction(env, receiver, function, 1, nil, &bad) == JSVM_INVALID_ARG)
      let holes: [JSVM_Value?] = [nil]
      #expect(OH_JSVM_CallFunction(env, receiver, function, 1, holes, &bad) == JSVM_INVALID_ARG)
      #expect(
        OH_JSVM_CallFunction(env, receiver, function, -1, arguments, &bad) == JSVM_INVALID_ARG)
      #expect(!fixture.isPending)
    }
  }

  @Test func newInstanceConstructs() throws {
    try withEnv { fixture in
      let env = fixture.env
      let date = try fixture.run("Date")
      let argument: [JSVM_Value?] = [try fixture.number(5)]
      let value = try make { OH_JSVM_NewInstance(env, date, 1, argument, $0) }
      #expect(get(0.0) { OH_JSVM_GetDateValue(env, value, $0) } == 5)
      let proxy = try fixture.run("new Proxy(class { constructor() { this.p = 1 } }, {})")
      let made = try make { OH_JSVM_NewInstance(env, proxy, 0, nil, $0) }
      #expect(fixture.double(try fixture.property(made, "p")) == 1)
    }
  }

  @Test func functionsAreMadeOfText() throws {
    try withEnv { fixture in
      let env = fixture.env
      let names: [JSVM_Value?] = [try fixture.string("a"), try fixture.string("b")]
      let body = try fixture.string("return a * b + offset")
      try fixture.run("var offset = 2")
      try fixture.set(
        "f", make { OH_JSVM_CreateFunctionWithScript(env, "mul", autoLength, 2, names, body, $0) })
      try #expect(fixture.text("f(3, 4) + f.name + f.length") == "14mul2")
      try fixture.set("g", make { OH_JSVM_CreateFunctionWithScript(env, nil, 0, 0, nil, body, $0) })
      try #expect(fixture.text("typeof g") == "function")
      let bad = try fixture.string("return (")
      var result: JSVM_Value?
      #expect(
        OH_JSVM_CreateFunctionWithScript(env, nil, 0, 0, nil, bad, &result)
          == JSVM_GENERIC_FAILURE)
      try #expect(fixture.takeException()?.hasPrefix("SyntaxError") == true)
    }
  }

  @Test func exceptionsGoIntoScriptAndBack() throws {
    try withEnv { fixture in
      try fixture.define("fail") { env, _ in
        #expect(OH_JSVM_ThrowRangeError(env, "CODE", "from native") == JSVM_OK)
        var unused: JSVM_Value?
        #expect(OH_JSVM_CreateDate(env, 1, &unused) == JSVM_PENDING_EXCEPTION)
        return get(nil) { OH_JSVM_GetUndefined(env, $0) }
      }
      let caught =
        "try { fail(); 'not thrown' } catch (e) { [e instanceof RangeError, e.code, e.message].join() }"
      try #expect(fixture.text(caught) == "true,CODE,from native")
      #expect(!fixture.isPending)
      #expect(try fixture.status(ofRunning: "fail()") == JSVM_GENERIC_FAILURE)
      try #expect(fixture.takeException() == "RangeError: from native")
    }
  }

  @Test func aNativeFunctionSeesWhatItsCalleeThrew() throws {
    try withEnv { fixture in
      try fixture.define("guard") { env, info in
        let function = Given(env, info, room: 1).values[0]
        let this = Given(env, info, room: 0).this
        let status = OH_JSVM_CallFunction(env, this, function, 0, nil, nil)
        #expect(status == JSVM_PENDING_EXCEPTION && fixture.isPending)
        return get(nil) { OH_JSVM_GetAndClearLastException(env, $0) }
      }
      try #expect(fixture.text("guard(() => { throw 'inner' }) + '!'") == "inner!")
      // Not cleared, it goes on.
      try fixture.define("pass") { env, info in
        let function = Given(env, info, room: 1).values[0]
        _ = OH_JSVM_CallFunction(env, Given(env, info, room: 0).this, function, 0, nil, nil)
        return nil
      }
      let source = "try { pass(() => { throw 'on' }) } catch (e) { e }"
      try #expect(fixture.text(source) == "on")
    }
  }

  @Test func callsNest() throws {
    try withEnv { fixture in
      try fixture.define("down") { env, info in
        let given = Given(env, info, room: 1)
        let depth = fixture.double(given.values[0])
        guard depth > 0 else { return given.values[0] }
        let next = try? fixture.number(depth - 1)
        var (function, result) = (JSVM_Value?.none, JSVM_Value?.none)
        let global = get(nil) { OH_JSVM_GetGlobal(env, $0) }
        #expect(OH_JSVM_GetNamedProperty(env, global, "down", &function) == JSVM_OK)
        #expect(OH_JSVM_CallFunction(env, global, function, 1, [next], &result) == JSVM_OK)
        return try? fixture.number(fixture.double(result) + 1)
      }
      // As deep as the frames of a build for a sanitizer let it go on V8's stack of 984 KB.
      try #expect(fixture.text("down(40)") == "40")
    }
  }

  @Test func aFunctionGetsTheEnvThatMadeIt() throws {
    try withEnv { fixture in
      var given: [JSVM_Env] = []
      let note = { (env: JSVM_Env, _: JSVM_CallbackInfo) -> JSVM_Value? in
        given.append(env)
        return nil
      }
      try fixture.define("own", note)
      try fixture.run("own()")
      let other = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
      let second = Fixture(vm: fixture.vm, env: other)
      try fixture.set("others", second.function(note))
      try fixture.run("own(); others()")
      #expect(OH_JSVM_DestroyEnv(other) == JSVM_OK)
      try fixture.run("own()")
      #expect(given == [fixture.env, fixture.env, other, fixture.env])
      withExtendedLifetime(second) {}
    }
  }

  @Test func aFunctionOfADestroyedEnvDoesNotRun() throws {
    try withEnv { fixture in
      var calls = 0
      let other = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
      let second = Fixture(vm: fixture.vm, env: other)
      try fixture.set(
        "f",
        second.function { _, _ in
          calls += 1
          return nil
        })
      try fixture.run("f()")
      #expect(calls == 1)
      #expect(OH_JSVM_DestroyEnv(other) == JSVM_OK)
      try fixture.run("f()")
      #expect(calls == 1)
      withExtendedLifetime(second) {}
    }
  }
}
