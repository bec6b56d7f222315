// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Ledger
import Testing

@testable import JSVM

/// Claims about scopes in native callbacks, and about several VMs on one thread.
struct CallbackScopesTests {
  @Test func aScopeLeftOpenInACallbackIsClosed() throws {
    try withEnv { fixture in
      try fixture.define("leave") { env, _ in
        _ = get(nil) { OH_JSVM_OpenHandleScope(env, $0) }
        _ = get(nil) { OH_JSVM_OpenEscapableHandleScope(env, $0) }
        _ = get(nil) { OH_JSVM_OpenEnvScope(env, $0) }
        return get(nil) { OH_JSVM_CreateInt32(env, 3, $0) }
      }
      let (open, left) = (fixture.coreVM.scopes.count, misuses(of: .scopeLeftOpen))
      try fixture.run("for (let i = 0; i < 100; i++) leave()")
      #expect(fixture.coreVM.scopes.count == open && fixture.coreVM.envScopes.count == 1)
      #expect(misuses(of: .scopeLeftOpen) >= left + 100)
    }
  }

  @Test func aScopeOutsideCannotBeClosedInACallback() throws {
    try withEnv { fixture in
      let scope = try make { OH_JSVM_OpenHandleScope(fixture.env, $0) }
      let escapable = try make { OH_JSVM_OpenEscapableHandleScope(fixture.env, $0) }
      var statuses: [JSVM_Status] = []
      try fixture.define("close") { env, _ in
        statuses.append(OH_JSVM_CloseHandleScope(env, scope))
        statuses.append(OH_JSVM_CloseEscapableHandleScope(env, escapable))
        return nil
      }
      try fixture.run("close()")
      #expect(statuses == [JSVM_HANDLE_SCOPE_MISMATCH, JSVM_HANDLE_SCOPE_MISMATCH])
      #expect(OH_JSVM_CloseEscapableHandleScope(fixture.env, escapable) == JSVM_OK)
      #expect(OH_JSVM_CloseHandleScope(fixture.env, scope) == JSVM_OK)
    }
  }

  @Test func valuesOfACallbackLiveUntilItReturns() throws {
    try withEnv { fixture in
      try fixture.define("native") { env, _ in
        let first = get(nil) { OH_JSVM_CreateStringUtf8(env, "first", 5, $0) }
        fixture.collect()
        return first
      }
      try #expect(fixture.text("native() + native()") == "firstfirst")
    }
  }

  @Test func anEscapedValueIsACallbacksResult() throws {
    try withEnv { fixture in
      try fixture.define("native") { env, _ in
        let scope = get(nil) { OH_JSVM_OpenEscapableHandleScope(env, $0) }
        let text = get(nil) { OH_JSVM_CreateStringUtf8(env, "out", 3, $0) }
        let escaped = get(nil) { OH_JSVM_EscapeHandle(env, scope, text, $0) }
        #expect(OH_JSVM_CloseEscapableHandleScope(env, scope) == JSVM_OK)
        fixture.collect()
        return escaped
      }
      try #expect(fixture.text("native()") == "out")
    }
  }

  @Test func aMillionValuesInALoopOfScopesAreFreed() throws {
    try withEnv { fixture in
      for _ in 0..<200 {
        try fixture.scope {
          for number in 0..<500 { _ = try fixture.number(Double(number) + 0.5) }
        }
      }
      fixture.collect()
      let statistics = get(JSVM_HeapStatistics()) { OH_JSVM_GetHeapStatistics(fixture.vm, $0) }
      #expect(statistics.usedHeapSize < 8 << 20)
    }
  }

  @Test func twoVMsAlternateOnOneThread() throws {
    let vms = try (0..<2).map { _ in try Engine.createVM() }
    let envs = try vms.map { vm in try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) } }
    let fixtures = zip(vms, envs).map { Fixture(vm: $0, env: $1) }
    for fixture in fixtures { try fixture.run("globalThis.n = 0") }
    for round in 1...50 {
      for (index, fixture) in fixtures.enumerated() {
        let scope = try make { OH_JSVM_OpenVMScope(fixture.vm, $0) }
        try fixture.scope {
          try #expect(fixture.text("n += \(index + 1)") == "\(round * (index + 1))")
        }
        #expect(OH_JSVM_CloseVMScope(fixture.vm, scope) == JSVM_OK)
        // And with no VM scope at all.
        try fixture.scope { try #expect(fixture.text("n") == "\(round * (index + 1))") }
      }
    }
    for vm in vms { #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK) }
  }

  @Test func vmScopesOfTwoVMsNest() throws {
    try withEnv { first in
      try withEnv { second in
        let outer = try make { OH_JSVM_OpenVMScope(first.vm, $0) }
        let inner = try make { OH_JSVM_OpenVMScope(second.vm, $0) }
        let innermost = try make { OH_JSVM_OpenVMScope(first.vm, $0) }
        try #expect(first.text("1") == "1" && second.text("2") == "2")
        #expect(OH_JSVM_CloseVMScope(first.vm, innermost) == JSVM_OK)
        #expect(OH_JSVM_CloseVMScope(second.vm, inner) == JSVM_OK)
        #expect(OH_JSVM_CloseVMScope(first.vm, outer) == JSVM_OK)
      }
    }
  }

  @Test func vmScopesCloseInnermostFirst() throws {
    try withEnv { fixture in
      let vm = fixture.vm
      let outer = try make { OH_JSVM_OpenVMScope(vm, $0) }
      let inner = try make { OH_JSVM_OpenVMScope(vm, $0) }
      #expect(OH_JSVM_CloseVMScope(vm, outer) == JSVM_GENERIC_FAILURE)
      #expect(OH_JSVM_CloseVMScope(vm, inner) == JSVM_OK)
      #expect(OH_JSVM_CloseVMScope(vm, inner) == JSVM_GENERIC_FAILURE)
      #expect(OH_JSVM_CloseVMScope(vm, outer) == JSVM_OK)
      try withEnv { other in
        let scope = try make { OH_JSVM_OpenVMScope(vm, $0) }
        #expect(OH_JSVM_CloseVMScope(other.vm, scope) == JSVM_GENERIC_FAILURE)
        #expect(OH_JSVM_CloseVMScope(vm, scope) == JSVM_OK)
      }
    }
  }

  @Test func anOpenVMIsNotDestroyed() throws {
    let vm = try Engine.createVM()
    let scope = try make { OH_JSVM_OpenVMScope(vm, $0) }
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_GENERIC_FAILURE)
    #expect(OH_JSVM_CloseVMScope(vm, scope) == JSVM_OK)
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_INVALID_ARG)
  }

  @Test func aVMIsMadeAndUsedInACallbackOfAnother() throws {
    try withEnv { first in
      var kept: [JSVM_VM] = []
      try first.define("other") { env, _ in
        guard let vm = try? Engine.createVM(),
          let inner = get(nil, { OH_JSVM_CreateEnv(vm, 0, nil, $0) })
        else { return nil }
        let scope = get(nil) { OH_JSVM_OpenVMScope(vm, $0) }
        let second = Fixture(vm: vm, env: inner)
        let text = (try? second.text("'inner ' + (40 + 2)")) ?? ""
        #expect(OH_JSVM_CloseVMScope(vm, scope) == JSVM_OK)
        kept.append(vm)
        return try? first.string(text)
      }
      try #expect(first.text("other() + '!' + other()") == "inner 42!inner 42")
      for vm in kept { #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK) }
    }
  }

  @Test func aVMIsMadeAndDestroyedInACallback() throws {
    try withEnv { first in
      try first.define("other") { _, _ in
        try? withEnv { second in try #expect(second.text("1 + 1") == "2") }
        return nil
      }
      try first.run("other(); other()")
      try #expect(first.text("3") == "3")
    }
  }

  @Test func envScopesOpenedBeforeTheVMsCloseAfterIt() throws {
    let vm = try Engine.createVM()
    let env = try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) }
    let scope = try make { OH_JSVM_OpenVMScope(vm, $0) }
    let envScope = try make { OH_JSVM_OpenEnvScope(env, $0) }
    #expect(OH_JSVM_CloseEnvScope(env, envScope) == JSVM_OK)
    #expect(OH_JSVM_CloseVMScope(vm, scope) == JSVM_OK)
    #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
  }

  @Test func anEnvScopeOpensTheVM() throws {
    let vm = try Engine.createVM()
    let env = try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) }
    let scope = try make { OH_JSVM_OpenEnvScope(env, $0) }
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_GENERIC_FAILURE)
    #expect(OH_JSVM_CloseEnvScope(env, scope) == JSVM_OK)
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
  }

  @Test func anEnvDestroyedWithItsScopeOpenLetsTheVMGo() throws {
    let vm = try Engine.createVM()
    let env = try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) }
    _ = try make { OH_JSVM_OpenEnvScope(env, $0) }
    #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
  }
}
