// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM
internal import CV8Shim

@c @implementation
public func OH_JSVM_CompileWasmModule(
  _ env: JSVM_Env?, _ wasmBytecode: UnsafePointer<UInt8>?, _ wasmBytecodeLength: Int,
  _ cacheData: UnsafePointer<UInt8>?, _ cacheDataLength: Int,
  _ cacheRejected: UnsafeMutablePointer<Bool>?, _ wasmModule: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  cacheRejected?.pointee = false
  return enter(env, .js, into: wasmModule) { env throws(Failure) in
    try env.compileWasm(
      wasmBytecode, wasmBytecodeLength, cacheData, cacheDataLength, rejected: cacheRejected
    ).handle
  }
}

@c @implementation
public func OH_JSVM_CompileWasmFunction(
  _ env: JSVM_Env?, _ wasmModule: JSVM_Value?, _ functionIndex: UInt32,
  _ optLevel: JSVM_WasmOptLevel
) -> JSVM_Status {
  enter(env, .js) { env throws(Failure) in
    try env.compileWasmFunction(wasmModule, functionIndex, optLevel)
  }
}

@c @implementation
public func OH_JSVM_IsWasmModuleObject(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_wasm_module(try require(value))
  }
}

@c @implementation
public func OH_JSVM_CreateWasmCache(
  _ env: JSVM_Env?, _ wasmModule: JSVM_Value?, _ data: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
  _ length: UnsafeMutablePointer<Int>?
) -> JSVM_Status {
  length?.pointee = 0
  return enter(env, .js, into: data) { env throws(Failure) in
    try env.wasmCache(of: wasmModule, length: require(length))
  }
}
