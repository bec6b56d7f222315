// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about callable instances, and about how long handlers and their data live.
struct PropertyHandlerLivesTests {
  enum Way: CaseIterable { case handler, options }

  /// Defines C with handlers in either way.
  private func define(
    _ fixture: Fixture, _ way: Way, _ configuration: JSVM_PropertyHandlerConfigurationStruct,
    _ callable: Native? = nil
  ) throws {
    guard way == .options else {
      try fixture.defineClass("C", .handler, handler: configuration, callable: callable)
      return
    }
    var configuration = configuration
    try withUnsafeMutablePointer(to: &configuration) { configuration in
      var handler = JSVM_PropertyHandler(
        propertyHandlerCfg: configuration, callAsFunctionCallback: callable?.callback)
      try withUnsafeMutablePointer(to: &handler) { handler in
        let option = ClassOption(
          id: JSVM_DEFINE_CLASS_WITH_PROPERTY_HANDLER, pointer: UnsafeMutableRawPointer(handler))
        try fixture.defineClass("C", .options, options: [.normal, option])
      }
    }
  }

  @Test(arguments: Way.allCases)
  func theConfigurationIsCopied(_ way: Way) throws {
    try withEnv { fixture in
      let interception = try Interception(fixture)
      fixture.kept.append(interception)
      try define(fixture, way, interception.configuration())
      try fixture.run("new C().x; new C()[0] = 1")
      #expect(interception.take() == ["get x", "set #0=1"])
    }
  }

  @Test(arguments: Way.allCases)
  func instancesAreCalled(_ way: Way) throws {
    try withEnv { fixture in
      let callable = fixture.native { env, info in
        var (count, argument, this) = (1, JSVM_Value?.none, JSVM_Value?.none)
        #expect(OH_JSVM_GetCbInfo(env, info, &count, &argument, &this, nil) == JSVM_OK)
        let isConstruction = get(nil) { OH_JSVM_GetNewTarget(env, info, $0) } != nil
        let sum = fixture.double(argument) + (isConstruction ? 1000 : 0)
        return get(nil) { OH_JSVM_CreateDouble(env, sum, $0) }
      }
      try define(fixture, way, .init(), callable)
      try fixture.run("var c = new C()")
      let source = "[c(5), typeof c, c.call, [6].map(c)].join()"
      try #expect(fixture.text(source) == "5,function,,6")
      let c = try fixture.run("c")
      let argument: [JSVM_Value?] = [try fixture.number(7)]
      var result: JSVM_Value?
      let status = OH_JSVM_CallFunction(fixture.env, c, c, 1, argument, &result)
      #expect(status == JSVM_OK || status == JSVM_INVALID_ARG)
    }
  }

  @Test(arguments: Way.allCases)
  func withoutACallbackInstancesAreNotCallable(_ way: Way) throws {
    try withEnv { fixture in
      try define(fixture, way, .init())
      try #expect(fixture.text("try { new C()() } catch (e) { e.name }") == "TypeError")
      try #expect(fixture.text("typeof new C()") == "object")
    }
  }

  @Test func aCallableCallbackNeedsAFunction() throws {
    try withEnv { fixture in
      let empty = Native { _, _ in nil }
      empty.callback.pointee.callback = nil
      #expect(fixture.tryClass(.handler, callable: empty).status == JSVM_INVALID_ARG)
      fixture.kept.append(empty)
      #expect(fixture.coreVM.classes.count == 0)
    }
  }

  @Test func exceptionsOfACallAreThrown() throws {
    try withEnv { fixture in
      let callable = fixture.native { env, _ in
        #expect(OH_JSVM_ThrowError(env, nil, "not now") == JSVM_OK)
        return nil
      }
      try define(fixture, .handler, .init(), callable)
      try #expect(fixture.text("try { new C()() } catch (e) { e.message }") == "not now")
    }
  }

  @Test(arguments: Way.allCases)
  func dataLivesAsLongAsTheClass(_ way: Way) throws {
    try withEnv { fixture in
      let ending = Ending()
      let interception = try fixture.scope {
        let interception = try Interception(fixture)
        for data in [interception.named, interception.indexed] {
          try fixture.addFinalizer(#require(data), ending)
        }
        try define(fixture, way, interception.configuration())
        return interception
      }
      for _ in 0..<3 { fixture.collect() }
      #expect(ending.runs == 0)
      try fixture.run("new C().x; new C()[1]")
      #expect(interception.take() == ["get x", "get #1"])
      try #require(fixture.coreVM.classes.count == 1)
    }
  }

  @Test func dataMayBeMissingAndOfAnyKind() throws {
    try withEnv { fixture in
      var configuration = JSVM_PropertyHandlerConfigurationStruct()
      configuration.genericNamedPropertyGetterCallback = { _, _, _, data in data }
      configuration.genericIndexedPropertyGetterCallback = { _, _, _, data in data }
      configuration.namedPropertyData = try fixture.string("the data")
      try define(fixture, .handler, configuration)
      try #expect(fixture.text("[new C().x, new C()[0]].join()") == "the data,")
    }
  }

  @Test func handlersEndWithTheirEnv() throws {
    try withEnv { fixture in
      let env = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
      let other = Fixture(vm: fixture.vm, env: env)
      let interception = try Interception(other)
      try define(other, .handler, interception.configuration())
      try fixture.set("c", other.run("var c = new C(); c"))
      interception.events = []
      try fixture.run("c.x")
      #expect(interception.take() == ["get x"])
      #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
      try #expect(fixture.text("c.x = 5; c[0] = 6; [c.x, c[0], 'y' in c].join()") == "5,6,false")
      #expect(interception.take() == [])
    }
  }

  @Test func anInstanceKeepsItsHandlers() throws {
    try withEnv { fixture in
      let interception = try Interception(fixture)
      try fixture.scope {
        try define(fixture, .handler, interception.configuration(named: [.get]))
        try fixture.run("var c = new C(); Object.setPrototypeOf(c, null); C = null")
      }
      interception.events = []
      for _ in 0..<3 { fixture.collect() }
      try fixture.run("c.x")
      #expect(interception.take() == ["get x"])
    }
  }

  @Test func scriptMayExtendAClassWithHandlers() throws {
    try withEnv { fixture in
      let interception = try Interception(fixture)
      try define(fixture, .handler, interception.configuration(named: [.get]))
      try fixture.run("class D extends C { own() {} } var d = new D()")
      interception.events = []
      try #expect(fixture.text("d.x + typeof d.own + (d instanceof D)") == "undefinedundefinedtrue")
      #expect(interception.take() == ["get x", "get own"])
    }
  }

  @Test func aChildOfAClassWithHandlersMayHaveItsOwn() throws {
    try withEnv { fixture in
      let (first, second) = (try Interception(fixture), try Interception(fixture))
      fixture.kept += [first, second]
      let parent = try fixture.defineClass("P", .handler, handler: first.configuration())
      var configuration = second.configuration()
      try withUnsafeMutablePointer(to: &configuration) { configuration in
        var handler = JSVM_PropertyHandler(
          propertyHandlerCfg: configuration, callAsFunctionCallback: nil)
        try withUnsafeMutablePointer(to: &handler) { handler in
          let option = ClassOption(
            id: JSVM_DEFINE_CLASS_WITH_PROPERTY_HANDLER, pointer: UnsafeMutableRawPointer(handler))
          try fixture.defineClass("C", .options, parent: parent, options: [option])
        }
      }
      try fixture.run("new C().x; new P().y")
      #expect(second.take() == ["get x"] && first.take() == ["get y"])
    }
  }
}
