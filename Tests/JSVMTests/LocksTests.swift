// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Glibc
import Synchronization
import Testing

@testable import JSVM

/// Passes a handle to other threads.
private struct Shared<Value>: @unchecked Sendable { let value: Value }

/// Claims about VMs that several threads use in turn under `OH_JSVM_AcquireLock`.
struct LocksTests {
  /// A VM and its envs that are open nowhere.
  private func withUnopened(
    _ count: Int = 1, _ body: (JSVM_VM, [Fixture]) throws -> Void
  ) throws {
    let vm = try Engine.createVM()
    let fixtures = try (0..<count).map { _ in
      try Fixture(vm: vm, env: make { OH_JSVM_CreateEnv(vm, 0, nil, $0) })
    }
    try body(vm, fixtures)
    for fixture in fixtures { #expect(OH_JSVM_DestroyEnv(fixture.env) == JSVM_OK) }
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
  }

  /// A turn: with the lock, the VM, the env and a handle scope.
  private func turn(_ fixture: Fixture, _ body: () throws -> Void) {
    #expect(OH_JSVM_AcquireLock(fixture.env) == JSVM_OK)
    #expect(throws: Never.self) {
      let vmScope = try make { OH_JSVM_OpenVMScope(fixture.vm, $0) }
      let envScope = try make { OH_JSVM_OpenEnvScope(fixture.env, $0) }
      try fixture.scope(body)
      #expect(OH_JSVM_CloseEnvScope(fixture.env, envScope) == JSVM_OK)
      #expect(OH_JSVM_CloseVMScope(fixture.vm, vmScope) == JSVM_OK)
    }
    #expect(OH_JSVM_ReleaseLock(fixture.env) == JSVM_OK)
  }

  private func isLocked(_ env: JSVM_Env) -> Bool { flag { OH_JSVM_IsLocked(env, $0) } }

  @Test func referencesCrossTheHandOver() throws {
    try withUnopened { _, fixtures in
      let fixture = fixtures[0]
      var made: JSVM_Ref?
      turn(fixture) { made = try fixture.reference(fixture.run("({count: 0})"), 1) }
      let reference = try #require(made)
      for round in 1...20 {
        onThread(stack: 1 << 20) {
          turn(fixture) {
            let object = try #require(fixture.value(of: reference))
            try fixture.set("object", object)
            try #expect(fixture.text("++object.count") == "\(round)")
            fixture.collect()
          }
        }
      }
      turn(fixture) { #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK) }
    }
  }

  @Test func aDeferredIsConcludedOnAnotherThread() throws {
    try withUnopened { _, fixtures in
      let fixture = fixtures[0]
      var deferred: JSVM_Deferred?
      turn(fixture) {
        var promise: JSVM_Value?
        deferred = try make { OH_JSVM_CreatePromise(fixture.env, $0, &promise) }
        try fixture.set("p", #require(promise))
        try fixture.run("globalThis.got = ''; p.then(v => { got = v }); 0")
      }
      onThread {
        turn(fixture) {
          let text = try fixture.string("from afar")
          #expect(OH_JSVM_ResolveDeferred(fixture.env, deferred, text) == JSVM_OK)
        }
      }
      turn(fixture) { try #expect(fixture.text("got") == "from afar") }
    }
  }

  @Test func threadsTakeTurnsThroughEnvsOfTheirOwn() throws {
    try withUnopened(4) { _, fixtures in
      let shared = Shared(value: fixtures)
      let isInside = Atomic(false)
      let bodies = (0..<4).map { index in
        {
          for round in 1...100 {
            let fixture = shared.value[index]
            turn(fixture) {
              let wasInside = isInside.exchange(true, ordering: .acquiringAndReleasing)
              #expect(!wasInside)
              try #expect(
                fixture.text("globalThis.n = (globalThis.n || 0) + 1") == "\(round)")
              isInside.store(false, ordering: .releasing)
            }
          }
        }
      }
      inParallel(bodies)
      for fixture in fixtures { turn(fixture) { try #expect(fixture.text("n") == "100") } }
    }
  }

  @Test func aThreadWaitsForTheLock() throws {
    try withUnopened { _, fixtures in
      let fixture = fixtures[0]
      let holds = Atomic(false)
      let gone = Atomic(false)
      inParallel([
        {
          #expect(OH_JSVM_AcquireLock(fixture.env) == JSVM_OK)
          holds.store(true, ordering: .releasing)
          usleep(50_000)
          gone.store(true, ordering: .releasing)
          #expect(OH_JSVM_ReleaseLock(fixture.env) == JSVM_OK)
        },
        {
          while !holds.load(ordering: .acquiring) { usleep(100) }
          #expect(!isLocked(fixture.env))
          #expect(OH_JSVM_AcquireLock(fixture.env) == JSVM_OK)
          let isGone = gone.load(ordering: .acquiring)
          #expect(isGone && isLocked(fixture.env))
          #expect(OH_JSVM_ReleaseLock(fixture.env) == JSVM_OK)
        },
      ])
    }
  }

  @Test func withoutTheLockALockedVMIsRefused() throws {
    try withUnopened { vm, fixtures in
      let env = fixtures[0].env
      turn(fixtures[0]) {}
      var object: JSVM_Value? = OpaquePointer(bitPattern: 1)
      #expect(OH_JSVM_CreateObject(env, &object) == JSVM_GENERIC_FAILURE && object == nil)
      var scope: JSVM_VMScope?
      #expect(OH_JSVM_OpenVMScope(vm, &scope) == JSVM_GENERIC_FAILURE && scope == nil)
      var statistics = JSVM_HeapStatistics()
      #expect(OH_JSVM_GetHeapStatistics(vm, &statistics) == JSVM_GENERIC_FAILURE)
      turn(fixtures[0]) { try #expect(fixtures[0].text("1 + 1") == "2") }
    }
  }

  @Test func anotherThreadCannotUseWhatThisOneLocked() throws {
    try withUnopened { vm, fixtures in
      let env = fixtures[0].env
      turn(fixtures[0]) {
        onThread {
          var object: JSVM_Value?
          #expect(OH_JSVM_CreateObject(env, &object) == JSVM_GENERIC_FAILURE)
          #expect(OH_JSVM_DestroyVM(vm) == JSVM_GENERIC_FAILURE)
          #expect(OH_JSVM_ReleaseLock(env) == JSVM_OK)
        }
        #expect(isLocked(env))
      }
    }
  }

  @Test func oneThreadHoldsTheLocksOfTwoVMs() throws {
    try withUnopened { _, first in
      try withUnopened { _, second in
        let (a, b) = (first[0], second[0])
        #expect(OH_JSVM_AcquireLock(a.env) == JSVM_OK)
        #expect(OH_JSVM_AcquireLock(b.env) == JSVM_OK)
        for round in 0..<10 {
          for fixture in [a, b] {
            try fixture.scope { try #expect(fixture.text("\(round)") == "\(round)") }
          }
        }
        // Not in the order of acquiring.
        #expect(OH_JSVM_ReleaseLock(a.env) == JSVM_OK)
        try b.scope { try #expect(b.text("2") == "2") }
        #expect(!isLocked(a.env) && isLocked(b.env))
        #expect(OH_JSVM_ReleaseLock(b.env) == JSVM_OK)
      }
    }
  }

  @Test func aPendingExceptionWaitsForTheNextThread() throws {
    try withUnopened { _, fixtures in
      let fixture = fixtures[0]
      turn(fixture) { #expect(OH_JSVM_ThrowError(fixture.env, nil, "left") == JSVM_OK) }
      onThread { turn(fixture) { try #expect(fixture.takeException() == "Error: left") } }
    }
  }

  @Test func aVMIsDestroyedByAThreadThatNeverLockedIt() throws {
    let vm = try Engine.createVM()
    let env = try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) }
    let ending = Ending()
    let fixture = Fixture(vm: vm, env: env)
    onThread { turn(fixture) { try fixture.wrap(fixture.object(), ending) } }
    onThread {
      #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
      #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
    }
    #expect(ending.runs == 1)
  }

  @Test func recursionIsAsDeepAsTheThreadsStackLets() throws {
    try withUnopened { _, fixtures in
      let source =
        "(() => { let n = 0; function down() { n++; down() } try { down() } catch { return n } })()"
      for stack in [512 << 10, 8 << 20, 256 << 10, 2 << 20] {
        onThread(stack: stack) {
          turn(fixtures[0]) {
            let depth = try Int(fixtures[0].text(source)) ?? 0
            #expect(depth > 500 && depth < 1_000_000)
          }
        }
      }
    }
  }

  @Test func theLockOutlivesScopesThatTheThreadClosed() throws {
    try withUnopened { _, fixtures in
      let fixture = fixtures[0]
      #expect(OH_JSVM_AcquireLock(fixture.env) == JSVM_OK)
      for round in 0..<5 {
        try fixture.scope { try #expect(fixture.text("\(round)") == "\(round)") }
        #expect(isLocked(fixture.env))
      }
      #expect(OH_JSVM_ReleaseLock(fixture.env) == JSVM_OK)
    }
  }
}
