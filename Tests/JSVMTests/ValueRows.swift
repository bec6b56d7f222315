// SPDX-License-Identifier: Apache-2.0

import CJSVM

@testable import JSVM

/// Calls of the functions that make, read, convert and test values.
enum ValueRows {
  private typealias Maker = @Sendable (JSVM_Env?, UnsafeMutablePointer<JSVM_Value?>?) -> JSVM_Status
  private typealias Tester =
    @Sendable (JSVM_Env?, JSVM_Value?, UnsafeMutablePointer<Bool>?) -> JSVM_Status
  private typealias Converter =
    @Sendable (JSVM_Env?, JSVM_Value?, UnsafeMutablePointer<JSVM_Value?>?) -> JSVM_Status
  private typealias ErrorMaker =
    @Sendable (JSVM_Env?, JSVM_Value?, JSVM_Value?, UnsafeMutablePointer<JSVM_Value?>?) ->
    JSVM_Status
  private typealias Thrower =
    @Sendable (JSVM_Env?, UnsafePointer<CChar>?, UnsafePointer<CChar>?) -> JSVM_Status

  static let all: [Row] = makers + creators + getters + converters + testers + errors

  private static let makers: [Row] = [
    maker("CreateArray", OH_JSVM_CreateArray),
    maker("CreateObject", OH_JSVM_CreateObject),
    maker("CreateMap", OH_JSVM_CreateMap),
    maker("CreateSet", OH_JSVM_CreateSet),
    maker("GetGlobal", OH_JSVM_GetGlobal),
    maker("GetNull", OH_JSVM_GetNull),
    maker("GetUndefined", OH_JSVM_GetUndefined),
    maker("GetAndClearLastException", OH_JSVM_GetAndClearLastException),
    maker("CreateArrayWithLength") { OH_JSVM_CreateArrayWithLength($0, 3, $1) },
    maker("CreateInt32") { OH_JSVM_CreateInt32($0, 1, $1) },
    maker("CreateUint32") { OH_JSVM_CreateUint32($0, 1, $1) },
    maker("CreateInt64") { OH_JSVM_CreateInt64($0, 1, $1) },
    maker("CreateDouble") { OH_JSVM_CreateDouble($0, 1, $1) },
    maker("CreateBigintInt64") { OH_JSVM_CreateBigintInt64($0, 1, $1) },
    maker("CreateBigintUint64") { OH_JSVM_CreateBigintUint64($0, 1, $1) },
    maker("GetBoolean") { OH_JSVM_GetBoolean($0, true, $1) },
    Row("CreateDate", .js) { OH_JSVM_CreateDate($0.env, 5, $0.out()) },
    Row("CreateExternal", .js) { OH_JSVM_CreateExternal($0.env, nil, nil, nil, $0.out()) },
  ]

  private static let creators: [Row] = [
    Row("CreateStringLatin1", .isolate) {
      OH_JSVM_CreateStringLatin1($0.env, $0.text("abc"), 3, $0.out())
    },
    Row("CreateStringUtf8", .isolate) {
      OH_JSVM_CreateStringUtf8($0.env, $0.text("abc"), autoLength, $0.out())
    },
    Row("CreateStringUtf16", .isolate) {
      let text = UnsafeRawPointer($0.text("abcd"))?.assumingMemoryBound(to: UInt16.self)
      return OH_JSVM_CreateStringUtf16($0.env, text, 2, $0.out())
    },
    Row("CreateSymbol", .isolate) {
      OH_JSVM_CreateSymbol($0.env, $0.optional(.string), $0.out())
    },
    Row("SymbolFor", .isolate) { OH_JSVM_SymbolFor($0.env, $0.text("abc"), 3, $0.out()) },
  ]

  private static let getters: [Row] = [
    Row("GetValueBool", .isolate) {
      OH_JSVM_GetValueBool($0.env, $0.value(.boolean), $0.out())
    },
    Row("GetValueDouble", .isolate) {
      OH_JSVM_GetValueDouble($0.env, $0.value(.number), $0.out())
    },
    Row("GetValueInt32", .isolate) {
      OH_JSVM_GetValueInt32($0.env, $0.value(.number), $0.out())
    },
    Row("GetValueUint32", .isolate) {
      OH_JSVM_GetValueUint32($0.env, $0.value(.number), $0.out())
    },
    Row("GetValueInt64", .isolate) {
      OH_JSVM_GetValueInt64($0.env, $0.value(.number), $0.out())
    },
    Row("GetValueExternal", .isolate) {
      OH_JSVM_GetValueExternal($0.env, $0.value(.external), $0.out())
    },
    Row("GetValueStringLatin1", .isolate) {
      OH_JSVM_GetValueStringLatin1($0.env, $0.value(.string), nil, 0, $0.out())
    },
    Row("GetValueStringUtf8", .isolate) {
      OH_JSVM_GetValueStringUtf8($0.env, $0.value(.string), nil, 0, $0.out())
    },
    Row("GetValueStringUtf16", .isolate) {
      OH_JSVM_GetValueStringUtf16($0.env, $0.value(.string), nil, 0, $0.out())
    },
    Row("GetDateValue", .js) { OH_JSVM_GetDateValue($0.env, $0.value(.date), $0.out()) },
    Row("GetArrayLength", .js) { OH_JSVM_GetArrayLength($0.env, $0.value(.array), $0.out()) },
    Row("GetPrototype", .js) { OH_JSVM_GetPrototype($0.env, $0.value(.boxed), $0.out()) },
  ]

  private static let converters: [Row] = [
    converter("CoerceToBool", .any, OH_JSVM_CoerceToBool),
    converter("CoerceToNumber", .toNumber, OH_JSVM_CoerceToNumber),
    converter("CoerceToObject", .boxed, OH_JSVM_CoerceToObject),
    converter("CoerceToString", .toString, OH_JSVM_CoerceToString),
    converter("CoerceToBigInt", .toBigint, OH_JSVM_CoerceToBigInt),
    Row("JsonParse", .js) {
      OH_JSVM_JsonParse($0.env, $0.value(.string, good: $0.palette?.json), $0.out())
    },
    converter("JsonStringify", .any, OH_JSVM_JsonStringify),
  ]

  private static let testers: [Row] =
    ValueTests.types.map { type in
      Row(type.name, .isolate) { type.test($0.env, $0.value(.any), $0.out()) }
    } + [
      Row("Typeof", .isolate) { OH_JSVM_Typeof($0.env, $0.value(.any), $0.out()) },
      Row("StrictEquals", .js) {
        OH_JSVM_StrictEquals($0.env, $0.value(.any), $0.value(.any), $0.out())
      },
      Row("Equals", .js) { OH_JSVM_Equals($0.env, $0.value(.any), $0.value(.any), $0.out()) },
      Row("Instanceof", .js) {
        OH_JSVM_Instanceof($0.env, $0.value(.any), $0.value(.constructor), $0.out())
      },
      Row("Instanceof of nothing", .js) {
        OH_JSVM_Instanceof(
          $0.env, $0.value(.any),
          $0.value(
            Wanted(
              good: .plainFunction, refused: .nullish, status: JSVM_OBJECT_EXPECTED, throwing: true)
          ),
          $0.out())
      },
    ]

  private static let errors: [Row] =
    [
      ("CreateError", OH_JSVM_CreateError as ErrorMaker),
      ("CreateTypeError", OH_JSVM_CreateTypeError),
      ("CreateRangeError", OH_JSVM_CreateRangeError),
      ("CreateSyntaxError", OH_JSVM_CreateSyntaxError),
    ].map { name, make in
      Row(name, .isolate) { make($0.env, $0.optional(.string), $0.value(.string), $0.out()) }
    }
    + [
      ("ThrowError", OH_JSVM_ThrowError as Thrower),
      ("ThrowTypeError", OH_JSVM_ThrowTypeError),
      ("ThrowRangeError", OH_JSVM_ThrowRangeError),
      ("ThrowSyntaxError", OH_JSVM_ThrowSyntaxError),
    ].map { name, throwing in Row(name, .js) { throwing($0.env, nil, $0.text("message")) } }
    + [
      Row("Throw", .js) { OH_JSVM_Throw($0.env, $0.value(.any)) },
      Row("IsExceptionPending", .plain) { OH_JSVM_IsExceptionPending($0.env, $0.out()) },
      Row("GetLastErrorInfo", .none) { OH_JSVM_GetLastErrorInfo($0.env, $0.out()) },
    ]

  private static func maker(_ name: String, _ make: @escaping Maker) -> Row {
    Row(name, .isolate) { make($0.env, $0.out()) }
  }

  private static func converter(
    _ name: String, _ wanted: Wanted, _ convert: @escaping Converter
  ) -> Row {
    Row(name, .js) { convert($0.env, $0.value(wanted), $0.out()) }
  }
}
