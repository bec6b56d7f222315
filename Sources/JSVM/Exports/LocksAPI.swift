// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM
internal import CV8Shim
internal import Synchronization

@c @implementation
public func OH_JSVM_IsLocked(
  _ env: JSVM_Env?, _ isLocked: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .none, into: isLocked) { env throws(Failure) in
    env.vm.usesLock.load(ordering: .relaxed) && v8s_lock_is_held(env.isolate)
  }
}

@c @implementation
public func OH_JSVM_AcquireLock(_ env: JSVM_Env?) -> JSVM_Status {
  enter(env, .none) { env throws(Failure) in env.vm.acquireLock(for: env.id) }
}

@c @implementation
public func OH_JSVM_ReleaseLock(_ env: JSVM_Env?) -> JSVM_Status {
  enter(env, .none) { env throws(Failure) in env.vm.releaseLock(of: env.id) }
}
