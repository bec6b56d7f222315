// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Foundation
import Testing

@testable import JSVM

/// Claims about `OH_JSVM_StartCpuProfiler` and `OH_JSVM_StopCpuProfiler`.
struct ProfilersTests {
  /// A function that is busy for some milliseconds, from line 3 on.
  static func busy(_ name: String, _ milliseconds: Int = 60) -> String {
    """
    // Busy.

    function \(name)() {
      let sum = 0;
      const end = Date.now() + \(milliseconds);
      while (Date.now() < end)
        for (let i = 0; i < 1000; i++) sum += Math.sqrt(i);
      return sum;
    }
    \(name)(); 0
    """
  }

  /// Runs a script that has a file name.
  private func run(_ fixture: Fixture, _ source: String, named name: String) throws {
    let source = try fixture.string(source)
    let script = try name.withCString { text in
      var origin = JSVM_ScriptOrigin()
      origin.resourceName = text
      return try make {
        OH_JSVM_CompileScriptWithOrigin(fixture.env, source, nil, 0, false, nil, &origin, $0)
      }
    }
    _ = try make { OH_JSVM_RunScript(fixture.env, script, $0) }
  }

  @Test func aBusyFunctionIsFoundWithItsPlace() throws {
    try withEnv { fixture in
      let profiler = try startProfiler(fixture.vm)
      try run(fixture, Self.busy("spinning", 500), named: "file:///busy.js")
      let profile = try stopProfiler(fixture.vm, profiler)
      profile.expectConsistency()
      let node = try #require(profile.nodes(named: "spinning").first)
      #expect(node.callFrame.url == "file:///busy.js")
      // Counted from 0; the name's parenthesis is where V8 says that a function begins.
      #expect(node.callFrame.lineNumber == 2 && node.callFrame.columnNumber == 17)
      #expect(node.hitCount > 5 && profile.samples.filter { $0 == node.id }.count > 5)
      // Counted from 1.
      let ticks = try #require(node.positionTicks)
      #expect(!ticks.isEmpty && ticks.allSatisfy { (5...7).contains($0.line) && $0.ticks > 0 })
      #expect(profile.endTime - profile.startTime >= 50_000)
    }
  }

  @Test func theTreeIsTheOneOfCalls() throws {
    try withEnv { fixture in
      let profiler = try startProfiler(fixture.vm)
      try fixture.run(
        Self.busy("inner", 30) + "; function outer() { inner() }; outer(); inner(); 0")
      let profile = try stopProfiler(fixture.vm, profiler)
      profile.expectConsistency()
      let outer = try #require(profile.nodes(named: "outer").first)
      let inner = profile.nodes(named: "inner")
      #expect(inner.count == 2)
      #expect(inner.contains { outer.children?.contains($0.id) == true })
      #expect(Set(inner.map(\.callFrame.scriptId)).count == 1)
    }
  }

  @Test func timesAreOnTheClockOfTheMachine() throws {
    try withEnv { fixture in
      let first = try stopProfiler(fixture.vm, startProfiler(fixture.vm))
      let second = try stopProfiler(fixture.vm, startProfiler(fixture.vm))
      #expect(first.endTime <= second.startTime)
    }
  }

  /// Names as JavaScript writes them, and as they are.
  static let names: [(String, String)] = [
    ("'a \"quoted\" name'", "a \"quoted\" name"), ("'back\\\\slash'", "back\\slash"),
    ("'grün'", "grün"), ("'名前'", "名前"), ("'\u{1F600}'", "\u{1F600}"),
    ("'line\\nfeed\\ttab\\x01'", "line\nfeed\ttab\u{1}"), ("'\\x7F\\u2028'", "\u{7F}\u{2028}"),
  ]

  @Test(arguments: names)
  func anyNameIsWritten(_ literal: String, _ name: String) throws {
    try withEnv { fixture in
      let profiler = try startProfiler(fixture.vm)
      let source =
        "({\(literal)() { const end = Date.now() + 40; while (Date.now() < end); } })"
        + "[\(literal)](); 0"
      try run(fixture, source, named: name)
      let profile = try stopProfiler(fixture.vm, profiler)
      let node = try #require(profile.nodes(named: name).first)
      #expect(node.callFrame.url == name)
    }
  }

  @Test func aLoneSurrogateInANameIsStillJSON() throws {
    try withEnv { fixture in
      let profiler = try startProfiler(fixture.vm)
      try fixture.run(
        "({'a\\uD800b'() { const end = Date.now() + 40; while (Date.now() < end); } })"
          + "['a\\uD800b'](); 0")
      let profile = try stopProfiler(fixture.vm, profiler)
      #expect(profile.nodes.contains { $0.callFrame.functionName.hasPrefix("a") })
    }
  }

  @Test func aProfilerIsStoppedOnce() throws {
    try withEnv { fixture in
      let profiler = try startProfiler(fixture.vm)
      _ = try stopProfiler(fixture.vm, profiler)
      let received = Received()
      let status = OH_JSVM_StopCpuProfiler(fixture.vm, profiler, receive, received.data)
      #expect(status == JSVM_INVALID_ARG && received.sizes.isEmpty && received.ends == 0)
    }
  }

  @Test(arguments: [1, 8, 0xDEAD_BEEF, UInt.max])
  func garbageIsNoProfiler(_ bits: UInt) throws {
    try withEnv { fixture in
      let profiler = JSVM_CpuProfiler(bitPattern: bits)
      #expect(OH_JSVM_StopCpuProfiler(fixture.vm, profiler, receive, nil) == JSVM_INVALID_ARG)
    }
  }

  @Test func aProfilerBelongsToItsVM() throws {
    try withEnv { fixture in
      let profiler = try startProfiler(fixture.vm)
      try withEnv { other in
        let received = Received()
        let status = OH_JSVM_StopCpuProfiler(other.vm, profiler, receive, received.data)
        #expect(status == JSVM_INVALID_ARG && received.sizes.isEmpty)
      }
      try stopProfiler(fixture.vm, profiler).expectConsistency()
    }
  }

  @Test func aRefusedStopLeavesTheProfilerRunning() throws {
    try withEnv { fixture in
      let profiler = try startProfiler(fixture.vm)
      #expect(OH_JSVM_StopCpuProfiler(fixture.vm, profiler, nil, nil) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_StopCpuProfiler(fixture.vm, nil, receive, nil) == JSVM_INVALID_ARG)
      try fixture.run(Self.busy("later"))
      try #expect(!stopProfiler(fixture.vm, profiler).nodes(named: "later").isEmpty)
    }
  }

  @Test func profilersOverlap() throws {
    try withEnv { fixture in
      let first = try startProfiler(fixture.vm)
      try fixture.run(Self.busy("early"))
      let second = try startProfiler(fixture.vm)
      try fixture.run(Self.busy("between"))
      let early = try stopProfiler(fixture.vm, first)
      try fixture.run(Self.busy("late"))
      let late = try stopProfiler(fixture.vm, second)
      for profile in [early, late] { profile.expectConsistency() }
      let found = ["early", "between", "late"]
      #expect(found.map { !early.nodes(named: $0).isEmpty } == [true, true, false])
      #expect(found.map { !late.nodes(named: $0).isEmpty } == [false, true, true])
    }
  }

  @Test func manyProfilersRunAtOnce() throws {
    try withEnv { fixture in
      let profilers = try (0..<20).map { _ in try startProfiler(fixture.vm) }
      #expect(Set(profilers).count == 20)
      try fixture.run(Self.busy("shared"))
      for profiler in profilers.reversed() {
        let profile = try stopProfiler(fixture.vm, profiler)
        profile.expectConsistency()
        #expect(!profile.nodes(named: "shared").isEmpty)
      }
    }
  }

  @Test func aProfilerNeedsNoEnv() throws {
    let vm = try Engine.createVM()
    try stopProfiler(vm, startProfiler(vm)).expectConsistency()
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
  }

  @Test func aProfileOutlivesItsEnv() throws {
    let vm = try Engine.createVM()
    let profiler = try startProfiler(vm)
    let env = try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) }
    try Fixture(vm: vm, env: env).run(Self.busy("gone"))
    #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
    try #expect(!stopProfiler(vm, profiler).nodes(named: "gone").isEmpty)
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
  }

  @Test(arguments: [1, 2, 3])
  func aStreamMayEndEarly(_ limit: Int) throws {
    try withEnv { fixture in
      let profiler = try startProfiler(fixture.vm)
      // Hundreds of functions, for several pieces.
      try fixture.run(
        """
        for (let i = 0; i < 800; i++) {
          const name = 'f' + i + '_'.repeat(400);
          const f = new Function(`return {${name}() {
            const end = Date.now() + 1; while (Date.now() <= end); }}.${name}`)();
          f();
        }
        """)
      let received = Received()
      received.limit = limit
      let status = OH_JSVM_StopCpuProfiler(fixture.vm, profiler, receive, received.data)
      #expect(status == JSVM_OK && received.sizes.count == limit && received.ends == 0)
      let stopped = OH_JSVM_StopCpuProfiler(fixture.vm, profiler, receive, received.data)
      #expect(stopped == JSVM_INVALID_ARG)
    }
  }

  @Test(arguments: [1, 5])
  func aVMTakesItsProfilersAlong(_ count: Int) throws {
    try withEnv { fixture in
      for _ in 0..<count { _ = try startProfiler(fixture.vm) }
      try fixture.run(Self.busy("abandoned", 20))
    }
  }

  @Test func aProfilerMayStopInACallback() throws {
    try withEnv { fixture in
      let profiler = try startProfiler(fixture.vm)
      var profile: CPUProfile?
      try fixture.define("stop") { _, _ in
        profile = try? stopProfiler(fixture.vm, profiler)
        return nil
      }
      try fixture.run(Self.busy("caller") + "; function stopping() { stop() }; stopping(); 0")
      let found = try #require(profile)
      found.expectConsistency()
      #expect(!found.nodes(named: "caller").isEmpty)
    }
  }

  @Test func aProfilerMayStartInACallback() throws {
    try withEnv { fixture in
      var profiler: JSVM_CpuProfiler?
      try fixture.define("start") { _, _ in
        profiler = try? startProfiler(fixture.vm)
        return nil
      }
      try fixture.run("start();" + Self.busy("after"))
      let profile = try stopProfiler(fixture.vm, #require(profiler))
      profile.expectConsistency()
      #expect(!profile.nodes(named: "after").isEmpty)
    }
  }

  @Test func deepRecursionIsWritten() throws {
    try withEnv { fixture in
      let profiler = try startProfiler(fixture.vm)
      try fixture.run(
        "function deep(n) { if (n) return deep(n - 1) + 1; const end = Date.now() + 40; "
          + "while (Date.now() < end); return 0 }; deep(3000)")
      let profile = try stopProfiler(fixture.vm, profiler)
      profile.expectConsistency()
      #expect(profile.nodes(named: "deep").count > 100)
    }
  }
}
