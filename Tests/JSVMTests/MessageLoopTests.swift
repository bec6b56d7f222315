// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Glibc
import Testing

@testable import JSVM

/// Claims about `OH_JSVM_PumpMessageLoop` and when microtasks run.
struct MessageLoopTests {
  /// Runs tasks until a script gives true; other threads may have to post them first.
  private func pump(_ fixture: Fixture, until source: String) throws -> Bool {
    for _ in 0..<5000 {
      while flag({ OH_JSVM_PumpMessageLoop(fixture.vm, $0) }) {}
      if try fixture.scope({ try fixture.text(source) }) == "true" { return true }
      usleep(1000)
    }
    return false
  }

  @Test func noVMHasNothingToDo() {
    var answer = true
    #expect(OH_JSVM_PumpMessageLoop(nil, &answer) == JSVM_OK && !answer)
    #expect(OH_JSVM_PumpMessageLoop(nil, nil) == JSVM_INVALID_ARG)
  }

  @Test func theLoopNeedsNoEnv() throws {
    let vm = try Engine.createVM()
    #expect(OH_JSVM_PumpMessageLoop(vm, nil) == JSVM_INVALID_ARG)
    while flag({ OH_JSVM_PumpMessageLoop(vm, $0) }) {}
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
    var answer = true
    #expect(OH_JSVM_PumpMessageLoop(vm, &answer) == JSVM_INVALID_ARG && !answer)
  }

  @Test func anAsynchronousCompilationSettles() throws {
    try withEnv { fixture in
      try fixture.run(Self.compile + ".then(m => { done = m instanceof WebAssembly.Module })")
      try #expect(fixture.text("done") == "false")
      try #expect(pump(fixture, until: "done"))
    }
  }

  @Test func theOwnerIsWokenForATaskOfV8s() throws {
    try withEnv { fixture in
      let bell = Bell()
      #expect(JSVM_Memory_SetWakeHandler(fixture.vm, Bell.ring, bell.data) == JSVM_OK)
      try fixture.run(Self.compile + ".then(m => { done = m instanceof WebAssembly.Module })")
      for _ in 0..<5000 where bell.count == 0 { usleep(1000) }
      #expect(bell.count > 0)
      try #expect(pump(fixture, until: "done"))
      #expect(JSVM_Memory_SetWakeHandler(fixture.vm, nil, nil) == JSVM_OK)
    }
  }

  @Test func finalizationRegistriesAreCalled() throws {
    try withEnv { fixture in
      try fixture.scope {
        _ = try fixture.run(
          "globalThis.held = ''; globalThis.registry = new FinalizationRegistry(h => held += h);"
            + "registry.register({}, 'a'); registry.register([], 'a'); 0")
      }
      fixture.collect()
      try #expect(fixture.text("held") == "")
      try #expect(pump(fixture, until: "held == 'aa'"))
    }
  }

  @Test func aTaskThatThrowsLeavesNothingPending() throws {
    try withEnv { fixture in
      try fixture.scope {
        _ = try fixture.run(
          "globalThis.calls = 0;"
            + "globalThis.registry = new FinalizationRegistry(h => { calls++; throw 'lost' });"
            + "registry.register({}, 1); 0")
      }
      fixture.collect()
      try #expect(pump(fixture, until: "calls == 1"))
      #expect(!fixture.isPending)
    }
  }

  @Test func onlyItsThreadPumpsAnOpenVM() throws {
    try withEnv { fixture in
      onThread {
        var answer = true
        #expect(OH_JSVM_PumpMessageLoop(fixture.vm, &answer) == JSVM_GENERIC_FAILURE)
        #expect(!answer)
      }
    }
  }

  @Test func theLoopMayRunInACallback() throws {
    try withEnv { fixture in
      try fixture.define("pump") { _, _ in
        while flag({ OH_JSVM_PumpMessageLoop(fixture.vm, $0) }) {}
        return nil
      }
      try fixture.run(Self.compile + ".then(() => { done = true }); pump(); 0")
      try #expect(pump(fixture, until: "done"))
    }
  }

  @Test(arguments: 0..<5)
  func aVMIsDestroyedWhileItCompiles(_: Int) async {
    await #expect(processExitsWith: .success) {
      for _ in 0..<10 {
        try withEnv { fixture in
          for _ in 0..<20 { try fixture.run(MessageLoopTests.compile + "; 0") }
        }
      }
    }
  }

  // Microtasks.

  @Test func nestedCallsWaitForTheOutermost() throws {
    try withEnv { fixture in
      try fixture.define("nested") { _, _ in
        _ = try? fixture.run("Promise.resolve().then(() => log.push('task')); log.push('script')")
        _ = try? fixture.run("log.push('nested')")
        return nil
      }
      try fixture.run("globalThis.log = []; nested(); log.push('outer')")
      try #expect(fixture.text("log.join()") == "script,nested,outer,task")
    }
  }

  /// Policies, and what was logged by the end of the call.
  static let policies: [(JSVM_MicrotaskPolicy, String)] = [
    (JSVM_MICROTASK_EXPLICIT, "call"), (JSVM_MICROTASK_AUTO, "call,task"),
  ]

  @Test(arguments: policies)
  func thePolicyHoldsForCalls(_ policy: JSVM_MicrotaskPolicy, _ log: String) throws {
    try withEnv { fixture in
      #expect(OH_JSVM_SetMicrotaskPolicy(fixture.vm, policy) == JSVM_OK)
      let function = try fixture.run(
        "globalThis.log = [];"
          + "() => { Promise.resolve().then(() => log.push('task')); log.push('call') }")
      let receiver = try fixture.undefined()
      let status = OH_JSVM_CallFunction(fixture.env, receiver, function, 0, nil, nil)
      #expect(status == JSVM_OK)
      let seen = try fixture.property(fixture.global(), "log")
      let length = get(UInt32(0)) { OH_JSVM_GetArrayLength(fixture.env, seen, $0) }
      #expect(length == (log == "call" ? 1 : 2))
      #expect(OH_JSVM_PerformMicrotaskCheckpoint(fixture.vm) == JSVM_OK)
      try #expect(fixture.text("log.join()") == "call,task")
    }
  }

  @Test func thePolicyIsOneVMs() throws {
    try withEnv { fixture in
      #expect(OH_JSVM_SetMicrotaskPolicy(fixture.vm, JSVM_MICROTASK_EXPLICIT) == JSVM_OK)
      let source = "globalThis.ran = 'no'; Promise.resolve().then(() => { ran = 'yes' }); 0"
      try withEnv { other in
        try other.run(source)
        try #expect(other.text("ran") == "yes")
      }
      try fixture.run(source)
      try #expect(fixture.text("ran") == "no")
    }
  }

  @Test func aCheckpointRunsTheTasksOfAllEnvs() throws {
    try withEnv { fixture in
      #expect(OH_JSVM_SetMicrotaskPolicy(fixture.vm, JSVM_MICROTASK_EXPLICIT) == JSVM_OK)
      let env = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
      let other = Fixture(vm: fixture.vm, env: env)
      let source = "globalThis.ran = 'no'; Promise.resolve().then(() => { ran = 'yes' }); 0"
      for each in [fixture, other] { try each.run(source) }
      #expect(OH_JSVM_PerformMicrotaskCheckpoint(fixture.vm) == JSVM_OK)
      for each in [fixture, other] { try #expect(each.text("ran") == "yes") }
      #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
    }
  }

  @Test func tasksMayAddTasks() throws {
    try withEnv { fixture in
      #expect(OH_JSVM_SetMicrotaskPolicy(fixture.vm, JSVM_MICROTASK_EXPLICIT) == JSVM_OK)
      try fixture.run(
        "globalThis.n = 0; function step() { if (++n < 1000) Promise.resolve().then(step) }; step()"
      )
      #expect(OH_JSVM_PerformMicrotaskCheckpoint(fixture.vm) == JSVM_OK)
      try #expect(fixture.text("n") == "1000")
    }
  }

  @Test func anEnvMayGoWithTasksWaiting() throws {
    try withEnv { fixture in
      #expect(OH_JSVM_SetMicrotaskPolicy(fixture.vm, JSVM_MICROTASK_EXPLICIT) == JSVM_OK)
      let env = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
      let other = Fixture(vm: fixture.vm, env: env)
      var calls = 0
      try fixture.scope {
        try other.define("native") { _, _ in
          calls += 1
          return nil
        }
        _ = try other.run("Promise.resolve().then(() => native()); 0")
      }
      #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
      #expect(OH_JSVM_PerformMicrotaskCheckpoint(fixture.vm) == JSVM_OK)
      #expect(calls <= 1)
      try #expect(fixture.text("1 + 1") == "2")
    }
  }

  /// An asynchronous compilation; `done` is false.
  static let compile =
    "globalThis.done = false; WebAssembly.compile(new Uint8Array(\(WasmBinary.add)))"
}
