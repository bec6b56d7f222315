// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM
internal import CV8Shim

@c @implementation
public func OH_JSVM_GetHeapStatistics(
  _ vm: JSVM_VM?, _ result: UnsafeMutablePointer<JSVM_HeapStatistics>?
) -> JSVM_Status {
  enter(vm: vm, into: result) { vm throws(Failure) in vm.heapStatistics() }
}

@c @implementation
public func OH_JSVM_TakeHeapSnapshot(
  _ vm: JSVM_VM?, _ stream: JSVM_OutputStream?, _ streamData: UnsafeMutableRawPointer?
) -> JSVM_Status {
  enter(vm: vm) { vm throws(Failure) in try vm.takeHeapSnapshot(require(stream), streamData) }
}

@c @implementation
public func OH_JSVM_TakeRawHeapSnapshot(
  _ vm: JSVM_VM?, _ stream: JSVM_OutputStream?, _ streamData: UnsafeMutableRawPointer?
) -> JSVM_Status {
  enter(vm: vm) { vm throws(Failure) in
    try vm.takeRawHeapSnapshot(require(stream), streamData)
  }
}

@c @implementation
public func OH_JSVM_SetHeapThresholdCallback(
  _ vm: JSVM_VM?, _ threshold: UInt64, _ callback: JSVM_HandlerForHeapThreshold?,
  _ data: UnsafeMutableRawPointer?
) -> JSVM_Status {
  enter(vm: vm) { vm throws(Failure) in
    try vm.setHeapThreshold(threshold, require(callback), data)
  }
}

@c @implementation
public func OH_JSVM_ClearHeapThresholdCallback(
  _ vm: JSVM_VM?, _ threshold: UInt64, _ callback: JSVM_HandlerForHeapThreshold?,
  _ data: UnsafeMutableRawPointer?
) -> JSVM_Status {
  enter(vm: vm) { vm throws(Failure) in
    try vm.clearHeapThreshold(threshold, require(callback), data)
  }
}
