// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM
internal import CV8Shim

@c @implementation
public func OH_JSVM_Init(_ options: UnsafePointer<JSVM_InitOptions>?) -> JSVM_Status {
  withProcess { process throws(Failure) in
    try process.start(options?.pointee ?? JSVM_InitOptions())
  }
}

@c @implementation
public func OH_JSVM_CreateVM(
  _ options: UnsafePointer<JSVM_CreateVMOptions>?, _ result: UnsafeMutablePointer<JSVM_VM?>?
) -> JSVM_Status {
  withProcess(into: result) { process throws(Failure) in
    try process.createVM(options?.pointee ?? JSVM_CreateVMOptions()).handle
  }
}

@c @implementation
public func OH_JSVM_SetMicrotaskPolicy(
  _ vm: JSVM_VM?, _ policy: JSVM_MicrotaskPolicy
) -> JSVM_Status {
  enter(vm: vm) { vm throws(Failure) in try vm.setMicrotaskPolicy(policy) }
}

@c @implementation
public func OH_JSVM_DestroyVM(_ vm: JSVM_VM?) -> JSVM_Status {
  withVM(vm) { vm throws(Failure) in try vm.destroy() }
}

@c @implementation
public func OH_JSVM_GetVM(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<JSVM_VM?>?
) -> JSVM_Status {
  enter(env, .none, into: result) { env throws(Failure) in env.vm.handle }
}

@c @implementation
public func OH_JSVM_GetVersion(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<UInt32>?
) -> JSVM_Status {
  enter(env, .plain, into: result) { _ throws(Failure) in 9 }
}

@c @implementation
public func OH_JSVM_GetVMInfo(_ result: UnsafeMutablePointer<JSVM_VMInfo>?) -> JSVM_Status {
  withProcess(into: result) { process throws(Failure) in process.vmInfo }
}

@c @implementation
public func OH_JSVM_PumpMessageLoop(
  _ vm: JSVM_VM?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(optionalVM: vm, into: result) { vm throws(Failure) in vm.pump() }
}

@c @implementation
public func OH_JSVM_PerformMicrotaskCheckpoint(_ vm: JSVM_VM?) -> JSVM_Status {
  enter(vm: vm) { vm throws(Failure) in v8s_isolate_run_microtasks(vm.isolate) }
}
