// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about `OH_JSVM_Wrap`, `Unwrap`, `RemoveWrap` and `AddFinalizer`.
struct WrapsTests {
  @Test(arguments: Set<Kind>.objects.sorted { $0.rawValue < $1.rawValue })
  func everyKindOfObjectCanBeWrapped(_ kind: Kind) throws {
    try withEnv(leaks: true) { fixture in
      let palette = try Palette(fixture)
      let (env, object) = (fixture.env, palette[kind])
      let data = UnsafeMutableRawPointer(bitPattern: 0x1234)
      var found: UnsafeMutableRawPointer?
      #expect(OH_JSVM_Unwrap(env, object, &found) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_RemoveWrap(env, object, &found) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_Wrap(env, object, data, nil, nil, nil) == JSVM_OK)
      #expect(OH_JSVM_Wrap(env, object, data, nil, nil, nil) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_Unwrap(env, object, &found) == JSVM_OK && found == data)
      found = nil
      #expect(OH_JSVM_RemoveWrap(env, object, &found) == JSVM_OK && found == data)
      #expect(OH_JSVM_Unwrap(env, object, &found) == JSVM_INVALID_ARG && found == nil)
      #expect(OH_JSVM_RemoveWrap(env, object, &found) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_Wrap(env, object, nil, nil, nil, nil) == JSVM_OK)
      found = data
      #expect(OH_JSVM_Unwrap(env, object, &found) == JSVM_OK && found == nil)
      palette.close(fixture)
    }
  }

  @Test func removingAWrapCancelsItsFinalizer() throws {
    let ending = Ending()
    try withEnv { fixture in
      try fixture.scope {
        let object = try fixture.object()
        try fixture.wrap(object, ending)
        #expect(OH_JSVM_RemoveWrap(fixture.env, object, nil) == JSVM_OK)
      }
      #expect(fixture.coreVM.finalizers.count == 0)
      fixture.collect()
    }
    #expect(ending.runs == 0)
  }

  @Test func theFinalizerMayRemoveTheWrap() throws {
    let ending = Ending { env, _ in
      let object = get(nil) { OH_JSVM_GetGlobal(env, $0) }
      #expect(OH_JSVM_RemoveWrap(env, object, nil) == JSVM_INVALID_ARG)
    }
    try withEnv { fixture in try fixture.wrap(fixture.global(), ending) }
    #expect(ending.runs == 1)
  }

  @Test func anotherFinalizerMayRemoveAWrapBeforeItsTurn() throws {
    let wrapped = Ending()
    try withEnv { fixture in
      let env = fixture.env
      try fixture.wrap(fixture.global(), wrapped)
      let remover = Ending { _, _ in
        let object = get(nil) { OH_JSVM_GetGlobal(env, $0) }
        #expect(OH_JSVM_RemoveWrap(env, object, nil) == JSVM_OK)
      }
      try fixture.addFinalizer(fixture.object(), remover)
    }
    #expect(wrapped.runs == 0)
  }

  @Test func theReferenceIsWeakAndTheCallers() throws {
    try withEnv { fixture in
      let env = fixture.env
      let ending = Ending()
      fixture.kept.append(ending)
      var references: [JSVM_Ref?] = [nil, nil]
      try fixture.scope {
        let object = try fixture.object()
        #expect(OH_JSVM_Wrap(env, object, ending.data, runEnding, nil, &references[0]) == JSVM_OK)
        #expect(
          OH_JSVM_AddFinalizer(env, object, ending.data, runEnding, nil, &references[1])
            == JSVM_OK)
      }
      for reference in references {
        try fixture.scope { #expect(fixture.value(of: reference!) != nil) }
        #expect(OH_JSVM_ReferenceUnref(env, reference, nil) == JSVM_GENERIC_FAILURE)
      }
      fixture.collect()
      #expect(ending.runs == 2)
      for reference in references {
        #expect(fixture.value(of: reference!) == nil)
        #expect(OH_JSVM_DeleteReference(env, reference) == JSVM_OK)
      }
    }
  }

  @Test func deletingTheReferenceNeitherUnwrapsNorFinalises() throws {
    let ending = Ending()
    try withEnv { fixture in
      fixture.kept.append(ending)
      let object = try fixture.object()
      var reference: JSVM_Ref?
      #expect(
        OH_JSVM_Wrap(fixture.env, object, ending.data, runEnding, nil, &reference) == JSVM_OK)
      #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
      #expect(get(nil) { OH_JSVM_Unwrap(fixture.env, object, $0) } == ending.data)
      #expect(ending.runs == 0)
    }
    #expect(ending.runs == 1)
  }

  @Test func theReferenceOutlivesTheWrap() throws {
    try withEnv { fixture in
      let object = try fixture.object()
      var reference: JSVM_Ref?
      #expect(OH_JSVM_Wrap(fixture.env, object, nil, nil, nil, &reference) == JSVM_OK)
      #expect(OH_JSVM_RemoveWrap(fixture.env, object, nil) == JSVM_OK)
      #expect(fixture.value(of: reference!) != nil)
      #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
    }
  }

  @Test func aRefusedWrapMakesNoReference() throws {
    try withEnv { fixture in
      let object = try fixture.object()
      try fixture.wrap(object, Ending())
      var reference: JSVM_Ref? = OpaquePointer(bitPattern: 1)
      #expect(OH_JSVM_Wrap(fixture.env, object, nil, nil, nil, &reference) == JSVM_INVALID_ARG)
      #expect(reference == nil && fixture.coreVM.references.count == 0)
    }
  }

  @Test func aWrapIsInvisibleToScript() throws {
    try withEnv { fixture in
      let object = try fixture.run("globalThis.o = Object.freeze({a: 1})")
      try fixture.wrap(object, Ending())
      try #expect(fixture.text("Reflect.ownKeys(o).join()") == "a")
    }
  }

  @Test(arguments: Definer.allCases, [0, 1, 252])
  func anInstanceOfAClassCarriesItsWrap(_ definer: Definer, _ fields: Int32) throws {
    let ending = Ending()
    try withEnv { fixture in
      let env = fixture.env
      try fixture.defineClass("C", definer, options: [.count(fields)])
      try fixture.scope {
        for source in ["globalThis.o = new C()", "new (class extends C {})()"] {
          let object = try fixture.run(source)
          var data: UnsafeMutableRawPointer?
          #expect(OH_JSVM_Unwrap(env, object, &data) == JSVM_INVALID_ARG)
          try fixture.wrap(object, ending)
          #expect(OH_JSVM_Wrap(env, object, nil, nil, nil, nil) == JSVM_INVALID_ARG)
          #expect(OH_JSVM_Unwrap(env, object, &data) == JSVM_OK && data == ending.data)
          #expect(OH_JSVM_RemoveWrap(env, object, nil) == JSVM_OK)
          #expect(OH_JSVM_Unwrap(env, object, &data) == JSVM_INVALID_ARG)
          try fixture.wrap(object, ending)
        }
        try #expect(fixture.text("Reflect.ownKeys(o).length") == "0")
        try fixture.run("delete globalThis.o")
      }
      fixture.collect()
      #expect(ending.runs == 2)
    }
  }

  @Test func anExternalKeepsItsDataBesideTheWrap() throws {
    try withEnv { fixture in
      let env = fixture.env
      let own = UnsafeMutableRawPointer(bitPattern: 8)
      let external = try make { OH_JSVM_CreateExternal(env, own, nil, nil, $0) }
      let data = UnsafeMutableRawPointer(bitPattern: 16)
      #expect(OH_JSVM_Wrap(env, external, data, nil, nil, nil) == JSVM_OK)
      #expect(get(nil) { OH_JSVM_GetValueExternal(env, external, $0) } == own)
      #expect(get(nil) { OH_JSVM_Unwrap(env, external, $0) } == data)
    }
  }

  @Test func aWrapGoesWithItsEnv() throws {
    let ending = Ending()
    try withEnv { fixture in
      let env = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
      let object = try fixture.object()
      #expect(OH_JSVM_Wrap(env, object, ending.data, runEnding, nil, nil) == JSVM_OK)
      #expect(get(nil) { OH_JSVM_Unwrap(fixture.env, object, $0) } == ending.data)
      #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
      #expect(ending.runs == 1)
      var data: UnsafeMutableRawPointer?
      #expect(OH_JSVM_Unwrap(fixture.env, object, &data) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_Wrap(fixture.env, object, nil, nil, nil, nil) == JSVM_OK)
    }
  }

  @Test func addFinalizerWorksWithAnExceptionPending() throws {
    let ending = Ending()
    try withEnv { fixture in
      let object = try fixture.object()
      #expect(OH_JSVM_ThrowError(fixture.env, nil, "e") == JSVM_OK)
      try fixture.addFinalizer(object, ending)
      try #expect(fixture.takeException() == "Error: e")
    }
    #expect(ending.runs == 1)
  }
}
