// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Control
import Door
import Glibc
import Ledger
import Synchronization
import Testing

@testable import JSVM

/// What a VM answered, which another thread waits for.
final class Answer<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, ControlFailure>?>(nil)

  /// Has a VM asked.
  init(
    _ vm: JSVM_VM, within milliseconds: Int64,
    _ work: @escaping @Sendable (VM) throws(ControlFailure) -> Value
  ) {
    PostAddress(core(vm)).ask(within: milliseconds, work) { answer in
      self.result.withLock { $0 = answer }
    }
  }

  var isThere: Bool { result.withLock { $0 != nil } }

  /// Waits for it, at most ten seconds.
  func wait() throws -> Result<Value, ControlFailure> {
    for _ in 0..<10_000 where !isThere { usleep(1_000) }
    return try #require(result.withLock { $0 })
  }

  func failure() throws -> ControlFailure? {
    if case .failure(let failure) = try wait() { return failure }
    return nil
  }
}

/// Counts how often a VM's owner is woken.
final class Bell: Sendable {
  private let rings = Atomic<Int>(0)
  var count: Int { rings.load(ordering: .relaxed) }
  var data: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  /// The handler.
  static let ring: JSVM_Memory_WakeHandler = { _, data in
    guard let data else { return }
    Unmanaged<Bell>.fromOpaque(data).takeUnretainedValue().rings
      .wrappingAdd(1, ordering: .relaxed)
  }
}

/// Claims about what other threads have done in a VM.
struct PostsTests {
  @Test func theOwnerDoesItWhenItPumps() throws {
    try withEnv { fixture in
      let answer = Answer(fixture.vm, within: 5_000) { $0.references.count }
      usleep(50_000)
      #expect(!answer.isThere)
      while !answer.isThere { _ = flag { OH_JSVM_PumpMessageLoop(fixture.vm, $0) } }
      try #expect(answer.wait().get() == 0)
    }
  }

  @Test func runningScriptIsInterrupted() throws {
    try withEnv { fixture in
      let answer = Answer(fixture.vm, within: 5_000) { vm in vm.engineHandles }
      try fixture.run("const end = Date.now() + 400; while (Date.now() < end);")
      try #expect(answer.wait().get() > 0)
    }
  }

  @Test func nativeCodeIsReportedAsBusy() throws {
    try withEnv { fixture in
      let answer = Answer(fixture.vm, within: 100) { _ in 0 }
      usleep(400_000)
      #expect(answer.isThere)
      let failure = try answer.failure()
      #expect(failure?.code == .busy)
      #expect(failure?.message.hasPrefix("busy in native code: for 0.1 s VM ") == true)
      // What was given up is not done later.
      _ = flag { OH_JSVM_PumpMessageLoop(fixture.vm, $0) }
    }
  }

  @Test func aVMThatNobodyHasOpenIsVisited() throws {
    let vm = try Engine.createVM()
    let thread = pthread_self()
    let answer = Answer(vm, within: 5_000) { vm in
      (pthread_equal(pthread_self(), thread) != 0, vm.heapStatistics().usedHeapSize)
    }
    let (isSame, used) = try answer.wait().get()
    #expect(!isSame && used > 0)
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
  }

  @Test func whoOpensAVisitedVMWaits() throws {
    let vm = try Engine.createVM()
    let before = misuses(of: .wrongThread)
    let answer = Answer(vm, within: 5_000) { _ in
      usleep(200_000)
      return 1
    }
    usleep(100_000)
    let scope = try make { OH_JSVM_OpenVMScope(vm, $0) }
    #expect(core(vm).owner.load(ordering: .acquiring) != 0)
    #expect(OH_JSVM_CloseVMScope(vm, scope) == JSVM_OK)
    try #expect(answer.wait().get() == 1)
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
    #expect(misuses(of: .wrongThread) == before)
  }

  @Test func destroyingWaitsForAVisitor() throws {
    let vm = try Engine.createVM()
    let answer = Answer(vm, within: 5_000) { vm in
      usleep(200_000)
      return vm.heapStatistics().usedHeapSize
    }
    usleep(100_000)
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
    try #expect(answer.wait().get() > 0)
  }

  @Test func aVisitCallsNothingOfTheApplications() throws {
    let vm = try Engine.createVM()
    let watch = Watch()
    #expect(watch.add(to: vm) == JSVM_OK)
    let answer = Answer(vm, within: 5_000) { vm in
      vm.collecting(for: .lowMemory) { vm.heapStatistics().usedHeapSize }
    }
    try #expect(answer.wait().get() > 0)
    #expect(watch.events.isEmpty)
    #expect(watch.remove(from: vm) == JSVM_OK)
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
  }

  @Test func aVMDestroyedMeanwhileSaysSo() throws {
    let vm = try Engine.createVM()
    let scope = try make { OH_JSVM_OpenVMScope(vm, $0) }
    let answer = Answer(vm, within: 10_000) { _ in 0 }
    let address = PostAddress(core(vm))
    #expect(OH_JSVM_CloseVMScope(vm, scope) == JSVM_OK)
    // Whether it is destroyed or visited first is open; both answer.
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
    if let failure = try answer.failure() { #expect(failure.code == .vm) }
    let failure = Mutex<ControlFailure?>(nil)
    address.post(
      Post({ _ in Issue.record("done in a destroyed VM") }) { told in
        failure.withLock { $0 = told }
      })
    #expect(failure.withLock { $0?.code } == .vm)
  }

  @Test func theOwnerIsWoken() throws {
    try withEnv { fixture in
      let bell = Bell()
      #expect(JSVM_Memory_SetWakeHandler(fixture.vm, Bell.ring, bell.data) == JSVM_OK)
      _ = Answer(fixture.vm, within: 10) { _ in 0 }
      #expect(bell.count > 0)
      #expect(JSVM_Memory_SetWakeHandler(fixture.vm, nil, nil) == JSVM_OK)
      let count = bell.count
      _ = Answer(fixture.vm, within: 10) { _ in 0 }
      #expect(bell.count == count)
      usleep(100_000)
    }
  }

  @Test func manyThreadsPostAtATime() throws {
    try withEnv { fixture in
      let vm = UInt(bitPattern: UnsafeRawPointer(fixture.vm))
      let count = Mutex(0)
      // Some are done here already, by script that is interrupted.
      let poster = {
        for _ in 0..<200 {
          let post = Post({ _ in count.withLock { $0 += 1 } }) { _ in Issue.record("given up") }
          PostAddress(core(JSVM_VM(bitPattern: vm)!)).post(post)
        }
      }
      inParallel([poster, poster, poster, poster])
      try fixture.run("for (let i = 0; i < 1e5; i++); 0")
      #expect(count.withLock { $0 } == 800)
    }
  }
}
