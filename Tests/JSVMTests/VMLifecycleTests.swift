// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Glibc
import Testing

@testable import JSVM

/// Claims about starting the engine, VMs, their limits, and the message loop.
struct VMLifecycleTests {
  @Test func startingAgainFails() {
    #expect(Engine.isStarted)
    var options = JSVM_InitOptions()
    #expect(OH_JSVM_Init(nil) == JSVM_GENERIC_FAILURE)
    #expect(OH_JSVM_Init(&options) == JSVM_GENERIC_FAILURE)
  }

  @Test func nothingWorksBeforeTheStart() async {
    await #expect(processExitsWith: .success) {
      var vm: JSVM_VM? = OpaquePointer(bitPattern: 1)
      guard OH_JSVM_CreateVM(nil, &vm) == JSVM_GENERIC_FAILURE, vm == nil else { exit(2) }
      var answer = true
      guard OH_JSVM_PumpMessageLoop(nil, &answer) == JSVM_OK, !answer else { exit(3) }
      guard OH_JSVM_Init(nil) == JSVM_OK, OH_JSVM_Init(nil) == JSVM_GENERIC_FAILURE else { exit(4) }
      guard OH_JSVM_CreateVM(nil, &vm) == JSVM_OK, OH_JSVM_DestroyVM(vm) == JSVM_OK else { exit(5) }
      exit(0)
    }
  }

  @Test func unknownFlagsDoNotHideLaterOnes() async {
    await #expect(processExitsWith: .success) {
      let texts = [
        "program", "--no-such-flag", "--heap-dump-on-oom", "--harmony-shadow-realm", "word",
      ]
      var arguments = texts.map { strdup($0) } + [nil]
      var count = Int32(texts.count)
      let status = arguments.withUnsafeMutableBufferPointer { arguments in
        withUnsafeMutablePointer(to: &count) { count in
          var options = JSVM_InitOptions()
          options.argc = count
          options.argv = arguments.baseAddress
          options.removeFlags = true
          return OH_JSVM_Init(&options)
        }
      }
      guard status == JSVM_OK else { exit(2) }
      // What V8 knows is gone from the list; the rest stays in order.
      let left = arguments.prefix(Int(count)).map { $0.map { String(cString: $0) } ?? "" }
      guard left.first == "program", left.contains("--no-such-flag"), left.contains("word"),
        !left.contains("--harmony-shadow-realm")
      else { exit(3) }
      var (vm, env) = (JSVM_VM?.none, JSVM_Env?.none)
      guard OH_JSVM_CreateVM(nil, &vm) == JSVM_OK, let vm,
        OH_JSVM_CreateEnv(vm, 0, nil, &env) == JSVM_OK, let env,
        try Fixture(vm: vm, env: env).text("typeof ShadowRealm") == "function"
      else { exit(4) }
      exit(0)
    }
  }

  @Test func withoutRemovalTheListStays() async {
    await #expect(processExitsWith: .success) {
      let texts = ["program", "--no-such-flag", "--harmony-shadow-realm"]
      var arguments = texts.map { strdup($0) } + [nil]
      var count = Int32(texts.count)
      let status = arguments.withUnsafeMutableBufferPointer { arguments in
        withUnsafeMutablePointer(to: &count) { count in
          var options = JSVM_InitOptions()
          options.argc = count
          options.argv = arguments.baseAddress
          return OH_JSVM_Init(&options)
        }
      }
      let left = arguments.prefix(3).map { $0.map { String(cString: $0) } ?? "" }
      guard status == JSVM_OK, count == 3, left == texts else { exit(2) }
      var (vm, env) = (JSVM_VM?.none, JSVM_Env?.none)
      guard OH_JSVM_CreateVM(nil, &vm) == JSVM_OK, let vm,
        OH_JSVM_CreateEnv(vm, 0, nil, &env) == JSVM_OK, let env,
        try Fixture(vm: vm, env: env).text("typeof ShadowRealm") == "function"
      else { exit(4) }
      exit(0)
    }
  }

  @Test func aVMNeedsSomewhereToGo() {
    #expect(Engine.isStarted)
    #expect(OH_JSVM_CreateVM(nil, nil) == JSVM_INVALID_ARG)
    #expect(OH_JSVM_DestroyVM(nil) == JSVM_INVALID_ARG)
    #expect(OH_JSVM_GetVMInfo(nil) == JSVM_INVALID_ARG)
    #expect(OH_JSVM_PumpMessageLoop(nil, nil) == JSVM_INVALID_ARG)
  }

  @Test func theEngineSaysWhatItIs() {
    let info = get(JSVM_VMInfo()) { OH_JSVM_GetVMInfo($0) }
    #expect(info.apiVersion == 1)
    #expect(String(cString: info.engine) == "v8")
    #expect(String(cString: info.version).hasPrefix("10.2"))
    #expect(info.cachedDataVersionTag != 0)
  }

  private func heapLimit(_ options: JSVM_CreateVMOptions?) throws -> Int {
    #expect(Engine.isStarted)
    let vm: JSVM_VM =
      if var options {
        try make { OH_JSVM_CreateVM(&options, $0) }
      } else {
        try make { OH_JSVM_CreateVM(nil, $0) }
      }
    let statistics = get(JSVM_HeapStatistics()) { OH_JSVM_GetHeapStatistics(vm, $0) }
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
    return statistics.heapSizeLimit
  }

  @Test(arguments: [32 << 20, 64 << 20, 256 << 20])
  func theOldGenerationsLimitTakesEffect(_ size: Int) throws {
    var options = JSVM_CreateVMOptions()
    options.maxOldGenerationSize = size
    options.maxYoungGenerationSize = 3 << 20
    let limit = try heapLimit(options)
    #expect(limit >= size && limit <= size + 16 << 20)
    options.initialOldGenerationSize = size / 2
    options.initialYoungGenerationSize = 1 << 20
    let limited = try heapLimit(options)
    #expect(limited == limit)
  }

  @Test(arguments: [-1, Int.min, Int.max, 1 << 60, Int(bitPattern: 0xAAAA_AAAA_AAAA_AAAA)])
  func nonsenseSizesAreTheDefault(_ size: Int) throws {
    let standard = try heapLimit(nil)
    var options = JSVM_CreateVMOptions()
    options.maxOldGenerationSize = size
    options.maxYoungGenerationSize = size
    options.initialOldGenerationSize = size
    options.initialYoungGenerationSize = size
    let limit = try heapLimit(options)
    #expect(limit == standard && standard > 512 << 20)
    let zeroed = try heapLimit(JSVM_CreateVMOptions())
    #expect(zeroed == standard)
  }

  /// Sizes of the old and of the young generation.
  static let tiny: [(Int, Int)] = [
    (1, 0), (4096, 0), (1 << 20, 0), (2 << 20, 0), (4 << 20, 0), (8 << 20, 0), (0, 1 << 20),
    (1 << 20, 1 << 20), (8 << 20, 1 << 20),
  ]
  static let crashing: [(Int, Int)] = [
    (0, 1), (0, 4096), (0, 64 << 10), (0, 256 << 10), (0, 512 << 10), (1, 1), (4096, 4096),
  ]

  @Test(
    arguments: crashing)
  func tinyYoungGenerationsMakeAWorkingVM(_ old: Int, _ young: Int) async {
    await tinySizesStillMakeAWorkingVM(old, young)
  }

  @Test(arguments: tiny)
  func tinySizesStillMakeAWorkingVM(_ old: Int, _ young: Int) async {
    await #expect(processExitsWith: .success) { [old, young] in
      guard Engine.isStarted else { exit(2) }
      var options = JSVM_CreateVMOptions()
      options.maxOldGenerationSize = old
      options.maxYoungGenerationSize = young
      options.initialOldGenerationSize = old
      options.initialYoungGenerationSize = young
      let vm = try make { OH_JSVM_CreateVM(&options, $0) }
      let env = try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) }
      guard try Fixture(vm: vm, env: env).text("1 + 1") == "2" else { exit(3) }
      guard OH_JSVM_DestroyVM(vm) == JSVM_OK else { exit(4) }
      exit(0)
    }
  }

  @Test func aHundredVMsOneAfterTheOther() throws {
    for round in 0..<100 {
      try withEnv { fixture in try #expect(fixture.text("\(round)") == "\(round)") }
    }
  }

  @Test func manyVMsAtOnce() throws {
    let vms = try (0..<20).map { _ in try Engine.createVM() }
    let envs = try vms.map { vm in try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) } }
    for (index, env) in envs.enumerated() {
      try Fixture(vm: vms[index], env: env).run("globalThis.id = \(index)")
    }
    for (index, env) in envs.enumerated().reversed() {
      try #expect(Fixture(vm: vms[index], env: env).text("id") == "\(index)")
      #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
    }
    for vm in vms { #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK) }
  }

  @Test func theLoopRunsAtMostOneTask() throws {
    try withEnv { fixture in
      var runs = 0
      while flag({ OH_JSVM_PumpMessageLoop(fixture.vm, $0) }), runs < 1000 { runs += 1 }
      #expect(runs < 1000)
      #expect(!flag { OH_JSVM_PumpMessageLoop(fixture.vm, $0) })
    }
  }
}
