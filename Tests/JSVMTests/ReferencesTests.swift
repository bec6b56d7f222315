// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about the seven functions on references.
struct ReferencesTests {
  static let weakable: Set<Kind> = Set<Kind>.objects.union([.symbol])

  /// The value that a reference of this count to a kind of value has at once.
  @Test(arguments: Kind.allCases, [0, 1, 7] as [UInt32])
  func holdsItsValueUnlessItCannotBeWeak(_ kind: Kind, _ count: UInt32) throws {
    try withEnv(leaks: true) { fixture in
      let palette = try Palette(fixture)
      let value = try #require(palette[kind])
      let reference = try fixture.reference(value, count)
      let held = fixture.value(of: reference)
      if count == 0, !Self.weakable.contains(kind) {
        #expect(held == nil)
      } else {
        let same = try #require(held)
        #expect(flag { OH_JSVM_StrictEquals(fixture.env, value, same, $0) })
      }
      #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
      palette.close(fixture)
    }
  }

  /// After a collection with no other handle to the value.
  @Test(arguments: Kind.allCases, [0, 1] as [UInt32])
  func keepsItsValueWhileStrongOnly(_ kind: Kind, _ count: UInt32) throws {
    try withEnv { fixture in
      let reference = try fixture.scope { () throws -> JSVM_Ref in
        let value: JSVM_Value =
          kind == .external
          ? try make { OH_JSVM_CreateExternal(fixture.env, nil, nil, nil, $0) }
          : try fixture.run(kind.source)
        return try fixture.reference(value, count)
      }
      fixture.collect()
      #expect((fixture.value(of: reference) != nil) == (count > 0))
      #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
    }
  }

  /// Ref and unref from a start, and the counts they give; -1 stands for a failure.
  static let counts: [(UInt32, [Int])] = [
    (0, [+1, 1, +1, 2, -1, 1, -1, 0, -1, -1]), (1, [-1, 0, -1, -1, +1, 1]),
    (3, [-1, 2, -1, 1, -1, 0, -1, -1, -1, -1]), (0, [-1, -1, +1, 1]),
    (UInt32.max - 1, [-1, 4_294_967_293]),
  ]

  @Test(arguments: counts)
  func countsUpAndDown(_ start: UInt32, _ steps: [Int]) throws {
    try withEnv { fixture in
      let object = try fixture.object()
      let reference = try fixture.reference(object, start)
      for step in stride(from: 0, to: steps.count, by: 2) {
        var count: UInt32 = 99
        let status =
          steps[step] > 0
          ? OH_JSVM_ReferenceRef(fixture.env, reference, &count)
          : OH_JSVM_ReferenceUnref(fixture.env, reference, &count)
        let isFailure = steps[step + 1] < 0
        #expect(status == (isFailure ? JSVM_GENERIC_FAILURE : JSVM_OK))
        #expect(Int(count) == max(0, steps[step + 1]))
        #expect(fixture.lastStatus == status)
        #expect(fixture.value(of: reference) != nil)
      }
      #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
    }
  }

  @Test func theCountNeedNotBeAskedFor() throws {
    try withEnv { fixture in
      let reference = try fixture.reference(fixture.object(), 1)
      #expect(OH_JSVM_ReferenceRef(fixture.env, reference, nil) == JSVM_OK)
      #expect(OH_JSVM_ReferenceUnref(fixture.env, reference, nil) == JSVM_OK)
      #expect(get(9) { OH_JSVM_ReferenceUnref(fixture.env, reference, $0) } == 0)
      #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
    }
  }

  @Test func aPrimitiveIsDroppedAtZeroAndStaysSo() throws {
    try withEnv { fixture in
      let reference = try fixture.reference(fixture.string("gone"), 2)
      #expect(get(9) { OH_JSVM_ReferenceUnref(fixture.env, reference, $0) } == 1)
      #expect(fixture.value(of: reference) != nil)
      #expect(get(9) { OH_JSVM_ReferenceUnref(fixture.env, reference, $0) } == 0)
      #expect(fixture.value(of: reference) == nil)
      #expect(get(9) { OH_JSVM_ReferenceRef(fixture.env, reference, $0) } == 0)
      #expect(fixture.value(of: reference) == nil)
      #expect(OH_JSVM_ReferenceUnref(fixture.env, reference, nil) == JSVM_GENERIC_FAILURE)
      #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
    }
  }

  @Test(arguments: ["({})", "Symbol('s')", "(function () {})"])
  func aCollectedReferenceCountsZeroForEver(_ source: String) throws {
    try withEnv { fixture in
      let reference = try fixture.scope { try fixture.reference(fixture.run(source), 0) }
      fixture.collect()
      #expect(fixture.value(of: reference) == nil)
      #expect(get(9) { OH_JSVM_ReferenceRef(fixture.env, reference, $0) } == 0)
      #expect(OH_JSVM_ReferenceUnref(fixture.env, reference, nil) == JSVM_GENERIC_FAILURE)
      #expect(fixture.value(of: reference) == nil)
      #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
    }
  }

  @Test(arguments: ["({})", "Symbol('s')", "(function () {})"])
  func strengthComesAndGoes(_ source: String) throws {
    try withEnv { fixture in
      let reference = try fixture.scope { () throws -> JSVM_Ref in
        let reference = try fixture.reference(fixture.run(source), 0)
        #expect(get(9) { OH_JSVM_ReferenceRef(fixture.env, reference, $0) } == 1)
        return reference
      }
      fixture.collect()
      try fixture.scope { #expect(fixture.value(of: reference) != nil) }
      #expect(get(9) { OH_JSVM_ReferenceUnref(fixture.env, reference, $0) } == 0)
      try fixture.scope { #expect(fixture.value(of: reference) != nil) }
      fixture.collect()
      #expect(fixture.value(of: reference) == nil)
      #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
    }
  }

  @Test func aWeakReferenceDoesNotKeepItsTargetFromOthers() throws {
    try withEnv { fixture in
      let object = try fixture.object()
      let weak = try fixture.reference(object, 0)
      fixture.collect()
      let held = try #require(fixture.value(of: weak))
      #expect(flag { OH_JSVM_StrictEquals(fixture.env, object, held, $0) })
      #expect(OH_JSVM_DeleteReference(fixture.env, weak) == JSVM_OK)
    }
  }

  @Test func referencesToOneValueAreIndependent() throws {
    try withEnv { fixture in
      let (first, second) = try fixture.scope { () throws -> (JSVM_Ref, JSVM_Ref) in
        let object = try fixture.object()
        return (try fixture.reference(object, 1), try fixture.reference(object, 0))
      }
      #expect(first != second)
      fixture.collect()
      try fixture.scope { #expect(fixture.value(of: second) != nil) }
      #expect(OH_JSVM_DeleteReference(fixture.env, first) == JSVM_OK)
      fixture.collect()
      #expect(fixture.value(of: second) == nil)
      #expect(OH_JSVM_DeleteReference(fixture.env, second) == JSVM_OK)
    }
  }

  @Test func manyReferencesAreTold() throws {
    try withEnv { fixture in
      let references = try (0..<5000).map { number in
        try fixture.scope { try fixture.reference(fixture.number(Double(number)), 1) }
      }
      #expect(Set(references).count == 5000)
      fixture.collect()
      for (number, reference) in references.enumerated() {
        try fixture.scope {
          #expect(fixture.double(fixture.value(of: reference)) == Double(number))
        }
        #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
      }
    }
  }

  @Test func worksWithAnExceptionPending() throws {
    try withEnv { fixture in
      let object = try fixture.object()
      #expect(OH_JSVM_ThrowError(fixture.env, nil, "e") == JSVM_OK)
      let reference = try fixture.reference(object, 1)
      #expect(get(9) { OH_JSVM_ReferenceRef(fixture.env, reference, $0) } == 2)
      #expect(fixture.value(of: reference) != nil)
      #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
      try #expect(fixture.takeException() == "Error: e")
    }
  }
}
