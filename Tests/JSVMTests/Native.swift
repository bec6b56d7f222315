// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Glibc
import Testing

@testable import JSVM

/// A native function for script, out of a closure.
final class Native {
  let body: (JSVM_Env, JSVM_CallbackInfo) -> JSVM_Value?
  let callback = JSVM_Callback.allocate(capacity: 1)

  init(_ body: @escaping (JSVM_Env, JSVM_CallbackInfo) -> JSVM_Value?) {
    self.body = body
    callback.initialize(
      to: JSVM_CallbackStruct(
        callback: runNative, data: Unmanaged.passUnretained(self).toOpaque()))
  }

  deinit { callback.deallocate() }
}

private func runNative(_ env: JSVM_Env?, _ info: JSVM_CallbackInfo?) -> JSVM_Value? {
  var data: UnsafeMutableRawPointer?
  guard OH_JSVM_GetCbInfo(env, info, nil, nil, nil, &data) == JSVM_OK, let data, let env, let info
  else { return nil }
  return Unmanaged<Native>.fromOpaque(data).takeUnretainedValue().body(env, info)
}

/// A closure behind a finalizer's data pointer.
final class Ending {
  let body: (JSVM_Env?, UnsafeMutableRawPointer?) -> Void
  private(set) var runs = 0

  init(_ body: @escaping (JSVM_Env?, UnsafeMutableRawPointer?) -> Void = { _, _ in }) {
    self.body = body
  }

  var data: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  fileprivate func run(_ env: JSVM_Env?, _ hint: UnsafeMutableRawPointer?) {
    runs += 1
    body(env, hint)
  }
}

/// The C function that goes with `Ending.data`.
func runEnding(
  _ env: JSVM_Env?, _ data: UnsafeMutableRawPointer?, _ hint: UnsafeMutableRawPointer?
) {
  guard let data else { return }
  Unmanaged<Ending>.fromOpaque(data).takeUnretainedValue().run(env, hint)
}

/// A closure behind a GC handler's data pointer.
final class Watch {
  struct Event: Equatable {
    let type: JSVM_GCType
    let flags: JSVM_GCCallbackFlags
  }

  let body: (Watch) -> Void
  var events: [Event] = []
  var vm: JSVM_VM?

  init(_ body: @escaping (Watch) -> Void = { _ in }) { self.body = body }

  var data: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  func add(
    to vm: JSVM_VM, _ time: JSVM_CBTriggerTimeForGC = JSVM_CB_TRIGGER_AFTER_GC,
    _ type: JSVM_GCType = JSVM_GC_TYPE_MARK_SWEEP_COMPACT
  ) -> JSVM_Status {
    OH_JSVM_AddHandlerForGC(vm, time, runWatch, type, data)
  }

  func remove(
    from vm: JSVM_VM, _ time: JSVM_CBTriggerTimeForGC = JSVM_CB_TRIGGER_AFTER_GC
  ) -> JSVM_Status {
    OH_JSVM_RemoveHandlerForGC(vm, time, runWatch, data)
  }
}

/// The C function that goes with `Watch.data`.
func runWatch(
  _ vm: JSVM_VM?, _ type: JSVM_GCType, _ flags: JSVM_GCCallbackFlags,
  _ data: UnsafeMutableRawPointer?
) {
  guard let data else { return }
  let watch = Unmanaged<Watch>.fromOpaque(data).takeUnretainedValue()
  watch.vm = vm
  watch.events.append(.init(type: type, flags: flags))
  watch.body(watch)
}

/// Another function of the same kind, to tell keys apart.
func runOtherWatch(
  _ vm: JSVM_VM?, _ type: JSVM_GCType, _ flags: JSVM_GCCallbackFlags,
  _ data: UnsafeMutableRawPointer?
) {
  runWatch(vm, JSVM_GC_TYPE_ALL, flags, data)
}

private final class ThreadBody {
  let body: () -> Void
  init(_ body: @escaping () -> Void) { self.body = body }
}

/// Runs a closure on a thread of its own with the given stack, to its end.
func onThread(stack: Int = 8 << 20, _ body: () -> Void) {
  withoutActuallyEscaping(body) { body in
    let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
    defer { attributes.deallocate() }
    pthread_attr_init(attributes)
    pthread_attr_setstacksize(attributes, stack)
    let start = Unmanaged.passRetained(ThreadBody(body)).toOpaque()
    var thread: pthread_t = 0
    let status = pthread_create(
      &thread, attributes,
      { start in
        guard let start else { return nil }
        Unmanaged<ThreadBody>.fromOpaque(start).takeRetainedValue().body()
        return nil
      }, start)
    #expect(status == 0)
    pthread_join(thread, nil)
    pthread_attr_destroy(attributes)
  }
}

/// Runs each closure on a thread of its own, all at the same time.
func inParallel(_ bodies: [() -> Void]) {
  var threads: [pthread_t] = []
  for body in bodies {
    var thread: pthread_t = 0
    let start = Unmanaged.passRetained(ThreadBody(body)).toOpaque()
    let status = pthread_create(
      &thread, nil,
      { start in
        guard let start else { return nil }
        Unmanaged<ThreadBody>.fromOpaque(start).takeRetainedValue().body()
        return nil
      }, start)
    #expect(status == 0)
    threads.append(thread)
  }
  for thread in threads { pthread_join(thread, nil) }
}
