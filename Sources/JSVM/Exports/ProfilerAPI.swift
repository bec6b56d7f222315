// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM

@c @implementation
public func OH_JSVM_StartCpuProfiler(
  _ vm: JSVM_VM?, _ result: UnsafeMutablePointer<JSVM_CpuProfiler?>?
) -> JSVM_Status {
  enter(vm: vm, into: result) { vm throws(Failure) in try vm.startProfiler() }
}

@c @implementation
public func OH_JSVM_StopCpuProfiler(
  _ vm: JSVM_VM?, _ profiler: JSVM_CpuProfiler?, _ stream: JSVM_OutputStream?,
  _ streamData: UnsafeMutableRawPointer?
) -> JSVM_Status {
  enter(vm: vm) { vm throws(Failure) in
    let profiler: JSVM_CpuProfiler = try require(profiler)
    try vm.stopProfiler(profiler, require(stream), streamData)
  }
}
