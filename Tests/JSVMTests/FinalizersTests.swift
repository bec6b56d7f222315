// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

extension Fixture {
  /// Wraps an object with an ending as its native side; the fixture keeps the ending.
  func wrap(
    _ object: JSVM_Value, _ ending: Ending, _ location: SourceLocation = #_sourceLocation
  ) throws {
    kept.append(ending)
    let status = OH_JSVM_Wrap(env, object, ending.data, runEnding, nil, nil)
    #expect(status == JSVM_OK, sourceLocation: location)
  }

  func addFinalizer(
    _ object: JSVM_Value, _ ending: Ending, _ location: SourceLocation = #_sourceLocation
  ) throws {
    kept.append(ending)
    let status = OH_JSVM_AddFinalizer(env, object, ending.data, runEnding, nil, nil)
    #expect(status == JSVM_OK, sourceLocation: location)
  }

  func external(
    _ ending: Ending, _ location: SourceLocation = #_sourceLocation
  ) throws -> JSVM_Value {
    kept.append(ending)
    return try make(
      { OH_JSVM_CreateExternal(env, ending.data, runEnding, nil, $0) }, location)
  }
}

/// Claims about when finalizers run: of wraps, `OH_JSVM_AddFinalizer`, externals, instance data.
struct FinalizersTests {
  enum Source: CaseIterable { case wrap, finalizer, external }

  private func give(_ source: Source, _ ending: Ending, to fixture: Fixture) throws {
    switch source {
    case .wrap: try fixture.wrap(fixture.object(), ending)
    case .finalizer: try fixture.addFinalizer(fixture.object(), ending)
    case .external: _ = try fixture.external(ending)
    }
  }

  @Test(arguments: Source.allCases)
  func runsOnceWhenTheObjectIsCollected(_ source: Source) throws {
    let ending = Ending()
    try withEnv { fixture in
      try fixture.scope { try give(source, ending, to: fixture) }
      #expect(ending.runs == 0 && fixture.coreVM.finalizers.count == 1)
      fixture.collect()
      #expect(ending.runs == 1 && fixture.coreVM.finalizers.count == 0)
      fixture.collect()
    }
    #expect(ending.runs == 1)
  }

  @Test(arguments: Source.allCases)
  func runsOnceAtDestroyEnv(_ source: Source) throws {
    let ending = Ending()
    try withEnv { fixture in
      try give(source, ending, to: fixture)
      fixture.collect()
      #expect(ending.runs == 0)
    }
    #expect(ending.runs == 1)
  }

  @Test(arguments: Source.allCases)
  func runsAtDestroyVMIfTheEnvWasLeft(_ source: Source) throws {
    let ending = Ending { env, _ in #expect(env != nil) }
    let vm = try Engine.createVM()
    let env = try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) }
    let fixture = Fixture(vm: vm, env: env)
    try give(source, ending, to: fixture)
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
    #expect(ending.runs == 1)
  }

  @Test func theNewestRunsFirstAtDestroyEnv() throws {
    var order: [Int] = []
    try withEnv { fixture in
      let endings = (0..<7).map { number in Ending { _, _ in order.append(number) } }
      let object = try fixture.object()
      try fixture.wrap(object, endings[0])
      try fixture.addFinalizer(object, endings[1])
      _ = try fixture.external(endings[2])
      fixture.kept.append(endings[3])
      #expect(
        OH_JSVM_SetInstanceData(fixture.env, endings[3].data, runEnding, nil) == JSVM_OK)
      try fixture.addFinalizer(object, endings[4])
      try fixture.wrap(fixture.object(), endings[5])
      try fixture.addFinalizer(fixture.global(), endings[6])
    }
    #expect(order == [6, 5, 4, 3, 2, 1, 0])
  }

  @Test func getsEnvDataAndHint() throws {
    var seen: [UInt] = []
    try withEnv { fixture in
      let env = fixture.env
      let ending = Ending { given, hint in
        #expect(given == env)
        seen.append(UInt(bitPattern: hint))
      }
      fixture.kept.append(ending)
      let hint = UnsafeMutableRawPointer(bitPattern: 77)
      let object = try fixture.object()
      #expect(OH_JSVM_Wrap(env, object, ending.data, runEnding, hint, nil) == JSVM_OK)
      #expect(OH_JSVM_AddFinalizer(env, object, ending.data, runEnding, hint, nil) == JSVM_OK)
    }
    #expect(seen == [77, 77])
  }

  @Test func mayRunScript() throws {
    var texts: [String] = []
    try withEnv { fixture in
      let ending = Ending { _, _ in
        if let text = try? fixture.text("[1, 2].map(x => x * 2).join()") { texts.append(text) }
      }
      try fixture.scope { try fixture.wrap(fixture.object(), ending) }
      fixture.collect()
      #expect(texts == ["2,4"])
      try fixture.wrap(fixture.object(), ending)
    }
    #expect(texts == ["2,4", "2,4"])
  }

  @Test func mayCollect() throws {
    var runs: [Int] = []
    try withEnv { fixture in
      for number in 0..<5 {
        let ending = Ending { _, _ in
          runs.append(number)
          fixture.collect()
        }
        try fixture.scope { try fixture.wrap(fixture.object(), ending) }
      }
      fixture.collect()
      #expect(runs.sorted() == [0, 1, 2, 3, 4])
      for number in 5..<10 {
        let ending = Ending { _, _ in
          runs.append(number)
          fixture.collect()
        }
        try fixture.scope { try fixture.wrap(fixture.object(), ending) }
      }
    }
    #expect(runs.sorted() == Array(0..<10))
  }

  @Test func collectingInOneAtDestroyRunsNoneTwice() throws {
    let endings = (0..<6).map { _ in Ending() }
    try withEnv { fixture in
      try fixture.scope {
        for ending in endings { try fixture.addFinalizer(fixture.object(), ending) }
        let collector = Ending { _, _ in fixture.collect() }
        try fixture.addFinalizer(fixture.object(), collector)
      }
    }
    #expect(endings.allSatisfy { $0.runs == 1 })
  }

  @Test func mayDeleteReferences() throws {
    try withEnv { fixture in
      let env = fixture.env
      var reference: JSVM_Ref?
      let ending = Ending { _, _ in #expect(OH_JSVM_DeleteReference(env, reference) == JSVM_OK) }
      fixture.kept.append(ending)
      try fixture.scope {
        let object = try fixture.object()
        #expect(OH_JSVM_Wrap(env, object, ending.data, runEnding, nil, &reference) == JSVM_OK)
      }
      #expect(fixture.coreVM.references.count == 1)
      fixture.collect()
      #expect(ending.runs == 1 && fixture.coreVM.references.count == 0)
    }
  }

  @Test func mayRegisterAnother() throws {
    let second = Ending()
    let third = Ending()
    try withEnv { fixture in
      let first = Ending { _, _ in
        try? fixture.scope { try fixture.wrap(fixture.object(), second) }
      }
      try fixture.scope { try fixture.wrap(fixture.object(), first) }
      fixture.collect()
      #expect(first.runs == 1 && second.runs == 0)
      fixture.collect()
      #expect(second.runs == 1)
      let last = Ending { _, _ in try? fixture.wrap(fixture.object(), third) }
      try fixture.addFinalizer(fixture.global(), last)
    }
    #expect(third.runs == 1)
  }

  @Test func anExceptionItLeavesStaysPending() throws {
    try withEnv { fixture in
      let ending = Ending { env, _ in _ = OH_JSVM_ThrowError(env, nil, "from finalizer") }
      try fixture.scope { try fixture.wrap(fixture.object(), ending) }
      fixture.collect()
      var result: JSVM_Value?
      #expect(OH_JSVM_CreateDate(fixture.env, 1, &result) == JSVM_PENDING_EXCEPTION)
      try #expect(fixture.takeException() == "Error: from finalizer")
    }
  }

  @Test func scopesItLeavesAreClosed() throws {
    try withEnv { fixture in
      let ending = Ending { env, _ in _ = get(nil) { OH_JSVM_OpenHandleScope(env, $0) } }
      try fixture.scope { try fixture.wrap(fixture.object(), ending) }
      fixture.collect()
      #expect(ending.runs == 1)
    }
  }

  @Test func severalOfOneObjectAllRun() throws {
    let endings = (0..<5).map { _ in Ending() }
    try withEnv { fixture in
      try fixture.scope {
        let object = try fixture.object()
        for ending in endings { try fixture.addFinalizer(object, ending) }
      }
      fixture.collect()
      #expect(endings.allSatisfy { $0.runs == 1 })
    }
  }

  @Test func runsBeforeTheNextCallReturnsToScript() throws {
    try withEnv { fixture in
      let ending = Ending()
      try fixture.define("make") { env, _ in
        let object = get(nil) { OH_JSVM_CreateObject(env, $0) }
        try? fixture.wrap(object!, ending)
        return object
      }
      try fixture.define("count") { env, _ in
        get(nil) { OH_JSVM_CreateInt32(env, Int32(ending.runs), $0) }
      }
      // Young collections while script runs find the object dead.
      let source =
        "(() => { make(); let n = 0; "
        + "while (count() == 0 && n++ < 2000) { for (let i = 0; i < 2000; i++) "
        + "globalThis.last = [i] } return count() })()"
      try fixture.scope { try #expect(fixture.text(source) == "1") }
    }
  }

  @Test func pumpingTheLoopIsASafePoint() throws {
    try withEnv { fixture in
      let ending = Ending()
      try fixture.scope { try fixture.wrap(fixture.object(), ending) }
      try fixture.scavenge()
      fixture.collect()
      #expect(!flag { OH_JSVM_PumpMessageLoop(nil, $0) })
      while flag({ OH_JSVM_PumpMessageLoop(fixture.vm, $0) }) {}
      #expect(ending.runs == 1)
    }
  }

  /// What is done with a wrapped object before it dies or its env ends.
  struct Life: Sendable {
    let isUnwrapped: Bool
    let isRemoved: Bool
    let isWrappedAgain: Bool
    let diesFirst: Bool

    static let all: [Life] = (0..<16).map {
      Life(
        isUnwrapped: $0 & 1 != 0, isRemoved: $0 & 2 != 0, isWrappedAgain: $0 & 4 != 0,
        diesFirst: $0 & 8 != 0)
    }
  }

  @Test(arguments: Life.all)
  func runsOnceUnlessItsWrapWasRemoved(_ life: Life) throws {
    let endings = (0..<40).map { _ in Ending() }
    let again = (0..<40).map { _ in Ending() }
    let expected = (life.isRemoved ? 0 : 1, life.isRemoved && life.isWrappedAgain ? 1 : 0)
    try withEnv { fixture in
      let env = fixture.env
      for index in endings.indices {
        try fixture.scope {
          let object = try fixture.object()
          try fixture.wrap(object, endings[index])
          var data: UnsafeMutableRawPointer?
          if life.isUnwrapped { #expect(OH_JSVM_Unwrap(env, object, &data) == JSVM_OK) }
          if life.isRemoved { #expect(OH_JSVM_RemoveWrap(env, object, &data) == JSVM_OK) }
          if life.isRemoved, life.isWrappedAgain { try fixture.wrap(object, again[index]) }
          #expect(data == (life.isUnwrapped || life.isRemoved ? endings[index].data : nil))
          if !life.diesFirst { try fixture.set("o\(index)", object) }
        }
      }
      for _ in 0..<3 { fixture.collect() }
      let wanted = life.diesFirst ? expected : (0, 0)
      #expect(endings.allSatisfy { $0.runs == wanted.0 })
      #expect(again.allSatisfy { $0.runs == wanted.1 })
    }
    #expect(endings.allSatisfy { $0.runs == expected.0 })
    #expect(again.allSatisfy { $0.runs == expected.1 })
  }

  @Test func aThousandObjectsAreFinalisedOnceEach() throws {
    let endings = (0..<1000).map { _ in Ending() }
    try withEnv { fixture in
      for (index, ending) in endings.enumerated() {
        try fixture.scope {
          let object = try fixture.object()
          try fixture.wrap(object, ending)
          if index % 3 == 0 { try fixture.set("o\(index)", object) }
        }
      }
      fixture.collect()
      #expect(endings.indices.allSatisfy { endings[$0].runs == ($0 % 3 == 0 ? 0 : 1) })
    }
    #expect(endings.allSatisfy { $0.runs == 1 })
  }
}
