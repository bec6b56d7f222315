// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM

@c @implementation
public func OH_JSVM_CreateSnapshot(
  _ vm: JSVM_VM?, _ contextCount: Int, _ contexts: UnsafePointer<JSVM_Env?>?,
  _ blobData: UnsafeMutablePointer<UnsafePointer<CChar>?>?, _ blobSize: UnsafeMutablePointer<Int>?
) -> JSVM_Status {
  blobSize?.pointee = 0
  return enter(vm: vm, into: blobData) { vm throws(Failure) in
    let blobSize = try require(blobSize)
    let (blob, size) = try vm.save(contextCount, contexts)
    blobSize.pointee = size
    return blob
  }
}

@c @implementation
public func OH_JSVM_CreateEnvFromSnapshot(
  _ vm: JSVM_VM?, _ index: Int, _ result: UnsafeMutablePointer<JSVM_Env?>?
) -> JSVM_Status {
  enter(vm: vm, into: result) { vm throws(Failure) in
    try vm.createEnv(fromSnapshot: index).handle
  }
}
