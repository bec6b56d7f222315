// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim

func number(_ value: JSVM_Value?) throws(Failure) -> Double {
  var number = 0.0
  guard v8s_value_as_number(try require(value), &number) else {
    throw Failure(status: JSVM_NUMBER_EXPECTED)
  }
  return number
}

/// ToInt32: truncated, modulo 2³²; what is not finite is 0.
func int32(_ value: JSVM_Value?) throws(Failure) -> Int32 {
  var small: Int32 = 0
  if v8s_value_as_int32(try require(value), &small) { return small }
  let number = try number(value)
  guard number.isFinite else { return 0 }
  let modulus = 4_294_967_296.0
  let wrapped = number.rounded(.towardZero).truncatingRemainder(dividingBy: modulus)
  return Int32(truncatingIfNeeded: Int64(wrapped))
}

/// Truncated and held within the limits; what is not finite is 0.
func int64(_ value: JSVM_Value?) throws(Failure) -> Int64 {
  let number = try number(value)
  guard number.isFinite else { return 0 }
  if number >= 0x1p63 { return .max }
  if number < -0x1p63 { return .min }
  return Int64(number)
}

func type(of value: v8s_value) throws(Failure) -> JSVM_ValueType {
  switch v8s_value_kind(value) {
  case V8S_KIND_NUMBER: JSVM_NUMBER
  case V8S_KIND_BIGINT: JSVM_BIGINT
  case V8S_KIND_STRING: JSVM_STRING
  case V8S_KIND_FUNCTION: JSVM_FUNCTION
  case V8S_KIND_EXTERNAL: JSVM_EXTERNAL
  case V8S_KIND_OBJECT: JSVM_OBJECT
  case V8S_KIND_BOOLEAN: JSVM_BOOLEAN
  case V8S_KIND_UNDEFINED: JSVM_UNDEFINED
  case V8S_KIND_SYMBOL: JSVM_SYMBOL
  case V8S_KIND_NULL: JSVM_NULL
  default: throw .invalidArgument
  }
}

/// The size and sign of a bigint, and as many of its words as `count` says.
///
/// Without room for words only their number is told; sign and words are asked for together.
func copyWords(
  of value: v8s_value, _ sign: UnsafeMutablePointer<Int32>?, _ count: UnsafeMutablePointer<Int>,
  _ words: UnsafeMutablePointer<UInt64>?
) throws(Failure) {
  guard sign != nil || words != nil else {
    count.pointee = Int(v8s_bigint_word_count(value))
    return
  }
  guard let sign, let words else { throw .invalidArgument }
  var room = Int32(clamping: count.pointee)
  v8s_bigint_write(value, sign, &room, words)
  count.pointee = Int(room)
}

extension Env {
  func createExternal(
    _ data: UnsafeMutableRawPointer?, _ callback: JSVM_Finalize?, _ hint: UnsafeMutableRawPointer?
  ) throws(Failure) -> v8s_value {
    vm.willHold(data)
    guard let external = v8s_external(vm.isolate, context, data) else { throw .generic }
    if let callback {
      _ = try addFinalizer(.external, object: external, callback: callback, data: data, hint: hint)
    }
    return external
  }

  func createError(
    _ errorClass: v8s_error_class, code: JSVM_Value?, message: JSVM_Value?
  ) throws(Failure) -> v8s_value {
    let message = try require(message, v8s_value_is_string, else: JSVM_STRING_EXPECTED)
    return try makeError(errorClass, code: optionalString(code), message: message)
  }

  func isInstance(_ value: v8s_value, of constructor: JSVM_Value?) throws(Failure) -> Bool {
    let constructor = try object(constructor)
    guard v8s_value_is_function(constructor) else {
      let message = try string(utf8: "Constructor must be a function", -1)
      let code = try string(utf8: "ERR_NAPI_CONS_FUNCTION", -1)
      setException(try makeError(V8S_TYPE_ERROR, code: code, message: message))
      throw Failure(status: JSVM_FUNCTION_EXPECTED)
    }
    return try attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_value_instance_of(vm.isolate, context, value, constructor, $0)
    }
  }

  func keys(
    of object: JSVM_Value?, _ mode: JSVM_KeyCollectionMode, _ filter: JSVM_KeyFilter,
    _ conversion: JSVM_KeyConversion
  ) throws(Failure) -> v8s_value {
    let object = try self.object(object)
    guard mode == JSVM_KEY_INCLUDE_PROTOTYPES || mode == JSVM_KEY_OWN_ONLY,
      conversion == JSVM_KEY_KEEP_NUMBERS || conversion == JSVM_KEY_NUMBERS_TO_STRINGS
    else { throw .invalidArgument }
    let options = v8s_key_options(
      filter: Int32(filter.rawValue & 31), prototypes: mode == JSVM_KEY_INCLUDE_PROTOTYPES,
      strings: conversion == JSVM_KEY_NUMBERS_TO_STRINGS)
    return try attempt(or: JSVM_PENDING_EXCEPTION) {
      v8s_object_keys(vm.isolate, context, object, options, $0)
    }
  }

  func protect(_ object: JSVM_Value?, frozen: Bool) throws(Failure) {
    let object = try self.object(object)
    let isDone = try attempt(or: JSVM_PENDING_EXCEPTION) {
      v8s_object_integrity(vm.isolate, context, object, frozen, $0)
    }
    guard isDone else { throw .generic }
  }

  /// The arguments of a private property: an object, not boxed, and a private key.
  func privateAccess(
    _ object: JSVM_Value?, _ key: JSVM_Data?
  ) throws(Failure) -> (v8s_value, v8s_data) {
    let value: v8s_value = try require(object)
    let key = try requireData(key)
    guard v8s_value_is_object(value) else { throw Failure(status: JSVM_OBJECT_EXPECTED) }
    guard v8s_data_is_private(key) else { throw .invalidArgument }
    return (value, key)
  }
}

extension Env {
  func createRegExp(
    _ pattern: JSVM_Value?, _ flags: JSVM_RegExpFlags
  ) throws(Failure) -> v8s_value {
    let pattern = try require(pattern, v8s_value_is_string, else: JSVM_STRING_EXPECTED)
    // V8 10.2 would silently ignore the flag for sets, and abort on bits that it does not know.
    guard flags.rawValue < JSVM_REGEXP_UNICODE_SETS.rawValue else { throw .generic }
    return try attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_regexp(vm.isolate, context, pattern, Int32(flags.rawValue), $0)
    }
  }

  func createProxy(_ target: JSVM_Value?, _ handler: JSVM_Value?) throws(Failure) -> v8s_value {
    guard target != nil, handler != nil else { throw .invalidArgument }
    let target = try require(target, v8s_value_is_object, else: JSVM_OBJECT_EXPECTED)
    let handler = try require(handler, v8s_value_is_object, else: JSVM_OBJECT_EXPECTED)
    return try attempt(or: JSVM_PENDING_EXCEPTION) {
      v8s_proxy(vm.isolate, context, target, handler, $0)
    }
  }

  /// The prototype as script sees it: the global object hides one of its own.
  func prototype(of object: v8s_value) throws(Failure) -> v8s_value {
    let prototype = v8s_object_prototype(object)!
    let isGlobal = v8s_value_strict_equals(object, v8s_context_global(context))
    return isGlobal ? v8s_object_prototype(prototype) : prototype
  }

  func setPrototype(of object: v8s_value, _ prototype: v8s_value) throws(Failure) {
    guard v8s_value_is_object(prototype) else { throw .invalidArgument }
    var caught = v8s_caught()
    let answer = v8s_object_set_prototype(vm.isolate, context, object, prototype, &caught)
    if caught.thrown { throw keep(caught, JSVM_GENERIC_FAILURE) }
    guard answer == V8S_TRUE else { throw .generic }
  }
}
