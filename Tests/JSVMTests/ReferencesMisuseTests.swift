// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Ledger
import Testing

@testable import JSVM

/// Claims about references that are stale, foreign or garbage, and about data references.
struct ReferencesMisuseTests {
  /// Everything that can be done with a reference.
  private func expectRefused(
    _ env: JSVM_Env, _ reference: JSVM_Ref?, _ location: SourceLocation = #_sourceLocation
  ) {
    var count: UInt32 = 7
    var value: OpaquePointer? = OpaquePointer(bitPattern: 1)
    var data = value
    #expect(
      OH_JSVM_ReferenceRef(env, reference, &count) == JSVM_INVALID_ARG, sourceLocation: location)
    #expect(count == 0, sourceLocation: location)
    #expect(
      OH_JSVM_ReferenceUnref(env, reference, &count) == JSVM_INVALID_ARG, sourceLocation: location)
    #expect(
      OH_JSVM_GetReferenceValue(env, reference, &value) == JSVM_INVALID_ARG,
      sourceLocation: location)
    #expect(
      OH_JSVM_GetReferenceData(env, reference, &data) == JSVM_INVALID_ARG,
      sourceLocation: location)
    #expect(value == nil && data == nil, sourceLocation: location)
    #expect(
      OH_JSVM_DeleteReference(env, reference) == JSVM_INVALID_ARG, sourceLocation: location)
  }

  @Test func aDeletedReferenceIsRefused() throws {
    try withEnv { fixture in
      let reference = try fixture.reference(fixture.object(), 1)
      #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
      let (uses, deletes) = (misuses(of: .useAfterDelete), misuses(of: .doubleDelete))
      expectRefused(fixture.env, reference)
      #expect(fixture.lastStatus == JSVM_INVALID_ARG)
      #expect(misuses(of: .useAfterDelete) >= uses + 4)
      #expect(misuses(of: .doubleDelete) >= deletes + 1)
    }
  }

  @Test func aStaleHandleDoesNotReachTheSlotsNextUse() throws {
    try withEnv { fixture in
      let object = try fixture.object()
      let stale = try fixture.reference(object, 1)
      #expect(OH_JSVM_DeleteReference(fixture.env, stale) == JSVM_OK)
      let next = try fixture.reference(object, 5)
      #expect(SlabKey(stale).index == SlabKey(next).index)
      expectRefused(fixture.env, stale)
      #expect(get(0) { OH_JSVM_ReferenceRef(fixture.env, next, $0) } == 6)
      #expect(OH_JSVM_DeleteReference(fixture.env, next) == JSVM_OK)
    }
  }

  @Test(arguments: [1, 8, 0xFFFF_FFFF, 0x7FFF_FFFF_FFFF, UInt.max, 1 << 63, 0xDEAD_BEEF] as [UInt])
  func garbageIsRefused(_ bits: UInt) throws {
    try withEnv { fixture in
      expectRefused(fixture.env, OpaquePointer(bitPattern: bits))
      let reference = try fixture.reference(fixture.object(), 1)
      expectRefused(fixture.env, OpaquePointer(bitPattern: bits))
      #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
    }
  }

  @Test func nullIsRefused() throws {
    try withEnv { fixture in expectRefused(fixture.env, nil) }
  }

  @Test func aDestroyedEnvsReferenceIsRefused() throws {
    try withEnv { fixture in
      let env = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
      let reference = try make {
        OH_JSVM_CreateReference(env, try? fixture.object(), 3, $0)
      }
      #expect(fixture.coreVM.references.count == 1)
      #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
      #expect(fixture.coreVM.references.count == 0)
      let uses = misuses(of: .useAfterEnv)
      expectRefused(env, reference)
      expectRefused(fixture.env, reference)
      #expect(misuses(of: .useAfterEnv) >= uses + 5)
    }
  }

  @Test func anotherEnvOfTheVMMayUseAReference() throws {
    try withEnv { fixture in
      let env = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
      let reference = try fixture.reference(fixture.object(), 1)
      #expect(get(0) { OH_JSVM_ReferenceRef(env, reference, $0) } == 2)
      #expect(get(nil) { OH_JSVM_GetReferenceValue(env, reference, $0) } != nil)
      #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
      // It is the env's that created it.
      #expect(get(0) { OH_JSVM_ReferenceRef(fixture.env, reference, $0) } == 3)
      #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
    }
  }

  @Test func anotherVMsReferenceIsRefused() throws {
    try withEnv { first in
      let reference = try first.reference(first.object(), 1)
      try withEnv { second in
        let uses = misuses(of: .foreignVM)
        expectRefused(second.env, reference)
        #expect(misuses(of: .foreignVM) >= uses + 5)
        let own = try second.reference(second.object(), 1)
        expectRefused(second.env, reference)
        expectRefused(first.env, own)
        #expect(OH_JSVM_DeleteReference(second.env, own) == JSVM_OK)
      }
      #expect(first.value(of: reference) != nil)
      #expect(OH_JSVM_DeleteReference(first.env, reference) == JSVM_OK)
    }
  }

  @Test func aDestroyedVMsReferenceIsRefused() throws {
    let vm = try Engine.createVM()
    let env = try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) }
    let object = try make { OH_JSVM_CreateObject(env, $0) }
    let reference = try make { OH_JSVM_CreateReference(env, object, 1, $0) }
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
    expectRefused(env, reference)
    try withEnv { fixture in expectRefused(fixture.env, reference) }
  }

  // Data references.

  private func withKey(_ body: (Fixture, JSVM_Data) throws -> Void) throws {
    try withEnv { fixture in
      try body(fixture, make { OH_JSVM_CreatePrivate(fixture.env, nil, $0) })
    }
  }

  @Test func aDataReferenceOfCountZeroIsInvalid() throws {
    try withKey { fixture, key in
      var reference: JSVM_Ref? = OpaquePointer(bitPattern: 1)
      #expect(
        OH_JSVM_CreateDataReference(fixture.env, key, 0, &reference) == JSVM_INVALID_ARG)
      #expect(reference == nil)
    }
  }

  @Test func aDataReferenceKeepsItsKey() throws {
    try withEnv { fixture in
      let object = try fixture.object()
      let reference = try fixture.scope { () throws -> JSVM_Ref in
        let key = try make { OH_JSVM_CreatePrivate(fixture.env, nil, $0) }
        let status = OH_JSVM_SetPrivate(fixture.env, object, key, try fixture.number(42))
        #expect(status == JSVM_OK)
        return try make { OH_JSVM_CreateDataReference(fixture.env, key, 1, $0) }
      }
      fixture.collect()
      let key = try make { OH_JSVM_GetReferenceData(fixture.env, reference, $0) }
      let value = try make { OH_JSVM_GetPrivate(fixture.env, object, key, $0) }
      #expect(fixture.double(value) == 42)
      #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
    }
  }

  @Test func aDataReferenceIsEmptyAtZero() throws {
    try withKey { fixture, key in
      let reference = try make { OH_JSVM_CreateDataReference(fixture.env, key, 1, $0) }
      #expect(get(0) { OH_JSVM_ReferenceRef(fixture.env, reference, $0) } == 2)
      #expect(get(0) { OH_JSVM_ReferenceUnref(fixture.env, reference, $0) } == 1)
      #expect(get(nil) { OH_JSVM_GetReferenceData(fixture.env, reference, $0) } != nil)
      #expect(get(9) { OH_JSVM_ReferenceUnref(fixture.env, reference, $0) } == 0)
      #expect(get(key) { OH_JSVM_GetReferenceData(fixture.env, reference, $0) } == nil)
      #expect(get(9) { OH_JSVM_ReferenceRef(fixture.env, reference, $0) } == 0)
      #expect(OH_JSVM_ReferenceUnref(fixture.env, reference, nil) == JSVM_GENERIC_FAILURE)
      #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
    }
  }

  @Test func theTwoKindsAreNotMixed() throws {
    try withKey { fixture, key in
      let data = try make { OH_JSVM_CreateDataReference(fixture.env, key, 1, $0) }
      let value = try fixture.reference(fixture.object(), 1)
      var found: OpaquePointer? = key
      #expect(OH_JSVM_GetReferenceValue(fixture.env, data, &found) == JSVM_INVALID_ARG)
      #expect(found == nil)
      found = key
      #expect(OH_JSVM_GetReferenceData(fixture.env, value, &found) == JSVM_INVALID_ARG)
      #expect(found == nil)
      #expect(OH_JSVM_DeleteReference(fixture.env, data) == JSVM_OK)
      #expect(OH_JSVM_DeleteReference(fixture.env, value) == JSVM_OK)
    }
  }
}
