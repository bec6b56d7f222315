// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM
internal import CV8Shim

@c @implementation
public func OH_JSVM_CreatePrivate(
  _ env: JSVM_Env?, _ description: JSVM_Value?, _ result: UnsafeMutablePointer<JSVM_Data?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    try v8s_private(env.isolate, optionalString(description)).handle
  }
}

@c @implementation
public func OH_JSVM_SetPrivate(
  _ env: JSVM_Env?, _ object: JSVM_Value?, _ key: JSVM_Data?, _ value: JSVM_Value?
) -> JSVM_Status {
  enter(env, .js) { env throws(Failure) in
    let (object, key) = try env.privateAccess(object, key)
    let value: v8s_value = try require(value)
    _ = try env.attempt(or: JSVM_PENDING_EXCEPTION) {
      v8s_object_set_private(env.isolate, env.context, object, key, value, $0)
    }
  }
}

@c @implementation
public func OH_JSVM_GetPrivate(
  _ env: JSVM_Env?, _ object: JSVM_Value?, _ key: JSVM_Data?,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    let (object, key) = try env.privateAccess(object, key)
    return try env.attempt(or: JSVM_PENDING_EXCEPTION) {
      v8s_object_get_private(env.isolate, env.context, object, key, $0)
    }.handle
  }
}

@c @implementation
public func OH_JSVM_DeletePrivate(
  _ env: JSVM_Env?, _ object: JSVM_Value?, _ key: JSVM_Data?
) -> JSVM_Status {
  enter(env, .js) { env throws(Failure) in
    let (object, key) = try env.privateAccess(object, key)
    _ = try env.attempt(or: JSVM_PENDING_EXCEPTION) {
      v8s_object_delete_private(env.isolate, env.context, object, key, $0)
    }
  }
}

@c @implementation
public func OH_JSVM_GetPropertyNames(
  _ env: JSVM_Env?, _ object: JSVM_Value?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    try env.keys(
      of: object, JSVM_KEY_INCLUDE_PROTOTYPES,
      JSVM_KeyFilter(JSVM_KEY_ENUMERABLE.rawValue | JSVM_KEY_SKIP_SYMBOLS.rawValue),
      JSVM_KEY_NUMBERS_TO_STRINGS
    ).handle
  }
}

@c @implementation
public func OH_JSVM_GetAllPropertyNames(
  _ env: JSVM_Env?, _ object: JSVM_Value?, _ keyMode: JSVM_KeyCollectionMode,
  _ keyFilter: JSVM_KeyFilter, _ keyConversion: JSVM_KeyConversion,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    try env.keys(of: object, keyMode, keyFilter, keyConversion).handle
  }
}

@c @implementation
public func OH_JSVM_SetProperty(
  _ env: JSVM_Env?, _ object: JSVM_Value?, _ key: JSVM_Value?, _ value: JSVM_Value?
) -> JSVM_Status {
  enter(env, .js) { env throws(Failure) in
    let (key, value): (v8s_value, v8s_value) = (try require(key), try require(value))
    let object = try env.object(object)
    _ = try env.attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_object_set(env.isolate, env.context, object, key, value, $0)
    }
  }
}

@c @implementation
public func OH_JSVM_GetProperty(
  _ env: JSVM_Env?, _ object: JSVM_Value?, _ key: JSVM_Value?,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    let key: v8s_value = try require(key)
    let object = try env.object(object)
    return try env.attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_object_get(env.isolate, env.context, object, key, $0)
    }.handle
  }
}

@c @implementation
public func OH_JSVM_HasProperty(
  _ env: JSVM_Env?, _ object: JSVM_Value?, _ key: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    let key: v8s_value = try require(key)
    let object = try env.object(object)
    return try env.attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_object_has(env.isolate, env.context, object, key, $0)
    }
  }
}

@c @implementation
public func OH_JSVM_DeleteProperty(
  _ env: JSVM_Env?, _ object: JSVM_Value?, _ key: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .js, intoOptional: result) { env throws(Failure) in
    let key: v8s_value = try require(key)
    let object = try env.object(object)
    return try env.attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_object_delete(env.isolate, env.context, object, key, $0)
    }
  }
}

@c @implementation
public func OH_JSVM_HasOwnProperty(
  _ env: JSVM_Env?, _ object: JSVM_Value?, _ key: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    let key: v8s_value = try require(key)
    let object = try env.object(object)
    guard v8s_value_is_name(key) else { throw Failure(status: JSVM_NAME_EXPECTED) }
    return try env.attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_object_has_own(env.isolate, env.context, object, key, $0)
    }
  }
}

@c @implementation
public func OH_JSVM_SetNamedProperty(
  _ env: JSVM_Env?, _ object: JSVM_Value?, _ utf8name: UnsafePointer<CChar>?, _ value: JSVM_Value?
) -> JSVM_Status {
  enter(env, .js) { env throws(Failure) in
    let value: v8s_value = try require(value)
    let object = try env.object(object)
    let key = try env.name(utf8name)
    _ = try env.attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_object_set(env.isolate, env.context, object, key, value, $0)
    }
  }
}

@c @implementation
public func OH_JSVM_GetNamedProperty(
  _ env: JSVM_Env?, _ object: JSVM_Value?, _ utf8name: UnsafePointer<CChar>?,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    let key = try env.name(utf8name)
    let object = try env.object(object)
    return try env.attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_object_get(env.isolate, env.context, object, key, $0)
    }.handle
  }
}

@c @implementation
public func OH_JSVM_HasNamedProperty(
  _ env: JSVM_Env?, _ object: JSVM_Value?, _ utf8name: UnsafePointer<CChar>?,
  _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    let object = try env.object(object)
    let key = try env.name(utf8name)
    return try env.attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_object_has(env.isolate, env.context, object, key, $0)
    }
  }
}

@c @implementation
public func OH_JSVM_SetElement(
  _ env: JSVM_Env?, _ object: JSVM_Value?, _ index: UInt32, _ value: JSVM_Value?
) -> JSVM_Status {
  enter(env, .js) { env throws(Failure) in
    let value: v8s_value = try require(value)
    let object = try env.object(object)
    _ = try env.attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_object_set_index(env.isolate, env.context, object, index, value, $0)
    }
  }
}

@c @implementation
public func OH_JSVM_GetElement(
  _ env: JSVM_Env?, _ object: JSVM_Value?, _ index: UInt32,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    let object = try env.object(object)
    return try env.attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_object_get_index(env.isolate, env.context, object, index, $0)
    }.handle
  }
}

@c @implementation
public func OH_JSVM_HasElement(
  _ env: JSVM_Env?, _ object: JSVM_Value?, _ index: UInt32, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    let object = try env.object(object)
    return try env.attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_object_has_index(env.isolate, env.context, object, index, $0)
    }
  }
}

@c @implementation
public func OH_JSVM_DeleteElement(
  _ env: JSVM_Env?, _ object: JSVM_Value?, _ index: UInt32, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .js, intoOptional: result) { env throws(Failure) in
    let object = try env.object(object)
    return try env.attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_object_delete_index(env.isolate, env.context, object, index, $0)
    }
  }
}

@c @implementation
public func OH_JSVM_DefineProperties(
  _ env: JSVM_Env?, _ object: JSVM_Value?, _ propertyCount: Int,
  _ properties: UnsafePointer<JSVM_PropertyDescriptor>?
) -> JSVM_Status {
  enter(env, .js) { env throws(Failure) in
    if propertyCount != 0, properties == nil { throw .invalidArgument }
    try env.define(propertyCount, properties, on: env.object(object))
  }
}

@c @implementation
public func OH_JSVM_ObjectFreeze(_ env: JSVM_Env?, _ object: JSVM_Value?) -> JSVM_Status {
  enter(env, .js) { env throws(Failure) in try env.protect(object, frozen: true) }
}

@c @implementation
public func OH_JSVM_ObjectSeal(_ env: JSVM_Env?, _ object: JSVM_Value?) -> JSVM_Status {
  enter(env, .js) { env throws(Failure) in try env.protect(object, frozen: false) }
}
