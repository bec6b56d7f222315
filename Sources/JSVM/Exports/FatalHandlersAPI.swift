// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM

@c @implementation
public func OH_JSVM_SetHandlerForOOMError(
  _ vm: JSVM_VM?, _ handler: JSVM_HandlerForOOMError?
) -> JSVM_Status {
  enter(vm: vm) { vm throws(Failure) in vm.outOfMemoryHandler = handler }
}

@c @implementation
public func OH_JSVM_SetHandlerForFatalError(
  _ vm: JSVM_VM?, _ handler: JSVM_HandlerForFatalError?
) -> JSVM_Status {
  enter(vm: vm) { vm throws(Failure) in vm.fatalErrorHandler = handler }
}

@c @implementation
public func OH_JSVM_SetHandlerForPromiseReject(
  _ vm: JSVM_VM?, _ handler: JSVM_HandlerForPromiseReject?
) -> JSVM_Status {
  enter(vm: vm) { vm throws(Failure) in vm.rejectionHandler = handler }
}
