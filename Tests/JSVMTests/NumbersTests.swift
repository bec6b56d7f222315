// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about numbers, bigints, booleans, dates and conversions.
struct NumbersTests {
  /// A number and its 32-bit and 64-bit readings.
  static let numbers: [(Double, Int32, Int64)] = [
    (0, 0, 0), (-0.0, 0, 0), (1.9, 1, 1), (-1.9, -1, -1), (0.5, 0, 0), (-0.5, 0, 0),
    (2_147_483_647, .max, 2_147_483_647), (2_147_483_648, .min, 2_147_483_648),
    (-2_147_483_648, .min, -2_147_483_648), (-2_147_483_649, .max, -2_147_483_649),
    (4_294_967_295, -1, 4_294_967_295), (4_294_967_296, 0, 4_294_967_296),
    (4_294_967_297.5, 1, 4_294_967_297), (-4_294_967_297.5, -1, -4_294_967_297),
    (9_007_199_254_740_991, -1, 9_007_199_254_740_991),
    (0x1p53, 0, 1 << 53), (0x1p62, 0, 1 << 62), (0x1p63, 0, .max), (-0x1p63, 0, .min),
    (0x1p64, 0, .max), (-0x1p64, 0, .min), (1e300, 0, .max), (-1e300, 0, .min),
    (.nan, 0, 0), (.infinity, 0, 0), (-.infinity, 0, 0), (.leastNonzeroMagnitude, 0, 0),
    (0x1.fffffffffffffp62, -1024, 9_223_372_036_854_774_784),
  ]

  @Test(arguments: numbers)
  func readingsTruncateWrapAndSaturate(_ number: Double, _ narrow: Int32, _ wide: Int64) throws {
    try withEnv { fixture in
      let (env, value) = (fixture.env, try fixture.number(number))
      #expect(get(9 as Int32) { OH_JSVM_GetValueInt32(env, value, $0) } == narrow)
      let unsigned = UInt32(bitPattern: narrow)
      #expect(get(9 as UInt32) { OH_JSVM_GetValueUint32(env, value, $0) } == unsigned)
      #expect(get(9 as Int64) { OH_JSVM_GetValueInt64(env, value, $0) } == wide)
      let double = get(9.0) { OH_JSVM_GetValueDouble(env, value, $0) }
      #expect(double.bitPattern == number.bitPattern || (double.isNaN && number.isNaN))
    }
  }

  @Test(arguments: [0, 1, -1, .max, .min, 1 << 30, -(1 << 30) - 1] as [Int32])
  func int32sGoThere(_ number: Int32) throws {
    try withEnv { fixture in
      let value = try make { OH_JSVM_CreateInt32(fixture.env, number, $0) }
      #expect(get(9 as Int32) { OH_JSVM_GetValueInt32(fixture.env, value, $0) } == number)
      #expect(fixture.double(value) == Double(number))
      try #expect(fixture.text(of: value) == "\(number)")
    }
  }

  @Test(arguments: [0, 1, 1 << 31, .max] as [UInt32])
  func uint32sGoThere(_ number: UInt32) throws {
    try withEnv { fixture in
      let value = try make { OH_JSVM_CreateUint32(fixture.env, number, $0) }
      #expect(get(9 as UInt32) { OH_JSVM_GetValueUint32(fixture.env, value, $0) } == number)
      #expect(fixture.double(value) == Double(number))
    }
  }

  @Test(arguments: [0, -1, 1 << 53, 1 << 53 + 1, -(1 << 53) - 1, .max, .min] as [Int64])
  func int64sGoThereAsNumbers(_ number: Int64) throws {
    try withEnv { fixture in
      let value = try make { OH_JSVM_CreateInt64(fixture.env, number, $0) }
      #expect(fixture.double(value) == Double(number))
      #expect(flag { OH_JSVM_IsNumber(fixture.env, value, $0) })
    }
  }

  @Test(arguments: [0, -1, 1 << 53 + 1, .max, .min] as [Int64])
  func bigintsAreExact(_ number: Int64) throws {
    try withEnv { fixture in
      let signed = try make { OH_JSVM_CreateBigintInt64(fixture.env, number, $0) }
      try #expect(fixture.text(of: signed) == "\(number)")
      let bits = UInt64(bitPattern: number)
      let unsigned = try make { OH_JSVM_CreateBigintUint64(fixture.env, bits, $0) }
      try #expect(fixture.text(of: unsigned) == "\(bits)")
      #expect(flag { OH_JSVM_IsBigInt(fixture.env, unsigned, $0) })
    }
  }

  @Test func singletonsAreThemselves() throws {
    try withEnv { fixture in
      let env = fixture.env
      for value in [true, false] {
        let made = try make { OH_JSVM_GetBoolean(env, value, $0) }
        #expect(flag { OH_JSVM_GetValueBool(env, made, $0) } == value)
      }
      try #expect(fixture.text(of: make { OH_JSVM_GetNull(env, $0) }) == "null")
      try #expect(fixture.text(of: make { OH_JSVM_GetUndefined(env, $0) }) == "undefined")
      try fixture.set("g", fixture.global())
      try #expect(fixture.text("g === globalThis") == "true")
    }
  }

  @Test func objectsAndCollectionsAreNewAndEmpty() throws {
    try withEnv { fixture in
      let env = fixture.env
      try fixture.set("o", make { OH_JSVM_CreateObject(env, $0) })
      try fixture.set("a", make { OH_JSVM_CreateArray(env, $0) })
      try fixture.set("m", make { OH_JSVM_CreateMap(env, $0) })
      try fixture.set("s", make { OH_JSVM_CreateSet(env, $0) })
      let source =
        "[JSON.stringify(o), a.length, m.size, s.size, o.constructor === Object, "
        + "m instanceof Map, s instanceof Set, Array.isArray(a)].join()"
      try #expect(fixture.text(source) == "{},0,0,0,true,true,true,true")
    }
  }

  @Test(
    arguments: [(0, 0), (3, 3), (1000, 1000), (-1, 0), (Int.min, 0), (1 << 32 + 2, 2)]
      as [(Int, UInt32)])
  func arraysHaveTheirLength(_ length: Int, _ expected: UInt32) throws {
    try withEnv { fixture in
      let array = try make { OH_JSVM_CreateArrayWithLength(fixture.env, length, $0) }
      #expect(get(9 as UInt32) { OH_JSVM_GetArrayLength(fixture.env, array, $0) } == expected)
    }
  }

  static let dates: [(Double, Double)] = [
    (0, 0), (1.7, 1), (-1.7, -1), (1.6e12, 1.6e12), (8.64e15, 8.64e15), (8.64e15 + 1, .nan),
    (-8.64e15, -8.64e15), (.nan, .nan), (.infinity, .nan),
  ]

  @Test(arguments: dates)
  func datesAreClipped(_ time: Double, _ clipped: Double) throws {
    try withEnv { fixture in
      let date = try make { OH_JSVM_CreateDate(fixture.env, time, $0) }
      let value = get(9.0) { OH_JSVM_GetDateValue(fixture.env, date, $0) }
      #expect(value == clipped || (value.isNaN && clipped.isNaN))
      try fixture.set("d", date)
      try #expect(fixture.text("isNaN(d.getTime())") == "\(clipped.isNaN)")
    }
  }

  @Test func externalsHoldTheirPointer() throws {
    try withEnv { fixture in
      for bits in [0, 8, 0x7FFF_FFFF_FFF8] {
        let pointer = UnsafeMutableRawPointer(bitPattern: bits)
        let value = try make { OH_JSVM_CreateExternal(fixture.env, pointer, nil, nil, $0) }
        let found = get(UnsafeMutableRawPointer(bitPattern: 1)) {
          OH_JSVM_GetValueExternal(fixture.env, value, $0)
        }
        #expect(found == pointer)
      }
    }
  }

  /// An expression and what it becomes as a boolean, number, string, bigint; nil if it throws.
  static let conversions: [(String, Bool, String?, String?, String?)] = [
    ("undefined", false, "NaN", "undefined", nil), ("null", false, "0", "null", nil),
    ("true", true, "1", "true", "1"), ("''", false, "0", "", "0"),
    ("'12'", true, "12", "12", "12"), ("'x'", true, "NaN", "x", nil),
    ("1.5", true, "1.5", "1.5", nil), ("NaN", false, "NaN", "NaN", nil),
    ("7n", true, nil, "7", "7"), ("0n", false, nil, "0", "0"),
    ("Symbol()", true, nil, nil, nil), ("({})", true, "NaN", "[object Object]", nil),
    ("[5]", true, "5", "5", "5"), ("({valueOf() { return 3 }})", true, "3", "[object Object]", nil),
    ("({toString() { return '9' }})", true, "9", "9", "9"),
    ("({valueOf() { throw 1 }, toString() { throw 2 }})", true, nil, nil, nil),
    ("({[Symbol.toPrimitive](hint) { return hint.length }})", true, "6", "6", nil),
  ]

  @Test(arguments: conversions)
  func conversionsAreJavaScripts(
    _ source: String, _ boolean: Bool, _ number: String?, _ string: String?, _ bigint: String?
  ) throws {
    try withEnv { fixture in
      let (env, value) = (fixture.env, try fixture.run(source))
      let truth = try make { OH_JSVM_CoerceToBool(env, value, $0) }
      #expect(flag { OH_JSVM_GetValueBool(env, truth, $0) } == boolean)
      let cases = [
        (number, JSVM_NUMBER_EXPECTED, OH_JSVM_CoerceToNumber),
        (string, JSVM_STRING_EXPECTED, OH_JSVM_CoerceToString),
        (bigint, JSVM_BIGINT_EXPECTED, OH_JSVM_CoerceToBigInt),
      ]
      for (expected, failure, convert) in cases {
        var result: JSVM_Value? = value
        let status = convert(env, value, &result)
        if let expected {
          #expect(status == JSVM_OK)
          try #expect(fixture.text(of: #require(result)) == expected)
        } else {
          #expect(status == failure && result == nil && fixture.isPending)
          _ = try make { OH_JSVM_GetAndClearLastException(env, $0) }
        }
      }
    }
  }

  @Test func coerceToObjectBoxes() throws {
    try withEnv { fixture in
      let (env, text) = (fixture.env, try fixture.string("t"))
      let object = try make { OH_JSVM_CoerceToObject(env, text, $0) }
      #expect(flag { OH_JSVM_IsStringObject(env, object, $0) })
      let same = try fixture.object()
      let kept = try make { OH_JSVM_CoerceToObject(env, same, $0) }
      #expect(flag { OH_JSVM_StrictEquals(env, same, kept, $0) })
    }
  }

  @Test func symbolsAreUniqueUnlessRegistered() throws {
    try withEnv { fixture in
      let (env, text) = (fixture.env, try fixture.string("desc"))
      let (first, second) = (
        try make { OH_JSVM_CreateSymbol(env, text, $0) },
        try make { OH_JSVM_CreateSymbol(env, text, $0) }
      )
      let bare = try make { OH_JSVM_CreateSymbol(env, nil, $0) }
      try fixture.set("first", first)
      try fixture.set("bare", bare)
      try #expect(fixture.text("first.description + String(bare.description)") == "descundefined")
      #expect(!flag { OH_JSVM_StrictEquals(env, first, second, $0) })
      let shared = try make { OH_JSVM_SymbolFor(env, "desc", autoLength, $0) }
      try fixture.set("shared", shared)
      try #expect(fixture.text("shared === Symbol.for('desc')") == "true")
    }
  }
}
