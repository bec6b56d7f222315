// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM

@c @implementation
public func OH_JSVM_OpenInspector(
  _ env: JSVM_Env?, _ host: UnsafePointer<CChar>?, _ port: UInt16
) -> JSVM_Status {
  enter(env, .js) { env throws(Failure) in try env.openInspector(host, port: port) }
}

@c @implementation
public func OH_JSVM_OpenInspectorWithName(
  _ env: JSVM_Env?, _ pid: Int32, _ name: UnsafePointer<CChar>?
) -> JSVM_Status {
  enter(env, .js) { env throws(Failure) in try env.openInspector(named: name, pid: pid) }
}

@c @implementation
public func OH_JSVM_CloseInspector(_ env: JSVM_Env?) -> JSVM_Status {
  enter(env, .js) { env throws(Failure) in try env.closeInspector() }
}

@c @implementation
public func OH_JSVM_WaitForDebugger(_ env: JSVM_Env?, _ breakNextLine: Bool) -> JSVM_Status {
  enter(env, .js) { env throws(Failure) in try env.waitForDebugger(breakNextLine: breakNextLine) }
}
