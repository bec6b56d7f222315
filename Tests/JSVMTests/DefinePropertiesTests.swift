// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about `OH_JSVM_DefineProperties` and private properties.
struct DefinePropertiesTests {
  private func define(
    _ fixture: Fixture, _ object: JSVM_Value?, _ name: String?,
    _ attributes: JSVM_PropertyAttributes = JSVM_DEFAULT,
    _ change: (inout JSVM_PropertyDescriptor) -> Void
  ) -> JSVM_Status {
    var property = JSVM_PropertyDescriptor()
    property.attributes = attributes
    change(&property)
    guard let name else { return OH_JSVM_DefineProperties(fixture.env, object, 1, &property) }
    return name.withCString { name in
      property.utf8name = name
      return OH_JSVM_DefineProperties(fixture.env, object, 1, &property)
    }
  }

  /// Attributes, and writable, enumerable, configurable of a value with them.
  static let attributes: [(UInt32, String)] = [
    (0, "false,false,false"), (1, "true,false,false"), (2, "false,true,false"),
    (4, "false,false,true"), (7, "true,true,true"), (5, "true,false,true"),
    (1 << 10, "false,false,false"), (7 | 1 << 10 | 8, "true,true,true"),
  ]

  @Test(arguments: attributes)
  func attributesAreKept(_ attributes: UInt32, _ expected: String) throws {
    try withEnv { fixture in
      let (object, value) = (try fixture.run("globalThis.o = {}"), try fixture.number(1))
      let status = define(fixture, object, "p", JSVM_PropertyAttributes(attributes)) {
        $0.value = value
      }
      #expect(status == JSVM_OK)
      let source =
        "(d => [d.writable, d.enumerable, d.configurable].join())"
        + "(Object.getOwnPropertyDescriptor(o, 'p'))"
      try #expect(fixture.text(source) == expected)
    }
  }

  @Test func accessorsBeatMethodsBeatValues() throws {
    try withEnv { fixture in
      let native = Native { env, _ in get(nil) { OH_JSVM_CreateInt32(env, 7, $0) } }
      fixture.kept.append(native)
      let (object, value) = (try fixture.run("globalThis.o = {}"), try fixture.number(1))
      let all = define(fixture, object, "all") {
        $0.getter = native.callback
        $0.method = native.callback
        $0.value = value
      }
      let method = define(fixture, object, "method") {
        $0.method = native.callback
        $0.value = value
      }
      #expect(all == JSVM_OK && method == JSVM_OK)
      try #expect(fixture.text("[o.all, o.method(), o.method.name].join()") == "7,7,method")
    }
  }

  @Test func gettersAndSettersAreCalled() throws {
    try withEnv { fixture in
      var stored = 0.0
      let getter = Native { env, _ in get(nil) { OH_JSVM_CreateDouble(env, stored, $0) } }
      let setter = Native { env, info in
        var (count, argument) = (1, JSVM_Value?.none)
        #expect(OH_JSVM_GetCbInfo(env, info, &count, &argument, nil, nil) == JSVM_OK)
        stored = fixture.double(argument)
        return nil
      }
      fixture.kept += [getter, setter]
      let object = try fixture.run("globalThis.o = {}")
      let both = define(fixture, object, "both", JSVM_ENUMERABLE) {
        $0.getter = getter.callback
        $0.setter = setter.callback
      }
      let readOnly = define(fixture, object, "readOnly") { $0.getter = getter.callback }
      let writeOnly = define(fixture, object, "writeOnly") { $0.setter = setter.callback }
      #expect(both == JSVM_OK && readOnly == JSVM_OK && writeOnly == JSVM_OK)
      try #expect(fixture.text("o.both = 4; o.both + o.readOnly") == "8")
      try #expect(
        fixture.text("o.readOnly = 9; o.writeOnly = 5; [o.both, o.writeOnly].join()") == "5,")
      try #expect(fixture.text("Object.keys(o).join()") == "both")
    }
  }

  @Test func keysMayBeValues() throws {
    try withEnv { fixture in
      let (object, value) = (try fixture.run("globalThis.o = {}"), try fixture.number(1))
      let symbol = try fixture.run("globalThis.s = Symbol('s')")
      let text = try fixture.string("t")
      for key in [symbol, text] {
        let status = define(fixture, object, nil) {
          $0.name = key
          $0.value = value
        }
        #expect(status == JSVM_OK)
      }
      try #expect(fixture.text("o[s] + o.t") == "2")
      for key in [value, object] {
        let status = define(fixture, object, nil) {
          $0.name = key
          $0.value = value
        }
        #expect(status == JSVM_NAME_EXPECTED)
      }
    }
  }

  @Test func missingPartsAreInvalid() throws {
    try withEnv { fixture in
      let (object, value) = (try fixture.object(), try fixture.number(1))
      let empty = JSVM_Callback.allocate(capacity: 1)
      empty.initialize(to: JSVM_CallbackStruct())
      defer { empty.deallocate() }
      #expect(define(fixture, object, nil) { $0.value = value } == JSVM_INVALID_ARG)
      #expect(define(fixture, object, "p") { _ in } == JSVM_INVALID_ARG)
      #expect(define(fixture, object, "p") { $0.method = empty } == JSVM_INVALID_ARG)
      #expect(define(fixture, object, "p") { $0.getter = empty } == JSVM_INVALID_ARG)
      #expect(OH_JSVM_DefineProperties(fixture.env, object, 0, nil) == JSVM_OK)
      #expect(OH_JSVM_DefineProperties(fixture.env, object, 1, nil) == JSVM_INVALID_ARG)
      #expect(!fixture.isPending)
    }
  }

  @Test func refusalsHaveTheirStatus() throws {
    try withEnv { fixture in
      let native = Native { _, _ in nil }
      fixture.kept.append(native)
      let (frozen, value) = (try fixture.run("Object.freeze({})"), try fixture.number(1))
      let byValue = define(fixture, frozen, "p") { $0.value = value }
      let byMethod = define(fixture, frozen, "p") { $0.method = native.callback }
      let byGetter = define(fixture, frozen, "p") { $0.getter = native.callback }
      #expect(byValue == JSVM_INVALID_ARG)
      #expect(byMethod == JSVM_GENERIC_FAILURE)
      #expect(byGetter == JSVM_INVALID_ARG)
      _ = try fixture.takeException()
    }
  }

  @Test func definingStopsAtTheFirstFailure() throws {
    try withEnv { fixture in
      let (object, value) = (try fixture.run("globalThis.o = {}"), try fixture.number(1))
      let keys = try ["a", "b"].map { try fixture.string($0) }
      var properties = [JSVM_PropertyDescriptor](repeating: .init(), count: 3)
      properties[0].name = keys[0]
      properties[0].value = value
      properties[0].attributes = JSVM_ENUMERABLE
      properties[2] = properties[0]
      properties[2].name = keys[1]
      #expect(OH_JSVM_DefineProperties(fixture.env, object, 3, properties) == JSVM_INVALID_ARG)
      try #expect(fixture.text("Object.keys(o).join()") == "a")
    }
  }

  @Test func privatePropertiesAreInvisibleAndPerKey() throws {
    try withEnv { fixture in
      let (env, object) = (fixture.env, try fixture.run("globalThis.o = {}"))
      let text = try fixture.string("same")
      let first = try make { OH_JSVM_CreatePrivate(env, text, $0) }
      let second = try make { OH_JSVM_CreatePrivate(env, text, $0) }
      let (one, two) = (try fixture.number(1), try fixture.number(2))
      #expect(OH_JSVM_SetPrivate(env, object, first, one) == JSVM_OK)
      #expect(OH_JSVM_SetPrivate(env, object, second, two) == JSVM_OK)
      #expect(fixture.double(try make { OH_JSVM_GetPrivate(env, object, first, $0) }) == 1)
      #expect(fixture.double(try make { OH_JSVM_GetPrivate(env, object, second, $0) }) == 2)
      try #expect(fixture.text("Reflect.ownKeys(o).length") == "0")
      #expect(OH_JSVM_DeletePrivate(env, object, first) == JSVM_OK)
      #expect(OH_JSVM_DeletePrivate(env, object, first) == JSVM_OK)
      let gone = try make { OH_JSVM_GetPrivate(env, object, first, $0) }
      #expect(flag { OH_JSVM_IsUndefined(env, gone, $0) })
    }
  }

  @Test func proxiesAreNotAskedForPrivates() throws {
    try withEnv { fixture in
      let env = fixture.env
      let source =
        "new Proxy({}, {get() { throw 1 }, set() { throw 2 }, defineProperty() { throw 3 }})"
      let proxy = try fixture.run(source)
      let key = try make { OH_JSVM_CreatePrivate(env, nil, $0) }
      let value = try fixture.number(5)
      #expect(OH_JSVM_SetPrivate(env, proxy, key, value) == JSVM_OK)
      #expect(fixture.double(try make { OH_JSVM_GetPrivate(env, proxy, key, $0) }) == 5)
    }
  }

  @Test(arguments: [Kind.symbol, .string, .object, .number])
  func aValueIsNoPrivateKey(_ kind: Kind) throws {
    try withEnv { fixture in
      let (env, object, value) = (fixture.env, try fixture.object(), try fixture.number(1))
      let key = try fixture.run(kind.source)
      var result: JSVM_Value? = value
      #expect(OH_JSVM_SetPrivate(env, object, key, value) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_GetPrivate(env, object, key, &result) == JSVM_INVALID_ARG && result == nil)
      #expect(OH_JSVM_DeletePrivate(env, object, key) == JSVM_INVALID_ARG)
    }
  }
}
