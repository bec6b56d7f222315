// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about well-known symbols, bigints of many words, proxies, regular expressions, prototypes.
struct SymbolsTests {
  @Test func wellKnownSymbolsAreTheEngines() throws {
    try withEnv { fixture in
      for (name, symbol) in SymbolRows.wellKnown {
        let value = try make { symbol(fixture.env, $0) }
        let same = try fixture.run("Symbol.\(name)")
        #expect(flag { OH_JSVM_StrictEquals(fixture.env, value, same, $0) }, "\(name)")
      }
    }
  }

  /// Sign, words, and the bigint in script.
  static let bigints: [(Int32, [UInt64], String)] = [
    (0, [], "0"), (1, [], "0"), (0, [0], "0"), (1, [0], "0"), (0, [5], "5"), (1, [5], "-5"),
    (7, [5], "-5"), (0, [.max], "18446744073709551615"),
    (0, [0, 1], "18446744073709551616"), (1, [0, 1], "-18446744073709551616"),
    (0, [1, 2, 3], "1020847100762815390427017310442723737601"), (0, [5, 0, 0], "5"),
  ]

  @Test(arguments: bigints)
  func wordsMakeABigint(_ sign: Int32, _ words: [UInt64], _ text: String) throws {
    try withEnv { fixture in
      let room = words + [0]
      let value = try make {
        OH_JSVM_CreateBigintWords(fixture.env, sign, words.count, room, $0)
      }
      try #expect(fixture.text(of: value) == text)
    }
  }

  @Test(arguments: [-1, Int(Int32.max) + 1, Int.max, Int.min])
  func aBadWordCountIsInvalid(_ count: Int) throws {
    try withEnv { fixture in
      var result: JSVM_Value?
      let words: [UInt64] = [1]
      #expect(
        OH_JSVM_CreateBigintWords(fixture.env, 0, count, words, &result) == JSVM_INVALID_ARG)
    }
  }

  @Test func aBigintTooLargeForTheEngineIsARangeError() throws {
    try withEnv { fixture in
      let count = 1 << 24 + 1
      let words = [UInt64](repeating: 1, count: count)
      var result: JSVM_Value?
      #expect(
        OH_JSVM_CreateBigintWords(fixture.env, 0, count, words, &result) == JSVM_PENDING_EXCEPTION)
      try #expect(fixture.takeException()?.hasPrefix("RangeError") == true)
    }
  }

  /// A bigint, its low bits, and whether they are all.
  static let readings: [(String, Int64, Bool, UInt64, Bool)] = [
    ("0n", 0, true, 0, true), ("-1n", -1, true, .max, false),
    ("2n**63n - 1n", .max, true, 1 << 63 - 1, true), ("2n**63n", .min, false, 1 << 63, true),
    ("-(2n**63n)", .min, true, 1 << 63, false), ("2n**64n - 1n", -1, false, .max, true),
    ("2n**64n + 3n", 3, false, 3, false),
  ]

  @Test(arguments: readings)
  func lowBitsSayWhetherTheyAreAll(
    _ source: String, _ signed: Int64, _ isSigned: Bool, _ unsigned: UInt64, _ isUnsigned: Bool
  ) throws {
    try withEnv { fixture in
      let (env, value) = (fixture.env, try fixture.run(source))
      var lossless = !isSigned
      #expect(get(9) { OH_JSVM_GetValueBigintInt64(env, value, $0, &lossless) } == signed)
      #expect(lossless == isSigned)
      lossless = !isUnsigned
      #expect(get(9) { OH_JSVM_GetValueBigintUint64(env, value, $0, &lossless) } == unsigned)
      #expect(lossless == isUnsigned)
    }
  }

  @Test func wordsAreReadAsFarAsThereIsRoom() throws {
    try withEnv { fixture in
      let (env, value) = (fixture.env, try fixture.run("-(2n**128n + 7n)"))
      var (count, sign) = (0, Int32(9))
      #expect(OH_JSVM_GetValueBigintWords(env, value, nil, &count, nil) == JSVM_OK && count == 3)
      for room in 0...4 {
        var words = [UInt64](repeating: 99, count: 5)
        count = room
        #expect(OH_JSVM_GetValueBigintWords(env, value, &sign, &count, &words) == JSVM_OK)
        #expect(count == 3 && sign == 1)
        #expect(
          words == Array([7, 0, 1].prefix(room)) + Array(repeating: 99, count: 5 - min(3, room)))
      }
      var words: [UInt64] = [0, 0, 0]
      #expect(OH_JSVM_GetValueBigintWords(env, value, &sign, &count, nil) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_GetValueBigintWords(env, value, nil, &count, &words) == JSVM_INVALID_ARG)
    }
  }

  @Test func proxiesTellTheirTarget() throws {
    try withEnv { fixture in
      let env = fixture.env
      let (target, handler) = (try fixture.run("({})"), try fixture.run("({get: () => 'trap'})"))
      let proxy = try make { OH_JSVM_CreateProxy(env, target, handler, $0) }
      try #expect(fixture.text(of: fixture.property(proxy, "any")) == "trap")
      let found = try make { OH_JSVM_ProxyGetTarget(env, proxy, $0) }
      #expect(flag { OH_JSVM_StrictEquals(env, found, target, $0) })
      let revoked = try fixture.run(
        "(() => { const p = Proxy.revocable({}, {}); p.revoke(); return p.proxy })()")
      let none = try make { OH_JSVM_ProxyGetTarget(env, revoked, $0) }
      #expect(flag { OH_JSVM_IsNull(env, none, $0) })
    }
  }

  @Test(
    arguments: [
      (0, ""), (1, "g"), (2, "i"), (4, "m"), (8, "y"), (16, "u"), (32, "s"), (128, "d"),
      (63, "gimsuy"),
    ] as [(UInt32, String)])
  func regularExpressionsHaveTheirFlags(_ flags: UInt32, _ text: String) throws {
    try withEnv { fixture in
      let pattern = try fixture.string("a+b")
      let value = try make {
        OH_JSVM_CreateRegExp(fixture.env, pattern, JSVM_RegExpFlags(flags), $0)
      }
      try #expect(fixture.text(of: fixture.property(value, "flags")) == text)
      try #expect(fixture.text(of: fixture.property(value, "source")) == "a+b")
    }
  }

  @Test(arguments: [("(", 0), ("a", 256), ("a", 512), ("a", .max)] as [(String, UInt32)])
  func aBadRegularExpressionFails(_ pattern: String, _ flags: UInt32) throws {
    try withEnv { fixture in
      let text = try fixture.string(pattern)
      var result: JSVM_Value?
      let status = OH_JSVM_CreateRegExp(fixture.env, text, JSVM_RegExpFlags(flags), &result)
      #expect(status == JSVM_GENERIC_FAILURE && result == nil)
      try #expect((fixture.takeException()?.hasPrefix("SyntaxError") ?? false) == (flags == 0))
    }
  }

  @Test func prototypesAreReadAndSet() throws {
    try withEnv { fixture in
      let env = fixture.env
      let (object, prototype) = (try fixture.object(), try fixture.run("({inherited: 5})"))
      #expect(OH_JSVM_ObjectSetPrototypeOf(env, object, prototype) == JSVM_OK)
      #expect(fixture.double(try fixture.property(object, "inherited")) == 5)
      for read in [OH_JSVM_GetPrototype, OH_JSVM_ObjectGetPrototypeOf] {
        let found = try make { read(env, object, $0) }
        #expect(flag { OH_JSVM_StrictEquals(env, found, prototype, $0) })
      }
      let null = try make { OH_JSVM_GetNull(env, $0) }
      #expect(OH_JSVM_ObjectSetPrototypeOf(env, object, null) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_ObjectSetPrototypeOf(env, prototype, object) == JSVM_GENERIC_FAILURE)
      #expect(!fixture.isPending)
      let sealed = try fixture.run("Object.preventExtensions({})")
      #expect(OH_JSVM_ObjectSetPrototypeOf(env, sealed, object) == JSVM_GENERIC_FAILURE)
      #expect(!fixture.isPending)
    }
  }

  @Test func theGlobalsHiddenPrototypeIsSkipped() throws {
    try withEnv { fixture in
      let (env, global) = (fixture.env, try fixture.global())
      let expected = try fixture.run("Object.getPrototypeOf(globalThis)")
      let found = try make { OH_JSVM_ObjectGetPrototypeOf(env, global, $0) }
      #expect(flag { OH_JSVM_StrictEquals(env, found, expected, $0) })
      let bare = try fixture.run("Object.create(null)")
      let none = try make { OH_JSVM_ObjectGetPrototypeOf(env, bare, $0) }
      #expect(flag { OH_JSVM_IsNull(env, none, $0) })
      let proxy = try fixture.run("new Proxy([], {getPrototypeOf() { throw 1 }})")
      let unasked = try make { OH_JSVM_ObjectGetPrototypeOf(env, proxy, $0) }
      #expect(flag { OH_JSVM_IsNull(env, unasked, $0) })
    }
  }
}
