// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Ledger
import Synchronization
import Testing

@testable import JSVM

/// How often a misuse was recorded so far, by all tests.
func misuses(of kind: MisuseKind) -> UInt64 {
  Process.shared.misuse.withLock { $0.count(of: kind) }
}

/// What tests do with values all the time, through the API itself.
extension Fixture {
  func string(_ text: String, _ location: SourceLocation = #_sourceLocation) throws -> JSVM_Value {
    try make({ OH_JSVM_CreateStringUtf8(env, text, text.utf8.count, $0) }, location)
  }

  func object(_ location: SourceLocation = #_sourceLocation) throws -> JSVM_Value {
    try make({ OH_JSVM_CreateObject(env, $0) }, location)
  }

  func number(
    _ number: Double, _ location: SourceLocation = #_sourceLocation
  ) throws -> JSVM_Value {
    try make({ OH_JSVM_CreateDouble(env, number, $0) }, location)
  }

  func undefined() throws -> JSVM_Value { try make { OH_JSVM_GetUndefined(env, $0) } }

  func global() throws -> JSVM_Value { try make { OH_JSVM_GetGlobal(env, $0) } }

  /// Compiles and runs a script that must not throw.
  @discardableResult
  func run(
    _ source: String, _ location: SourceLocation = #_sourceLocation
  ) throws -> JSVM_Value {
    let source = try string(source, location)
    let script = try make(
      { OH_JSVM_CompileScript(env, source, nil, 0, false, nil, $0) }, location)
    return try make({ OH_JSVM_RunScript(env, script, $0) }, location)
  }

  /// The status of running a script that may throw.
  func status(ofRunning source: String) throws -> JSVM_Status {
    let source = try string(source)
    let script = try make { OH_JSVM_CompileScript(env, source, nil, 0, false, nil, $0) }
    var result: JSVM_Value?
    return OH_JSVM_RunScript(env, script, &result)
  }

  /// The result of a script as text.
  func text(
    _ source: String, _ location: SourceLocation = #_sourceLocation
  ) throws -> String {
    try text(of: run(source, location), location)
  }

  /// A value as `String(value)` gives it.
  func text(
    of value: JSVM_Value, _ location: SourceLocation = #_sourceLocation
  ) throws -> String {
    let value = try make({ OH_JSVM_CoerceToString(env, value, $0) }, location)
    return contents(of: value, location)
  }

  /// A string's text.
  func contents(
    of string: JSVM_Value, _ location: SourceLocation = #_sourceLocation
  ) -> String {
    let length = get(0, { OH_JSVM_GetValueStringUtf8(env, string, nil, 0, $0) }, location)
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: length + 1) { buffer in
      let status = OH_JSVM_GetValueStringUtf8(env, string, buffer.baseAddress, length + 1, nil)
      #expect(status == JSVM_OK, sourceLocation: location)
      return String(cString: buffer.baseAddress!)
    }
  }

  func double(
    _ value: JSVM_Value?, _ location: SourceLocation = #_sourceLocation
  ) -> Double {
    get(.nan, { OH_JSVM_GetValueDouble(env, value, $0) }, location)
  }

  func set(_ name: String, _ value: JSVM_Value) throws {
    let status = OH_JSVM_SetNamedProperty(env, try global(), name, value)
    #expect(status == JSVM_OK)
  }

  func property(
    _ object: JSVM_Value, _ name: String, _ location: SourceLocation = #_sourceLocation
  ) throws -> JSVM_Value {
    try make({ OH_JSVM_GetNamedProperty(env, object, name, $0) }, location)
  }

  /// A function that calls back; lives as long as the fixture.
  func function(
    _ body: @escaping (JSVM_Env, JSVM_CallbackInfo) -> JSVM_Value?
  ) throws -> JSVM_Value {
    let native = Native(body)
    kept.append(native)
    return try make { OH_JSVM_CreateFunction(env, nil, 0, native.callback, $0) }
  }

  /// Makes a native function a global one.
  func define(
    _ name: String, _ body: @escaping (JSVM_Env, JSVM_CallbackInfo) -> JSVM_Value?
  ) throws {
    try set(name, function(body))
  }

  var isPending: Bool { flag { OH_JSVM_IsExceptionPending(env, $0) } }

  /// Takes the pending exception as text; nil when there is none.
  func takeException(_ location: SourceLocation = #_sourceLocation) throws -> String? {
    guard flag({ OH_JSVM_IsExceptionPending(env, $0) }, location) else { return nil }
    return try text(of: make { OH_JSVM_GetAndClearLastException(env, $0) }, location)
  }

  var lastStatus: JSVM_Status {
    var info: UnsafePointer<JSVM_ExtendedErrorInfo>?
    #expect(OH_JSVM_GetLastErrorInfo(env, &info) == JSVM_OK)
    return info?.pointee.errorCode ?? JSVM_CANCELLED
  }

  /// Runs a body in a handle scope of its own.
  func scope<Result>(_ body: () throws -> Result) throws -> Result {
    let scope = try make { OH_JSVM_OpenHandleScope(env, $0) }
    defer { #expect(OH_JSVM_CloseHandleScope(env, scope) == JSVM_OK) }
    return try body()
  }

  /// One synchronous full collection; finalizers have run when it returns.
  func collect(_ location: SourceLocation = #_sourceLocation) {
    let status = OH_JSVM_MemoryPressureNotification(
      env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL)
    #expect(status == JSVM_OK, sourceLocation: location)
  }

  func reference(
    _ value: JSVM_Value, _ count: UInt32, _ location: SourceLocation = #_sourceLocation
  ) throws -> JSVM_Ref {
    try make({ OH_JSVM_CreateReference(env, value, count, $0) }, location)
  }

  /// What a reference holds now; nil when its value is gone.
  func value(
    of reference: JSVM_Ref, _ location: SourceLocation = #_sourceLocation
  ) -> JSVM_Value? {
    get(nil, { OH_JSVM_GetReferenceValue(env, reference, $0) }, location)
  }
}
