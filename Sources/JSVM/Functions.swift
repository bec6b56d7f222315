// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim

/// A code cache that the caller lends for a compilation.
struct CodeCache {
  let bytes: UnsafePointer<UInt8>?
  let length: Int32

  init(_ bytes: UnsafePointer<UInt8>?, _ length: Int) throws(Failure) {
    guard bytes != nil, length > 0 else {
      self.bytes = nil
      self.length = 0
      return
    }
    guard let length = Int32(exactly: length) else { throw .invalidArgument }
    self.bytes = bytes
    self.length = length
  }
}

/// Frees a cache that the library made; both kinds alike.
func releaseCache(
  _ cache: UnsafePointer<UInt8>, _ type: JSVM_CacheType
) throws(Failure) {
  guard type == JSVM_CACHE_TYPE_JS || type == JSVM_CACHE_TYPE_WASM else {
    throw .invalidArgument
  }
  v8s_cache_delete(cache)
}

extension v8s_compile_options {
  init(_ cache: CodeCache, eager: Bool) {
    self.init()
    self.eager = eager
    self.cache = cache.bytes
    cache_length = cache.length
  }
}

extension Env {
  func createFunction(
    _ name: UnsafePointer<CChar>?, _ length: Int, _ callback: JSVM_Callback?
  ) throws(Failure) -> v8s_value {
    guard callback != nil else { throw .invalidArgument }
    let name: v8s_value? = if name != nil { try string(utf8: name, length) } else { nil }
    return try makeFunction(name, callback)
  }

  /// A function whose parameters and body are texts.
  func createFunction(
    _ name: UnsafePointer<CChar>?, _ length: Int, _ count: Int,
    _ parameters: UnsafePointer<JSVM_Value?>?, _ body: JSVM_Value?
  ) throws(Failure) -> v8s_value {
    guard body != nil else { throw .invalidArgument }
    let parameters = try requireArguments(count, parameters)
    for index in 0..<count where !v8s_value_is_string(parameters?[index]) {
      throw Failure(status: JSVM_STRING_EXPECTED)
    }
    let body = try require(body, v8s_value_is_string, else: JSVM_STRING_EXPECTED)
    let name: v8s_value? = if name != nil { try string(utf8: name, length) } else { nil }
    return try attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_function_compile(vm.isolate, context, name, body, count, parameters, $0)
    }
  }

  /// new.target of a constructor call; nil of a plain one.
  func newTarget(_ info: JSVM_CallbackInfo?) throws(Failure) -> JSVM_Value? {
    let target = v8s_call_new_target(try running(info).call)!
    return v8s_value_is_undefined(target) ? nil : target.handle
  }

  func then(
    _ promise: JSVM_Value?, _ fulfilled: JSVM_Value?, _ rejected: JSVM_Value?
  ) throws(Failure) -> v8s_value {
    let promise: v8s_value = try require(promise)
    guard fulfilled != nil || rejected != nil else { throw .invalidArgument }
    guard v8s_value_is_promise(promise) else { throw Failure(status: JSVM_INVALID_TYPE) }
    let handler = { (value: JSVM_Value?) throws(Failure) -> v8s_value? in
      guard value != nil else { return nil }
      return try require(value, v8s_value_is_function, else: JSVM_INVALID_TYPE)
    }
    let (onFulfilled, onRejected) = (try handler(fulfilled), try handler(rejected))
    return try attempt(or: JSVM_PENDING_EXCEPTION) {
      v8s_promise_then(
        vm.isolate, context, promise, onFulfilled, onRejected, $0)
    }
  }

  func setOrigin(
    _ origin: JSVM_ScriptOrigin, in options: inout v8s_compile_options, usesMap: Bool
  ) throws(Failure) {
    options.name = try string(utf8: require(origin.resourceName), -1)
    if usesMap, let path = origin.sourceMapUrl {
      try addSourceMap(path, for: origin.resourceName)
    }
    options.line = Int32(clamping: origin.resourceLineOffset)
    options.column = Int32(clamping: origin.resourceColumnOffset)
  }

  func codeCache(
    of script: v8s_script, length: UnsafeMutablePointer<Int>
  ) throws(Failure) -> UnsafePointer<UInt8>? {
    var bytes: Int32 = 0
    guard let cache = v8s_script_cache(script, &bytes) else { throw .generic }
    length.pointee = Int(bytes)
    return UnsafePointer(cache)
  }
}
