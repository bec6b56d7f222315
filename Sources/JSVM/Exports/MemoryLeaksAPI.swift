// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM
internal import Ledger
internal import Synchronization

@c @implementation
public func JSVM_Memory_DoRecoverableLeakCheck(
  _ vm: JSVM_VM?, _ check: UnsafePointer<JSVM_Memory_LeakCheck>?,
  _ leaked: UnsafeMutablePointer<UInt64>?
) -> JSVM_Status {
  enter(vm: vm, intoOptional: leaked) { vm throws(Failure) in try vm.checkLeaks(check) }
}

@c @implementation
public func JSVM_Memory_DoLeakCheck(_ vm: JSVM_VM?) -> JSVM_Status {
  enter(vm: vm) { vm throws(Failure) in try Process.shared.checkFinally(vm) }
}

@c @implementation
public func JSVM_Memory_IgnoreReference(_ env: JSVM_Env?, _ ref: JSVM_Ref?) -> JSVM_Status {
  enter(env, .none) { env throws(Failure) in try env.ignore(ref) }
}

@c @implementation
public func JSVM_Memory_Disable(_ vm: JSVM_VM?) -> JSVM_Status {
  enter(vm: vm) { vm throws(Failure) in vm.epochs.ignore() }
}

@c @implementation
public func JSVM_Memory_Enable(_ vm: JSVM_VM?) -> JSVM_Status {
  enter(vm: vm) { vm throws(Failure) in try vm.heed() }
}

@c @implementation
public func JSVM_Memory_AddSuppressions(
  _ rules: UnsafePointer<CChar>?, _ length: Int
) -> JSVM_Status {
  withProcess { process throws(Failure) in try process.addSuppressions(rules, length) }
}

@c @implementation
public func JSVM_Memory_BeginTestScope(
  _ vm: JSVM_VM?, _ name: UnsafePointer<CChar>?, _ most: UInt64,
  _ result: UnsafeMutablePointer<JSVM_Memory_TestScope>?
) -> JSVM_Status {
  result?.pointee = JSVM_Memory_TestScope()
  return enter(vm: vm) { vm throws(Failure) in try vm.beginTestScope(name, most, result) }
}

@c @implementation
public func JSVM_Memory_EndTestScope(
  _ scope: UnsafeMutablePointer<JSVM_Memory_TestScope>?, _ left: UnsafeMutablePointer<UInt64>?
) -> JSVM_Status {
  Process.shared.endTestScope(scope, left)
}

@c @implementation
public func JSVM_Memory_GetTestFailures() -> UInt64 {
  Process.shared.testFailures.load(ordering: .relaxed)
}
