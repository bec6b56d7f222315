// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM

// No inspector yet: each call checks its arguments and says that it cannot.

@c @implementation
public func OH_JSVM_OpenInspector(
  _ env: JSVM_Env?, _ host: UnsafePointer<CChar>?, _ port: UInt16
) -> JSVM_Status {
  enter(env, .js) { _ throws(Failure) in
    _ = try require(host)
    throw .generic
  }
}

@c @implementation
public func OH_JSVM_OpenInspectorWithName(
  _ env: JSVM_Env?, _ pid: Int32, _ name: UnsafePointer<CChar>?
) -> JSVM_Status {
  enter(env, .js) { _ throws(Failure) in throw pid < 0 ? .invalidArgument : .generic }
}

@c @implementation
public func OH_JSVM_CloseInspector(_ env: JSVM_Env?) -> JSVM_Status {
  enter(env, .js) { _ throws(Failure) in throw .generic }
}

@c @implementation
public func OH_JSVM_WaitForDebugger(_ env: JSVM_Env?, _ breakNextLine: Bool) -> JSVM_Status {
  enter(env, .js) { _ throws(Failure) in throw .generic }
}
