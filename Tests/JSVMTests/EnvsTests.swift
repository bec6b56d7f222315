// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Glibc
import Testing

@testable import JSVM

/// Claims about `OH_JSVM_CreateEnv`, `DestroyEnv`, and instance data.
struct EnvsTests {
  @Test func anEnvHasAGlobalOfItsOwn() throws {
    try withEnv { fixture in
      let other = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
      let second = Fixture(vm: fixture.vm, env: other)
      try fixture.run("globalThis.x = 1")
      try #expect(second.text("typeof x") == "undefined")
      try #expect(second.text("[] instanceof Array") == "true")
      #expect(second.lastStatus == JSVM_OK && !second.isPending)
      #expect(OH_JSVM_DestroyEnv(other) == JSVM_OK)
    }
  }

  @Test func propertiesBecomeGlobals() throws {
    try withEnv { fixture in
      let native = Native { env, _ in get(nil) { OH_JSVM_CreateInt32(env, 5, $0) } }
      fixture.kept.append(native)
      let (number, object) = (try fixture.number(7), try fixture.run("({deep: 1})"))
      var properties = [JSVM_PropertyDescriptor](repeating: .init(), count: 5)
      let texts = ["method", "getter", "value", "object", "skipped"]
      let names = texts.map { strdup($0) }
      defer { for name in names { free(name) } }
      for index in 0..<5 {
        properties[index].utf8name = UnsafePointer(names[index])
        properties[index].attributes = JSVM_DEFAULT
      }
      properties[0].method = native.callback
      properties[1].getter = native.callback
      properties[2].value = number
      properties[2].attributes = JSVM_DEFAULT_JSPROPERTY
      properties[3].value = object
      properties[4].value = number
      properties[4].attributes = JSVM_STATIC
      let env = try make { OH_JSVM_CreateEnv(fixture.vm, 5, properties, $0) }
      let other = Fixture(vm: fixture.vm, env: env)
      try #expect(
        other.text("[method(), getter, value, object.deep, typeof skipped].join()")
          == "5,5,7,1,undefined")
      try #expect(other.text("value = 8; method = 1; Object.keys(globalThis).join()") == "value")
      try #expect(other.text("[value, typeof method].join()") == "8,function")
      #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
    }
  }

  @Test func badPropertiesMakeNoEnv() throws {
    try withEnv { fixture in
      var env: JSVM_Env? = OpaquePointer(bitPattern: 1)
      var property = JSVM_PropertyDescriptor()
      #expect(OH_JSVM_CreateEnv(fixture.vm, 1, nil, &env) == JSVM_INVALID_ARG)
      #expect(env == nil)
      #expect(OH_JSVM_CreateEnv(fixture.vm, 1, &property, &env) == JSVM_INVALID_ARG)
      "name".withCString { name in
        property.utf8name = name
        #expect(OH_JSVM_CreateEnv(fixture.vm, 1, &property, &env) == JSVM_INVALID_ARG)
      }
      #expect(env == nil && fixture.coreVM.envs.count == 1)
    }
  }

  @Test func aThousandEnvsLeaveNoContext() throws {
    try withEnv { fixture in
      for _ in 0..<200 {
        let env = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
        #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
      }
      // Twice: what marking found alive before it was let go stays for one more round.
      fixture.collect()
      fixture.collect()
      let statistics = get(JSVM_HeapStatistics()) { OH_JSVM_GetHeapStatistics(fixture.vm, $0) }
      #expect(statistics.numberOfNativeContexts == 1)
    }
  }

  @Test func anEnvIsDestroyedOnce() throws {
    try withEnv { fixture in
      let env = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
      #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
      #expect(OH_JSVM_DestroyEnv(env) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_DestroyEnv(nil) == JSVM_INVALID_ARG)
    }
  }

  @Test func destroyEndsAllThatWasLeft() throws {
    try withEnv { fixture in
      let env = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
      let other = Fixture(vm: fixture.vm, env: env)
      let object = try other.object()
      _ = try other.reference(object, 2)
      _ = try other.reference(object, 0)
      let source = try other.string("1")
      let script = try make { OH_JSVM_CompileScript(env, source, nil, 0, false, nil, $0) }
      #expect(OH_JSVM_RetainScript(env, script) == JSVM_OK)
      var promise: JSVM_Value?
      let deferred = try make { OH_JSVM_CreatePromise(env, $0, &promise) }
      #expect(OH_JSVM_ThrowError(env, nil, "left") == JSVM_OK)
      _ = try make { OH_JSVM_OpenEnvScope(env, $0) }
      _ = try make { OH_JSVM_OpenHandleScope(env, $0) }
      #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
      #expect(fixture.coreVM.references.count == 0 && fixture.coreVM.deferreds.count == 0)
      #expect(fixture.coreVM.scripts.count == 0)
      var result: JSVM_Value?
      #expect(OH_JSVM_RunScript(fixture.env, script, &result) == JSVM_INVALID_ARG)
      let undefined = try fixture.undefined()
      #expect(OH_JSVM_ResolveDeferred(fixture.env, deferred, undefined) == JSVM_INVALID_ARG)
      try #expect(fixture.text("1 + 1") == "2")
    }
  }

  @Test func instanceDataIsReplacedWithoutItsFinalizer() throws {
    let (first, second) = (Ending(), Ending())
    try withEnv { fixture in
      let env = fixture.env
      #expect(get(first.data) { OH_JSVM_GetInstanceData(env, $0) } == nil)
      #expect(OH_JSVM_SetInstanceData(env, first.data, runEnding, nil) == JSVM_OK)
      #expect(get(nil) { OH_JSVM_GetInstanceData(env, $0) } == first.data)
      #expect(OH_JSVM_SetInstanceData(env, second.data, runEnding, nil) == JSVM_OK)
      #expect(get(nil) { OH_JSVM_GetInstanceData(env, $0) } == second.data)
      fixture.collect()
      #expect(first.runs == 0 && second.runs == 0)
    }
    #expect(first.runs == 0 && second.runs == 1)
  }

  @Test func instanceDataNeedsNoFinalizer() throws {
    try withEnv { fixture in
      let data = UnsafeMutableRawPointer(bitPattern: 5)
      #expect(OH_JSVM_SetInstanceData(fixture.env, data, nil, nil) == JSVM_OK)
      #expect(get(nil) { OH_JSVM_GetInstanceData(fixture.env, $0) } == data)
      #expect(OH_JSVM_SetInstanceData(fixture.env, nil, nil, nil) == JSVM_OK)
      #expect(get(data) { OH_JSVM_GetInstanceData(fixture.env, $0) } == nil)
    }
  }

  @Test func instanceDataMayBeSetByItsFinalizer() throws {
    let late = Ending()
    try withEnv { fixture in
      let early = Ending { env, _ in
        #expect(OH_JSVM_SetInstanceData(env, late.data, runEnding, nil) == JSVM_OK)
      }
      fixture.kept.append(early)
      #expect(OH_JSVM_SetInstanceData(fixture.env, early.data, runEnding, nil) == JSVM_OK)
    }
    #expect(late.runs == 1)
  }

  @Test func instanceDataIsPerEnv() throws {
    try withEnv { fixture in
      let env = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
      #expect(
        OH_JSVM_SetInstanceData(env, UnsafeMutableRawPointer(bitPattern: 5), nil, nil) == JSVM_OK)
      #expect(get(nil) { OH_JSVM_GetInstanceData(fixture.env, $0) } == nil)
      #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
    }
  }

  @Test func getVMAndVersion() throws {
    try withEnv { fixture in
      #expect(OH_JSVM_ThrowError(fixture.env, nil, "e") == JSVM_OK)
      #expect(get(nil) { OH_JSVM_GetVM(fixture.env, $0) } == fixture.vm)
      #expect(get(0) { OH_JSVM_GetVersion(fixture.env, $0) } == 9)
      try #expect(fixture.takeException() == "Error: e")
    }
  }
}
