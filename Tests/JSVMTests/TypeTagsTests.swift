// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about `OH_JSVM_TypeTagObject` and `OH_JSVM_CheckObjectTypeTag`.
struct TypeTagsTests {
  static let tags: [(UInt64, UInt64)] = [
    (0, 0), (0, 1), (1, 0), (.max, .max), (.max, 0), (0, .max), (1 << 63, 0), (0, 1 << 63),
    (0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210),
  ]

  private func isTagged(
    _ fixture: Fixture, _ value: JSVM_Value?, _ lower: UInt64, _ upper: UInt64
  ) -> Bool {
    var tag = JSVM_TypeTag(lower: lower, upper: upper)
    return flag { OH_JSVM_CheckObjectTypeTag(fixture.env, value, &tag, $0) }
  }

  @Test(arguments: tags)
  func onlyTheSameBitsMatch(_ lower: UInt64, _ upper: UInt64) throws {
    try withEnv { fixture in
      let object = try fixture.object()
      for (lower, upper) in Self.tags { #expect(!isTagged(fixture, object, lower, upper)) }
      var tag = JSVM_TypeTag(lower: lower, upper: upper)
      #expect(OH_JSVM_TypeTagObject(fixture.env, object, &tag) == JSVM_OK)
      for other in Self.tags {
        #expect(isTagged(fixture, object, other.0, other.1) == (other == (lower, upper)))
      }
      #expect(!isTagged(fixture, object, lower ^ 1, upper))
      #expect(!isTagged(fixture, object, lower, upper ^ (1 << 63)))
    }
  }

  @Test func aTagIsForEver() throws {
    try withEnv { fixture in
      let object = try fixture.object()
      var (first, second) = (JSVM_TypeTag(lower: 1, upper: 2), JSVM_TypeTag(lower: 3, upper: 4))
      #expect(OH_JSVM_TypeTagObject(fixture.env, object, &first) == JSVM_OK)
      #expect(OH_JSVM_TypeTagObject(fixture.env, object, &first) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_TypeTagObject(fixture.env, object, &second) == JSVM_INVALID_ARG)
      #expect(isTagged(fixture, object, 1, 2) && !isTagged(fixture, object, 3, 4))
      #expect(!fixture.isPending)
    }
  }

  @Test(arguments: Set<Kind>.objects.sorted { $0.rawValue < $1.rawValue })
  func everyKindOfObjectCanBeTagged(_ kind: Kind) throws {
    try withEnv(leaks: true) { fixture in
      let palette = try Palette(fixture)
      var tag = JSVM_TypeTag(lower: 5, upper: 6)
      #expect(!isTagged(fixture, palette[kind], 5, 6))
      #expect(OH_JSVM_TypeTagObject(fixture.env, palette[kind], &tag) == JSVM_OK)
      #expect(isTagged(fixture, palette[kind], 5, 6))
      palette.close(fixture)
    }
  }

  @Test(arguments: ["1", "'text'", "true", "1n", "Symbol()"])
  func aTagOnAPrimitiveIsLost(_ source: String) throws {
    try withEnv { fixture in
      let value = try fixture.run(source)
      var tag = JSVM_TypeTag(lower: 5, upper: 6)
      #expect(OH_JSVM_TypeTagObject(fixture.env, value, &tag) == JSVM_OK)
      #expect(!isTagged(fixture, value, 5, 6))
    }
  }

  @Test func scriptCannotSeeOrHinderATag() throws {
    try withEnv { fixture in
      let object = try fixture.run("globalThis.o = Object.freeze({})")
      var tag = JSVM_TypeTag(lower: 5, upper: 6)
      #expect(OH_JSVM_TypeTagObject(fixture.env, object, &tag) == JSVM_OK)
      #expect(isTagged(fixture, object, 5, 6))
      try #expect(fixture.text("Reflect.ownKeys(o).length") == "0")
      let proxy = try fixture.run("new Proxy({}, {get() { throw 1 }, set() { throw 2 }})")
      #expect(OH_JSVM_TypeTagObject(fixture.env, proxy, &tag) == JSVM_OK)
      #expect(isTagged(fixture, proxy, 5, 6))
    }
  }

  @Test func tagsAreNotInherited() throws {
    try withEnv { fixture in
      let object = try fixture.run("globalThis.o = {}")
      var tag = JSVM_TypeTag(lower: 5, upper: 6)
      #expect(OH_JSVM_TypeTagObject(fixture.env, object, &tag) == JSVM_OK)
      for source in ["Object.create(o)", "({...o})", "Object.assign({}, o)"] {
        try #expect(!isTagged(fixture, fixture.run(source), 5, 6))
      }
    }
  }

  @Test func aTagSurvivesCollectionsAndNewHandles() throws {
    try withEnv { fixture in
      var tag = JSVM_TypeTag(lower: 5, upper: 6)
      try fixture.scope {
        let object = try fixture.run("globalThis.o = {}")
        #expect(OH_JSVM_TypeTagObject(fixture.env, object, &tag) == JSVM_OK)
      }
      fixture.collect()
      try #expect(isTagged(fixture, fixture.run("o"), 5, 6))
    }
  }
}
