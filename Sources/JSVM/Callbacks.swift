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
  func call(_ vm: VM, _ target: UnsafeMutableRawPointer, _ call: v8s_call) -> v8s_value? {
    let target = target.assumingMemoryBound(to: JSVM_CallbackStruct.self).pointee
    guard _fastPath(target.callback != nil), let function = target.callback else { return nil }
    var callback = Callback(
      outer: vm.callback, env: .passUnretained(self), level: vm.scopeLevel &+ 1, call: call,
      data: target.data, frame: native_stack_here())
    // Without the guard word that Swift puts beside a variable whose address is taken: 4 of 50 loads
    // and stores.
    return _withUnprotectedUnsafeMutablePointer(to: &callback) { info -> v8s_value? in
      // V8 checks its limit where script calls, not where native functions call each other.
      guard _fastPath(info.pointee.frame > vm.stackLimit) else {
        throwStackOverflow()
        return nil
      }
      vm.open(info)
      let value = function(handle, JSVM_CallbackInfo(info))
      // One way out for all that is rare: nothing has to be kept for it.
      // (What is expected of an optional the compiler forgets; of its bits it does not.)
      guard vm.hasClosedAll(of: info), _fastPath(UInt(bitPattern: vm.firstReady) == 0),
        _fastPath(!hasException), _fastPath(!v8s_handles_checked())
      else { return settled(value, info) }
      vm.close(info)
      return value.map { v8s_value($0) }
    }
  }

  /// What a native function comes to that leaves scopes open, finalizers to run or an exception, or whose
  /// result is to be checked.
  @inline(never)
  private func settled(
    _ value: JSVM_Value?, _ info: UnsafeMutablePointer<Callback>
  ) -> v8s_value? {
    let value = returnedValue(value)
    if !vm.hasClosedAll(of: info) { vm.closeScopes(leftOpenBy: info) }
    vm.close(info)
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

  /// What script called with.
  @inline(never)
  func arguments(
    _ info: JSVM_CallbackInfo?, _ count: UnsafeMutablePointer<Int>?,
    _ values: UnsafeMutablePointer<JSVM_Value?>?, _ this: UnsafeMutablePointer<JSVM_Value?>?,
    _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
  ) throws(Failure) {
    let (callback, call) = try running(info)
    if values != nil, count == nil { throw .invalidArgument }
    let wanted = count?.pointee ?? 0
    give(callback, call, count, values, this, data)
    guard v8s_handles_checked() else { return }
    if let values { checkHandles(values, wanted) }
    if let this { checkHandles(this, 1) }
  }

  /// The same for the innermost call and without checked handles; false, with nothing given, for others
  /// and for arguments without room.
  @inline(__always)
  func argumentsOfInnermost(
    _ info: JSVM_CallbackInfo?, _ count: UnsafeMutablePointer<Int>?,
    _ values: UnsafeMutablePointer<JSVM_Value?>?, _ this: UnsafeMutablePointer<JSVM_Value?>?,
    _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
  ) -> Bool {
    guard _fastPath(info != nil), let info,
      _fastPath(UInt(bitPattern: vm.callback) == UInt(bitPattern: info))
    else { return false }
    let innermost = UnsafeMutablePointer<Callback>(info)
    guard _fastPath(innermost.pointee.call != nil), let call = innermost.pointee.call else {
      return false
    }
    if count == nil, _slowPath(values != nil) { return false }
    give(innermost, call, count, values, this, data)
    return true
  }

  @inline(__always)
  private func give(
    _ callback: UnsafeMutablePointer<Callback>, _ call: v8s_call,
    _ count: UnsafeMutablePointer<Int>?, _ values: UnsafeMutablePointer<JSVM_Value?>?,
    _ this: UnsafeMutablePointer<JSVM_Value?>?,
    _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
  ) {
    data?.pointee = callback.pointee.data
    this?.pointee = JSVM_Value(v8s_call_this(call))
    guard let count else { return }
    if let values {
      let arguments = UnsafeMutableRawPointer(values).assumingMemoryBound(to: v8s_value?.self)
      v8s_call_arguments(vm.isolate, call, arguments, count.pointee)
    }
    count.pointee = Int(v8s_call_count(call))
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

/// Turns values of V8 into handles, in place, when some VM checks its handles.
@inline(never)
private func checkHandles(_ handles: UnsafeMutablePointer<JSVM_Value?>, _ count: Int) {
  for index in 0..<max(0, count) {
    handles[index] = handles[index].flatMap { v8s_value($0).handle }
  }
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
  Unmanaged<VM>.fromOpaque(vm)._withUnsafeGuaranteedRef { vm in
    guard _fastPath(vm.onlyEnv != nil), let env = vm.onlyEnv else {
      return calledAmongSeveral(vm, target, call)
    }
    return env._withUnsafeGuaranteedRef { $0.call(vm, target, call) }
  }
}

/// The same in a VM that has had several envs.
@inline(never)
private func calledAmongSeveral(
  _ vm: VM, _ target: UnsafeMutableRawPointer, _ call: v8s_call
) -> v8s_value? {
  callee(vm)?._withUnsafeGuaranteedRef { $0.call(vm, target, call) }
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
private func callee(_ vm: VM) -> Unmanaged<Env>? {
  v8s_context_current_data(vm.isolate).map { Unmanaged<Env>.fromOpaque($0) }
}

/// The slot whose record begins with this handle.
private func slot(holding object: UnsafeMutablePointer<v8s_global>) -> FinalizerSlot {
  let offset = MemoryLayout<Slab<Finalizer>.Slot>.offset(of: \.record)!
  return (UnsafeMutableRawPointer(object) - offset)
    .assumingMemoryBound(to: Slab<Finalizer>.Slot.self)
}
