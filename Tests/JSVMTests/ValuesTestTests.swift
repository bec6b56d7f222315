// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about the functions that test a value's type: which kinds of value each says yes to.
struct ValueTests {
  struct TypeTest: Sendable, CustomTestStringConvertible {
    let name: String
    let yes: Set<Kind>
    let test: @Sendable (JSVM_Env?, JSVM_Value?, UnsafeMutablePointer<Bool>?) -> JSVM_Status

    init(
      _ name: String, _ yes: Set<Kind>,
      _ test:
        @escaping @Sendable (JSVM_Env?, JSVM_Value?, UnsafeMutablePointer<Bool>?) -> JSVM_Status
    ) {
      self.name = name
      self.yes = yes
      self.test = test
    }

    var testDescription: String { name }
  }

  static let types: [TypeTest] = [
    TypeTest("IsArray", [.array], OH_JSVM_IsArray),
    TypeTest("IsDate", [.date], OH_JSVM_IsDate),
    TypeTest("IsRegExp", [.regexp], OH_JSVM_IsRegExp),
    TypeTest("IsMap", [.map], OH_JSVM_IsMap),
    TypeTest("IsSet", [.set], OH_JSVM_IsSet),
    TypeTest("IsProxy", [.proxy], OH_JSVM_IsProxy),
    TypeTest("IsUndefined", [.undefined], OH_JSVM_IsUndefined),
    TypeTest("IsNull", [.null], OH_JSVM_IsNull),
    TypeTest("IsNullOrUndefined", .nullish, OH_JSVM_IsNullOrUndefined),
    TypeTest("IsBoolean", [.boolean], OH_JSVM_IsBoolean),
    TypeTest("IsNumber", [.number], OH_JSVM_IsNumber),
    TypeTest("IsString", [.string], OH_JSVM_IsString),
    TypeTest("IsSymbol", [.symbol], OH_JSVM_IsSymbol),
    TypeTest("IsBigInt", [.bigint], OH_JSVM_IsBigInt),
    TypeTest("IsObject", .objects, OH_JSVM_IsObject),
    TypeTest("IsFunction", .functions, OH_JSVM_IsFunction),
    TypeTest("IsCallable", .functions, OH_JSVM_IsCallable),
    TypeTest("IsConstructor", [.plainFunction, .thrower], OH_JSVM_IsConstructor),
    TypeTest("IsBigIntObject", [.bigintObject], OH_JSVM_IsBigIntObject),
    TypeTest("IsBooleanObject", [.booleanObject], OH_JSVM_IsBooleanObject),
    TypeTest("IsStringObject", [.stringObject], OH_JSVM_IsStringObject),
    TypeTest("IsNumberObject", [.numberObject], OH_JSVM_IsNumberObject),
    TypeTest("IsSymbolObject", [.symbolObject], OH_JSVM_IsSymbolObject),
    TypeTest("IsError", [.error], OH_JSVM_IsError),
  ]

  @Test(arguments: types)
  func saysYesToItsOwnKindsOnly(_ type: TypeTest) throws {
    try withEnv(leaks: true) { fixture in
      let palette = try Palette(fixture)
      for kind in Kind.allCases {
        let answer = flag { type.test(fixture.env, palette[kind], $0) }
        #expect(answer == type.yes.contains(kind), "\(kind)")
      }
      palette.close(fixture)
    }
  }

  @Test func anObjectThatInheritsFromErrorIsNone() throws {
    try withEnv { fixture in
      let value = try fixture.run("Object.create(Error.prototype)")
      #expect(!flag { OH_JSVM_IsError(fixture.env, value, $0) })
    }
  }

  @Test func aThenableIsNoPromise() throws {
    try withEnv { fixture in
      let thenable = try fixture.run("({then() {}})")
      let promise = try fixture.run("(async () => 1)()")
      #expect(!flag { OH_JSVM_IsPromise(fixture.env, thenable, $0) })
      #expect(flag { OH_JSVM_IsPromise(fixture.env, promise, $0) })
    }
  }

  @Test func aCallableProxyIsAFunction() throws {
    try withEnv { fixture in
      let proxy = try fixture.run("new Proxy(function () {}, {})")
      #expect(flag { OH_JSVM_IsProxy(fixture.env, proxy, $0) })
      #expect(flag { OH_JSVM_IsFunction(fixture.env, proxy, $0) })
      #expect(flag { OH_JSVM_IsConstructor(fixture.env, proxy, $0) })
    }
  }

  static let typeOf: [(Kind, JSVM_ValueType)] = Kind.allCases.map { kind in
    switch kind {
    case .undefined: (kind, JSVM_UNDEFINED)
    case .null: (kind, JSVM_NULL)
    case .boolean: (kind, JSVM_BOOLEAN)
    case .number: (kind, JSVM_NUMBER)
    case .bigint: (kind, JSVM_BIGINT)
    case .string: (kind, JSVM_STRING)
    case .symbol: (kind, JSVM_SYMBOL)
    case .plainFunction, .arrow, .thrower: (kind, JSVM_FUNCTION)
    case .external: (kind, JSVM_EXTERNAL)
    default: (kind, JSVM_OBJECT)
    }
  }

  @Test(arguments: typeOf)
  func typeofNamesTheKind(_ kind: Kind, _ type: JSVM_ValueType) throws {
    try withEnv(leaks: true) { fixture in
      let palette = try Palette(fixture)
      #expect(get(JSVM_UNDEFINED) { OH_JSVM_Typeof(fixture.env, palette[kind], $0) } == type)
      palette.close(fixture)
    }
  }

  static let equalities: [(String, String, loose: Bool, strict: Bool)] = [
    ("1", "1", true, true), ("1", "'1'", true, false), ("null", "undefined", true, false),
    ("NaN", "NaN", false, false), ("0", "-0", true, true), ("1n", "1", true, false),
    ("'a'", "'a'", true, true), ("({})", "({})", false, false), ("true", "1", true, false),
    ("({valueOf() { return 3 }})", "3", true, false),
    ("Symbol.iterator", "Symbol.iterator", true, true),
  ]

  @Test(arguments: equalities)
  func equalityIsJavaScripts(_ left: String, _ right: String, loose: Bool, strict: Bool) throws {
    try withEnv { fixture in
      let (left, right) = (try fixture.run(left), try fixture.run(right))
      #expect(flag { OH_JSVM_Equals(fixture.env, left, right, $0) } == loose)
      #expect(flag { OH_JSVM_StrictEquals(fixture.env, left, right, $0) } == strict)
    }
  }

  @Test func instanceofFollowsTheChainAndHasInstance() throws {
    try withEnv { fixture in
      let (date, constructor) = (try fixture.run("new Date()"), try fixture.run("Date"))
      let array = try fixture.run("Array")
      let odd = try fixture.run("(class { static [Symbol.hasInstance]() { return true } })")
      let one = try fixture.number(1)
      #expect(flag { OH_JSVM_Instanceof(fixture.env, date, constructor, $0) })
      #expect(!flag { OH_JSVM_Instanceof(fixture.env, date, array, $0) })
      #expect(!flag { OH_JSVM_Instanceof(fixture.env, one, array, $0) })
      #expect(flag { OH_JSVM_Instanceof(fixture.env, one, odd, $0) })
    }
  }

  @Test func instanceofWithNoFunctionThrowsWithACode() throws {
    try withEnv { fixture in
      let object = try fixture.object()
      var answer = true
      #expect(OH_JSVM_Instanceof(fixture.env, object, object, &answer) == JSVM_FUNCTION_EXPECTED)
      #expect(!answer)
      let error = try make { OH_JSVM_GetAndClearLastException(fixture.env, $0) }
      try #expect(fixture.text(of: fixture.property(error, "code")) == "ERR_NAPI_CONS_FUNCTION")
      try #expect(fixture.text(of: fixture.property(error, "name")) == "TypeError")
    }
  }
}
