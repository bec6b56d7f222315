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
