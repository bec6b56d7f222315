// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims that hold for classes from each of the three functions that define one.
struct ClassesTests {
  @Test(arguments: Definer.allCases)
  func anInstanceIsMadeByTheConstructor(_ definer: Definer) throws {
    try withEnv { fixture in
      var targets: [Bool] = []
      let constructor = fixture.native { env, info in
        var (count, argument, this) = (1, JSVM_Value?.none, JSVM_Value?.none)
        #expect(OH_JSVM_GetCbInfo(env, info, &count, &argument, &this, nil) == JSVM_OK)
        targets.append(get(nil) { OH_JSVM_GetNewTarget(env, info, $0) } != nil)
        #expect(OH_JSVM_SetNamedProperty(env, this, "given", argument) == JSVM_OK)
        return this
      }
      try fixture.defineClass("C", definer, constructor: constructor)
      let source = "var c = new C(5); [c.given, c instanceof C, c.constructor === C, C.name].join()"
      try #expect(fixture.text(source) == "5,true,true,C")
      #expect(targets == [true])
      let own = try fixture.run("new C(6)")
      try #expect(fixture.text(of: fixture.property(own, "given")) == "6")
    }
  }

  @Test(arguments: Definer.allCases)
  func theConstructorRunsWithoutNewToo(_ definer: Definer) throws {
    try withEnv { fixture in
      var targets: [JSVM_Value?] = []
      let constructor = fixture.native { env, info in
        targets.append(get(nil) { OH_JSVM_GetNewTarget(env, info, $0) })
        return get(nil) { OH_JSVM_CreateInt32(env, 3, $0) }
      }
      try fixture.defineClass("C", definer, constructor: constructor)
      try #expect(fixture.text("C()") == "3")
      // A primitive result of a construction is ignored.
      try #expect(fixture.text("new C() instanceof C") == "true")
      #expect(targets.count == 2 && targets[0] == nil && targets[1] != nil)
    }
  }

  @Test(arguments: Definer.allCases)
  func anExceptionOfTheConstructorIsThrown(_ definer: Definer) throws {
    try withEnv { fixture in
      let constructor = fixture.native { env, _ in
        #expect(OH_JSVM_ThrowTypeError(env, "CODE", "no instance") == JSVM_OK)
        return nil
      }
      try fixture.defineClass("C", definer, constructor: constructor)
      let source = "try { new C(); 'made' } catch (e) { [e.name, e.code, e.message].join() }"
      try #expect(fixture.text(source) == "TypeError,CODE,no instance")
    }
  }

  @Test func scriptMayExtendAClass() throws {
    try withEnv { fixture in
      try fixture.defineClass(
        "C", .plain,
        [
          Member("method") { $0.method = fixture.giving(7) },
          Member("fixed", JSVM_STATIC.rawValue) { $0.value = try? fixture.number(8) },
        ])
      let source =
        "class D extends C { method() { return super.method() + 1 } };"
        + "var d = new D(); [d.method(), D.fixed, d instanceof C].join()"
      try #expect(fixture.text(source) == "8,8,true")
    }
  }

  private static let longName = String(repeating: "n", count: 5000)
  static let names: [(String, Int, String?)] = [
    ("Name", -1, "Name"), ("Name", 2, "Na"), ("", 0, ""), ("", -1, ""), ("é€😀", -1, "é€😀"),
    ("Name", -2, nil), ("Name", Int(Int32.max) + 1, nil), ("Name", Int.min, nil),
    (longName, -1, longName),
  ]

  @Test(arguments: names, Definer.allCases)
  func theNameHasTheLengthThatIsTold(
    _ entry: (String, Int, String?), _ definer: Definer
  ) throws {
    let (name, length, expected) = entry
    try withEnv { fixture in
      let (env, callback) = (fixture.env, fixture.native().callback)
      var (result, handler) = (
        JSVM_Value?.none, JSVM_PropertyHandlerConfigurationStruct()
      )
      let status =
        switch definer {
        case .plain: OH_JSVM_DefineClass(env, name, length, callback, 0, nil, &result)
        case .handler:
          OH_JSVM_DefineClassWithPropertyHandler(
            env, name, length, callback, 0, nil, &handler, nil, &result)
        case .options:
          OH_JSVM_DefineClassWithOptions(
            env, name, length, callback, 0, nil, nil, 0, nil, &result)
        }
      guard let expected else {
        #expect(status == JSVM_INVALID_ARG && result == nil)
        return
      }
      #expect(status == JSVM_OK)
      try #expect(fixture.text(of: fixture.property(#require(result), "name")) == expected)
    }
  }

  @Test(arguments: Definer.allCases)
  func aCallbackWithoutFunctionIsInvalid(_ definer: Definer) throws {
    try withEnv { fixture in
      let empty = Native { _, _ in nil }
      fixture.kept.append(empty)
      empty.callback.pointee.callback = nil
      #expect(fixture.tryClass(definer, constructor: empty).status == JSVM_INVALID_ARG)
      for spoil in [\Member.getter, \Member.setter, \Member.method] {
        for attributes in [0, JSVM_STATIC.rawValue] {
          var member = Member("p", attributes)
          member[keyPath: spoil] = empty
          #expect(fixture.tryClass(definer, [member]).status == JSVM_INVALID_ARG)
        }
      }
      #expect(!fixture.isPending)
      fixture.collect()
      #expect(fixture.coreVM.classes.count == 0)
    }
  }

  @Test(arguments: Definer.allCases)
  func aPropertyNeedsAKeyAndAContent(_ definer: Definer) throws {
    try withEnv { fixture in
      let number = try fixture.number(1)
      for attributes in [0, JSVM_STATIC.rawValue] {
        let empty = Member("p", attributes)
        #expect(fixture.tryClass(definer, [empty]).status == JSVM_INVALID_ARG)
        let nameless = Member(nil, attributes) { $0.value = number }
        #expect(fixture.tryClass(definer, [nameless]).status != JSVM_OK)
        let numbered = Member(nil, attributes) {
          $0.symbol = number
          $0.value = number
        }
        #expect(fixture.tryClass(definer, [numbered]).status == JSVM_NAME_EXPECTED)
      }
      fixture.collect()
      #expect(fixture.coreVM.classes.count == 0)
    }
  }

  @Test func countsWithoutPropertiesAreInvalid() throws {
    try withEnv { fixture in
      let (env, callback) = (fixture.env, fixture.native().callback)
      var result = get(nil) { OH_JSVM_CreateObject(env, $0) }
      for count in [1, 1000, -1, Int.min] {
        #expect(
          OH_JSVM_DefineClass(env, "C", 1, callback, count, nil, &result) == JSVM_INVALID_ARG)
        #expect(result == nil)
      }
    }
  }

  // Records.

  @Test(arguments: Definer.allCases)
  func recordsEndWithTheEnv(_ definer: Definer) throws {
    var vm: VM?
    try withEnv { fixture in
      vm = fixture.coreVM
      let env = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
      let other = Fixture(vm: fixture.vm, env: env)
      try other.defineClass("C", definer)
      try fixture.defineClass("C", definer)
      #expect(fixture.coreVM.classes.count == 2)
      #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
      #expect(fixture.coreVM.classes.count == 1)
    }
    #expect(vm?.classes.count == 0)
  }

  @Test func anInstanceKeepsItsClass() throws {
    try withEnv { fixture in
      let instance = try fixture.scope {
        try fixture.defineClass(
          "C", .plain, [Member("method") { $0.method = fixture.giving(4) }])
        return try fixture.reference(fixture.run("new C()"), 1)
      }
      try fixture.scope { _ = try fixture.run("C = undefined") }
      fixture.collect()
      #expect(fixture.coreVM.classes.count == 1)
      try fixture.scope {
        try fixture.set("c", #require(fixture.value(of: instance)))
        try #expect(fixture.text("new c.constructor().method()") == "4")
        _ = try fixture.run("c = undefined")
      }
      #expect(OH_JSVM_DeleteReference(fixture.env, instance) == JSVM_OK)
    }
  }
}
