// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM
internal import CV8Shim

@c @implementation
public func OH_JSVM_IsArray(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_array(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsDate(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_date(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsRegExp(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_regexp(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsMap(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_map(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsSet(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_set(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsProxy(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_proxy(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsUndefined(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_undefined(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsNull(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_null(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsBoolean(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_boolean(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsNumber(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_number(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsString(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_string(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsSymbol(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_symbol(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsBigInt(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_bigint(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsObject(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_object(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsFunction(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_function(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsCallable(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_function(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsConstructor(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_constructor(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsBigIntObject(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_bigint_object(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsBooleanObject(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_boolean_object(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsStringObject(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_string_object(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsNumberObject(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_number_object(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsSymbolObject(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_symbol_object(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsNullOrUndefined(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    let value: v8s_value = try require(value)
    return v8s_value_is_null(value) || v8s_value_is_undefined(value)
  }
}

@c @implementation
public func OH_JSVM_Typeof(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<JSVM_ValueType>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in try type(of: require(value)) }
}

@c @implementation
public func OH_JSVM_StrictEquals(
  _ env: JSVM_Env?, _ lhs: JSVM_Value?, _ rhs: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .js, into: result) { _ throws(Failure) in
    v8s_value_strict_equals(try require(lhs), try require(rhs))
  }
}

@c @implementation
public func OH_JSVM_Equals(
  _ env: JSVM_Env?, _ lhs: JSVM_Value?, _ rhs: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    let (left, right): (v8s_value, v8s_value) = (try require(lhs), try require(rhs))
    return try env.attempt(or: JSVM_PENDING_EXCEPTION) {
      v8s_value_equals(env.isolate, env.context, left, right, $0)
    }
  }
}

@c @implementation
public func OH_JSVM_Instanceof(
  _ env: JSVM_Env?, _ object: JSVM_Value?, _ constructor: JSVM_Value?,
  _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    try env.isInstance(require(object), of: constructor)
  }
}
