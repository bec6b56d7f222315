// SPDX-License-Identifier: Apache-2.0

import CJSVM
import CV8Shim
import Ledger
import Testing

@testable import JSVM

/// The frame of script that a site is told from, by words of the stack, against what V8 itself says.
@Suite("Places in script, by the address of their code")
struct ScriptPlacesTests {
  /// How often a program called a native function, and how often its place was not V8's.
  private struct Tally {
    var calls = 0
    var wrong: [String] = []
  }

  /// Runs a program that has the function `here` and the class `Here`; each call compares.
  private func tally(_ program: String) throws -> Tally {
    var tally = Tally()
    try withEnv { fixture in
      let vm = core(fixture.vm)
      let native = Native { env, info in
        tally.calls += 1
        if let text = difference(vm) { tally.wrong.append(text) }
        var this: JSVM_Value?
        _ = OH_JSVM_GetCbInfo(env, info, nil, nil, &this, nil)
        return this
      }
      let function = try make { OH_JSVM_CreateFunction(fixture.env, nil, 0, native.callback, $0) }
      try fixture.set("here", function)
      let type = try make {
        OH_JSVM_DefineClass(fixture.env, "Here", 4, native.callback, 0, nil, $0)
      }
      try fixture.set("Here", type)
      try fixture.define("collect") { _, _ in
        fixture.collect()
        return nil
      }
      _ = try fixture.run(program)
    }
    return tally
  }

  /// Nil if the site of a creation here is told from the place that V8 names.
  private func difference(_ vm: VM) -> String? {
    var place = v8s_place()
    let isKnown = v8s_isolate_top_place(vm.isolate, &place)
    let frame = vm.ledger.scripts[vm.ledger.sites[vm.site(of: .reference)].script]
    guard isKnown || frame != nil else { return nil }
    if let frame, isKnown, frame.line == Int(place.line), frame.column == Int(place.column) {
      return nil
    }
    return "V8 says \(place.line):\(place.column), the site \(String(describing: frame))"
  }

  @Test(
    "Each call's place is V8's",
    arguments: [
      "here(); here(); here();",
      "function twice() { here(); here() } for (let i = 0; i < 100; i++) twice();",
      "for (let i = 0; i < 3; i++) { new Here(); new Here(i); new Here(i, i, i) }",
      "[1, 2, 3].forEach(here); [1, 2].forEach(x => here(x)); [4].map(here);",
      "const bound = here.bind({}, 1); bound(); bound(2); Reflect.apply(here, {}, []);",
      "Reflect.construct(Here, []); class Own extends Here { constructor() { super() } } new Own();",
      "eval('here()'); eval('\\n\\n here(); here()'); new Function('here()')();",
      "function* g() { here(); yield here() } for (const x of g()) here();",
      "const o = { get a() { return here() }, set b(x) { here() } }; o.a; o.b = 1; `${o.a}`;",
      "'aba'.replace(/a/g, here); JSON.stringify({ toJSON() { return here() } });",
      "try { null.x } catch { here() } finally { here() }",
    ])
  func places(_ program: String) throws {
    let tally = try tally(program)
    #expect(tally.calls > 0)
    #expect(tally.wrong == [])
  }

  @Test func compiledCodeOfEveryKindIsRecognised() throws {
    let tally = try tally(
      """
      function step(i) { here(i); if (i % 3 === 0) new Here(i); return i & 1 ? here() : here(1, 2) }
      function run(n) { for (let i = 0; i < n; i++) step(i) }
      run(20000); collect(); run(20000); collect(); run(2000);
      """)
    #expect(tally.calls == 42_000 * 2 + 14_001)
    #expect(tally.wrong.prefix(3) == [])
  }

  @Test func codeThatComesAndGoesIsNotMixedUp() throws {
    let tally = try tally(
      """
      for (let round = 0; round < 60; round++) {
        const f = new Function('\\n'.repeat(round) + ' '.repeat(round % 7) + 'here(); new Here()');
        for (let i = 0; i < 30; i++) f();
        if (round % 5 === 0) collect();
      }
      """)
    #expect(tally.calls == 3_600)
    #expect(tally.wrong.prefix(3) == [])
  }
}
