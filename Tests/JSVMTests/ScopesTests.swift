// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Ledger
import Testing

@testable import JSVM

/// Claims about handle scopes, plain and escapable, and env scopes.
struct ScopesTests {
  private func plain(_ env: JSVM_Env) throws -> JSVM_HandleScope {
    try make { OH_JSVM_OpenHandleScope(env, $0) }
  }

  private func escapable(_ env: JSVM_Env) throws -> JSVM_EscapableHandleScope {
    try make { OH_JSVM_OpenEscapableHandleScope(env, $0) }
  }

  @Test func closingAnOuterScopeClosesTheInnerOnes() throws {
    try withEnv { fixture in
      let env = fixture.env
      let outer = try plain(env)
      let (inner, innermost) = (try escapable(env), try plain(env))
      let order = misuses(of: .scopeOrder)
      #expect(OH_JSVM_CloseHandleScope(env, outer) == JSVM_OK)
      #expect(misuses(of: .scopeOrder) > order)
      #expect(OH_JSVM_CloseHandleScope(env, innermost) == JSVM_HANDLE_SCOPE_MISMATCH)
      #expect(OH_JSVM_CloseEscapableHandleScope(env, inner) == JSVM_HANDLE_SCOPE_MISMATCH)
      try #expect(fixture.text("2 + 2") == "4")
    }
  }

  @Test
  func aMismatchIsNotTheLastError() throws {
    try withEnv { fixture in
      let (env, garbage) = (fixture.env, OpaquePointer(bitPattern: 8))
      #expect(OH_JSVM_CreateObject(env, nil) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_CloseHandleScope(env, garbage) == JSVM_HANDLE_SCOPE_MISMATCH)
      #expect(OH_JSVM_CloseEscapableHandleScope(env, garbage) == JSVM_HANDLE_SCOPE_MISMATCH)
      #expect(fixture.lastStatus == JSVM_INVALID_ARG)
    }
  }

  @Test func aScopeClosesOnce() throws {
    try withEnv { fixture in
      let env = fixture.env
      let (first, second) = (try plain(env), try escapable(env))
      #expect(OH_JSVM_CloseEscapableHandleScope(env, second) == JSVM_OK)
      #expect(OH_JSVM_CloseEscapableHandleScope(env, second) == JSVM_HANDLE_SCOPE_MISMATCH)
      #expect(OH_JSVM_CloseHandleScope(env, first) == JSVM_OK)
      #expect(OH_JSVM_CloseHandleScope(env, first) == JSVM_HANDLE_SCOPE_MISMATCH)
      let next = try plain(env)
      #expect(next != first)
      #expect(OH_JSVM_CloseHandleScope(env, first) == JSVM_HANDLE_SCOPE_MISMATCH)
      #expect(OH_JSVM_CloseHandleScope(env, next) == JSVM_OK)
    }
  }

  @Test func theKindsAreNotMixed() throws {
    try withEnv { fixture in
      let env = fixture.env
      let (first, second) = (try plain(env), try escapable(env))
      #expect(OH_JSVM_CloseHandleScope(env, second) == JSVM_HANDLE_SCOPE_MISMATCH)
      #expect(OH_JSVM_CloseEscapableHandleScope(env, first) == JSVM_HANDLE_SCOPE_MISMATCH)
      #expect(OH_JSVM_CloseEscapableHandleScope(env, second) == JSVM_OK)
      #expect(OH_JSVM_CloseHandleScope(env, first) == JSVM_OK)
    }
  }

  @Test func anotherEnvsScopeIsRefused() throws {
    try withEnv { fixture in
      let other = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
      let scope = try plain(fixture.env)
      #expect(OH_JSVM_CloseHandleScope(other, scope) == JSVM_HANDLE_SCOPE_MISMATCH)
      let open = try make { OH_JSVM_OpenEnvScope(fixture.env, $0) }
      #expect(OH_JSVM_CloseEnvScope(other, open) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_CloseEnvScope(fixture.env, open) == JSVM_OK)
      #expect(OH_JSVM_CloseHandleScope(fixture.env, scope) == JSVM_OK)
      #expect(OH_JSVM_DestroyEnv(other) == JSVM_OK)
    }
  }

  @Test
  func anotherVMsScopeIsRefused() throws {
    try withEnv { first in
      let foreign = try plain(first.env)
      try withEnv { second in
        let own = try plain(second.env)
        #expect(OH_JSVM_CloseHandleScope(second.env, foreign) == JSVM_HANDLE_SCOPE_MISMATCH)
        #expect(OH_JSVM_CloseHandleScope(second.env, own) == JSVM_OK)
      }
      #expect(OH_JSVM_CloseHandleScope(first.env, foreign) == JSVM_OK)
    }
  }

  static let garbage: [UInt] = [
    1, 8, 0xFFFF, 0x7FFF_FFFF_FFFF, 0xDEAD_BEEF_DEAD_BEEF, .max, 1 << 63, 1 << 20, 99 << 20 | 1,
  ]

  @Test(arguments: garbage)
  func garbageIsRefused(_ bits: UInt) throws {
    try withEnv { fixture in
      let (vm, env, scope) = (fixture.vm, fixture.env, OpaquePointer(bitPattern: bits))
      let object = try fixture.object()
      #expect(OH_JSVM_CloseHandleScope(env, scope) == JSVM_HANDLE_SCOPE_MISMATCH)
      #expect(OH_JSVM_CloseEscapableHandleScope(env, scope) == JSVM_HANDLE_SCOPE_MISMATCH)
      var result: JSVM_Value? = object
      #expect(OH_JSVM_EscapeHandle(env, scope, object, &result) == JSVM_HANDLE_SCOPE_MISMATCH)
      #expect(result == nil)
      #expect(OH_JSVM_CloseEnvScope(env, scope) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_CloseVMScope(vm, scope) == JSVM_GENERIC_FAILURE)
      try #expect(fixture.text("2 + 2") == "4")
    }
  }

  @Test func closingWithNoneOpenIsAMismatch() throws {
    let vm = try Engine.createVM()
    let env = try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) }
    let garbage = JSVM_HandleScope(bitPattern: 0x1234)
    #expect(OH_JSVM_CloseHandleScope(env, garbage) == JSVM_HANDLE_SCOPE_MISMATCH)
    #expect(OH_JSVM_CloseEscapableHandleScope(env, garbage) == JSVM_HANDLE_SCOPE_MISMATCH)
    let scope = try plain(env)
    #expect(OH_JSVM_CloseHandleScope(env, scope) == JSVM_OK)
    #expect(OH_JSVM_CloseHandleScope(env, scope) == JSVM_HANDLE_SCOPE_MISMATCH)
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
  }

  @Test func aValueEscapesOnce() throws {
    try withEnv { fixture in
      let env = fixture.env
      let scope = try escapable(env)
      let value = try fixture.string("escaped")
      let out = try make { OH_JSVM_EscapeHandle(env, scope, value, $0) }
      var again: JSVM_Value? = value
      #expect(OH_JSVM_EscapeHandle(env, scope, value, &again) == JSVM_ESCAPE_CALLED_TWICE)
      #expect(again == nil && fixture.lastStatus == JSVM_ESCAPE_CALLED_TWICE)
      #expect(OH_JSVM_CloseEscapableHandleScope(env, scope) == JSVM_OK)
      fixture.collect()
      #expect(fixture.contents(of: out) == "escaped")
      #expect(OH_JSVM_EscapeHandle(env, scope, out, &again) == JSVM_HANDLE_SCOPE_MISMATCH)
    }
  }

  @Test func everyEscapableScopeHasAnEscape() throws {
    try withEnv { fixture in
      let env = fixture.env
      let scopes = try (0..<10).map { _ in try escapable(env) }
      var value = try fixture.string("deep")
      for scope in scopes.reversed() {
        let inner = value
        value = try make { OH_JSVM_EscapeHandle(env, scope, inner, $0) }
        #expect(OH_JSVM_CloseEscapableHandleScope(env, scope) == JSVM_OK)
      }
      #expect(fixture.contents(of: value) == "deep")
    }
  }

  @Test func escapingFromAnOuterScopeWorks() throws {
    try withEnv { fixture in
      let env = fixture.env
      let outer = try escapable(env)
      let inner = try plain(env)
      let value = try fixture.string("far")
      let out = try make { OH_JSVM_EscapeHandle(env, outer, value, $0) }
      #expect(OH_JSVM_CloseHandleScope(env, inner) == JSVM_OK)
      #expect(OH_JSVM_CloseEscapableHandleScope(env, outer) == JSVM_OK)
      #expect(fixture.contents(of: out) == "far")
    }
  }

  @Test func tenThousandScopesNest() throws {
    try withEnv { fixture in
      var scopes: [JSVM_HandleScope] = []
      for _ in 0..<10_000 {
        scopes.append(try plain(fixture.env))
        _ = try fixture.object()
      }
      fixture.collect()
      for scope in scopes.reversed() {
        #expect(OH_JSVM_CloseHandleScope(fixture.env, scope) == JSVM_OK)
      }
    }
  }

  @Test func scopesHoldTheCollectorOff() throws {
    try withEnv { fixture in
      var reference: JSVM_Ref?
      let scope = try plain(fixture.env)
      reference = try fixture.reference(fixture.object(), 0)
      fixture.collect()
      #expect(fixture.value(of: reference!) != nil)
      #expect(OH_JSVM_CloseHandleScope(fixture.env, scope) == JSVM_OK)
      fixture.collect()
      #expect(fixture.value(of: reference!) == nil)
      #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
    }
  }

  @Test func valuesNeedNoScope() throws {
    let vm = try Engine.createVM()
    let env = try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) }
    let fixture = Fixture(vm: vm, env: env)
    let text = try fixture.string("kept")
    fixture.collect()
    #expect(fixture.contents(of: text) == "kept")
    try #expect(fixture.text("'a' + 1") == "a1")
    #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
  }

  @Test func openScopesGoWithTheirVM() throws {
    let vm = try Engine.createVM()
    let env = try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) }
    _ = try plain(env)
    _ = try escapable(env)
    #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
  }

  @Test func envScopesNestAndCloseInAnyOrder() throws {
    try withEnv { fixture in
      let env = fixture.env
      let other = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
      let outer = try make { OH_JSVM_OpenEnvScope(env, $0) }
      let inner = try make { OH_JSVM_OpenEnvScope(other, $0) }
      #expect(OH_JSVM_CloseEnvScope(env, outer) == JSVM_OK)
      #expect(OH_JSVM_CloseEnvScope(other, inner) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_CloseEnvScope(env, outer) == JSVM_INVALID_ARG)
      try #expect(fixture.text("3") == "3")
      #expect(OH_JSVM_DestroyEnv(other) == JSVM_OK)
    }
  }
}
