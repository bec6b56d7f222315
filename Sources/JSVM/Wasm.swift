// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim

extension Env {
  /// Makes a module out of a cache, or, if that is not whole or not this module's, compiles it.
  func compileWasm(
    _ bytes: UnsafePointer<UInt8>?, _ length: Int, _ cache: UnsafePointer<UInt8>?,
    _ cacheLength: Int, rejected: UnsafeMutablePointer<Bool>?
  ) throws(Failure) -> v8s_value {
    guard let bytes, length > 0, cache == nil || cacheLength > 0 else { throw .invalidArgument }
    if let cache, let whole = WasmCache(cache, cacheLength, for: bytes, length),
      let module = v8s_wasm_deserialize(
        vm.isolate, context, whole.code, whole.size, bytes, length)
    {
      return module
    }
    let module = try attempt(or: JSVM_PENDING_EXCEPTION) {
      v8s_wasm_compile(vm.isolate, context, bytes, length, $0)
    }
    if cache != nil { rejected?.pointee = true }
    return module
  }

  /// Checks that a function may be optimised: every function is, when its module is compiled.
  func compileWasmFunction(
    _ module: JSVM_Value?, _ index: UInt32, _ level: JSVM_WasmOptLevel
  ) throws(Failure) {
    let module = try require(module, v8s_value_is_wasm_module, else: JSVM_INVALID_ARG)
    guard level == JSVM_WASM_OPT_BASELINE || level == JSVM_WASM_OPT_HIGH else {
      throw .invalidArgument
    }
    var length = 0
    let bytes = UnsafeBufferPointer(start: v8s_wasm_bytes(module, &length), count: length)
    guard WasmFunctions(bytes).own.contains(UInt64(index)) else { throw .generic }
  }

  func wasmCache(
    of module: JSVM_Value?, length: UnsafeMutablePointer<Int>
  ) throws(Failure) -> UnsafePointer<UInt8>? {
    let module = try require(module, v8s_value_is_wasm_module, else: JSVM_INVALID_ARG)
    guard let cache = WasmCache.make(of: module, &length.pointee) else { throw .generic }
    return cache
  }
}

/// Which functions of a WebAssembly binary are its own, after the imported ones.
struct WasmFunctions {
  private(set) var own: Range<UInt64> = 0..<0

  /// Reads the import and function sections of a module that V8 has validated.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    var reader = WasmReader(bytes: bytes, position: 8)
    var imported: UInt64 = 0
    while !reader.isAtEnd {
      let section = reader.byte()
      let length = reader.number()
      let next = reader.position + Int(truncatingIfNeeded: length)
      if section == 2 { imported = reader.importedFunctions() }
      if section == 3 { own = imported..<imported + reader.number() }
      // Lengths that lead backwards or round would never end.
      guard next >= reader.position else { return }
      reader.position = next
    }
  }
}

/// Walks over a WebAssembly binary; past its end everything reads as 0.
private struct WasmReader {
  let bytes: UnsafeBufferPointer<UInt8>
  var position: Int

  var isAtEnd: Bool { position >= bytes.count }

  mutating func byte() -> UInt8 {
    guard position >= 0, position < bytes.count else { return 0 }
    defer { position += 1 }
    return bytes[position]
  }

  /// An unsigned LEB128 number.
  mutating func number() -> UInt64 {
    var (result, shift): (UInt64, UInt64) = (0, 0)
    while true {
      let byte = byte()
      if shift < 64 { result |= UInt64(byte & 0x7F) << shift }
      shift += 7
      if byte & 0x80 == 0 { return result }
    }
  }

  mutating func skipName() { position += Int(truncatingIfNeeded: number()) }

  /// The number of functions in the import section that begins here.
  mutating func importedFunctions() -> UInt64 {
    var functions: UInt64 = 0
    for _ in 0..<number() {
      skipName()
      skipName()
      switch byte() {
      case 0:
        functions += 1
        _ = number()
      case 1:
        _ = byte()
        skipLimits()
      case 2: skipLimits()
      case 3: position += 2
      case 4:
        _ = byte()
        _ = number()
      default: return functions
      }
    }
    return functions
  }

  private mutating func skipLimits() {
    let hasMaximum = byte() & 1 != 0
    _ = number()
    if hasMaximum { _ = number() }
  }
}
