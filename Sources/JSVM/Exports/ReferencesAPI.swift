// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM
internal import CV8Shim

@c @implementation
public func OH_JSVM_CreateReference(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ initialRefcount: UInt32,
  _ result: UnsafeMutablePointer<JSVM_Ref?>?
) -> JSVM_Status {
  enterIfReady(
    env, into: result, otherwise: createReference(env, value, initialRefcount, result)
  ) { env throws(Failure) in
    guard let value else { throw .invalidArgument }
    return try env.createReference(to: v8s_value(value), count: initialRefcount)
  }
}

@inline(never)
private func createReference(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ initialRefcount: UInt32,
  _ result: UnsafeMutablePointer<JSVM_Ref?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    try env.createReference(to: require(value), count: initialRefcount)
  }
}

@c @implementation
public func OH_JSVM_CreateDataReference(
  _ env: JSVM_Env?, _ data: JSVM_Data?, _ initialRefcount: UInt32,
  _ result: UnsafeMutablePointer<JSVM_Ref?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    try env.createReference(to: requireData(data), count: initialRefcount)
  }
}

@c @implementation
public func OH_JSVM_DeleteReference(_ env: JSVM_Env?, _ ref: JSVM_Ref?) -> JSVM_Status {
  enterIfReady(env, otherwise: deleteReference(env, ref)) { env throws(Failure) in
    try env.deleteReference(ref)
  }
}

@inline(never)
private func deleteReference(_ env: JSVM_Env?, _ ref: JSVM_Ref?) -> JSVM_Status {
  enter(env, .isolate) { env throws(Failure) in try env.deleteReference(ref) }
}

@c @implementation
public func OH_JSVM_ReferenceRef(
  _ env: JSVM_Env?, _ ref: JSVM_Ref?, _ result: UnsafeMutablePointer<UInt32>?
) -> JSVM_Status {
  enter(env, .isolate, intoOptional: result) { env throws(Failure) in try env.ref(ref) }
}

@c @implementation
public func OH_JSVM_ReferenceUnref(
  _ env: JSVM_Env?, _ ref: JSVM_Ref?, _ result: UnsafeMutablePointer<UInt32>?
) -> JSVM_Status {
  enter(env, .isolate, intoOptional: result) { env throws(Failure) in try env.unref(ref) }
}

@c @implementation
public func OH_JSVM_GetReferenceValue(
  _ env: JSVM_Env?, _ ref: JSVM_Ref?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in try env.value(of: ref) }
}

@c @implementation
public func OH_JSVM_GetReferenceData(
  _ env: JSVM_Env?, _ ref: JSVM_Ref?, _ result: UnsafeMutablePointer<JSVM_Data?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in try env.data(of: ref) }
}
