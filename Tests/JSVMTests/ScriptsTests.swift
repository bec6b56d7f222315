// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about scripts: compiling, running, keeping, code caches, origins.
struct ScriptsTests {
  private func compile(_ fixture: Fixture, _ source: String) throws -> JSVM_Script {
    let source = try fixture.string(source)
    return try make { OH_JSVM_CompileScript(fixture.env, source, nil, 0, false, nil, $0) }
  }

  private func run(_ fixture: Fixture, _ script: JSVM_Script) throws -> String {
    try fixture.text(of: make { OH_JSVM_RunScript(fixture.env, script, $0) })
  }

  @Test func aScriptRunsRepeatedly() throws {
    try withEnv { fixture in
      try fixture.run("var n = 0")
      let script = try compile(fixture, "++n")
      for expected in 1...10 { try #expect(run(fixture, script) == "\(expected)") }
    }
  }

  @Test func aScriptGoesWithItsScope() throws {
    try withEnv { fixture in
      let script = try fixture.scope {
        let script = try compile(fixture, "1")
        try #expect(run(fixture, script) == "1")
        return script
      }
      var result: JSVM_Value?
      #expect(OH_JSVM_RunScript(fixture.env, script, &result) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_RetainScript(fixture.env, script) == JSVM_INVALID_ARG)
      #expect(fixture.coreVM.scripts.count == 0)
    }
  }

  @Test func aScriptOutlivesAnEscapableScope() throws {
    try withEnv { fixture in
      let outer = try make { OH_JSVM_OpenHandleScope(fixture.env, $0) }
      let scope = try make { OH_JSVM_OpenEscapableHandleScope(fixture.env, $0) }
      let script = try compile(fixture, "'still ' + 'here'")
      #expect(OH_JSVM_CloseEscapableHandleScope(fixture.env, scope) == JSVM_OK)
      fixture.collect()
      try #expect(run(fixture, script) == "still here")
      #expect(OH_JSVM_CloseHandleScope(fixture.env, outer) == JSVM_OK)
      var result: JSVM_Value?
      #expect(OH_JSVM_RunScript(fixture.env, script, &result) == JSVM_INVALID_ARG)
    }
  }

  @Test func aRetainedScriptLivesUntilReleased() throws {
    try withEnv { fixture in
      let env = fixture.env
      let script = try fixture.scope {
        let script = try compile(fixture, "7")
        #expect(OH_JSVM_ReleaseScript(env, script) == JSVM_INVALID_ARG)
        #expect(OH_JSVM_RetainScript(env, script) == JSVM_OK)
        #expect(OH_JSVM_RetainScript(env, script) == JSVM_INVALID_ARG)
        return script
      }
      fixture.collect()
      try #expect(run(fixture, script) == "7")
      #expect(OH_JSVM_ReleaseScript(env, script) == JSVM_OK)
      #expect(OH_JSVM_ReleaseScript(env, script) == JSVM_INVALID_ARG)
      var result: JSVM_Value?
      #expect(OH_JSVM_RunScript(env, script, &result) == JSVM_INVALID_ARG)
    }
  }

  @Test func releasingInsideTheScopeIsFine() throws {
    try withEnv { fixture in
      try fixture.scope {
        let script = try compile(fixture, "7")
        #expect(OH_JSVM_RetainScript(fixture.env, script) == JSVM_OK)
        #expect(OH_JSVM_ReleaseScript(fixture.env, script) == JSVM_OK)
        // Its slot is used again, and that script belongs to the same scope.
        let next = try compile(fixture, "8")
        try #expect(run(fixture, next) == "8")
      }
    }
  }

  @Test func aScriptOfACallbackEndsWithIt() throws {
    try withEnv { fixture in
      var script: JSVM_Script?
      try fixture.define("native") { _, _ in
        script = try? compile(fixture, "3")
        return nil
      }
      try fixture.run("native()")
      #expect(script != nil)
      var result: JSVM_Value?
      #expect(OH_JSVM_RunScript(fixture.env, script, &result) == JSVM_INVALID_ARG)
    }
  }

  @Test(arguments: [1, 8, 0xDEAD_BEEF, UInt.max])
  func garbageIsNoScript(_ bits: UInt) throws {
    try withEnv { fixture in
      let (env, garbage) = (fixture.env, JSVM_Script(bitPattern: bits))
      var (result, data, length) = (JSVM_Value?.none, UnsafePointer<UInt8>?.none, 5)
      #expect(OH_JSVM_RunScript(env, garbage, &result) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_RetainScript(env, garbage) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_ReleaseScript(env, garbage) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_CreateCodeCache(env, garbage, &data, &length) == JSVM_INVALID_ARG)
      #expect(data == nil && length == 0)
    }
  }

  private static let source =
    "function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2) }; 'result ' + f(10)"

  @Test(arguments: [false, true])
  func aCodeCacheIsAccepted(_ runsBefore: Bool) throws {
    var bytes: [UInt8] = []
    try withEnv { fixture in
      let script = try compile(fixture, Self.source)
      if runsBefore { _ = try run(fixture, script) }
      var length = 0
      let cache = try make { OH_JSVM_CreateCodeCache(fixture.env, script, $0, &length) }
      bytes = Array(UnsafeBufferPointer(start: cache, count: length))
      #expect(OH_JSVM_ReleaseCache(fixture.env, cache, JSVM_CACHE_TYPE_JS) == JSVM_OK)
    }
    #expect(bytes.count > 64)
    try withEnv { fixture in
      let source = try fixture.string(Self.source)
      var isRejected = true
      let script = try make {
        OH_JSVM_CompileScript(
          fixture.env, source, bytes, bytes.count, true, &isRejected, $0)
      }
      #expect(!isRejected)
      try #expect(run(fixture, script) == "result 55")
    }
  }

  enum Damage: CaseIterable { case flipped, cut, short, zeroes, otherSource }

  /// In a VM that has not compiled the source yet, or the engine would not look at the cache.
  @Test(arguments: Damage.allCases)
  func aBadCodeCacheIsRejectedAndTheScriptCompiled(_ damage: Damage) throws {
    var bytes: [UInt8] = []
    try withEnv { fixture in
      let made = damage == .otherSource ? "'something else of another length'" : Self.source
      let script = try compile(fixture, made)
      var length = 0
      let cache = try make { OH_JSVM_CreateCodeCache(fixture.env, script, $0, &length) }
      bytes = Array(UnsafeBufferPointer(start: cache, count: length))
      #expect(OH_JSVM_ReleaseCache(fixture.env, cache, JSVM_CACHE_TYPE_WASM) == JSVM_OK)
    }
    switch damage {
    case .flipped: for index in stride(from: 0, to: bytes.count, by: 3) { bytes[index] ^= 0x55 }
    case .cut: bytes.removeLast(bytes.count / 2)
    case .short: bytes = [0]
    case .zeroes: bytes = [UInt8](repeating: 0, count: 4096)
    case .otherSource: break
    }
    try withEnv { fixture in
      let source = try fixture.string(Self.source)
      var isRejected = false
      let script = try make {
        OH_JSVM_CompileScript(fixture.env, source, bytes, bytes.count, false, &isRejected, $0)
      }
      #expect(isRejected)
      try #expect(run(fixture, script) == "result 55")
    }
  }

  @Test func rejectionIsToldOnlyIfACacheWasGiven() throws {
    try withEnv { fixture in
      let source = try fixture.string("1")
      var isRejected = true
      var script: JSVM_Script?
      #expect(
        OH_JSVM_CompileScript(fixture.env, source, nil, 0, true, &isRejected, &script) == JSVM_OK)
      #expect(!isRejected)
    }
  }

  @Test(arguments: [2, 7, UInt32.max])
  func anUnknownCacheTypeIsInvalid(_ type: UInt32) throws {
    try withEnv { fixture in
      let script = try compile(fixture, "1")
      var length = 0
      let cache = try make { OH_JSVM_CreateCodeCache(fixture.env, script, $0, &length) }
      #expect(
        OH_JSVM_ReleaseCache(fixture.env, cache, JSVM_CacheType(type)) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_ReleaseCache(fixture.env, cache, JSVM_CACHE_TYPE_JS) == JSVM_OK)
    }
  }

  private func withOrigin(
    _ name: String?, line: Int = 0, column: Int = 0,
    _ body: (UnsafeMutablePointer<JSVM_ScriptOrigin>) throws -> Void
  ) throws {
    var origin = JSVM_ScriptOrigin()
    origin.resourceLineOffset = line
    origin.resourceColumnOffset = column
    guard let name else { return try body(&origin) }
    try name.withCString { name in
      origin.resourceName = name
      try body(&origin)
    }
  }

  @Test func anOriginShiftsPositions() throws {
    try withEnv { fixture in
      let source = try fixture.string(
        "new Error('x').stack + '|' + (() => {\nreturn new Error().stack})()")
      try withOrigin("file.js", line: 100, column: 20) { origin in
        let script = try make {
          OH_JSVM_CompileScriptWithOrigin(
            fixture.env, source, nil, 0, false, nil, origin, $0)
        }
        let stack = try run(fixture, script)
        #expect(stack.contains("file.js:101:21"), "\(stack)")
        #expect(stack.contains("file.js:102:8"), "\(stack)")
      }
    }
  }

  @Test func anOriginNeedsAName() throws {
    try withEnv { fixture in
      let source = try fixture.string("1")
      var script: JSVM_Script?
      try withOrigin(nil) { origin in
        #expect(
          OH_JSVM_CompileScriptWithOrigin(
            fixture.env, source, nil, 0, false, nil, origin, &script) == JSVM_INVALID_ARG)
      }
      #expect(script == nil)
    }
  }

  @Test func aSyntaxErrorNamesItsPlace() throws {
    try withEnv { fixture in
      let source = try fixture.string("let ok = 1;\nlet bad = = 2;")
      try withOrigin("broken.js") { origin in
        var script: JSVM_Script?
        #expect(
          OH_JSVM_CompileScriptWithOrigin(
            fixture.env, source, nil, 0, false, nil, origin, &script) == JSVM_GENERIC_FAILURE)
        #expect(script == nil)
      }
      let error = try make { OH_JSVM_GetAndClearLastException(fixture.env, $0) }
      let stack = try fixture.text(of: fixture.property(error, "stack"))
      #expect(stack.contains("SyntaxError"))
      #expect(stack.contains("broken.js:2"), "\(stack)")
    }
  }

  @Test func scriptsShareTheGlobalScope() throws {
    try withEnv { fixture in
      try fixture.run("let shared = 1; const fixed = 2; function f() { return shared + fixed }")
      try #expect(fixture.text("shared = 5; f()") == "7")
      #expect(try fixture.status(ofRunning: "let shared = 3") == JSVM_GENERIC_FAILURE)
      try #expect(fixture.takeException()?.hasPrefix("SyntaxError") == true)
    }
  }

  @Test func aThousandScriptsInScopesLeaveNone() throws {
    try withEnv { fixture in
      for number in 0..<1000 {
        try fixture.scope { try #expect(fixture.text("\(number) + 1") == "\(number + 1)") }
      }
      #expect(fixture.coreVM.scripts.count == 0 && fixture.coreVM.scopedScripts.isEmpty)
    }
  }
}
