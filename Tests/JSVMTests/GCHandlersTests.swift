// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Glibc
import Testing

@testable import JSVM

private let before = JSVM_CB_TRIGGER_BEFORE_GC
private let after = JSVM_CB_TRIGGER_AFTER_GC
private let full = JSVM_GC_TYPE_MARK_SWEEP_COMPACT
private let noFlags = JSVM_NO_GC_CALLBACK_FLAGS
private let everything = JSVM_GC_CALLBACK_COLLECT_ALL_AVAILABLE_GARBAGE

extension Fixture {
  func press(_ level: JSVM_MemoryPressureLevel) {
    #expect(OH_JSVM_MemoryPressureNotification(env, level) == JSVM_OK)
  }

  /// Makes enough garbage for young collections.
  func scavenge() throws {
    try scope { _ = try run("for (let i = 0; i < 300000; i++) globalThis.last = {i}; 0") }
  }
}

/// Claims about `OH_JSVM_AddHandlerForGC` and `OH_JSVM_RemoveHandlerForGC`.
struct GCHandlersTests {
  @Test func criticalPressureHasItsFlagOnBothSides() throws {
    try withEnv { fixture in
      let (first, second) = (Watch(), Watch())
      #expect(first.add(to: fixture.vm, before, full) == JSVM_OK)
      #expect(second.add(to: fixture.vm, after, full) == JSVM_OK)
      fixture.collect()
      #expect(!first.events.isEmpty && first.events.count == second.events.count)
      #expect((first.events + second.events).allSatisfy { $0.flags == everything })
      #expect((first.events + second.events).allSatisfy { $0.type == full })
      #expect(first.vm == fixture.vm)
    }
  }

  @Test func lowMemoryCollectsAtLeastTwiceWithoutFlags() throws {
    try withEnv { fixture in
      let (first, second) = (Watch(), Watch())
      #expect(first.add(to: fixture.vm, before, full) == JSVM_OK)
      #expect(second.add(to: fixture.vm, after, full) == JSVM_OK)
      fixture.press(JSVM_MEMORY_PRESSURE_LEVEL_LOW_MEMORY)
      #expect(first.events.count >= 2 && first.events.count == second.events.count)
      #expect((first.events + second.events).allSatisfy { $0.flags == noFlags })
    }
  }

  @Test func noPressureIsNotReported() throws {
    try withEnv { fixture in
      let watch = Watch()
      #expect(watch.add(to: fixture.vm, before, JSVM_GC_TYPE_ALL) == JSVM_OK)
      fixture.press(JSVM_MEMORY_PRESSURE_LEVEL_NONE)
      #expect(watch.events.isEmpty)
    }
  }

  @Test func moderatePressureStartsMarkingOnce() throws {
    try withEnv { fixture in
      let (watch, fullWatch) = (Watch(), Watch())
      #expect(
        watch.add(to: fixture.vm, after, JSVM_GC_TYPE_INCREMENTAL_MARKING) == JSVM_OK)
      #expect(fullWatch.add(to: fixture.vm, after, full) == JSVM_OK)
      fixture.press(JSVM_MEMORY_PRESSURE_LEVEL_MODERATE)
      #expect(watch.events == [.init(type: JSVM_GC_TYPE_INCREMENTAL_MARKING, flags: noFlags)])
      fixture.press(JSVM_MEMORY_PRESSURE_LEVEL_MODERATE)
      #expect(watch.events.count == 1)
      #expect(fullWatch.events.isEmpty)
    }
  }

  static let types: [(UInt32, sees: [UInt32])] = [
    (1, [1]), (2, []), (4, [4]), (8, [8]), (31, [1, 4, 8]),
    // Combinations and nonsense are taken for all.
    (0, [1, 4, 8]), (5, [1, 4, 8]), (12, [1, 4, 8]), (32, [1, 4, 8]), (36, [1, 4, 8]),
    (0xFFFF_FFFF, [1, 4, 8]),
  ]

  @Test(arguments: types)
  func aHandlerSeesItsTypeOnly(_ type: UInt32, sees: [UInt32]) throws {
    try withEnv { fixture in
      let watch = Watch()
      #expect(watch.add(to: fixture.vm, after, JSVM_GCType(type)) == JSVM_OK)
      fixture.press(JSVM_MEMORY_PRESSURE_LEVEL_MODERATE)
      fixture.press(JSVM_MEMORY_PRESSURE_LEVEL_NONE)
      fixture.collect()
      try fixture.scavenge()
      // Weak processing is reported or not, as the engine has work for it.
      let seen = Set(watch.events.map(\.type.rawValue)).subtracting([16])
      #expect(seen == Set(sees))
    }
  }

  /// V8's bits and the API's number.
  static let flags: [(Int32, UInt32)] = [
    (0, 0), (1, 0), (2, 1), (4, 2), (8, 3), (16, 4), (32, 5), (64, 6), (128, 0), (3, 0), (6, 0),
    (18, 0), (-1, 0), (.min, 0), (1 << 30, 0),
  ]

  @Test(arguments: flags)
  func oneBitAloneHasAName(_ bits: Int32, _ flags: UInt32) {
    #expect(GCHandlers.flags(bits) == JSVM_GCCallbackFlags(flags))
  }

  @Test func twentyVMsReportToOneHandler() throws {
    var seen: [JSVM_VM?] = []
    let collector = Watch { seen.append($0.vm) }
    let vms = try (0..<20).map { _ in try Engine.createVM() }
    for vm in vms { #expect(collector.add(to: vm, before) == JSVM_OK) }
    for vm in vms.reversed() { #expect(OH_JSVM_TakeHeapSnapshot(vm, endStream, nil) == JSVM_OK) }
    var order: [JSVM_VM?] = []
    for vm in seen where order.last != vm { order.append(vm) }
    #expect(order == vms.reversed())
    for vm in vms { #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK) }
    withExtendedLifetime(collector) {}
  }

  @Test func handlersRunInTheOrderOfRegistration() throws {
    try withEnv { fixture in
      var order: [Int] = []
      let watches = (0..<20).map { number in Watch { _ in order.append(number) } }
      for watch in watches.reversed() { #expect(watch.add(to: fixture.vm) == JSVM_OK) }
      fixture.collect()
      #expect(Array(order.prefix(20)) == Array((0..<20).reversed()))
    }
  }

  @Test func theKeyIsPhaseFunctionAndData() throws {
    try withEnv { fixture in
      let (vm, watch, other) = (fixture.vm, Watch(), Watch())
      #expect(OH_JSVM_AddHandlerForGC(vm, before, runWatch, full, watch.data) == JSVM_OK)
      let again:
        [(JSVM_CBTriggerTimeForGC, JSVM_HandlerForGC, JSVM_GCType, UnsafeMutableRawPointer?)] = [
          (before, runWatch, full, watch.data),
          (before, runWatch, JSVM_GC_TYPE_SCAVENGE, watch.data),
          (before, runWatch, JSVM_GC_TYPE_ALL, watch.data),
        ]
      for (time, handler, type, data) in again {
        #expect(OH_JSVM_AddHandlerForGC(vm, time, handler, type, data) == JSVM_INVALID_ARG)
      }
      #expect(OH_JSVM_AddHandlerForGC(vm, after, runWatch, full, watch.data) == JSVM_OK)
      #expect(OH_JSVM_AddHandlerForGC(vm, before, runOtherWatch, full, watch.data) == JSVM_OK)
      #expect(OH_JSVM_AddHandlerForGC(vm, before, runWatch, full, other.data) == JSVM_OK)
      #expect(OH_JSVM_AddHandlerForGC(vm, before, runWatch, full, nil) == JSVM_OK)
      #expect(OH_JSVM_AddHandlerForGC(vm, before, runWatch, full, nil) == JSVM_INVALID_ARG)
      fixture.collect()
      #expect(watch.events.count % 3 == 0 && other.events.count * 3 == watch.events.count)
      #expect(OH_JSVM_RemoveHandlerForGC(vm, before, runWatch, watch.data) == JSVM_OK)
      #expect(OH_JSVM_RemoveHandlerForGC(vm, before, runWatch, watch.data) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_AddHandlerForGC(vm, before, runWatch, full, watch.data) == JSVM_OK)
    }
  }

  @Test(arguments: [1, 2, 77, UInt32.max])
  func everyOtherTimeIsAfter(_ time: UInt32) throws {
    try withEnv { fixture in
      let watch = Watch()
      #expect(watch.add(to: fixture.vm, JSVM_CBTriggerTimeForGC(time)) == JSVM_OK)
      #expect(watch.add(to: fixture.vm, after) == JSVM_INVALID_ARG)
      #expect(watch.remove(from: fixture.vm, before) == JSVM_INVALID_ARG)
      #expect(watch.remove(from: fixture.vm, after) == JSVM_OK)
    }
  }

  @Test func aHandlerThatWasNeverAddedIsInvalid() throws {
    try withEnv { fixture in
      #expect(Watch().remove(from: fixture.vm) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_RemoveHandlerForGC(fixture.vm, before, runWatch, nil) == JSVM_INVALID_ARG)
    }
  }

  @Test func aRemovedHandlerIsNotRun() throws {
    try withEnv { fixture in
      let (gone, stays) = (Watch(), Watch())
      #expect(gone.add(to: fixture.vm) == JSVM_OK && stays.add(to: fixture.vm) == JSVM_OK)
      #expect(gone.remove(from: fixture.vm) == JSVM_OK)
      fixture.collect()
      #expect(gone.events.isEmpty && !stays.events.isEmpty)
    }
  }

  @Test func aVMsHandlersSeeItsOwnCollectionsOnly() throws {
    try withEnv { first in
      try withEnv { second in
        let (watch, other) = (Watch(), Watch())
        #expect(watch.add(to: first.vm) == JSVM_OK && other.add(to: second.vm) == JSVM_OK)
        second.collect()
        #expect(watch.events.isEmpty && other.vm == second.vm)
        let count = other.events.count
        first.collect()
        #expect(watch.vm == first.vm && other.events.count == count)
      }
    }
  }

  @Test func handlersGoWithTheirVM() throws {
    let watch = Watch()
    for _ in 0..<3 {
      let vm = try Engine.createVM()
      #expect(watch.add(to: vm) == JSVM_OK)
      #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
      watch.events = []
      #expect(watch.remove(from: vm) == JSVM_INVALID_ARG)
    }
    try withEnv { fixture in
      fixture.collect()
      #expect(watch.events.isEmpty)
    }
  }

  @Test func collectionsThatHappenByThemselvesAreReported() throws {
    try withEnv { fixture in
      let (young, old) = (Watch(), Watch())
      #expect(young.add(to: fixture.vm, before, JSVM_GC_TYPE_SCAVENGE) == JSVM_OK)
      #expect(old.add(to: fixture.vm, before, full) == JSVM_OK)
      try fixture.scavenge()
      #expect(!young.events.isEmpty && young.events.allSatisfy { $0.flags == noFlags })
      try fixture.run(
        "let kept = []; for (let i = 0; i < 3000000; i++) { kept.push({i}); "
          + "if (i % 200000 == 0) kept = [] } 0")
      #expect(!old.events.isEmpty)
    }
  }

  @Test func handlersOnAVMWithoutEnvAreFine() throws {
    let vm = try Engine.createVM()
    let watch = Watch()
    #expect(watch.add(to: vm, before) == JSVM_OK)
    #expect(OH_JSVM_TakeHeapSnapshot(vm, endStream, nil) == JSVM_OK)
    #expect(!watch.events.isEmpty)
    #expect(watch.remove(from: vm, before) == JSVM_OK)
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
  }

  @Test func gcFunctionIsForcedOnBothSides() async {
    await #expect(processExitsWith: .success) {
      guard let name = strdup("test"), let flag = strdup("--expose-gc") else { exit(2) }
      var arguments: [UnsafeMutablePointer<CChar>?] = [name, flag, nil]
      var count: Int32 = 2
      let isStarted = arguments.withUnsafeMutableBufferPointer { arguments in
        withUnsafeMutablePointer(to: &count) { count in
          var options = JSVM_InitOptions()
          options.argc = count
          options.argv = arguments.baseAddress
          options.removeFlags = true
          return OH_JSVM_Init(&options) == JSVM_OK
        }
      }
      guard isStarted, count == 1, OH_JSVM_Init(nil) == JSVM_GENERIC_FAILURE else { exit(3) }
      var vm: JSVM_VM?
      var env: JSVM_Env?
      guard OH_JSVM_CreateVM(nil, &vm) == JSVM_OK, let vm,
        OH_JSVM_CreateEnv(vm, 0, nil, &env) == JSVM_OK, let env
      else { exit(4) }
      let (first, second) = (Watch(), Watch())
      _ = first.add(to: vm, JSVM_CB_TRIGGER_BEFORE_GC)
      _ = second.add(to: vm, JSVM_CB_TRIGGER_AFTER_GC)
      _ = try Fixture(vm: vm, env: env).run("gc()")
      let forced = Watch.Event(
        type: JSVM_GC_TYPE_MARK_SWEEP_COMPACT, flags: JSVM_GC_CALLBACK_FORCED)
      guard first.events == [forced], second.events == [forced] else { exit(5) }
      exit(0)
    }
  }
}
