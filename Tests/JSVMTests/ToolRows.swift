// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Calls of the functions on WebAssembly, callback infos, inspectors and profilers, of those that end
/// what they are given, and of those on the process.
enum ToolRows {
  static let all: [Row] = wasm + callbacks + inspectors + lives

  private static let module = Wanted(good: .object, refused: .all, status: JSVM_INVALID_ARG)

  @Sendable private static func compileModule(_ palette: Palette, _ fixture: Fixture) throws {
    let bytes = WasmBinary.add
    palette.module = try make {
      OH_JSVM_CompileWasmModule(fixture.env, bytes, bytes.count, nil, 0, nil, $0)
    }
  }

  private static let wasm: [Row] = [
    Row("CompileWasmModule", .js) { call in
      WasmBinary.add.withUnsafeBufferPointer {
        OH_JSVM_CompileWasmModule(
          call.env, call.required($0.baseAddress), $0.count, nil, 0, nil, call.out())
      }
    },
    Row("CompileWasmFunction", .js, with: compileModule) {
      OH_JSVM_CompileWasmFunction(
        $0.env, $0.value(module, good: $0.palette?.module), 0, JSVM_WASM_OPT_HIGH)
    },
    Row("CreateWasmCache", .js, with: compileModule) {
      OH_JSVM_CreateWasmCache(
        $0.env, $0.value(module, good: $0.palette?.module), $0.out(), $0.out())
    },
  ]

  private static let callbacks: [Row] = [
    Row("GetCbInfo", .isolate, isInCallback: true) { call in
      // Room for one argument, of which there are none.
      let count = call.optionalOut(Int.self)
      count?.pointee = 1
      return OH_JSVM_GetCbInfo(
        call.env, call.handle(\.info), count, call.optionalOut(), call.optionalOut(),
        call.optionalOut())
    },
    Row("GetNewTarget", .isolate, isInCallback: true) {
      OH_JSVM_GetNewTarget($0.env, $0.handle(\.info), $0.out())
    },
  ]

  /// None of them comes to listen: the host has no address, the process number is none.
  private static let inspectors: [Row] = [
    Row("OpenInspector", .js, good: JSVM_GENERIC_FAILURE) {
      OH_JSVM_OpenInspector($0.env, $0.text("256.256.256.256"), 0)
    },
    Row("OpenInspectorWithName", .js, good: JSVM_INVALID_ARG) {
      OH_JSVM_OpenInspectorWithName($0.env, -1, nil)
    },
    Row("CloseInspector", .js, good: JSVM_GENERIC_FAILURE) { OH_JSVM_CloseInspector($0.env) },
    Row("WaitForDebugger", .js, good: JSVM_GENERIC_FAILURE) {
      OH_JSVM_WaitForDebugger($0.env, true)
    },
  ]

  /// A VM that the call may end or lock without taking the test's along.
  @Sendable private static func makeSpare(_ palette: Palette, _ fixture: Fixture) throws {
    let vm = try Engine.createVM()
    palette.spareVM = vm
    palette.spareEnv = try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) }
  }

  private static let lives: [Row] = [
    Row("DestroyEnv", .none, with: makeSpare) { OH_JSVM_DestroyEnv($0.spareEnv) },
    Row("AcquireLock", .none, with: makeSpare) { call in
      let status = OH_JSVM_AcquireLock(call.spareEnv)
      if status == JSVM_OK { _ = OH_JSVM_ReleaseLock(call.spareEnv) }
      return status
    },
    Row("ReleaseLock", .none) { OH_JSVM_ReleaseLock($0.env) },
    Row("SetDebugOption", .none) { OH_JSVM_SetDebugOption($0.env, JSVM_SCOPE_CHECK, false) },
  ]

  @Sendable private static func deserialize(_ palette: Palette, _ fixture: Fixture) throws {
    palette.deserialized = try make { OH_JSVM_BackgroundDeserialize(fixture.vm, palette.code, $0) }
  }

  @Sendable private static func profile(_ palette: Palette, _ fixture: Fixture) throws {
    palette.profiler = try startProfiler(fixture.vm)
  }

  @Sendable private static func setThreshold(_ palette: Palette, _ fixture: Fixture) throws {
    let status = OH_JSVM_SetHeapThresholdCallback(fixture.vm, 32 << 20, ignoreThreshold, nil)
    #expect(status == JSVM_OK)
  }

  @Sendable private static func allocate(_ palette: Palette, _ fixture: Fixture) throws {
    palette.memory = try make {
      OH_JSVM_AllocateArrayBufferBackingStoreData(8, JSVM_ZERO_INITIALIZED, $0)
    }
  }

  /// Calls on a VM; these have no last error.
  static let ofVM: [Row] = [
    Row("DestroyVM", .none, with: makeSpare) { OH_JSVM_DestroyVM($0.spareVM) },
    Row("StopCpuProfiler", .isolate, with: profile) {
      OH_JSVM_StopCpuProfiler($0.vm, $0.handle(\.profiler), $0.required(endStream), nil)
    },
    Row("TakeRawHeapSnapshot", .isolate) {
      OH_JSVM_TakeRawHeapSnapshot($0.vm, $0.required(endStream), nil)
    },
    Row("ClearHeapThresholdCallback", .isolate, with: setThreshold) {
      OH_JSVM_ClearHeapThresholdCallback($0.vm, 32 << 20, $0.required(ignoreThreshold), nil)
    },
    Row("BackgroundDeserialize", .isolate) { call in
      let code = call.palette?.code ?? JSVM_CodeCache(cache: nil, length: 0)
      return OH_JSVM_BackgroundDeserialize(call.vm, code, call.out())
    },
    // An ordinary VM can neither be saved nor has it been.
    Row("CreateSnapshot", .isolate, good: JSVM_GENERIC_FAILURE) {
      OH_JSVM_CreateSnapshot($0.vm, 0, nil, $0.optionalOut(), $0.optionalOut())
    },
    Row("CreateEnvFromSnapshot", .isolate, good: JSVM_GENERIC_FAILURE) {
      OH_JSVM_CreateEnvFromSnapshot($0.vm, 0, $0.out())
    },
  ]

  /// Calls that need no VM. What starts or makes something is not called to count arguments.
  static let ofProcess: [Row] = [
    Row("Init", .none, good: JSVM_GENERIC_FAILURE) {
      $0.palette == nil ? JSVM_INVALID_ARG : OH_JSVM_Init(nil)
    },
    Row("CreateVM", .none) { call in
      let result = call.out(JSVM_VM?.self)
      guard call.palette != nil else { return JSVM_INVALID_ARG }
      let status = OH_JSVM_CreateVM(nil, result)
      if status == JSVM_OK { call.palette?.spareVM = result?.pointee }
      return status
    },
    Row("GetVMInfo", .none) { OH_JSVM_GetVMInfo($0.out()) },
    Row("PumpMessageLoop", .none) { OH_JSVM_PumpMessageLoop($0.vm, $0.out()) },
    Row("AllocateArrayBufferBackingStoreData", .none) { call in
      let result = call.out(UnsafeMutableRawPointer?.self)
      guard call.palette != nil else { return JSVM_INVALID_ARG }
      let status = OH_JSVM_AllocateArrayBufferBackingStoreData(
        8, JSVM_ZERO_INITIALIZED, result)
      if status == JSVM_OK { _ = OH_JSVM_FreeArrayBufferBackingStoreData(result?.pointee) }
      return status
    },
    Row("FreeArrayBufferBackingStoreData", .none, with: allocate) {
      OH_JSVM_FreeArrayBufferBackingStoreData($0.required($0.palette?.memory))
    },
    Row("ReleaseDeserializeResult", .none, with: deserialize) {
      OH_JSVM_ReleaseDeserializeResult($0.handle(\.deserialized))
    },
    // Nothing of the trace that other tests may have running: more categories than there are, and
    // nowhere to go.
    Row("TraceStart", .none, good: JSVM_INVALID_ARG) { _ in OH_JSVM_TraceStart(8, nil, nil, 0) },
    Row("TraceStop", .none, good: JSVM_INVALID_ARG) { _ in OH_JSVM_TraceStop(nil, nil) },
  ]
}
