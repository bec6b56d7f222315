// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim
internal import Synchronization

/// A call that belongs to the process rather than to a VM.
func withProcess(_ body: (Process) throws(Failure) -> Void) -> JSVM_Status {
  do throws(Failure) {
    try body(Process.shared)
    return JSVM_OK
  } catch { return error.status }
}

func withProcess<Result: Emptiable>(
  into result: UnsafeMutablePointer<Result>?, _ body: (Process) throws(Failure) -> Result
) -> JSVM_Status {
  result?.pointee = .empty
  return withProcess { process throws(Failure) in
    guard let result else { throw .invalidArgument }
    result.pointee = try body(process)
  }
}

extension Process {
  /// Sizes beyond this are taken for memory that the caller never set.
  private static let largestLimit = 1 << 42
  /// V8 crashes with a smaller young generation.
  private static let smallestYoung = 1 << 20

  func createVM(_ options: JSVM_CreateVMOptions) throws(Failure) -> VM {
    guard isStarted else { throw .generic }
    let blob: StartupBlob? =
      if let saved = options.snapshotBlobData {
        try StartupBlob(saved, options.snapshotBlobSize)
      } else { nil }
    let bounded = { (size: Int) in size > 0 && size <= Self.largestLimit ? size : 0 }
    let young = { (size: Int) in bounded(size) == 0 ? 0 : max(size, Self.smallestYoung) }
    return try VM(
      v8s_limits(
        max_old: bounded(options.maxOldGenerationSize),
        max_young: young(options.maxYoungGenerationSize),
        initial_old: bounded(options.initialOldGenerationSize),
        initial_young: young(options.initialYoungGenerationSize)),
      from: blob, forSaving: options.isForSnapshotting)
  }

  var vmInfo: JSVM_VMInfo {
    var info = JSVM_VMInfo()
    let engine: StaticString = "v8"
    info.apiVersion = 1
    info.engine = UnsafeRawPointer(engine.utf8Start).assumingMemoryBound(to: CChar.self)
    info.version = v8s_version()
    info.cachedDataVersionTag = v8s_code_cache_version()
    return info
  }
}

extension VM {
  func createEnv(
    _ count: Int, _ properties: UnsafePointer<JSVM_PropertyDescriptor>?
  ) throws(Failure) -> Env {
    if count != 0, properties == nil { throw .invalidArgument }
    for index in 0..<max(0, count) where properties?[index].utf8name == nil {
      throw .invalidArgument
    }
    let env = try Env(self)
    var scope = v8s_scope()
    v8s_scope_open(isolate, &scope)
    defer { v8s_scope_close(&scope) }
    do throws(Failure) {
      let global = v8s_context_global(env.context)!
      try env.define(count, properties, on: global, skipsStatic: true)
      if Process.shared.exposesGC.load(ordering: .relaxed) { try env.replaceGC(on: global) }
    } catch {
      env.destroy(reports: false)
      throw error
    }
    env.lastStatus = JSVM_OK
    return env
  }
}

extension Env {
  /// Puts a gc() of our own in place of V8's, which collects without saying beforehand that it does:
  /// handlers then see "forced" on both sides.
  fileprivate func replaceGC(on global: v8s_value) throws(Failure) {
    let name = v8s_string_name(vm.isolate, "gc", 2)!
    let function = try makeFunction(name, gcFunction)
    _ = try attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_object_set(vm.isolate, context, global, name, function, $0)
    }
  }

  func setInstanceData(
    _ data: UnsafeMutableRawPointer?, _ callback: JSVM_Finalize?, _ hint: UnsafeMutableRawPointer?
  ) throws(Failure) {
    if let old = instanceData { removeFinalizer(old) }
    instanceData = try addFinalizer(
      .instanceData, object: nil, callback: callback, data: data, hint: hint)
  }
}

/// The target of gc(): one full forced collection. Lives as long as the process.
private nonisolated(unsafe) let gcFunction: JSVM_Callback = {
  let callback = JSVM_Callback.allocate(capacity: 1)
  callback.initialize(
    to: JSVM_CallbackStruct(
      callback: { env, _ in
        guard let env else { return nil }
        Unmanaged<Env>.fromOpaque(UnsafeRawPointer(env))._withUnsafeGuaranteedRef { env in
          env.vm.collecting(for: .forced) { v8s_heap_collect(env.vm.isolate, false) }
        }
        return nil
      }, data: nil))
  return callback
}()
