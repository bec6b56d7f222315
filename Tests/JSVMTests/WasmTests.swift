// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// WebAssembly binaries made by hand.
enum WasmBinary {
  static let head: [UInt8] = [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0]

  /// A section; everything here is shorter than 128 bytes.
  static func section(_ id: UInt8, _ content: [UInt8]) -> [UInt8] {
    [id, UInt8(content.count)] + content
  }

  /// Exports `add`, which adds two 32-bit numbers.
  static let add: [UInt8] =
    head + section(1, [1, 0x60, 2, 0x7F, 0x7F, 1, 0x7F]) + section(3, [1, 0])
    + section(7, [1, 3, 0x61, 0x64, 0x64, 0, 0])
    + section(10, [1, 7, 0, 0x20, 0, 0x20, 1, 0x6A, 0x0B])

  /// Imports a function, a memory, a table, a global and a second function; has two of its own,
  /// the last of which calls the first import and is exported as `run`.
  static let importing: [UInt8] =
    head + section(1, [1, 0x60, 0, 0])
    + section(
      2,
      [5] + name("f") + [0, 0] + name("memory") + [2, 1, 1, 2] + name("table") + [1, 0x70, 0, 1]
        + name("global") + [3, 0x7F, 0] + name("g") + [0, 0])
    + section(3, [2, 0, 0]) + section(7, [1, 3, 0x72, 0x75, 0x6E, 0, 3])
    + section(10, [2, 2, 0, 0x0B, 4, 0, 0x10, 0, 0x0B])

  /// Two functions of its own after a custom section, and no imports.
  static let plain: [UInt8] =
    head + section(0, [1, 0x78, 0xFF, 0xFF, 0xFF]) + section(1, [1, 0x60, 0, 0])
    + section(3, [2, 0, 0]) + section(10, [2, 2, 0, 0x0B, 2, 0, 0x0B])

  private static func name(_ text: String) -> [UInt8] {
    [1, 0x6D, UInt8(text.utf8.count)] + Array(text.utf8)
  }
}

/// Claims about WebAssembly modules, their functions and caches.
struct WasmTests {
  private func module(
    _ fixture: Fixture, _ bytes: [UInt8], _ location: SourceLocation = #_sourceLocation
  ) throws -> JSVM_Value {
    try make(
      { OH_JSVM_CompileWasmModule(fixture.env, bytes, bytes.count, nil, 0, nil, $0) }, location)
  }

  private func isModule(_ fixture: Fixture, _ value: JSVM_Value) -> Bool {
    flag { OH_JSVM_IsWasmModuleObject(fixture.env, value, $0) }
  }

  /// What `add` of an instance of the module gives.
  private func sum(_ fixture: Fixture, _ module: JSVM_Value) throws -> String {
    try fixture.set("module", module)
    return try fixture.text("new WebAssembly.Instance(module).exports.add(40, 2)")
  }

  @Test func aModuleRuns() throws {
    try withEnv { fixture in
      let module = try module(fixture, WasmBinary.add)
      try #expect(sum(fixture, module) == "42")
      try #expect(fixture.text("module instanceof WebAssembly.Module") == "true")
    }
  }

  @Test func importsAreCalled() throws {
    try withEnv { fixture in
      var calls = 0
      try fixture.define("native") { _, _ in
        calls += 1
        return nil
      }
      try fixture.set("module", module(fixture, WasmBinary.importing))
      try fixture.run(
        """
        const m = {f: native, g() {}, memory: new WebAssembly.Memory({initial: 1, maximum: 2}),
          table: new WebAssembly.Table({element: 'anyfunc', initial: 1}), global: 1};
        const instance = new WebAssembly.Instance(module, {m});
        instance.exports.run(); instance.exports.run(); 0
        """)
      #expect(calls == 2)
    }
  }

  @Test func theBytesAreCopied() throws {
    try withEnv { fixture in
      var bytes = WasmBinary.add
      let module = try module(fixture, bytes)
      for index in bytes.indices { bytes[index] = 0xFF }
      fixture.collect()
      try #expect(sum(fixture, module) == "42")
      #expect(OH_JSVM_CompileWasmFunction(fixture.env, module, 0, JSVM_WASM_OPT_HIGH) == JSVM_OK)
    }
  }

  static let invalid: [[UInt8]] = [
    [0], [0, 0x61, 0x73, 0x6D], [0, 0x61, 0x73, 0x6D, 2, 0, 0, 0], Array("text".utf8),
    WasmBinary.add.dropLast(), WasmBinary.add + [0xFF], Array(WasmBinary.add.dropFirst()),
    WasmBinary.head + WasmBinary.section(3, [1, 0]), WasmBinary.head + [1, 0x7F],
    WasmBinary.add.dropLast(2) + [0x7C, 0x0B],
  ]

  @Test(arguments: invalid)
  func invalidBytesAreACompileError(_ bytes: [UInt8]) throws {
    try withEnv { fixture in
      var result: JSVM_Value? = try fixture.undefined()
      let status = OH_JSVM_CompileWasmModule(
        fixture.env, bytes, bytes.count, nil, 0, nil, &result)
      #expect(status == JSVM_PENDING_EXCEPTION && result == nil)
      try #expect(fixture.takeException()?.hasPrefix("CompileError: ") == true)
      try #expect(sum(fixture, module(fixture, WasmBinary.add)) == "42")
    }
  }

  @Test func badArgumentsAreInvalid() throws {
    try withEnv { fixture in
      let (env, bytes) = (fixture.env, WasmBinary.add)
      var result: JSVM_Value?
      var rejected = true
      let calls = [
        OH_JSVM_CompileWasmModule(env, nil, bytes.count, nil, 0, nil, &result),
        OH_JSVM_CompileWasmModule(env, bytes, 0, nil, 0, nil, &result),
        OH_JSVM_CompileWasmModule(env, bytes, bytes.count, bytes, 0, &rejected, &result),
        OH_JSVM_CompileWasmModule(env, bytes, bytes.count, nil, 0, nil, nil),
      ]
      #expect(calls.allSatisfy { $0 == JSVM_INVALID_ARG })
      #expect(result == nil && !rejected && !fixture.isPending)
    }
  }

  /// Sources, and whether they are modules.
  static let values: [(String, Bool)] = [
    ("new WebAssembly.Module(new Uint8Array([0, 0x61, 0x73, 0x6D, 1, 0, 0, 0]))", true),
    ("WebAssembly.Module", false), ("WebAssembly", false), ("({})", false), ("1", false),
    ("null", false), ("undefined", false), ("new WebAssembly.Memory({initial: 1})", false),
    ("Object.create(WebAssembly.Module.prototype)", false), ("new Proxy({}, {})", false),
  ]

  @Test(arguments: values)
  func modulesAreTold(_ source: String, _ isOne: Bool) throws {
    try withEnv { fixture in
      let value = try fixture.run(source)
      #expect(isModule(fixture, value) == isOne)
      let function = OH_JSVM_CompileWasmFunction(fixture.env, value, 0, JSVM_WASM_OPT_HIGH)
      #expect(function == (isOne ? JSVM_GENERIC_FAILURE : JSVM_INVALID_ARG))
      if !isOne {
        var (data, length) = (UnsafePointer<UInt8>?.none, 1)
        let cache = OH_JSVM_CreateWasmCache(fixture.env, value, &data, &length)
        #expect(cache == JSVM_INVALID_ARG && data == nil && length == 0)
      }
    }
  }

  /// Binaries, and which indices are those of their own functions.
  static let functions: [([UInt8], ClosedRange<UInt32>?)] = [
    (WasmBinary.add, 0...0), (WasmBinary.plain, 0...1), (WasmBinary.head, nil),
  ]

  @Test(arguments: functions)
  func onlyOwnFunctionsAreCompiled(_ bytes: [UInt8], _ own: ClosedRange<UInt32>?) throws {
    try withEnv { fixture in
      let module = try module(fixture, bytes)
      for index in Array(UInt32(0)...6) + [.max, .max - 1, 1 << 31] {
        for level in [JSVM_WASM_OPT_BASELINE, JSVM_WASM_OPT_HIGH] {
          let status = OH_JSVM_CompileWasmFunction(fixture.env, module, index, level)
          #expect(status == (own?.contains(index) == true ? JSVM_OK : JSVM_GENERIC_FAILURE))
        }
      }
      #expect(!fixture.isPending)
    }
  }

  @Test func functionsAfterImportsAreCompiled() throws {
    try onlyOwnFunctionsAreCompiled(WasmBinary.importing, 2...3)
  }

  @Test(arguments: [UInt32(0), 1, 9, 11, 19, 21, .max])
  func otherLevelsAreInvalid(_ level: UInt32) throws {
    try withEnv { fixture in
      let module = try module(fixture, WasmBinary.add)
      let status = OH_JSVM_CompileWasmFunction(
        fixture.env, module, 0, JSVM_WasmOptLevel(level))
      #expect(status == JSVM_INVALID_ARG)
    }
  }

  /// A module's cache as bytes.
  private func cache(_ fixture: Fixture, _ module: JSVM_Value) throws -> [UInt8] {
    var length = 0
    let data = try make { OH_JSVM_CreateWasmCache(fixture.env, module, $0, &length) }
    let bytes = Array(UnsafeBufferPointer(start: data, count: length))
    let status = OH_JSVM_ReleaseCache(fixture.env, data, JSVM_CACHE_TYPE_WASM)
    #expect(status == JSVM_OK && length > 0)
    return bytes
  }

  /// What may have happened to a cache on its way.
  static let damages: [@Sendable ([UInt8]) -> [UInt8]] = [
    { $0 }, { Array($0.dropLast()) }, { Array($0.prefix(1)) }, { $0 + [0] }, { $0.reversed() },
    { bytes in bytes.map { ~$0 } }, { [UInt8](repeating: 0, count: $0.count) },
  ]

  @Test(arguments: damages.indices)
  func aCacheNeverHurts(_ damage: Int) throws {
    var cached: [UInt8] = []
    try withEnv { fixture in
      cached = try cache(fixture, module(fixture, WasmBinary.add))
    }
    // In another VM, as caches are for.
    try withEnv { fixture in
      let (bytes, cache) = (WasmBinary.add, Self.damages[damage](cached))
      var rejected = false
      let module = try make {
        OH_JSVM_CompileWasmModule(
          fixture.env, bytes, bytes.count, cache, cache.count, &rejected, $0)
      }
      #expect(rejected == (damage != 0))
      try #expect(sum(fixture, module) == "42")
      let again = try make {
        OH_JSVM_CompileWasmModule(fixture.env, bytes, bytes.count, cache, cache.count, nil, $0)
      }
      try #expect(sum(fixture, again) == "42")
    }
  }

  /// What `add` becomes from its cache.
  private func fromCache(_ fixture: Fixture, _ cache: [UInt8]) throws -> JSVM_Value {
    var rejected = true
    let bytes = WasmBinary.add
    let module = try make {
      OH_JSVM_CompileWasmModule(
        fixture.env, bytes, bytes.count, cache, cache.count, &rejected, $0)
    }
    #expect(!rejected)
    return module
  }

  @Test func anyFlippedBitOfACacheIsNoticed() throws {
    try withEnv { fixture in
      let bytes = WasmBinary.add
      let whole = try cache(fixture, module(fixture, bytes))
      for (round, place) in whole.indices.enumerated() where !(12..<16).contains(place) {
        var cache = whole
        cache[place] ^= 1 << UInt8(round % 8)
        let isRejected = flag { rejected in
          var module: JSVM_Value?
          return OH_JSVM_CompileWasmModule(
            fixture.env, bytes, bytes.count, cache, cache.count, rejected, &module)
        }
        #expect(isRejected, "byte \(place)")
      }
    }
  }

  @Test func aCacheIsForItsOwnModule() throws {
    try withEnv { fixture in
      let cache = try cache(fixture, module(fixture, WasmBinary.add))
      let bytes = WasmBinary.plain
      let isRejected = flag { rejected in
        var module: JSVM_Value?
        return OH_JSVM_CompileWasmModule(
          fixture.env, bytes, bytes.count, cache, cache.count, rejected, &module)
      }
      #expect(isRejected)
      // Nor does it make a module of what is none.
      var module: JSVM_Value?
      let invalid = Array("text".utf8)
      let status = OH_JSVM_CompileWasmModule(
        fixture.env, invalid, invalid.count, cache, cache.count, nil, &module)
      #expect(status == JSVM_PENDING_EXCEPTION && module == nil)
      try #expect(fixture.takeException()?.hasPrefix("CompileError: ") == true)
    }
  }

  @Test func aModuleFromACacheIsTheEnvsOwn() throws {
    var cached: [UInt8] = []
    try withEnv { fixture in cached = try cache(fixture, module(fixture, WasmBinary.add)) }
    try withEnv { fixture in
      let module = try fromCache(fixture, cached)
      try fixture.set("module", module)
      try #expect(fixture.text("module instanceof WebAssembly.Module") == "true")
      try #expect(fixture.text("typeof WebAssembly.compileStreaming") == "undefined")
      #expect(OH_JSVM_CompileWasmFunction(fixture.env, module, 0, JSVM_WASM_OPT_HIGH) == JSVM_OK)
      try #expect(cache(fixture, module).count > 0)
    }
  }

  @Test func microtasksWaitWhileACacheIsRead() throws {
    var cached: [UInt8] = []
    try withEnv { fixture in cached = try cache(fixture, module(fixture, WasmBinary.add)) }
    try withEnv { fixture in
      #expect(OH_JSVM_SetMicrotaskPolicy(fixture.vm, JSVM_MICROTASK_EXPLICIT) == JSVM_OK)
      try fixture.run("globalThis.ran = 0; Promise.resolve().then(() => { ran++ }); 0")
      try #expect(sum(fixture, fromCache(fixture, cached)) == "42")
      try #expect(fixture.text("ran") == "0")
      #expect(OH_JSVM_PerformMicrotaskCheckpoint(fixture.vm) == JSVM_OK)
      try #expect(fixture.text("ran") == "1")
    }
  }

  @Test func aCacheIsReadInsideACallbackToo() throws {
    var cached: [UInt8] = []
    try withEnv { fixture in cached = try cache(fixture, module(fixture, WasmBinary.add)) }
    try withEnv { fixture in
      try fixture.define("cached") { _, _ in try? fromCache(fixture, cached) }
      try #expect(
        fixture.text("new WebAssembly.Instance(cached()).exports.add(40, 2)") == "42")
      for _ in 0..<50 { try fixture.scope { _ = try fromCache(fixture, cached) } }
      fixture.collect()
      try #expect(sum(fixture, fromCache(fixture, cached)) == "42")
    }
  }

  @Test func withoutACacheNoneIsRejected() throws {
    try withEnv { fixture in
      var rejected = true
      let bytes = WasmBinary.add
      _ = try make {
        OH_JSVM_CompileWasmModule(fixture.env, bytes, bytes.count, nil, 0, &rejected, $0)
      }
      #expect(!rejected)
    }
  }

  @Test func aCacheOutlivesItsModule() throws {
    try withEnv { fixture in
      var length = 0
      let data = try fixture.scope {
        let module = try module(fixture, WasmBinary.add)
        return try make { OH_JSVM_CreateWasmCache(fixture.env, module, $0, &length) }
      }
      fixture.collect()
      #expect(UnsafeBufferPointer(start: data, count: length).contains { $0 != 0 })
      #expect(OH_JSVM_ReleaseCache(fixture.env, data, JSVM_CACHE_TYPE_WASM) == JSVM_OK)
    }
  }

  @Test func trapsAreExceptions() throws {
    try withEnv { fixture in
      // `unreachable` alone.
      let bytes =
        WasmBinary.head + WasmBinary.section(1, [1, 0x60, 0, 0]) + WasmBinary.section(3, [1, 0])
        + WasmBinary.section(7, [1, 1, 0x66, 0, 0]) + WasmBinary.section(10, [1, 3, 0, 0, 0x0B])
      try fixture.set("module", module(fixture, bytes))
      let status = try fixture.status(
        ofRunning: "new WebAssembly.Instance(module).exports.f()")
      #expect(status == JSVM_GENERIC_FAILURE)
      try #expect(fixture.takeException() == "RuntimeError: unreachable")
    }
  }
}
