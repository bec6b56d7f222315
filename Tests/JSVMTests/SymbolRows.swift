// SPDX-License-Identifier: Apache-2.0

import CJSVM

@testable import JSVM

/// Calls of the functions on symbols, bigints, proxies, regular expressions and prototypes.
enum SymbolRows {
  typealias Getter = @Sendable (JSVM_Env?, UnsafeMutablePointer<JSVM_Value?>?) -> JSVM_Status

  static let wellKnown: [(String, Getter)] = [
    ("asyncIterator", OH_JSVM_GetSymbolAsyncIterator),
    ("hasInstance", OH_JSVM_GetSymbolHasInstance),
    ("isConcatSpreadable", OH_JSVM_GetSymbolIsConcatSpreadable),
    ("iterator", OH_JSVM_GetSymbolIterator),
    ("match", OH_JSVM_GetSymbolMatch),
    ("replace", OH_JSVM_GetSymbolReplace),
    ("search", OH_JSVM_GetSymbolSearch),
    ("split", OH_JSVM_GetSymbolSplit),
    ("toPrimitive", OH_JSVM_GetSymbolToPrimitive),
    ("toStringTag", OH_JSVM_GetSymbolToStringTag),
    ("unscopables", OH_JSVM_GetSymbolUnscopables),
  ]

  static let all: [Row] =
    wellKnown.map { name, symbol in
      Row("GetSymbol \(name)", .isolate) { symbol($0.env, $0.out()) }
    } + others

  private static let bigint = Wanted(
    good: .bigint, refused: .but([.bigint]), status: JSVM_BIGINT_EXPECTED)
  private static let objectExpected = Wanted(
    good: .object, refused: .primitives, status: JSVM_OBJECT_EXPECTED)
  private static let prototype = Wanted(
    good: .map, refused: .primitives, status: JSVM_INVALID_ARG)
  private static let proxy = Wanted(
    good: .proxy, refused: .but([.proxy]), status: JSVM_INVALID_TYPE)

  private static let others: [Row] = [
    Row("CreateBigintWords", .js) { call in
      withUnsafePointer(to: 5 as UInt64) {
        OH_JSVM_CreateBigintWords(call.env, 0, 1, call.required($0), call.out())
      }
    },
    Row("GetValueBigintInt64", .isolate) {
      OH_JSVM_GetValueBigintInt64($0.env, $0.value(bigint), $0.out(), $0.out())
    },
    Row("GetValueBigintUint64", .isolate) {
      OH_JSVM_GetValueBigintUint64($0.env, $0.value(bigint), $0.out(), $0.out())
    },
    Row("GetValueBigintWords", .isolate) { call in
      var count = 0
      return withUnsafeMutablePointer(to: &count) {
        OH_JSVM_GetValueBigintWords(call.env, call.value(bigint), nil, call.required($0), nil)
      }
    },
    Row("CreateRegExp", .js) {
      OH_JSVM_CreateRegExp($0.env, $0.value(.string), JSVM_REGEXP_GLOBAL, $0.out())
    },
    Row("CreateProxy", .js) {
      OH_JSVM_CreateProxy($0.env, $0.value(objectExpected), $0.value(objectExpected), $0.out())
    },
    Row("ProxyGetTarget", .isolate) {
      OH_JSVM_ProxyGetTarget($0.env, $0.value(proxy), $0.out())
    },
    Row("ObjectGetPrototypeOf", .js) {
      OH_JSVM_ObjectGetPrototypeOf($0.env, $0.value(.boxed), $0.out())
    },
    Row("ObjectSetPrototypeOf", .js) {
      OH_JSVM_ObjectSetPrototypeOf($0.env, $0.value(.boxed), $0.value(prototype))
    },
  ]
}
