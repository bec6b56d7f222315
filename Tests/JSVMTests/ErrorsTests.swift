// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about the last error, pending exceptions and error values.
struct ErrorsTests {
  @Test func lastErrorIsRecordedAndReset() throws {
    try withEnv { fixture in
      let env = fixture.env
      var info: UnsafePointer<JSVM_ExtendedErrorInfo>?
      #expect(OH_JSVM_GetLastErrorInfo(env, &info) == JSVM_OK)
      #expect(info?.pointee.errorCode == JSVM_OK && info?.pointee.errorMessage == nil)
      var number = 0.0
      let text = try fixture.string("x")
      #expect(OH_JSVM_GetValueDouble(env, text, &number) == JSVM_NUMBER_EXPECTED)
      for _ in 0..<2 {
        #expect(OH_JSVM_GetLastErrorInfo(env, &info) == JSVM_OK)
        #expect(info?.pointee.errorCode == JSVM_NUMBER_EXPECTED)
        #expect(info?.pointee.errorMessage != nil)
        #expect(info?.pointee.engineErrorCode == 0 && info?.pointee.engineReserved == nil)
      }
      _ = try fixture.object()
      #expect(OH_JSVM_GetLastErrorInfo(env, &info) == JSVM_OK)
      #expect(info?.pointee.errorCode == JSVM_OK && info?.pointee.errorMessage == nil)
    }
  }

  @Test func someCallsLeaveTheLastErrorAlone() throws {
    try withEnv { fixture in
      let env = fixture.env
      func fail() throws {
        var number = 0.0
        #expect(
          try OH_JSVM_GetValueDouble(env, fixture.string("x"), &number) == JSVM_NUMBER_EXPECTED)
      }
      try fail()
      var vm: JSVM_VM?
      #expect(OH_JSVM_GetVM(env, &vm) == JSVM_OK)
      #expect(fixture.lastStatus == JSVM_NUMBER_EXPECTED)
      #expect(OH_JSVM_GetVM(env, nil) == JSVM_INVALID_ARG)
      #expect(fixture.lastStatus == JSVM_NUMBER_EXPECTED)
      #expect(OH_JSVM_GetLastErrorInfo(env, nil) == JSVM_INVALID_ARG)
      #expect(fixture.lastStatus == JSVM_NUMBER_EXPECTED)
      // A VM has no last error.
      #expect(OH_JSVM_GetHeapStatistics(vm, nil) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_PerformMicrotaskCheckpoint(vm) == JSVM_OK)
      #expect(fixture.lastStatus == JSVM_NUMBER_EXPECTED)
    }
  }

  @Test func lastErrorIsPerEnv() throws {
    try withEnv { fixture in
      let other = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
      #expect(OH_JSVM_CreateObject(fixture.env, nil) == JSVM_INVALID_ARG)
      #expect(Fixture(vm: fixture.vm, env: other).lastStatus == JSVM_OK)
      #expect(fixture.lastStatus == JSVM_INVALID_ARG)
      #expect(OH_JSVM_DestroyEnv(other) == JSVM_OK)
    }
  }

  @Test func everyStatusHasAText() {
    for status in 1...25 as ClosedRange<UInt32> {
      #expect(message(for: JSVM_Status(status)) != nil, "\(status)")
    }
    #expect(message(for: JSVM_OK) == nil)
  }

  @Test func anExceptionIsPendingPerEnv() throws {
    try withEnv { fixture in
      let other = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
      let second = Fixture(vm: fixture.vm, env: other)
      #expect(OH_JSVM_ThrowError(fixture.env, nil, "first") == JSVM_OK)
      try #expect(second.text("'fine'") == "fine")
      #expect(!second.isPending)
      try #expect(fixture.takeException() == "Error: first")
      #expect(OH_JSVM_DestroyEnv(other) == JSVM_OK)
    }
  }

  @Test func aPendingExceptionSurvivesACollection() throws {
    try withEnv { fixture in
      try fixture.scope { #expect(OH_JSVM_ThrowTypeError(fixture.env, nil, "kept") == JSVM_OK) }
      fixture.collect()
      try #expect(fixture.takeException() == "TypeError: kept")
      // None pending: undefined, and fine.
      let none = try make { OH_JSVM_GetAndClearLastException(fixture.env, $0) }
      #expect(flag { OH_JSVM_IsUndefined(fixture.env, none, $0) })
    }
  }

  @Test(arguments: Kind.allCases.filter { $0 != .external })
  func anyValueCanBeThrown(_ kind: Kind) throws {
    try withEnv { fixture in
      let value = try fixture.run(kind.source)
      #expect(OH_JSVM_Throw(fixture.env, value) == JSVM_OK)
      #expect(fixture.isPending)
      #expect(OH_JSVM_Throw(fixture.env, value) == JSVM_PENDING_EXCEPTION)
      let caught = try make { OH_JSVM_GetAndClearLastException(fixture.env, $0) }
      #expect(!fixture.isPending)
      #expect(flag { OH_JSVM_StrictEquals(fixture.env, value, caught, $0) })
    }
  }

  private typealias Thrower =
    @Sendable (JSVM_Env?, UnsafePointer<CChar>?, UnsafePointer<CChar>?) -> JSVM_Status
  private typealias Maker =
    @Sendable (JSVM_Env?, JSVM_Value?, JSVM_Value?, UnsafeMutablePointer<JSVM_Value?>?) ->
    JSVM_Status

  @Test func thrownErrorsHaveClassMessageAndCode() throws {
    let throwers: [(String, Thrower)] = [
      ("Error", OH_JSVM_ThrowError), ("TypeError", OH_JSVM_ThrowTypeError),
      ("RangeError", OH_JSVM_ThrowRangeError), ("SyntaxError", OH_JSVM_ThrowSyntaxError),
    ]
    try withEnv { fixture in
      for (name, throwing) in throwers {
        for code in ["E_CODE", nil] {
          #expect(throwing(fixture.env, code, "m\u{E9}ssage") == JSVM_OK)
          let error = try make { OH_JSVM_GetAndClearLastException(fixture.env, $0) }
          #expect(flag { OH_JSVM_IsError(fixture.env, error, $0) })
          try fixture.set("e", error)
          try #expect(
            fixture.text("[e.name, e.message, e.code, e instanceof \(name)].join()")
              == "\(name),m\u{E9}ssage,\(code ?? ""),true")
          try #expect(fixture.text("'code' in e") == "\(code != nil)")
        }
        #expect(throwing(fixture.env, "E", nil) == JSVM_INVALID_ARG && !fixture.isPending)
      }
    }
  }

  @Test func madeErrorsHaveClassMessageAndCode() throws {
    let makers: [(String, Maker)] = [
      ("Error", OH_JSVM_CreateError), ("TypeError", OH_JSVM_CreateTypeError),
      ("RangeError", OH_JSVM_CreateRangeError), ("SyntaxError", OH_JSVM_CreateSyntaxError),
    ]
    try withEnv { fixture in
      let (code, text) = (try fixture.string("C"), try fixture.string("m"))
      for (name, making) in makers {
        try fixture.set("e", make { making(fixture.env, code, text, $0) })
        try #expect(
          fixture.text("[e.name, e.message, e.code, e instanceof \(name)].join()")
            == "\(name),m,C,true")
        try fixture.set("e", make { making(fixture.env, nil, text, $0) })
        try #expect(fixture.text("'code' in e") == "false")
        #expect(!fixture.isPending)
      }
    }
  }

  @Test func errorsCanBeMadeWithAnExceptionPending() throws {
    try withEnv { fixture in
      let text = try fixture.string("made")
      #expect(OH_JSVM_ThrowError(fixture.env, nil, "pending") == JSVM_OK)
      let error = try make { OH_JSVM_CreateError(fixture.env, nil, text, $0) }
      try #expect(fixture.takeException() == "Error: pending")
      try #expect(fixture.text(of: error) == "Error: made")
    }
  }

  @Test func theStackNamesTheThrowingScript() throws {
    try withEnv { fixture in
      try fixture.define("fail") { env, _ in
        _ = OH_JSVM_ThrowError(env, nil, "e")
        return nil
      }
      let source = "function outer() { fail() }\ntry { outer() } catch (e) { e.stack }"
      let stack = try fixture.text(source)
      #expect(stack.contains("outer") && stack.contains(":1:"))
    }
  }
}
