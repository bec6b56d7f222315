// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about parents and options of `OH_JSVM_DefineClassWithOptions`.
struct ClassOptionsTests {
  private static let staticBits = JSVM_STATIC.rawValue

  /// A class P of members that give 1, and a child C of it.
  private func defineFamily(
    _ fixture: Fixture, _ parent: Definer, _ members: [Member] = []
  ) throws {
    let parent = try fixture.defineClass(
      "P", parent,
      [
        Member("method") { $0.method = fixture.giving(1) },
        Member("accessor") { $0.getter = fixture.giving(1) },
        Member("value") { $0.value = try? fixture.number(1) },
        Member("object") { $0.value = try? fixture.run("({in: 1})") },
      ])
    try fixture.defineClass("C", .options, members, parent: parent)
  }

  @Test(arguments: Definer.allCases)
  func instancesInheritFromTheParentsPrototype(_ parent: Definer) throws {
    try withEnv { fixture in
      try defineFamily(fixture, parent)
      let source =
        "var c = new C(); [c.method(), c.accessor, c.value, c.object.in, c instanceof P,"
        + " c instanceof C, new P() instanceof C,"
        + " Object.getPrototypeOf(C.prototype) === P.prototype].join()"
      try #expect(fixture.text(source) == "1,1,1,1,true,true,false,true")
    }
  }

  @Test func theChildsMembersHideTheParents() throws {
    try withEnv { fixture in
      try defineFamily(
        fixture, .plain,
        [
          Member("method") { $0.method = fixture.giving(2) },
          Member("value") { $0.value = try? fixture.number(2) },
        ])
      let source =
        "var c = new C(); [c.method(), c.value, c.accessor, new P().method(),"
        + " P.prototype.method.call(c)].join()"
      try #expect(fixture.text(source) == "2,2,1,1,1")
    }
  }

  @Test func theParentsMembersRefuseStrangers() throws {
    try withEnv { fixture in
      try defineFamily(fixture, .plain, [Member("own") { $0.method = fixture.giving(2) }])
      let source = "try { C.prototype.own.call(new P()) } catch (e) { e.message }"
      try #expect(fixture.text(source) == "Illegal invocation")
    }
  }

  @Test(arguments: Definer.allCases)
  func theConstructorInheritsStatics(_ definer: Definer) throws {
    try withEnv { fixture in
      let parent = try fixture.defineClass(
        "P", definer,
        [
          Member("method", Self.staticBits) { $0.method = fixture.giving(1) },
          Member("value", Self.staticBits) { $0.value = try? fixture.number(1) },
        ])
      try fixture.defineClass("C", .options, parent: parent)
      try #expect(fixture.text("[C.method && C.method(), C.value].join()") == "1,1")
    }
  }

  @Test func generationsAddUp() throws {
    try withEnv { fixture in
      var parent: JSVM_Value?
      for level in 0..<20 {
        parent = try fixture.defineClass(
          "C\(level)", .options,
          [Member("m\(level)") { $0.method = fixture.giving(Double(level)) }], parent: parent)
      }
      let source =
        "var c = new C19(); var sum = 0;"
        + "for (var i = 0; i < 20; i++) sum += c['m' + i](); sum + ',' + (c instanceof C0)"
      try #expect(fixture.text(source) == "190,true")
      try #expect(fixture.text("new C3().m4") == "undefined")
    }
  }

  @Test func onlyTheChildsConstructorRuns() throws {
    try withEnv { fixture in
      var runs: [String] = []
      let (parent, child) = (
        fixture.native { _, _ in
          runs.append("P")
          return nil
        },
        fixture.native { _, _ in
          runs.append("C")
          return nil
        }
      )
      let constructor = try fixture.defineClass("P", .plain, constructor: parent)
      try fixture.defineClass("C", .options, parent: constructor, constructor: child)
      try fixture.run("new C()")
      #expect(runs == ["C"])
    }
  }

  /// What is no class of the API, and as such no parent.
  static let strangers = [
    "(function () {})", "(class {})", "(() => 1)", "Array", "Object", "Function.prototype",
    "(class extends P {})", "P.bind(null)", "new Proxy(P, {})", "P.prototype", "new P()", "({})",
    "1", "'P'", "undefined", "null", "Symbol()", "native",
  ]

  @Test(arguments: strangers)
  func aParentMustBeMadeByTheAPI(_ source: String) throws {
    try withEnv { fixture in
      try fixture.defineClass("P")
      try fixture.define("native") { _, _ in nil }
      let (status, result) = fixture.tryClass(.options, parent: try fixture.run(source))
      #expect(status == JSVM_INVALID_ARG && result == nil)
      #expect(!fixture.isPending)
      #expect(fixture.coreVM.classes.count == 1)
    }
  }

  @Test func aChildOutlivesItsParent() throws {
    try withEnv { fixture in
      try fixture.scope {
        try defineFamily(fixture, .plain)
        try fixture.run("P = undefined")
      }
      for _ in 0..<3 { fixture.collect() }
      try #expect(fixture.text("new C().method()") == "1")
    }
  }

  @Test func aParentMayBeUsedByManyChildren() throws {
    try withEnv { fixture in
      try fixture.scope {
        let parent = try fixture.defineClass("P", .plain, [])
        for index in 0..<100 { try fixture.defineClass("C\(index)", .options, parent: parent) }
        try #expect(fixture.text("new C0() instanceof P && !(new C0() instanceof C1)") == "true")
        #expect(fixture.coreVM.classes.count == 101)
      }
    }
  }

  // Options.

  @Test(arguments: [0, 1, 2, 8, 100, 251, 252])
  func instancesWithFieldsWork(_ count: Int32) throws {
    try withEnv { fixture in
      try fixture.defineClass(
        "C", .options, [Member("method") { $0.method = fixture.giving(1) }],
        options: [.count(count)])
      try #expect(fixture.text("var c = new C(); c.own = 2; c.method() + c.own") == "3")
      try fixture.scope { _ = try fixture.run("for (let i = 0; i < 10000; i++) new C()") }
      fixture.collect()
      let instance = try fixture.run("new C()")
      #expect(OH_JSVM_Wrap(fixture.env, instance, nil, nil, nil, nil) == JSVM_OK)
    }
  }

  @Test(arguments: [-1, Int32.min, Int32.max, 1 << 20, 1025])
  func impossibleFieldCountsAreInvalid(_ count: Int32) throws {
    try withEnv { fixture in
      let (status, result) = fixture.tryClass(.options, options: [.count(count)])
      #expect(status == JSVM_INVALID_ARG && result == nil)
      #expect(fixture.coreVM.classes.count == 0)
    }
  }

  @Test func instancesOfDeepFamiliesMayHaveManyFields() async {
    await #expect(processExitsWith: .success) {
      try withEnv { fixture in
        let callable = fixture.native()
        var handler = JSVM_PropertyHandlerConfigurationStruct()
        handler.genericNamedPropertyDeleterCallback = { _, _, _, _ in nil }
        let parent = try fixture.defineClass("P", .options, options: [.count(252)])
        try withUnsafeMutablePointer(to: &handler) { handler in
          var both = JSVM_PropertyHandler(
            propertyHandlerCfg: handler, callAsFunctionCallback: callable.callback)
          try withUnsafeMutablePointer(to: &both) { both in
            let option = ClassOption(
              id: JSVM_DEFINE_CLASS_WITH_PROPERTY_HANDLER, pointer: UnsafeMutableRawPointer(both))
            try fixture.defineClass(
              "C", .options, parent: parent, options: [.count(252), option])
          }
        }
        let source =
          "class D extends C { a = 1; b = 2; c = 3; d = 4; e = 5 };"
          + "for (let i = 0; i < 1000; i++) new D(); new D().e + new C().constructor.name"
        try #expect(fixture.text(source) == "5C")
        fixture.collect()
      }
    }
  }

  @Test(
    arguments: [253, 254, 255, 256, 512, 1024])
  func manyFieldsDoNotEndTheProcess(_ count: Int) async {
    await #expect(processExitsWith: .success) { [count] in
      try withEnv { fixture in
        let (status, result) = fixture.tryClass(.options, options: [.count(Int32(count))])
        guard status == JSVM_OK else { return #expect(result == nil) }
        try fixture.set("C", #require(result))
        try #expect(fixture.text("var c = new C(); c.own = 2; c.own") == "2")
        try fixture.scope { _ = try fixture.run("for (let i = 0; i < 1000; i++) new C()") }
        fixture.collect()
      }
    }
  }

  @Test func optionsAreReadInOrderUpToTheFirstError() throws {
    try withEnv { fixture in
      let unknown = ClassOption(id: JSVM_DefineClassOptionsId(7))
      let negative = ClassOption(id: JSVM_DefineClassOptionsId(UInt32.max))
      var handler = JSVM_PropertyHandler()
      withUnsafeMutablePointer(to: &handler) { handler in
        let empty = ClassOption(id: JSVM_DEFINE_CLASS_WITH_PROPERTY_HANDLER)
        let unset = ClassOption(
          id: JSVM_DEFINE_CLASS_WITH_PROPERTY_HANDLER, pointer: UnsafeMutableRawPointer(handler))
        for wrong in [unknown, negative, empty, unset] {
          for options in [[wrong], [.normal, wrong], [wrong, .normal], [.count(1), wrong]] {
            let (status, result) = fixture.tryClass(.options, options: options)
            #expect(status == JSVM_INVALID_ARG && result == nil)
          }
        }
      }
      let fine = fixture.tryClass(.options, options: [.normal, .normal, .count(2), .count(1)])
      #expect(fine.status == JSVM_OK)
      #expect(!fixture.isPending)
      fixture.collect()
      try #expect(fixture.text("1") == "1")
    }
  }

  @Test func countsWithoutOptionsAreInvalid() throws {
    try withEnv { fixture in
      let callback = fixture.native().callback
      for count in [1, -1, Int.min] {
        var result: JSVM_Value? = try fixture.object()
        #expect(
          OH_JSVM_DefineClassWithOptions(
            fixture.env, "C", 1, callback, 0, nil, nil, count, nil, &result) == JSVM_INVALID_ARG)
        #expect(result == nil)
      }
    }
  }
}
