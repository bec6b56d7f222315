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
        settings.warmup = Process.shared.warmup(JSVM_DeserializeResult(pointer), of: vm.id)
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
    return Process.shared.add(warmup, of: id)
  }
}

/// Code caches that workers deserialize or have deserialized, by the caller's handle. The call that
/// releases one names no VM.
struct Warmups: @unchecked Sendable {
  struct Entry {
    /// Nil when its VM has ended.
    var warmup: v8s_warmup?
    let vm: UInt64
  }

  var living: [UInt: Entry] = [:]
  var last: UInt = 0
}

extension Process {
  fileprivate func add(_ warmup: v8s_warmup, of vm: UInt64) -> JSVM_DeserializeResult {
    let address = UInt(bitPattern: warmup)
    return warmups.withLock { warmups in
      warmups.last += 2
      warmups.living[warmups.last] = .init(warmup: v8s_warmup(bitPattern: address), vm: vm)
      return UInt(warmups.last)
    }.handle
  }

  /// A result that this VM asked for; others' cannot be used here.
  fileprivate func warmup(_ handle: JSVM_DeserializeResult?, of vm: UInt64) -> v8s_warmup? {
    let key = UInt(bitPattern: handle)
    let address = warmups.withLock { warmups -> UInt in
      guard let entry = warmups.living[key], entry.vm == vm else { return 0 }
      return UInt(bitPattern: entry.warmup)
    }
    return v8s_warmup(bitPattern: address)
  }

  func release(_ handle: JSVM_DeserializeResult) throws(Failure) {
    let key = UInt(bitPattern: handle)
    let address = warmups.withLock { warmups -> UInt? in
      warmups.living.removeValue(forKey: key).map { UInt(bitPattern: $0.warmup) }
    }
    guard let address else { throw .invalidArgument }
    if let warmup = v8s_warmup(bitPattern: address) { v8s_warmup_delete(warmup) }
  }

  /// Waits for the workers that use a VM. What they made can only be released afterwards.
  func endWarmups(of vm: UInt64) {
    let addresses = warmups.withLock { warmups -> [UInt] in
      let keys = warmups.living.filter { $0.value.vm == vm }.keys
      return keys.map { key in
        defer { warmups.living[key]?.warmup = nil }
        return UInt(bitPattern: warmups.living[key]?.warmup)
      }
    }
    for address in addresses {
      if let warmup = v8s_warmup(bitPattern: address) { v8s_warmup_delete(warmup) }
    }
  }
}

extension UInt {
  fileprivate var handle: OpaquePointer { OpaquePointer(bitPattern: self)! }
}
