// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CNativeStack
internal import CV8Shim
internal import Ledger

/// A running call of a native function; `JSVM_CallbackInfo` is the address of one of these.
struct Callback {
  let call: v8s_call
  let data: UnsafeMutableRawPointer?
  let outer: UnsafeMutablePointer<Callback>?
  /// The frame of the library's that made the call: a stack ends there.
  let frame: UInt
  /// The script that called, once a creation asked: finding it costs 0.6 µs.
  var script: ScriptFrameID?
}

extension Env {
  /// Calls a native function for script and gives back its result.
  ///
  /// `target` is the caller's JSVM_CallbackStruct, read at each call. A pending exception is thrown
  /// into script and replaces the result.
  func call(_ target: UnsafeMutableRawPointer, _ call: v8s_call) -> v8s_value? {
    let target = target.assumingMemoryBound(to: JSVM_CallbackStruct.self).pointee
    guard let function = target.callback else { return nil }
    var callback = Callback(
      call: call, data: target.data, outer: vm.callback, frame: native_stack_here())
    return withUnsafeMutablePointer(to: &callback) { info -> v8s_value? in
      let vm = vm
      // V8 checks its limit where script calls, not where native functions call each other.
      guard info.pointee.frame > vm.stackLimit else {
        throwStackOverflow()
        return nil
      }
      vm.callback = info
      let userCall = vm.openUserCall(of: self)
      let value = returnedValue(function(handle, JSVM_CallbackInfo(info)))
      vm.closeUserCall(userCall)
      vm.callback = info.pointee.outer
      if vm.firstReady != nil { vm.settle(inScript: true) }
      if let exception = takeException() {
        v8s_isolate_throw(vm.isolate, exception)
        return nil
      }
      return value
    }
  }

  func throwStackOverflow() {
    let text = "Maximum call stack size exceeded"
    let message = v8s_string_utf8(vm.isolate, text, text.utf8.count)
    v8s_isolate_throw(vm.isolate, v8s_error(vm.isolate, context, V8S_RANGE_ERROR, message))
  }

  /// The callback behind a handle; only running ones of this VM are known.
  @inline(__always)
  func running(_ info: JSVM_CallbackInfo?) throws(Failure) -> UnsafeMutablePointer<Callback> {
    guard let info else { throw .invalidArgument }
    let wanted = UnsafeMutablePointer<Callback>(info)
    var candidate = vm.callback
    while let callback = candidate, callback != wanted { candidate = callback.pointee.outer }
    guard candidate != nil else { throw .invalidArgument }
    return wanted
  }

  func arguments(
    _ info: JSVM_CallbackInfo?, _ count: UnsafeMutablePointer<Int>?,
    _ values: UnsafeMutablePointer<JSVM_Value?>?, _ this: UnsafeMutablePointer<JSVM_Value?>?,
    _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
  ) throws(Failure) {
    let callback = try running(info).pointee
    let passed = Int(v8s_call_count(callback.call))
    if let values {
      guard let count else { throw .invalidArgument }
      for index in 0..<max(0, count.pointee) {
        values[index] =
          index < passed
          ? v8s_call_argument(callback.call, Int32(index)).handle
          : v8s_undefined(vm.isolate).handle
      }
    }
    count?.pointee = passed
    this?.pointee = v8s_call_this(callback.call).handle
    data?.pointee = callback.data
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

/// What the shim calls; see `v8s_hooks`.
func installHooks() {
  var hooks = v8s_hooks()
  hooks.called = { env, target, call in
    guard let env, let target, let call else { return nil }
    return Unmanaged<Env>.fromOpaque(env)._withUnsafeGuaranteedRef { $0.call(target, call) }
  }
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
    }
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

/// The slot whose record begins with this handle.
private func slot(holding object: UnsafeMutablePointer<v8s_global>) -> FinalizerSlot {
  let offset = MemoryLayout<Slab<Finalizer>.Slot>.offset(of: \.record)!
  return (UnsafeMutableRawPointer(object) - offset)
    .assumingMemoryBound(to: Slab<Finalizer>.Slot.self)
}
