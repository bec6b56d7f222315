// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM

@c @implementation
public func JSVM_Memory_OpenControl(_ path: UnsafePointer<CChar>?) -> JSVM_Status {
  withProcess { process throws(Failure) in try process.openControl(path) }
}

@c @implementation
public func JSVM_Memory_CloseControl() -> JSVM_Status {
  withProcess { process throws(Failure) in try process.closeControl() }
}

@c @implementation
public func JSVM_Memory_SetWakeHandler(
  _ vm: JSVM_VM?, _ handler: JSVM_Memory_WakeHandler?, _ data: UnsafeMutableRawPointer?
) -> JSVM_Status {
  enter(vm: vm) { vm throws(Failure) in vm.setWakeHandler(handler, data) }
}
