// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about property handlers of classes, from either function that takes them.
struct PropertyHandlersTests {
  /// Defines C with handlers and makes `c`, an instance; forgets what that needed.
  private func define(
    _ fixture: Fixture, _ interception: Interception,
    named: Set<Interception.Access> = Set(Interception.Access.allCases),
    indexed: Set<Interception.Access> = Set(Interception.Access.allCases),
    _ members: [Member] = [], callable: Native? = nil
  ) throws {
    let configuration = interception.configuration(named: named, indexed: indexed)
    try fixture.defineClass("C", .handler, members, handler: configuration, callable: callable)
    try fixture.run("var c = new C()")
    fixture.kept.append(interception)
    interception.events = []
  }

  /// Source, its result and the accesses it makes, where every handler gives NULL.
  static let silent: [(String, String, [String])] = [
    ("c.name", "undefined", ["get name"]),
    ("c['two words']", "undefined", ["get two words"]),
    ("c[7]", "undefined", ["get #7"]),
    ("c['7']", "undefined", ["get #7"]),
    ("c['07']", "undefined", ["get 07"]),
    ("c[-1]", "undefined", ["get -1"]),
    ("c[1.5]", "undefined", ["get 1.5"]),
    ("c[4294967294]", "undefined", ["get #4294967294"]),
    ("c[4294967295]", "undefined", ["get 4294967295"]),
    ("c[Symbol('s')]", "undefined", ["get [symbol]"]),
    ("c.name = 5", "5", ["set name=5"]),
    ("c[3] = 'x'", "x", ["set #3=x"]),
    ("c[Symbol('s')] = 1", "1", ["set [symbol]=1"]),
    ("c.name += 1", "NaN", ["get name", "set name=NaN"]),
    ("delete c.name", "true", ["delete name"]),
    ("delete c[3]", "true", ["delete #3"]),
    ("delete c[Symbol('s')]", "true", ["delete [symbol]"]),
    ("'name' in c", "true", ["get name"]),
    ("3 in c", "true", ["get #3"]),
    ("typeof c.toString", "undefined", ["get toString"]),
    ("typeof c.constructor", "undefined", ["get constructor"]),
    ("Object.keys(c).length", "0", ["list #", "list "]),
    ("c instanceof C", "true", []),
    ("Object.getPrototypeOf(c) === C.prototype", "true", []),
    ("Object.create(c).name", "undefined", ["get name"]),
  ]

  @Test(arguments: silent)
  func handlersThatAnswerNothingHaveHandledTheAccess(
    _ source: String, _ result: String, _ accesses: [String]
  ) throws {
    try withEnv { fixture in
      let interception = try Interception(fixture)
      try define(fixture, interception)
      try #expect(fixture.text(source) == result)
      #expect(interception.take() == accesses)
    }
  }

  /// Source and its result, where handlers give values of their own.
  static let answered: [(String, String)] = [
    ("c.name", "get name"), ("c[7]", "get 7"), ("c[Symbol('s')]", "get symbol"),
    ("`${c.a} ${c.b}`", "get a get b"), ("(({x, ...rest}) => x)(c)", "get x"),
    ("Reflect.get(c, 'name')", "get name"), ("Object.create(c).deep", "get deep"),
    ("c.name = 5; c.name", "get name"), ("[1].map(c.name === 'get name' ? x => x : 0)", "1"),
    ("delete c.name", "false"), ("delete c[3]", "false"),
    // The engine leaves it to the handler to throw, even in strict mode.
    ("(function () { 'use strict'; return delete c.name })()", "false"),
    ("Reflect.deleteProperty(c, 'name')", "false"),
    ("Object.keys(c).join()", "0,1,first,second"),
    ("Reflect.ownKeys(c).join()", "0,1,first,second"),
    ("var keys = []; for (var k in c) keys.push(k); keys.join()", "0,1,first,second"),
    // With nobody to ask about attributes, what a getter answers is not enumerable.
    ("Object.values(c).join()", ""), ("JSON.stringify({...c})", "{}"),
    ("Object.getOwnPropertyDescriptor(c, 'name').enumerable", "false"),
    ("Object.getOwnPropertyDescriptor(c, 'name').value", "get name"),
    ("c.hasOwnProperty", "get hasOwnProperty"),
    ("Object.prototype.hasOwnProperty.call(c, 'name')", "true"),
  ]

  @Test(arguments: answered)
  func scriptSeesWhatHandlersAnswer(_ source: String, _ result: String) throws {
    try withEnv { fixture in
      let env = fixture.env
      let interception = try Interception(fixture)
      interception.answers[.get] = { key, _ in
        let isSymbol = get(JSVM_UNDEFINED) { OH_JSVM_Typeof(env, key, $0) } == JSVM_SYMBOL
        return try fixture.string("get " + (isSymbol ? "symbol" : fixture.text(of: #require(key))))
      }
      interception.answers[.set] = { _, _ in try fixture.string("ignored") }
      interception.answers[.delete] = { _, _ in get(nil) { OH_JSVM_GetBoolean(env, false, $0) } }
      try define(fixture, interception)
      interception.answers[.list] = { [weak interception] _, _ in
        let isNamed = interception?.events.last?.isNamed == true
        return try fixture.run(isNamed ? "['first', 'second']" : "[0, 1]")
      }
      try #expect(fixture.text(source) == result)
    }
  }

  @Test func aSetterStoresNothing() throws {
    try withEnv { fixture in
      let interception = try Interception(fixture)
      try define(fixture, interception, named: [.set], indexed: [.set])
      try #expect(fixture.text("c.x = 1; c[0] = 2; [c.x, c[0], Object.keys(c)].join()") == ",,")
      #expect(interception.take() == ["set x=1", "set #0=2"])
    }
  }

  @Test(arguments: Interception.Access.allCases)
  func whatIsNotHandledIsOrdinary(_ access: Interception.Access) throws {
    try withEnv { fixture in
      let interception = try Interception(fixture)
      interception.answers[.list] = { _, _ in try fixture.run("['listed']") }
      try define(fixture, interception, named: [access], indexed: [])
      let source =
        "c.x = 1; c[0] = 2; var all = [c.x, c[0], Object.keys(c).join('+')];"
        + "all.push(delete c.x, delete c[0], c.x, c[0]); all.join()"
      let expected: [Interception.Access: String] = [
        .get: ",2,0,true,true,,", .set: ",2,0,true,true,,", .delete: "1,2,0+x,true,true,1,",
        .list: "1,2,0+x+listed,true,true,,",
      ]
      let found = try fixture.text(source)
      #expect(found == expected[access])
    }
  }

  @Test func answersOfTheWrongKindCountAsNone() throws {
    try withEnv { fixture in
      let interception = try Interception(fixture)
      for access in Interception.Access.allCases {
        interception.answers[access] = { _, _ in try fixture.number(0) }
      }
      try define(fixture, interception)
      let source = "[delete c.x, delete c[0], Object.keys(c).length, c.x = 4].join()"
      try #expect(fixture.text(source) == "true,true,0,4")
    }
  }

  /// What a handler throws reaches script, whatever it returns.
  @Test(arguments: [
    "c.x", "c[0]", "c.x = 1", "c[0] = 1", "delete c.x", "delete c[0]", "Object.keys(c)",
    "'x' in c", "0 in c", "for (var k in c);", "c.x()", "({...c})",
  ])
  func exceptionsGoIntoScript(_ source: String) throws {
    try withEnv { fixture in
      let interception = try Interception(fixture)
      try define(fixture, interception)
      for access in Interception.Access.allCases {
        interception.answers[access] = { _, _ in
          #expect(OH_JSVM_ThrowRangeError(fixture.env, nil, "refused") == JSVM_OK)
          return try? fixture.string("ignored")
        }
      }
      let caught = "try { \(source); 'passed' } catch (e) { e.name + e.message }"
      try #expect(fixture.text(caught) == "RangeErrorrefused")
      #expect(!fixture.isPending)
    }
  }

  @Test func theAPIAsksHandlersToo() throws {
    try withEnv { fixture in
      let env = fixture.env
      let interception = try Interception(fixture)
      try define(fixture, interception)
      let (c, key) = (try fixture.run("c"), try fixture.string("key"))
      interception.events = []
      var (value, answer) = (JSVM_Value?.none, false)
      #expect(OH_JSVM_GetProperty(env, c, key, &value) == JSVM_OK)
      #expect(OH_JSVM_SetProperty(env, c, key, key) == JSVM_OK)
      #expect(OH_JSVM_HasProperty(env, c, key, &answer) == JSVM_OK && answer)
      #expect(OH_JSVM_DeleteProperty(env, c, key, &answer) == JSVM_OK && answer)
      #expect(OH_JSVM_GetElement(env, c, 9, &value) == JSVM_OK)
      #expect(OH_JSVM_SetElement(env, c, 9, key) == JSVM_OK)
      #expect(OH_JSVM_DeleteElement(env, c, 9, &answer) == JSVM_OK && answer)
      let expected = [
        "get key", "set key=key", "get key", "delete key", "get #9", "set #9=key", "delete #9",
      ]
      #expect(interception.take() == expected)
      interception.answers[.get] = { _, _ in
        #expect(OH_JSVM_ThrowError(env, nil, "refused") == JSVM_OK)
        return nil
      }
      #expect(OH_JSVM_GetProperty(env, c, key, &value) == JSVM_GENERIC_FAILURE)
      try #expect(fixture.takeException() == "Error: refused")
    }
  }

  @Test func privateThingsPassHandlersBy() throws {
    try withEnv { fixture in
      let env = fixture.env
      let interception = try Interception(fixture)
      try define(fixture, interception)
      let c = try fixture.run("c")
      interception.events = []
      var tag = JSVM_TypeTag(lower: 1, upper: 2)
      let key = try make { OH_JSVM_CreatePrivate(env, nil, $0) }
      #expect(OH_JSVM_TypeTagObject(env, c, &tag) == JSVM_OK)
      #expect(flag { OH_JSVM_CheckObjectTypeTag(env, c, &tag, $0) })
      #expect(OH_JSVM_Wrap(env, c, nil, nil, nil, nil) == JSVM_OK)
      #expect(OH_JSVM_SetPrivate(env, c, key, c) == JSVM_OK)
      let held = get(nil) { OH_JSVM_GetPrivate(env, c, key, $0) }
      #expect(flag { OH_JSVM_StrictEquals(env, held, c, $0) })
      #expect(interception.take() == [])
    }
  }

  @Test func methodsAreOutOfReachBehindAGetter() throws {
    try withEnv { fixture in
      let member = Member("method") { $0.method = fixture.giving(1) }
      let interception = try Interception(fixture)
      try define(fixture, interception, [member])
      try #expect(fixture.text("typeof c.method + C.prototype.method.call(c)") == "undefined1")
      try define(fixture, interception, named: [.set, .delete], [member])
      try #expect(fixture.text("c.method()") == "1")
    }
  }

  @Test func theReceiverIsTheInstance() throws {
    try withEnv { fixture in
      let interception = try Interception(fixture)
      var isInstance: [Bool] = []
      interception.answers[.get] = { [weak interception] _, _ in
        let (this, c) = (interception?.receivers.last ?? nil, try fixture.run("globalThis.c"))
        isInstance.append(flag { OH_JSVM_StrictEquals(fixture.env, this, c, $0) })
        return nil
      }
      try define(fixture, interception)
      try fixture.run("c.x; c[0]")
      #expect(isInstance == [true, true])
    }
  }

  @Test func handlersMayUseTheirOwnInstance() throws {
    try withEnv { fixture in
      let interception = try Interception(fixture)
      try define(fixture, interception)
      interception.answers[.get] = { [weak interception] key, _ in
        guard interception?.events.count ?? 9 < 5 else { return try fixture.string("end") }
        return try fixture.run("c.next")
      }
      try #expect(fixture.text("c.first") == "end")
    }
  }
}
