// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Ledger
import Testing

@testable import JSVM

/// Claims about what a GC handler may do: change the handlers, and call the API.
struct GCHandlersChangeTests {
  @Test func aHandlerRemovedBeforeItsTurnDoesNotRun() throws {
    try withEnv { fixture in
      let victim = Watch()
      let remover = Watch { watch in
        if watch.events.count == 1 { #expect(victim.remove(from: fixture.vm) == JSVM_OK) }
      }
      #expect(remover.add(to: fixture.vm) == JSVM_OK && victim.add(to: fixture.vm) == JSVM_OK)
      fixture.collect()
      fixture.collect()
      #expect(victim.events.isEmpty && remover.events.count >= 2)
      #expect(victim.remove(from: fixture.vm) == JSVM_INVALID_ARG)
    }
  }

  @Test func aHandlerRemovedAfterItsTurnRunsOnce() throws {
    try withEnv { fixture in
      let victim = Watch()
      let remover = Watch { _ in _ = victim.remove(from: fixture.vm) }
      #expect(victim.add(to: fixture.vm) == JSVM_OK && remover.add(to: fixture.vm) == JSVM_OK)
      fixture.collect()
      fixture.collect()
      #expect(victim.events.count == 1)
    }
  }

  @Test func aHandlerAddedInsideRunsFromTheNextCollection() throws {
    try withEnv { fixture in
      let late = Watch()
      let adder = Watch { watch in
        if watch.events.count == 1 { #expect(late.add(to: fixture.vm) == JSVM_OK) }
      }
      #expect(adder.add(to: fixture.vm) == JSVM_OK)
      fixture.collect()
      let first = adder.events.count
      #expect(late.events.count == first - 1)
      fixture.collect()
      #expect(late.events.count == adder.events.count - 1)
    }
  }

  @Test func aHandlerMayRemoveItself() throws {
    try withEnv { fixture in
      let vm = fixture.vm
      let once = Watch { #expect($0.remove(from: vm) == JSVM_OK) }
      let next = Watch()
      #expect(once.add(to: vm) == JSVM_OK && next.add(to: vm) == JSVM_OK)
      fixture.collect()
      fixture.collect()
      #expect(once.events.count == 1 && next.events.count >= 2)
    }
  }

  @Test func aHandlerMayRemoveAndAddItself() throws {
    try withEnv { fixture in
      let vm = fixture.vm
      let eager = Watch { watch in
        #expect(watch.remove(from: vm) == JSVM_OK && watch.add(to: vm) == JSVM_OK)
      }
      #expect(eager.add(to: vm) == JSVM_OK)
      fixture.collect()
      let first = eager.events.count
      fixture.collect()
      #expect(first >= 1 && eager.events.count > first && eager.events.count <= 4)
    }
  }

  @Test func allMayBeRemovedByTheFirst() throws {
    try withEnv { fixture in
      let watches = (0..<10).map { _ in Watch() }
      let first = Watch { _ in for watch in watches { _ = watch.remove(from: fixture.vm) } }
      #expect(first.add(to: fixture.vm) == JSVM_OK)
      for watch in watches { #expect(watch.add(to: fixture.vm) == JSVM_OK) }
      fixture.collect()
      #expect(watches.allSatisfy { $0.events.isEmpty })
      #expect(fixture.coreVM.handlers[.epilogue].count == 1)
    }
  }

  @Test func aPrologueMayAddAnEpilogue() throws {
    try withEnv { fixture in
      let late = Watch()
      let early = Watch { _ in _ = late.add(to: fixture.vm, JSVM_CB_TRIGGER_AFTER_GC) }
      #expect(early.add(to: fixture.vm, JSVM_CB_TRIGGER_BEFORE_GC) == JSVM_OK)
      fixture.collect()
      #expect(late.events.count == early.events.count)
    }
  }

  @Test func referencesAndValuesWorkInAHandler() throws {
    try withEnv { fixture in
      let (env, vm) = (fixture.env, fixture.vm)
      let reference = try fixture.reference(fixture.string("held"), 1)
      var seen: [String] = []
      let watch = Watch { _ in
        seen.append(
          (try? fixture.scope { fixture.contents(of: fixture.value(of: reference)!) }) ?? "")
        let object = get(nil) { OH_JSVM_CreateObject(env, $0) }
        let own = get(nil) { OH_JSVM_CreateReference(env, object, 1, $0) }
        #expect(OH_JSVM_DeleteReference(env, own) == JSVM_OK)
        let statistics = get(JSVM_HeapStatistics()) { OH_JSVM_GetHeapStatistics(vm, $0) }
        #expect(statistics.usedHeapSize > 0)
        #expect(get(0 as Int64) { OH_JSVM_AdjustExternalMemory(env, 0, $0) } >= 0)
      }
      #expect(watch.add(to: vm, JSVM_CB_TRIGGER_BEFORE_GC) == JSVM_OK)
      #expect(watch.add(to: vm, JSVM_CB_TRIGGER_AFTER_GC) == JSVM_OK)
      fixture.collect()
      #expect(seen.count >= 2 && seen.allSatisfy { $0 == "held" })
      #expect(OH_JSVM_DeleteReference(env, reference) == JSVM_OK)
    }
  }

  @Test func scriptRunsAgainAfterTheReport() throws {
    try withEnv { fixture in
      let watch = Watch { _ in
        var result: JSVM_Value?
        #expect(OH_JSVM_CreateDate(fixture.env, 1, &result) == JSVM_CANNOT_RUN_JS)
        #expect(fixture.lastStatus == JSVM_CANNOT_RUN_JS)
      }
      #expect(watch.add(to: fixture.vm) == JSVM_OK)
      fixture.collect()
      #expect(fixture.lastStatus == JSVM_OK)
      try #expect(fixture.text("1 + 1") == "2")
    }
  }

  @Test func collectionsDuringScriptReportToo() throws {
    try withEnv { fixture in
      var statuses: Set<UInt32> = []
      let watch = Watch { _ in
        var result: JSVM_Value?
        statuses.insert(OH_JSVM_CreatePromise(fixture.env, nil, nil).rawValue)
        statuses.insert(OH_JSVM_CreateDate(fixture.env, 1, &result).rawValue)
        #expect(OH_JSVM_CreateObject(fixture.env, &result) == JSVM_OK)
      }
      #expect(
        watch.add(to: fixture.vm, JSVM_CB_TRIGGER_AFTER_GC, JSVM_GC_TYPE_ALL) == JSVM_OK)
      try fixture.scavenge()
      #expect(statuses == [JSVM_CANNOT_RUN_JS.rawValue] && watch.events.count > 1)
    }
  }

  @Test func aNestedCollectionIsNotReported() throws {
    try withEnv { fixture in
      let watch = Watch { watch in
        if watch.events.count == 1 { fixture.collect() }
      }
      #expect(watch.add(to: fixture.vm, JSVM_CB_TRIGGER_AFTER_GC) == JSVM_OK)
      fixture.collect()
      #expect(watch.events.count <= 3)
    }
  }

  @Test func scopesLeftOpenInAHandlerAreClosed() throws {
    try withEnv { fixture in
      let watch = Watch { _ in
        _ = get(nil) { OH_JSVM_OpenHandleScope(fixture.env, $0) }
        _ = get(nil) { OH_JSVM_OpenEscapableHandleScope(fixture.env, $0) }
      }
      #expect(watch.add(to: fixture.vm) == JSVM_OK)
      let left = misuses(of: .scopeLeftOpen)
      fixture.collect()
      #expect(misuses(of: .scopeLeftOpen) > left)
    }
  }

  @Test func anotherVMMayRunScriptInAHandler() throws {
    try withEnv { first in
      try withEnv { second in
        var results: [String] = []
        let watch = Watch { _ in
          if let text = try? second.scope({ try second.text("'other ' + 1") }) {
            results.append(text)
          }
        }
        #expect(watch.add(to: first.vm) == JSVM_OK)
        first.collect()
        #expect(!results.isEmpty && results.allSatisfy { $0 == "other 1" })
      }
    }
  }
}
