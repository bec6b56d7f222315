// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM
internal import CV8Shim

@c @implementation
public func OH_JSVM_AddHandlerForGC(
  _ vm: JSVM_VM?, _ triggerTime: JSVM_CBTriggerTimeForGC, _ handler: JSVM_HandlerForGC?,
  _ gcType: JSVM_GCType, _ userData: UnsafeMutableRawPointer?
) -> JSVM_Status {
  enter(vm: vm) { vm throws(Failure) in
    try vm.handlers.add(.init(triggerTime), require(handler), gcType, userData)
  }
}

@c @implementation
public func OH_JSVM_RemoveHandlerForGC(
  _ vm: JSVM_VM?, _ triggerTime: JSVM_CBTriggerTimeForGC, _ handler: JSVM_HandlerForGC?,
  _ userData: UnsafeMutableRawPointer?
) -> JSVM_Status {
  enter(vm: vm) { vm throws(Failure) in
    try vm.handlers.remove(.init(triggerTime), require(handler), userData)
  }
}

@c @implementation
public func OH_JSVM_AdjustExternalMemory(
  _ env: JSVM_Env?, _ changeInBytes: Int64, _ result: UnsafeMutablePointer<Int64>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    env.vm.adjustExternalMemory(changeInBytes)
  }
}

@c @implementation
public func OH_JSVM_MemoryPressureNotification(
  _ env: JSVM_Env?, _ level: JSVM_MemoryPressureLevel
) -> JSVM_Status {
  enter(env, .isolate) { env throws(Failure) in try env.vm.applyPressure(level) }
}
