// SPDX-License-Identifier: Apache-2.0

import CJSVM
import CV8Shim
import Ledger
import Testing

@testable import JSVM

/// Claims about what jsvm_memory.h tells, as far as they need the engine's inside. The rest is in
/// `Tests/CABI/memory.c`.
struct MemoryTests {
  private func totals(_ fixture: Fixture) -> JSVM_Memory_Totals {
    var totals = JSVM_Memory_Totals()
    totals.size = UInt32(MemoryLayout<JSVM_Memory_Totals>.size)
    #expect(JSVM_Memory_GetTotals(fixture.vm, &totals) == JSVM_OK)
    return totals
  }

  /// What the ledger keeps for a living reference.
  @Test func aReferenceTakesFortyBytes() {
    #expect(MemoryLayout<Slab<Reference>.Slot>.stride == 40)
  }

  @Test func handlesMadeBehindTheAPIAreCounted() throws {
    try withEnv { fixture in
      #expect(totals(fixture).untrackedHandles == 0)
      let isolate = fixture.coreVM.isolate
      var globals = [v8s_global](repeating: v8s_global(), count: 10)
      for index in globals.indices {
        v8s_global_set(isolate, &globals[index], v8s_undefined(isolate))
      }
      let reference = try fixture.reference(fixture.object(), 1)
      #expect(totals(fixture).untrackedHandles == 10)
      for index in globals.indices { v8s_global_reset(&globals[index]) }
      #expect(totals(fixture).untrackedHandles == 0)
      #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
    }
  }

  @Test func handlesOfOtherEnvsClassesAndScriptsAreTracked() throws {
    try withEnv { fixture in
      let before = totals(fixture)
      let env = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
      #expect(totals(fixture).trackedHandles == before.trackedHandles + 1)
      #expect(totals(fixture).untrackedHandles == 0)
      #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
      #expect(totals(fixture).trackedHandles == before.trackedHandles)
    }
  }

  @Test func everyCollectionBeginsAnEpoch() throws {
    try withEnv { fixture in
      let vm = fixture.coreVM
      let (epoch, collections) = (vm.epochs.stamp.epoch, vm.collections)
      fixture.collect()
      #expect(vm.collections > collections)
      #expect(vm.epochs.stamp.epoch >= epoch + (vm.collections - collections))
      #expect(vm.epochs.newest.collections == vm.collections)
    }
  }

  @Test func aMarkBeginsAnEpoch() throws {
    try withEnv { fixture in
      let before = fixture.coreVM.epochs.stamp
      var id: JSVM_Memory_MarkId = 0
      #expect(JSVM_Memory_Mark(fixture.vm, "m", &id) == JSVM_OK)
      let mark = try #require(try fixture.coreVM.mark(id))
      #expect(!mark.precedes(before) && mark.precedes(fixture.coreVM.epochs.stamp))
    }
  }

  @Test func countersOfEveryKindReturnToZero() throws {
    var ledger: Ledger?
    try withEnv { fixture in
      ledger = fixture.coreVM.ledger
      let object = try fixture.object()
      #expect(OH_JSVM_Wrap(fixture.env, object, nil, nil, nil, nil) == JSVM_OK)
      let deferred = try make { (result: UnsafeMutablePointer<JSVM_Deferred?>) in
        var promise: JSVM_Value?
        return OH_JSVM_CreatePromise(fixture.env, result, &promise)
      }
      #expect(fixture.coreVM.ledger.totals(of: .wrap).existing == 1)
      #expect(fixture.coreVM.ledger.totals(of: .deferred).existing == 1)
      #expect(fixture.coreVM.ledger.totals(of: .envScope).existing == 1)
      #expect(OH_JSVM_ResolveDeferred(fixture.env, deferred, object) == JSVM_OK)
    }
    let left = try #require(ledger)
    for kind in ObjectKind.allCases {
      #expect(left.totals(of: kind).existing == 0, "\(kind)")
    }
  }
}
