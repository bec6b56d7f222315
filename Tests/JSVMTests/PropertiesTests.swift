// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about property functions.
struct PropertiesTests {
  @Test func propertiesAreSetGotFoundAndDeleted() throws {
    try withEnv { fixture in
      let (env, object, key) = (fixture.env, try fixture.object(), try fixture.string("k"))
      let value = try fixture.number(5)
      #expect(!flag { OH_JSVM_HasProperty(env, object, key, $0) })
      #expect(OH_JSVM_SetProperty(env, object, key, value) == JSVM_OK)
      #expect(flag { OH_JSVM_HasProperty(env, object, key, $0) })
      #expect(flag { OH_JSVM_HasOwnProperty(env, object, key, $0) })
      #expect(fixture.double(try make { OH_JSVM_GetProperty(env, object, key, $0) }) == 5)
      #expect(flag { OH_JSVM_DeleteProperty(env, object, key, $0) })
      #expect(!flag { OH_JSVM_HasProperty(env, object, key, $0) })
      #expect(flag { OH_JSVM_DeleteProperty(env, object, key, $0) })
      let missing = try make { OH_JSVM_GetProperty(env, object, key, $0) }
      #expect(flag { OH_JSVM_IsUndefined(env, missing, $0) })
    }
  }

  @Test func namedPropertiesAreTheSame() throws {
    try withEnv { fixture in
      let (env, object) = (fixture.env, try fixture.object())
      let value = try fixture.string("v")
      #expect(OH_JSVM_SetNamedProperty(env, object, "n\u{E9}", value) == JSVM_OK)
      #expect(flag { OH_JSVM_HasNamedProperty(env, object, "n\u{E9}", $0) })
      #expect(!flag { OH_JSVM_HasNamedProperty(env, object, "", $0) })
      try fixture.set("o", object)
      try #expect(fixture.text("o['n\\xE9']") == "v")
      try #expect(fixture.text(of: fixture.property(object, "none")) == "undefined")
    }
  }

  @Test func elementsAreProperties() throws {
    try withEnv { fixture in
      let (env, array) = (fixture.env, try fixture.run("globalThis.a = [1, 2, 3]"))
      let value = try fixture.number(9)
      #expect(OH_JSVM_SetElement(env, array, 4, value) == JSVM_OK)
      try #expect(fixture.text("a.join()") == "1,2,3,,9")
      #expect(flag { OH_JSVM_HasElement(env, array, 4, $0) })
      #expect(!flag { OH_JSVM_HasElement(env, array, 3, $0) })
      #expect(flag { OH_JSVM_DeleteElement(env, array, 4, $0) })
      #expect(OH_JSVM_DeleteElement(env, array, 0, nil) == JSVM_OK)
      try #expect(fixture.text("a.join()") == ",2,3,,")
      #expect(OH_JSVM_SetElement(env, array, UInt32.max - 1, value) == JSVM_OK)
      try #expect(fixture.text("a.length") == "4294967295")
      let missing = try make { OH_JSVM_GetElement(env, array, 77, $0) }
      #expect(flag { OH_JSVM_IsUndefined(env, missing, $0) })
    }
  }

  @Test func keysMayBeSymbolsAndNumbers() throws {
    try withEnv { fixture in
      let (env, object) = (fixture.env, try fixture.run("globalThis.o = {}"))
      let symbol = try fixture.run("globalThis.s = Symbol('s')")
      let (index, value) = (try fixture.number(3), try fixture.number(1))
      #expect(OH_JSVM_SetProperty(env, object, symbol, value) == JSVM_OK)
      #expect(OH_JSVM_SetProperty(env, object, index, value) == JSVM_OK)
      try #expect(fixture.text("o[s] + o[3]") == "2")
      #expect(flag { OH_JSVM_HasOwnProperty(env, object, symbol, $0) })
      var answer = true
      #expect(OH_JSVM_HasOwnProperty(env, object, index, &answer) == JSVM_NAME_EXPECTED && !answer)
    }
  }

  @Test func primitivesAreBoxed() throws {
    try withEnv { fixture in
      let (env, text) = (fixture.env, try fixture.string("abc"))
      #expect(fixture.double(try fixture.property(text, "length")) == 3)
      #expect(OH_JSVM_SetNamedProperty(env, text, "lost", text) == JSVM_OK)
      try #expect(fixture.text(of: fixture.property(text, "lost")) == "undefined")
      try #expect(fixture.text(of: make { OH_JSVM_GetElement(env, text, 1, $0) }) == "b")
    }
  }

  @Test func aRefusedWriteIsFine() throws {
    try withEnv { fixture in
      let (env, value) = (fixture.env, try fixture.number(2))
      let frozen = try fixture.run("globalThis.f = Object.freeze({a: 1})")
      #expect(OH_JSVM_SetNamedProperty(env, frozen, "a", value) == JSVM_OK)
      #expect(OH_JSVM_SetElement(env, frozen, 0, value) == JSVM_OK)
      try #expect(fixture.text("JSON.stringify(f)") == "{\"a\":1}")
      let key = try fixture.string("a")
      #expect(!flag { OH_JSVM_DeleteProperty(env, frozen, key, $0) })
      #expect(!fixture.isPending)
    }
  }

  @Test func theChainIsLookedAlong() throws {
    try withEnv { fixture in
      let env = fixture.env
      let object = try fixture.run("Object.create({inherited: 1}, {own: {value: 2}})")
      let (inherited, own) = (try fixture.string("inherited"), try fixture.string("own"))
      #expect(flag { OH_JSVM_HasProperty(env, object, inherited, $0) })
      #expect(!flag { OH_JSVM_HasOwnProperty(env, object, inherited, $0) })
      #expect(flag { OH_JSVM_HasOwnProperty(env, object, own, $0) })
      #expect(flag { OH_JSVM_HasNamedProperty(env, object, "toString", $0) })
    }
  }

  private static let mixed =
    "globalThis.m = Object.create({up: 1}, {a: {value: 1, enumerable: true}, "
    + "hidden: {value: 2}, 7: {value: 3, enumerable: true, writable: true}, "
    + "fixed: {value: 4, enumerable: true, configurable: true}}); m[Symbol.for('s')] = 5; m"

  /// Mode, filter, conversion, and the names as JSON with symbols described.
  static let names: [(UInt32, UInt32, UInt32, String)] = [
    (1, 0, 0, "[7,'a','hidden','fixed','Symbol(s)']"),
    (1, 0, 1, "['7','a','hidden','fixed','Symbol(s)']"),
    (1, 2, 1, "['7','a','fixed','Symbol(s)']"), (1, 2 | 16, 0, "[7,'a','fixed']"),
    (0, 2 | 16, 1, "['7','a','fixed','up']"), (1, 8, 0, "['Symbol(s)']"),
    (1, 1 | 16, 1, "['7']"), (1, 4 | 16, 1, "['fixed']"), (1, 8 | 16, 0, "[]"),
    (1, 2 | 16 | 64, 1, "['7','a','fixed']"),
  ]

  @Test(arguments: names)
  func namesAreFiltered(_ mode: UInt32, _ filter: UInt32, _ conversion: UInt32, _ expected: String)
    throws
  {
    try withEnv { fixture in
      let object = try fixture.run(Self.mixed)
      let names = try make {
        OH_JSVM_GetAllPropertyNames(
          fixture.env, object, JSVM_KeyCollectionMode(mode), JSVM_KeyFilter(filter),
          JSVM_KeyConversion(conversion), $0)
      }
      try fixture.set("names", names)
      let source =
        "JSON.stringify(names.map(n => typeof n == 'symbol' ? String(n) : n)).replace(/\"/g, \"'\")"
      if filter & 8 != 0, filter & 16 != 0 {
        // Neither kind is wanted: what is left, if anything, is the engine's affair.
        return
      }
      try #expect(fixture.text(source) == expected)
    }
  }

  @Test func propertyNamesAreEnumerableStringsOfTheChain() throws {
    try withEnv { fixture in
      let object = try fixture.run(Self.mixed)
      try fixture.set("names", make { OH_JSVM_GetPropertyNames(fixture.env, object, $0) })
      try #expect(
        fixture.text("names.map(n => typeof n + n).join()")
          == "string7,stringa,stringfixed,stringup")
    }
  }

  @Test(arguments: [(2, 0), (0, 2), (99, 99), (UInt32.max, 0)] as [(UInt32, UInt32)])
  func anUnknownModeIsInvalid(_ mode: UInt32, _ conversion: UInt32) throws {
    try withEnv { fixture in
      let object = try fixture.object()
      var result: JSVM_Value? = object
      let status = OH_JSVM_GetAllPropertyNames(
        fixture.env, object, JSVM_KeyCollectionMode(mode), JSVM_KEY_ALL_PROPERTIES,
        JSVM_KeyConversion(conversion), &result)
      #expect(status == JSVM_INVALID_ARG && result == nil)
    }
  }

  @Test func freezeAndSeal() throws {
    try withEnv { fixture in
      let env = fixture.env
      let (frozen, sealed) = (
        try fixture.run("globalThis.f = {a: 1}"), try fixture.run("globalThis.s = {a: 1}")
      )
      #expect(OH_JSVM_ObjectFreeze(env, frozen) == JSVM_OK)
      #expect(OH_JSVM_ObjectSeal(env, sealed) == JSVM_OK)
      try #expect(
        fixture.text("[Object.isFrozen(f), Object.isFrozen(s), Object.isSealed(s)].join()")
          == "true,false,true")
      let text = try fixture.string("x")
      #expect(OH_JSVM_ObjectFreeze(env, text) == JSVM_OK)
    }
  }
}
