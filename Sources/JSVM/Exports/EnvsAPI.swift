// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM
internal import CV8Shim

@c @implementation
public func OH_JSVM_CreateEnv(
  _ vm: JSVM_VM?, _ propertyCount: Int, _ properties: UnsafePointer<JSVM_PropertyDescriptor>?,
  _ result: UnsafeMutablePointer<JSVM_Env?>?
) -> JSVM_Status {
  enter(vm: vm, into: result) { vm throws(Failure) in
    try vm.createEnv(propertyCount, properties).handle
  }
}

@c @implementation
public func OH_JSVM_DestroyEnv(_ env: JSVM_Env?) -> JSVM_Status {
  enter(env, .plain) { env throws(Failure) in try env.destroy() }
}

@c @implementation
public func OH_JSVM_SetInstanceData(
  _ env: JSVM_Env?, _ data: UnsafeMutableRawPointer?, _ finalizeCb: JSVM_Finalize?,
  _ finalizeHint: UnsafeMutableRawPointer?
) -> JSVM_Status {
  enter(env, .plain) { env throws(Failure) in
    try env.setInstanceData(data, finalizeCb, finalizeHint)
  }
}

@c @implementation
public func OH_JSVM_GetInstanceData(
  _ env: JSVM_Env?, _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> JSVM_Status {
  enter(env, .plain, into: data) { env throws(Failure) in env.instanceData?.pointee.record.data }
}

@c @implementation
public func OH_JSVM_SetDebugOption(
  _ env: JSVM_Env?, _ debugOption: JSVM_DebugOption, _ isEnabled: Bool
) -> JSVM_Status {
  enter(env, .none) { env throws(Failure) in
    try env.setDebugOption(debugOption, isEnabled)
  }
}
