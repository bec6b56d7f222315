// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Synchronization
import Testing

@testable import JSVM

/// Claims about VMs and threads.
struct ThreadsTests {
  private static let recursion =
    "(() => { let depth = 0; function down() { depth++; down() } "
    + "try { down() } catch (e) { return depth } })()"

  @Test func anotherThreadCannotOpenAnOpenVM() throws {
    try withEnv { fixture in
      onThread {
        var scope: JSVM_VMScope? = OpaquePointer(bitPattern: 1)
        #expect(OH_JSVM_OpenVMScope(fixture.vm, &scope) == JSVM_GENERIC_FAILURE)
        #expect(scope == nil)
        #expect(OH_JSVM_DestroyVM(fixture.vm) == JSVM_GENERIC_FAILURE)
        #expect(OH_JSVM_DestroyEnv(fixture.env) == JSVM_GENERIC_FAILURE)
        var result: JSVM_Value?
        #expect(OH_JSVM_CreateObject(fixture.env, &result) == JSVM_GENERIC_FAILURE)
      }
      try #expect(fixture.text("1") == "1")
    }
  }

  @Test func anotherThreadCannotCloseAScope() throws {
    try withEnv { fixture in
      let scope = try make { OH_JSVM_OpenVMScope(fixture.vm, $0) }
      let envScope = try make { OH_JSVM_OpenEnvScope(fixture.env, $0) }
      onThread {
        #expect(OH_JSVM_CloseVMScope(fixture.vm, scope) == JSVM_GENERIC_FAILURE)
        #expect(OH_JSVM_CloseEnvScope(fixture.env, envScope) == JSVM_GENERIC_FAILURE)
      }
      #expect(OH_JSVM_CloseEnvScope(fixture.env, envScope) == JSVM_OK)
      #expect(OH_JSVM_CloseVMScope(fixture.vm, scope) == JSVM_OK)
    }
  }

  @Test(arguments: [256 << 10, 512 << 10, 1 << 20, 8 << 20, 64 << 20])
  func aVMIsHandedOver(_ stack: Int) throws {
    let vm = try Engine.createVM()
    let env = try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) }
    let fixture = Fixture(vm: vm, env: env)
    try fixture.scope { _ = try fixture.run("globalThis.visits = 1") }
    for visit in 2...5 {
      onThread(stack: stack) {
        let scope = get(nil) { OH_JSVM_OpenVMScope(vm, $0) }
        let handles = get(nil) { OH_JSVM_OpenHandleScope(env, $0) }
        #expect(try! fixture.text("++visits") == "\(visit)")
        // Deep recursion ends in an exception, not in a crash, and goes deep before.
        let depth = Int(try! fixture.text(Self.recursion)) ?? 0
        #expect(depth > 500 && depth < 1_000_000)
        fixture.collect()
        #expect(OH_JSVM_CloseHandleScope(env, handles) == JSVM_OK)
        #expect(OH_JSVM_CloseVMScope(vm, scope) == JSVM_OK)
      }
      try fixture.scope { try #expect(fixture.text("visits") == "\(visit)") }
    }
    try fixture.scope { try #expect((Int(fixture.text(Self.recursion)) ?? 0) > 500) }
    #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
  }

  @Test func aVMMadeOnAThreadThatEndedIsUsedAndDestroyedHere() throws {
    var made: (JSVM_VM, JSVM_Env)?
    onThread(stack: 512 << 10) {
      let vm = try! Engine.createVM()
      made = (vm, get(nil) { OH_JSVM_CreateEnv(vm, 0, nil, $0) }!)
    }
    let (vm, env) = try #require(made)
    let fixture = Fixture(vm: vm, env: env)
    try #expect(fixture.text("'a' + 'b'") == "ab")
    try #expect((Int(fixture.text(Self.recursion)) ?? 0) > 500)
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
  }

  @Test func recursionThroughNativeFunctionsEndsInAnException() throws {
    try withEnv { fixture in
      var depth = 0
      try fixture.define("native") { env, _ in
        depth += 1
        let global = get(nil) { OH_JSVM_GetGlobal(env, $0) }
        var function: JSVM_Value?
        guard OH_JSVM_GetNamedProperty(env, global, "script", &function) == JSVM_OK else {
          return nil
        }
        _ = OH_JSVM_CallFunction(env, global, function, 0, nil, nil)
        return nil
      }
      let source = "function script() { native() }; try { script(); 'none' } catch (e) { e.name }"
      try #expect(fixture.text(source) == "RangeError")
      #expect(depth > 20)
    }
  }

  @Test func threadsHaveVMsOfTheirOwn() throws {
    let results = Mutex([String](repeating: "", count: 8))
    // Each makes twenty VMs, one after the other.
    inParallel(
      (0..<8).map { index in
        {
          for round in 0..<20 {
            try? withEnv { fixture in
              let reference = try fixture.reference(fixture.object(), 1)
              let text = try fixture.text("'\(index)' + \(round)")
              results.withLock { $0[index] = text }
              fixture.collect()
              #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
            }
          }
        }
      })
    #expect(results.withLock { $0 } == (0..<8).map { "\($0)19" })
  }
}
