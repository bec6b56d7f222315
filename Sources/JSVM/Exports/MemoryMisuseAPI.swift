// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM

@c @implementation
public func JSVM_Memory_SetMisuseHandler(
  _ handler: JSVM_Memory_MisuseHandler?, _ data: UnsafeMutableRawPointer?
) -> JSVM_Status {
  withProcess { process throws(Failure) in process.setMisuseHandler(handler, data) }
}

@c @implementation
public func JSVM_Memory_GetMisuseCount(
  _ code: UnsafePointer<CChar>?, _ result: UnsafeMutablePointer<UInt64>?
) -> JSVM_Status {
  withProcess(into: result) { process throws(Failure) in try process.misuseCount(code) }
}

@c @implementation
public func JSVM_Memory_Misuses(
  _ handler: JSVM_Memory_MisuseHandler?, _ data: UnsafeMutableRawPointer?
) -> JSVM_Status {
  withProcess { process throws(Failure) in try process.visitMisuses(handler, data) }
}

@c @implementation
public func JSVM_Memory_DescribeStack(
  _ addresses: UnsafePointer<UInt>?, _ count: Int, _ callback: JSVM_Memory_FrameCallback?,
  _ data: UnsafeMutableRawPointer?
) -> JSVM_Status {
  withProcess { _ throws(Failure) in try describeStack(addresses, count, callback, data) }
}
