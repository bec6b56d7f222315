// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CNativeStack
internal import CV8Shim
internal import Ledger

extension Env {
  /// Calls a native function for script and gives back its result.
  ///
  /// `target` is the caller's JSVM_CallbackStruct, read at each call. A pending exception is thrown
  /// into script and replaces the result.
  @inline(__always)
  func call(_ target: UnsafeMutableRawPointer, _ call: v8s_call) -> v8s_value? {
    let target = target.assumingMemoryBound(to: JSVM_CallbackStruct.self).pointee
    guard let function = target.callback else { return nil }
    let vm = vm
    var callback = Callback(
      outer: vm.callback, env: .passUnretained(self), level: vm.scopeLevel &+ 1, call: call,
      data: target.data, frame: native_stack_here())
    // Without the guard word that Swift puts beside a variable whose address is taken: 4 of 50 loads
    // and stores.
    return _withUnprotectedUnsafeMutablePointer(to: &callback) { info -> v8s_value? in
      // V8 checks its limit where script calls, not where native functions call each other.
      guard info.pointee.frame > vm.stackLimit else {
        throwStackOverflow()
        return nil
      }
      vm.open(info)
      let value = returnedValue(function(handle, JSVM_CallbackInfo(info)))
      vm.close(info)
      return vm.firstReady != nil || hasException ? settled(value) : value
    }
  }

  /// What a native function comes to that leaves finalizers to run or an exception.
  @inline(never)
  private func settled(_ value: v8s_value?) -> v8s_value? {
    vm.settle(inScript: true)
    guard let exception = takeException() else { return value }
    v8s_isolate_throw(vm.isolate, exception)
    return nil
  }

  func throwStackOverflow() {
    let text = "Maximum call stack size exceeded"
    let message = v8s_string_utf8(vm.isolate, text, text.utf8.count)
    v8s_isolate_throw(vm.isolate, v8s_error(vm.isolate, context, V8S_RANGE_ERROR, message))
  }

  /// The callback behind a handle; only running ones of this VM are known.
  @inline(__always)
  func running(
    _ info: JSVM_CallbackInfo?
  ) throws(Failure) -> (callback: UnsafeMutablePointer<Callback>, call: v8s_call) {
    guard let info else { throw .invalidArgument }
    let wanted = UnsafeMutablePointer<Callback>(info)
    guard vm.callback == wanted || isOuter(vm, wanted), let call = wanted.pointee.call else {
      throw .invalidArgument
    }
    return (wanted, call)
  }

  /// What script called with. Handles are V8's own unless some VM checks them.
  @inline(__always)
  func arguments(
    _ info: JSVM_CallbackInfo?, _ count: UnsafeMutablePointer<Int>?,
    _ values: UnsafeMutablePointer<JSVM_Value?>?, _ this: UnsafeMutablePointer<JSVM_Value?>?,
    _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, areChecked: Bool
  ) throws(Failure) {
    let (callback, call) = try running(info)
    if let values {
      guard let count else { throw .invalidArgument }
      let arguments = UnsafeMutableRawPointer(values).assumingMemoryBound(to: v8s_value?.self)
      v8s_call_arguments(call, arguments, count.pointee)
      if areChecked { checkArguments(arguments, values, count.pointee) }
    }
    count?.pointee = Int(v8s_call_count(call))
    this?.pointee = areChecked ? v8s_call_this(call).handle : JSVM_Value(v8s_call_this(call))
    data?.pointee = callback.pointee.data
  }

  /// A function of script that calls `callback`.
  func makeFunction(_ name: v8s_value?, _ callback: JSVM_Callback?) throws(Failure) -> v8s_value {
    guard let callback, callback.pointee.callback != nil else { throw .invalidArgument }
    vm.willHold(callback)
    return try attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_function(vm.isolate, context, callback, name, $0)
    }
  }
}

/// Turns arguments into handles, in place, when some VM checks its handles.
@inline(never)
private func checkArguments(
  _ arguments: UnsafePointer<v8s_value?>, _ handles: UnsafeMutablePointer<JSVM_Value?>,
  _ count: Int
) {
  for index in 0..<max(0, count) { handles[index] = arguments[index]?.handle }
}

/// What a caller finds that does not look at the status: no arguments.
@inline(never)
func emptyArguments(
  _ count: UnsafeMutablePointer<Int>?, _ values: UnsafeMutablePointer<JSVM_Value?>?,
  _ this: UnsafeMutablePointer<JSVM_Value?>?,
  _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) {
  for index in 0..<max(0, count?.pointee ?? 0) { values?[index] = nil }
  count?.pointee = 0
  this?.pointee = nil
  data?.pointee = nil
}

/// Whether a call is running further out than the innermost.
@inline(never)
private func isOuter(_ vm: VM, _ wanted: UnsafeMutablePointer<Callback>) -> Bool {
  var candidate = vm.callback
  while let callback = candidate, callback != wanted { candidate = callback.pointee.outer }
  return candidate != nil
}

/// What the shim calls for a native function, without a pointer in between.
// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
func v8s_called(
  _ vm: UnsafeMutableRawPointer, _ target: UnsafeMutableRawPointer, _ call: v8s_call
) -> v8s_value? {
  let env = Unmanaged<VM>.fromOpaque(vm)._withUnsafeGuaranteedRef { $0.onlyEnv ?? callee($0) }
  return env?._withUnsafeGuaranteedRef { $0.call(target, call) }
}

/// What the shim calls; see `v8s_hooks`.
func installHooks() {
  var hooks = v8s_hooks()
  hooks.intercepted = { vm, data, access in
    guard let vm, let data, let access = access?.pointee else { return nil }
    return Unmanaged<VM>.fromOpaque(vm)._withUnsafeGuaranteedRef { vm in
      // A class whose env is gone intercepts nothing any more.
      vm.classes.find(SlabKey(OpaquePointer(data)))?.pointee.record.handler.handle(access)
    }
  }
  hooks.collected = { object in
    guard let object else { return }
    let slot = slot(holding: object)
    slot.pointee.record.vm._withUnsafeGuaranteedRef { $0.queue(slot) }
  }
  hooks.gc_prologue = { vm, type, flags in
    guard let vm else { return }
    Unmanaged<VM>.fromOpaque(vm)._withUnsafeGuaranteedRef { $0.reportPrologue(type, flags) }
  }
  hooks.gc_epilogue = { vm, type, flags in
    guard let vm else { return }
    Unmanaged<VM>.fromOpaque(vm)._withUnsafeGuaranteedRef { $0.reportEpilogue(type, flags) }
  }
  hooks.near_limit = { vm, limit in
    guard let vm else { return limit }
    return Unmanaged<VM>.fromOpaque(vm)._withUnsafeGuaranteedRef { $0.reportNearLimit(limit) }
  }
  hooks.rewritten = { vm, text in
    guard let vm, let text else { return nil }
    return Unmanaged<VM>.fromOpaque(vm)._withUnsafeGuaranteedRef { $0.rewritten(stack: text) }
  }
  hooks.interrupted = { vm in
    guard let vm else { return }
    Unmanaged<VM>.fromOpaque(vm)._withUnsafeGuaranteedRef { vm in
      vm.hasInterrupt = false
      vm.settle(inScript: true)
      vm.runPostsInScript()
    }
  }
  hooks.posted = { isolate in
    if let isolate { Process.shared.wakeOwner(of: isolate) }
  }
  hooks.out_of_memory = { vm, location, isHeap in
    guard let vm else { return }
    Unmanaged<VM>.fromOpaque(vm)._withUnsafeGuaranteedRef {
      $0.reportOutOfMemory(location, isHeap: isHeap)
    }
  }
  hooks.failed = { vm, location, message in
    fail(vm.map { Unmanaged<VM>.fromOpaque($0).takeUnretainedValue() }, location, message)
  }
  hooks.rejected = { env, event, promise, value in
    guard let env, let promise else { return }
    Unmanaged<Env>.fromOpaque(env)._withUnsafeGuaranteedRef {
      $0.reportRejection(event, promise, value)
    }
  }
  v8s_hooks_set(&hooks)
}

/// The env that the native function which script calls was made in; nil if that is gone.
@inline(never)
private func callee(_ vm: VM) -> Unmanaged<Env>? {
  v8s_context_current_data(vm.isolate).map { Unmanaged<Env>.fromOpaque($0) }
}

/// The slot whose record begins with this handle.
private func slot(holding object: UnsafeMutablePointer<v8s_global>) -> FinalizerSlot {
  let offset = MemoryLayout<Slab<Finalizer>.Slot>.offset(of: \.record)!
  return (UnsafeMutableRawPointer(object) - offset)
    .assumingMemoryBound(to: Slab<Finalizer>.Slot.self)
}
