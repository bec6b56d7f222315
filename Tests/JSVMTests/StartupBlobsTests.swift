// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about blobs that are not what they should be, and about VMs after they were saved.
struct StartupBlobsTests {
  private static let saved = Result { try Saving.blob("globalThis.a = 1; 0").contents }

  /// What happens to blobs on their way.
  static let damages: [@Sendable ([UInt8]) -> [UInt8]] = [
    { Array($0.prefix(0)) }, { Array($0.prefix(1)) }, { Array($0.prefix(8)) },
    { Array($0.prefix(31)) }, { Array($0.prefix(32)) }, { Array($0.prefix(33)) },
    { Array($0.prefix($0.count / 2)) }, { Array($0.dropLast()) }, { Array($0.dropFirst()) },
    { $0 + [0] }, { $0 + $0 }, { $0.reversed() }, { $0.map { ~$0 } },
    { [UInt8](repeating: 0, count: $0.count) }, { [UInt8](repeating: 0xFF, count: $0.count) },
    { _ in Array("{\"not\": \"a blob\"}, but long enough to hold a header".utf8) },
    // V8's own part, as another library would save it.
    { Array($0.dropFirst(32)) },
  ]

  @Test(arguments: damages.indices)
  func aBlobThatIsNotWholeIsInvalid(_ damage: Int) throws {
    let blob = try Blob(Self.damages[damage](Self.saved.get()))
    #expect(blob.status == JSVM_INVALID_ARG)
  }

  /// One bit in the header and at places all over.
  @Test func anyFlippedBitIsNoticed() throws {
    let whole = try Self.saved.get()
    var places = Array(0..<12) + Array(16..<32)
    places += stride(from: 32, to: whole.count, by: whole.count / 60)
    places += [whole.count - 1, whole.count - 2, whole.count - 8, whole.count - 9]
    for (round, place) in places.enumerated() {
      var bytes = whole
      bytes[place] ^= 1 << UInt8(round % 8)
      #expect(Blob(bytes).status == JSVM_INVALID_ARG, "byte \(place)")
    }
  }

  @Test(arguments: [0, 1, 32, -1, Int.max, Int.min])
  func aSizeThatIsNotTheBlobsIsInvalid(_ size: Int) throws {
    let blob = try Blob(Self.saved.get())
    var options = blob.options
    options.snapshotBlobSize = size
    var vm: JSVM_VM?
    #expect(OH_JSVM_CreateVM(&options, &vm) == JSVM_INVALID_ARG && vm == nil)
  }

  @Test func aBlobNeedNotBeAligned() throws {
    let bytes = try Self.saved.get()
    for shift in 1..<8 {
      let blob = Blob([UInt8](repeating: 0, count: shift) + bytes)
      var options = blob.options
      options.snapshotBlobData += shift
      options.snapshotBlobSize -= shift
      var vm: JSVM_VM?
      #expect(OH_JSVM_CreateVM(&options, &vm) == JSVM_OK)
      let env = try make { OH_JSVM_CreateEnvFromSnapshot(vm, 0, $0) }
      try #expect(Fixture(vm: #require(vm), env: env).text("a") == "1")
      #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
      withExtendedLifetime(blob) {}
    }
  }

  @Test func manyThreadsStartFromOneBlob() throws {
    let blob = try Blob(Self.saved.get())
    struct Shared: @unchecked Sendable { let blob: Blob }
    let shared = Shared(blob: blob)
    inParallel(
      (0..<6).map { _ in
        {
          for _ in 0..<5 {
            #expect(throws: Never.self) {
              try shared.blob.restore { try #expect($0.text("a") == "1") }
            }
          }
        }
      })
  }

  @Test func heapLimitsHoldForRestoredVMs() throws {
    let blob = try Blob(Self.saved.get())
    var options = blob.options
    options.maxOldGenerationSize = 64 << 20
    options.maxYoungGenerationSize = 2 << 20
    let vm = try make { OH_JSVM_CreateVM(&options, $0) }
    let statistics = get(JSVM_HeapStatistics()) { OH_JSVM_GetHeapStatistics(vm, $0) }
    #expect(statistics.heapSizeLimit < 128 << 20)
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
  }

  // After saving.

  @Test func callsAreRefusedAfterSaving() throws {
    let saving = try Saving()
    let (vm, env) = (saving.fixture.vm, saving.fixture.env)
    let reference = try saving.fixture.scope {
      try saving.fixture.reference(saving.fixture.object(), 1)
    }
    let blob = try saving.save()
    var value: JSVM_Value?
    var made: JSVM_Env?
    var scope: JSVM_HandleScope?
    var envScope: JSVM_EnvScope?
    var vmScope: JSVM_VMScope?
    var statistics = JSVM_HeapStatistics()
    var profiler: JSVM_CpuProfiler?
    var (data, size) = (UnsafePointer<CChar>?.none, 0)
    let statuses = [
      OH_JSVM_CreateObject(env, &value), OH_JSVM_GetGlobal(env, &value),
      OH_JSVM_CreateEnv(vm, 0, nil, &made), OH_JSVM_OpenHandleScope(env, &scope),
      OH_JSVM_OpenEnvScope(env, &envScope), OH_JSVM_OpenVMScope(vm, &vmScope),
      OH_JSVM_GetHeapStatistics(vm, &statistics), OH_JSVM_StartCpuProfiler(vm, &profiler),
      OH_JSVM_TakeHeapSnapshot(vm, receive, nil), OH_JSVM_PerformMicrotaskCheckpoint(vm),
      OH_JSVM_CreateSnapshot(vm, 1, [env], &data, &size),
      OH_JSVM_CreateEnvFromSnapshot(vm, 0, &made), OH_JSVM_ThrowError(env, nil, "late"),
      OH_JSVM_MemoryPressureNotification(env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL),
      OH_JSVM_SetMicrotaskPolicy(vm, JSVM_MICROTASK_AUTO),
    ]
    for (index, status) in statuses.enumerated() {
      #expect(status == JSVM_GENERIC_FAILURE, "call \(index)")
    }
    #expect(value == nil && made == nil && scope == nil && data == nil)
    // What does not touch the engine must not crash, whatever it says.
    _ = OH_JSVM_DeleteReference(env, reference)
    _ = OH_JSVM_GetReferenceValue(env, reference, &value)
    _ = OH_JSVM_SetInstanceData(env, nil, nil, nil)
    var (answer, info) = (false, UnsafePointer<JSVM_ExtendedErrorInfo>?.none)
    _ = OH_JSVM_PumpMessageLoop(vm, &answer)
    _ = OH_JSVM_IsExceptionPending(env, &answer)
    _ = OH_JSVM_GetLastErrorInfo(env, &info)
    _ = OH_JSVM_AcquireLock(env)
    _ = OH_JSVM_ReleaseLock(env)
    saving.end()
    #expect(blob.status == JSVM_OK)
  }

  /// Which of the closing calls are left out; the VM is destroyed in any case that lets it.
  @Test(arguments: 0..<4)
  func closingMayBeLeftOutAfterSaving(_ left: Int) throws {
    let saving = try Saving()
    let (vm, env) = (saving.fixture.vm, saving.fixture.env)
    _ = try saving.save()
    if left & 1 == 0 { #expect(OH_JSVM_CloseEnvScope(env, saving.envScope) == JSVM_OK) }
    if left & 2 == 0 { #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK) }
    #expect(OH_JSVM_CloseVMScope(vm, saving.vmScope) == JSVM_OK)
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
  }

  @Test func aVMForSavingMayEndUnsaved() throws {
    let saving = try Saving()
    try saving.run("globalThis.a = 1")
    saving.end()
  }

  @Test func anotherVMIsUsedWhileOneIsForSaving() throws {
    let saving = try Saving()
    try withEnv { fixture in
      try #expect(fixture.text("1 + 1") == "2")
      try saving.run("globalThis.a = 'both'")
      try #expect(fixture.text("2 + 2") == "4")
    }
    let blob = try saving.save()
    saving.end()
    try blob.restore { try #expect($0.text("a") == "both") }
  }
}
