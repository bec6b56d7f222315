// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim
internal import Synchronization

/// Numbers the scripts that are compiled without a name.
private let namelessScripts = Atomic<Int>(0)

extension Env {
  /// Reads the options of `OH_JSVM_CompileScriptWithOptions` and compiles.
  func compile(
    _ source: JSVM_Value?, _ count: Int, _ options: UnsafeMutablePointer<JSVM_CompileOptions>?
  ) throws(Failure) -> JSVM_Script {
    guard source != nil, count >= 0, count == 0 || options != nil else { throw .invalidArgument }
    var settings = v8s_compile_options()
    var (consumes, usesMap) = (false, false)
    var origin: JSVM_ScriptOrigin?
    var rejected: UnsafeMutablePointer<Bool>?
    for option in UnsafeBufferPointer(start: options, count: count) {
      let pointer = option.content.ptr
      switch option.id {
      case JSVM_COMPILE_MODE:
        guard (0...4).contains(option.content.num) else { throw .invalidArgument }
        let mode = JSVM_CompileMode(UInt32(option.content.num))
        // The modes for compile profiles do not exist in V8 10.2 and compile as by default.
        settings.eager = mode == JSVM_COMPILE_MODE_EAGER_COMPILE
        consumes = mode == JSVM_COMPILE_MODE_CONSUME_CODE_CACHE
      case JSVM_COMPILE_CODE_CACHE:
        guard let cache = pointer?.assumingMemoryBound(to: JSVM_CodeCache.self).pointee else {
          continue
        }
        let checked = try CodeCache(cache.cache.map { UnsafePointer($0) }, cache.length)
        settings.cache = checked.bytes
        settings.cache_length = checked.length
      case JSVM_COMPILE_SCRIPT_ORIGIN:
        guard let pointer else { throw .invalidArgument }
        origin = pointer.assumingMemoryBound(to: JSVM_ScriptOrigin.self).pointee
      case JSVM_COMPILE_ENABLE_SOURCE_MAP: usesMap = option.content.boolean
      case JSVM_COMPILE_BACKGROUND_DESERIALIZE_RESULT:
        settings.warmup = Process.shared.warmup(JSVM_DeserializeResult(pointer))
      case JSVM_COMPILE_CODE_CACHE_REJECTED:
        rejected = pointer?.assumingMemoryBound(to: Bool.self)
      default: continue
      }
    }
    if consumes, settings.cache == nil { throw .invalidArgument }
    if let origin {
      try setOrigin(origin, in: &settings, usesMap: usesMap)
    } else {
      let number = namelessScripts.add(1, ordering: .relaxed).oldValue
      settings.name = try string(utf8: "script_\(number)", -1)
    }
    return try compile(source, settings, rejected: rejected)
  }
}

extension VM {
  /// Has a worker deserialize a code cache, which the caller keeps until the result is released.
  func deserialize(_ cache: JSVM_CodeCache) throws(Failure) -> JSVM_DeserializeResult {
    guard let bytes = cache.cache, let length = Int32(exactly: cache.length), length > 0,
      let warmup = v8s_warmup_new(isolate, bytes, length)
    else { throw .invalidArgument }
    return Process.shared.add(warmup)
  }
}

/// Code caches that workers deserialize or have deserialized, by the caller's handle. They belong to
/// no VM: the call that releases one names none.
struct Warmups: @unchecked Sendable {
  var living: [UInt: v8s_warmup] = [:]
  var last: UInt = 0
}

extension Process {
  fileprivate func add(_ warmup: v8s_warmup) -> JSVM_DeserializeResult {
    let address = UInt(bitPattern: warmup)
    return warmups.withLock { warmups in
      warmups.last += 2
      warmups.living[warmups.last] = v8s_warmup(bitPattern: address)
      return UInt(warmups.last)
    }.handle
  }

  fileprivate func warmup(_ handle: JSVM_DeserializeResult?) -> v8s_warmup? {
    let key = UInt(bitPattern: handle)
    let address = warmups.withLock { UInt(bitPattern: $0.living[key]) }
    return v8s_warmup(bitPattern: address)
  }

  func release(_ handle: JSVM_DeserializeResult) throws(Failure) {
    let key = UInt(bitPattern: handle)
    let address = warmups.withLock { UInt(bitPattern: $0.living.removeValue(forKey: key)) }
    guard let warmup = v8s_warmup(bitPattern: address) else { throw .invalidArgument }
    v8s_warmup_delete(warmup)
  }
}

extension UInt {
  fileprivate var handle: OpaquePointer { OpaquePointer(bitPattern: self)! }
}
