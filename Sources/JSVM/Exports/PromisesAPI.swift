// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM
internal import CV8Shim

@c @implementation
public func OH_JSVM_CreatePromise(
  _ env: JSVM_Env?, _ deferred: UnsafeMutablePointer<JSVM_Deferred?>?,
  _ promise: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  deferred?.pointee = nil
  return enter(env, .js, into: promise) { env throws(Failure) in
    let deferred = try require(deferred)
    let (handle, value) = try env.createPromise()
    deferred.pointee = handle
    return value
  }
}

@c @implementation
public func OH_JSVM_ResolveDeferred(
  _ env: JSVM_Env?, _ deferred: JSVM_Deferred?, _ resolution: JSVM_Value?
) -> JSVM_Status {
  enter(env, .js) { env throws(Failure) in
    try env.settle(deferred, resolve: true, resolution)
  }
}

@c @implementation
public func OH_JSVM_RejectDeferred(
  _ env: JSVM_Env?, _ deferred: JSVM_Deferred?, _ rejection: JSVM_Value?
) -> JSVM_Status {
  enter(env, .js) { env throws(Failure) in
    try env.settle(deferred, resolve: false, rejection)
  }
}

@c @implementation
public func OH_JSVM_IsPromise(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ isPromise: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: isPromise) { _ throws(Failure) in
    v8s_value_is_promise(try require(value))
  }
}

@c @implementation
public func OH_JSVM_PromiseRegisterHandler(
  _ env: JSVM_Env?, _ promise: JSVM_Value?, _ onFulfilled: JSVM_Value?, _ onRejected: JSVM_Value?,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, intoOptional: result) { env throws(Failure) in
    try env.then(promise, onFulfilled, onRejected).handle
  }
}
