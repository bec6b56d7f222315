// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM
internal import CV8Shim

@c @implementation
public func OH_JSVM_OpenVMScope(
  _ vm: JSVM_VM?, _ result: UnsafeMutablePointer<JSVM_VMScope?>?
) -> JSVM_Status {
  result?.pointee = nil
  return withVM(vm) { vm throws(Failure) in
    let result = try require(result)
    result.pointee = try vm.openVMScope()
  }
}

@c @implementation
public func OH_JSVM_CloseVMScope(_ vm: JSVM_VM?, _ scope: JSVM_VMScope?) -> JSVM_Status {
  withVM(vm) { vm throws(Failure) in try vm.closeVMScope(require(scope)) }
}

@c @implementation
public func OH_JSVM_OpenEnvScope(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<JSVM_EnvScope?>?
) -> JSVM_Status {
  enter(env, .plain, into: result) { env throws(Failure) in try env.openEnvScope() }
}

@c @implementation
public func OH_JSVM_CloseEnvScope(_ env: JSVM_Env?, _ scope: JSVM_EnvScope?) -> JSVM_Status {
  enter(env, .plain) { env throws(Failure) in try env.closeEnvScope(require(scope)) }
}

@c @implementation
public func OH_JSVM_OpenHandleScope(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<JSVM_HandleScope?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in try env.openScope(.plain) }
}

@c @implementation
public func OH_JSVM_CloseHandleScope(_ env: JSVM_Env?, _ scope: JSVM_HandleScope?) -> JSVM_Status {
  enter(env, .isolate) { env throws(Failure) in try env.closeScope(require(scope), .plain) }
}

@c @implementation
public func OH_JSVM_OpenEscapableHandleScope(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<JSVM_EscapableHandleScope?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in try env.openScope(.escapable) }
}

@c @implementation
public func OH_JSVM_CloseEscapableHandleScope(
  _ env: JSVM_Env?, _ scope: JSVM_EscapableHandleScope?
) -> JSVM_Status {
  enter(env, .isolate) { env throws(Failure) in try env.closeScope(require(scope), .escapable) }
}

@c @implementation
public func OH_JSVM_EscapeHandle(
  _ env: JSVM_Env?, _ scope: JSVM_EscapableHandleScope?, _ escapee: JSVM_Value?,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    let scope: JSVM_EscapableHandleScope = try require(scope)
    let value: v8s_value = try require(escapee)
    return try env.escape(value, from: scope)
  }
}
