// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about what a VM holds when it is saved. V8 ends the process over what it cannot save, so
/// each has one of its own.
struct StartupHeldTests {
  /// Saves after a body has put something into the env. Fails to save, or restores what a script says.
  static func expectSaved(
    or refusal: JSVM_Status? = nil, _ question: String = "1", _ answer: String = "1",
    _ body: (Fixture) throws -> Void
  ) throws {
    let saving = try Saving()
    try saving.fixture.scope { try body(saving.fixture) }
    let (status, bytes) = saving.status([saving.fixture.env])
    #expect(status == JSVM_OK || status == refusal)
    saving.end()
    guard status == JSVM_OK else { return }
    try Blob(bytes).restore { try #expect($0.text(question) == answer) }
  }

  @Test func unlistedCallbacksAreRefused() async {
    await #expect(processExitsWith: .success) {
      let saving = try Saving()
      try saving.fixture.scope { try saving.fixture.define("native") { _, _ in nil } }
      #expect(saving.status([saving.fixture.env]).0 == JSVM_GENERIC_FAILURE)
      // It was not harmed by that.
      try saving.run("native()")
      saving.end()
    }
  }

  @Test func unlistedExternalsAreRefused() async {
    await #expect(processExitsWith: .success) {
      let saving = try Saving()
      let (fixture, ending) = (saving.fixture, Ending())
      try fixture.scope {
        let external = try make {
          OH_JSVM_CreateExternal(fixture.env, ending.data, nil, nil, $0)
        }
        try fixture.set("external", external)
      }
      #expect(saving.status([fixture.env]).0 == JSVM_GENERIC_FAILURE)
      saving.end()
    }
  }

  @Test func referencesAreLetGo() async {
    await #expect(processExitsWith: .success) {
      try StartupHeldTests.expectSaved("o.a", "7") { fixture in
        let object = try fixture.run("globalThis.o = {a: 7}")
        for count in [UInt32(0), 1, 5] { _ = try fixture.reference(object, count) }
      }
    }
  }

  @Test func deferredsAndScriptsAreLetGo() async {
    await #expect(processExitsWith: .success) {
      try StartupHeldTests.expectSaved("p instanceof Promise", "true") { fixture in
        var promise: JSVM_Value?
        _ = try make { OH_JSVM_CreatePromise(fixture.env, $0, &promise) }
        try fixture.set("p", #require(promise))
        let source = try fixture.string("1 + 1")
        let script = try make {
          OH_JSVM_CompileScript(fixture.env, source, nil, 0, false, nil, $0)
        }
        #expect(OH_JSVM_RetainScript(fixture.env, script) == JSVM_OK)
      }
    }
  }

  @Test func aPendingExceptionIsLetGo() async {
    await #expect(processExitsWith: .success) {
      try StartupHeldTests.expectSaved { fixture in
        #expect(OH_JSVM_ThrowError(fixture.env, nil, "pending") == JSVM_OK)
      }
    }
  }

  @Test func aRunningProfilerIsEnded() async {
    await #expect(processExitsWith: .success) {
      try StartupHeldTests.expectSaved { fixture in
        _ = try startProfiler(fixture.vm)
        try fixture.run("for (let i = 0; i < 100000; i++); 0")
      }
    }
  }

  @Test func wrapsAreSavedOrRefused() async {
    await #expect(processExitsWith: .success) {
      let ending = Ending()
      try StartupHeldTests.expectSaved(or: JSVM_GENERIC_FAILURE, "o.a", "1") { fixture in
        try fixture.wrap(fixture.run("globalThis.o = {a: 1}"), ending)
      }
    }
  }

  @Test func finalizersAndInstanceDataAreSurvived() async {
    await #expect(processExitsWith: .success) {
      let (first, second) = (Ending(), Ending())
      try StartupHeldTests.expectSaved(or: JSVM_GENERIC_FAILURE, "o.a", "1") { fixture in
        let object = try fixture.run("globalThis.o = {a: 1}")
        let status = OH_JSVM_AddFinalizer(
          fixture.env, object, first.data, runEnding, nil, nil)
        #expect(status == JSVM_OK)
        let data = OH_JSVM_SetInstanceData(fixture.env, second.data, runEnding, nil)
        #expect(data == JSVM_OK)
      }
      #expect(first.runs <= 1 && second.runs <= 1)
    }
  }

  @Test func typeTagsAndPrivateKeysAreSaved() async {
    await #expect(processExitsWith: .success) {
      let saving = try Saving()
      let fixture = saving.fixture
      try fixture.scope {
        var tag = JSVM_TypeTag(lower: 1, upper: 2)
        let object = try fixture.run("globalThis.o = {}")
        #expect(OH_JSVM_TypeTagObject(fixture.env, object, &tag) == JSVM_OK)
      }
      let blob = try saving.save()
      saving.end()
      try blob.restore { fixture in
        let object = try fixture.run("o")
        for (lower, isIt) in [(UInt64(1), true), (3, false)] {
          var tag = JSVM_TypeTag(lower: lower, upper: 2)
          let answer = flag { OH_JSVM_CheckObjectTypeTag(fixture.env, object, &tag, $0) }
          #expect(answer == isIt)
        }
      }
    }
  }

  /// Scripts that leave something which V8 may not be able to save.
  static let sources = [
    "new FinalizationRegistry(() => {})", "new WeakRef({})",
    "(async () => { await new Promise(() => {}) })()",
  ]

  private func expectSavedOrRefused(_ index: Int) async {
    await #expect(processExitsWith: .success) { [index] in
      let source = StartupHeldTests.sources[index]
      try StartupHeldTests.expectSaved(or: JSVM_GENERIC_FAILURE, "typeof held", "object") {
        try $0.run("globalThis.held = \(source); 0")
      }
    }
  }

  @Test(arguments: 0..<3)
  func whatV8CannotSaveIsRefused(_ index: Int) async { await expectSavedOrRefused(index) }

  /// Objects of Intl have a part outside of V8's heap.
  @Test(arguments: [
    "NumberFormat('en')", "DateTimeFormat('en')", "Collator('en')", "PluralRules('en')",
    "Locale('en')", "ListFormat('en')", "Segmenter('en')", "RelativeTimeFormat('en')",
    "DisplayNames('en', {type: 'region'})", "NumberFormat('en').format",
  ])
  func internationalFormatsAreRefused(_ format: String) async {
    await #expect(processExitsWith: .success) { [format] in
      let saving = try Saving()
      try saving.fixture.run("globalThis.held = new Intl.\(format); 0")
      #expect(saving.status([saving.fixture.env]).0 == JSVM_GENERIC_FAILURE)
      saving.end()
    }
  }

  @Test func formatsThatAreGoneAreNoObstacle() throws {
    let source = "new Intl.NumberFormat('en'); globalThis.held = (1234.5).toLocaleString('de'); 0"
    try Saving.blob(source).restore { fixture in
      try #expect(fixture.text("held") == "1.234,5")
    }
  }

  @Test(arguments: ["WebAssembly", "SharedArrayBuffer", "Atomics", "Intl"])
  func restoredEnvsHaveTheWholeLanguage(_ name: String) throws {
    try Saving.blob("1").restore { fixture in
      try #expect(fixture.text("typeof \(name)") != "undefined")
    }
  }

  @Test func waitingMicrotasksAreSurvived() async {
    await #expect(processExitsWith: .success) {
      try StartupHeldTests.expectSaved(or: JSVM_GENERIC_FAILURE) { fixture in
        #expect(OH_JSVM_SetMicrotaskPolicy(fixture.vm, JSVM_MICROTASK_EXPLICIT) == JSVM_OK)
        try fixture.run("Promise.resolve().then(() => {}); 0")
      }
    }
  }

  @Test func codeThatRanHotIsSurvived() async {
    await #expect(processExitsWith: .success) {
      try StartupHeldTests.expectSaved("hot(20000)", "199990000") { fixture in
        try fixture.run(
          "globalThis.hot = n => { let s = 0; for (let i = 0; i < n; i++) s += i; return s };"
            + "for (let i = 0; i < 2000; i++) hot(2000)")
      }
    }
  }

  @Test func anotherThreadCannotSave() async {
    await #expect(processExitsWith: .success) {
      let saving = try Saving()
      onThread { #expect(saving.status([saving.fixture.env]).0 == JSVM_GENERIC_FAILURE) }
      let blob = try saving.save()
      saving.end()
      #expect(blob.status == JSVM_OK)
    }
  }
}
