// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// A saved VM as bytes that a VM can start from.
final class Blob {
  let bytes: UnsafeMutableBufferPointer<CChar>

  init(_ bytes: [UInt8]) {
    self.bytes = .allocate(capacity: bytes.count)
    _ = self.bytes.initialize(from: bytes.map { CChar(bitPattern: $0) })
  }

  deinit { bytes.deallocate() }

  var contents: [UInt8] { bytes.map { UInt8(bitPattern: $0) } }

  /// The status of making a VM, which is destroyed at once.
  var status: JSVM_Status {
    var vm: JSVM_VM?
    var options = options
    let status = OH_JSVM_CreateVM(&options, &vm)
    if let vm { #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK) }
    #expect((vm != nil) == (status == JSVM_OK))
    return status
  }

  var options: JSVM_CreateVMOptions {
    var options = JSVM_CreateVMOptions()
    options.snapshotBlobData = UnsafePointer(bytes.baseAddress)
    options.snapshotBlobSize = bytes.count
    return options
  }

  /// Starts a VM and makes an env of the saved one.
  func restore(_ index: Int = 0, _ body: (Fixture) throws -> Void) throws {
    var options = options
    let vm = try make { OH_JSVM_CreateVM(&options, $0) }
    let vmScope = try make { OH_JSVM_OpenVMScope(vm, $0) }
    let env = try make { OH_JSVM_CreateEnvFromSnapshot(vm, index, $0) }
    let envScope = try make { OH_JSVM_OpenEnvScope(env, $0) }
    let fixture = Fixture(vm: vm, env: env)
    try fixture.scope { try body(fixture) }
    #expect(OH_JSVM_CloseEnvScope(env, envScope) == JSVM_OK)
    #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
    #expect(OH_JSVM_CloseVMScope(vm, vmScope) == JSVM_OK)
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
  }
}

/// A VM that can be saved, with an env, both open.
final class Saving {
  let fixture: Fixture
  let vmScope: JSVM_VMScope
  let envScope: JSVM_EnvScope

  init() throws {
    #expect(Engine.isStarted)
    var options = JSVM_CreateVMOptions()
    options.isForSnapshotting = true
    let vm = try make { OH_JSVM_CreateVM(&options, $0) }
    vmScope = try make { OH_JSVM_OpenVMScope(vm, $0) }
    let env = try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) }
    envScope = try make { OH_JSVM_OpenEnvScope(env, $0) }
    fixture = Fixture(vm: vm, env: env)
  }

  func run(_ source: String) throws {
    try fixture.scope { _ = try fixture.run(source) }
  }

  func status(_ envs: [JSVM_Env?]) -> (JSVM_Status, [UInt8]) {
    var (data, size) = (UnsafePointer<CChar>?.none, 1)
    let status = OH_JSVM_CreateSnapshot(fixture.vm, envs.count, envs, &data, &size)
    #expect((data != nil) == (status == JSVM_OK) && (size > 0) == (status == JSVM_OK))
    return (status, UnsafeBufferPointer(start: data, count: size).map { UInt8(bitPattern: $0) })
  }

  func save(_ envs: [JSVM_Env?]? = nil) throws -> Blob {
    let (status, bytes) = status(envs ?? [fixture.env])
    #expect(status == JSVM_OK)
    return Blob(bytes)
  }

  /// Closes and destroys everything in order, which works after saving as before.
  func end() {
    #expect(OH_JSVM_CloseEnvScope(fixture.env, envScope) == JSVM_OK)
    #expect(OH_JSVM_DestroyEnv(fixture.env) == JSVM_OK)
    #expect(OH_JSVM_CloseVMScope(fixture.vm, vmScope) == JSVM_OK)
    #expect(OH_JSVM_DestroyVM(fixture.vm) == JSVM_OK)
  }

  /// A blob with what a script leaves behind.
  static func blob(_ source: String) throws -> Blob {
    let saving = try Saving()
    try saving.run(source)
    let blob = try saving.save()
    saving.end()
    return blob
  }
}

/// Claims about `OH_JSVM_CreateSnapshot` and `OH_JSVM_CreateEnvFromSnapshot`.
struct StartupSnapshotsTests {
  /// What a saved script leaves behind, what is asked of it later, and the answer.
  static let scripts: [(String, String, String)] = [
    ("globalThis.a = 1", "a", "1"), ("globalThis.f = x => x + 1", "f(41)", "42"),
    (
      "var v = 'v'; let l = 'l'; const c = 'c'; class K { m() { return 'm' } }",
      "v + l + c + new K().m()", "vlcm"
    ),
    (
      "globalThis.o = {a: [1, {b: 2}], s: Symbol.for('k')}", "JSON.stringify(o) + o.s.description",
      "{\"a\":[1,{\"b\":2}]}k"
    ),
    (
      "globalThis.m = new Map([[1, 'one']]); globalThis.s = new Set([2])", "m.get(1) + s.has(2)",
      "onetrue"
    ),
    ("globalThis.n = 123456789012345678901234567890n", "n + 1n", "123456789012345678901234567891"),
    ("globalThis.t = new Uint8Array([1, 2, 255])", "t.join()", "1,2,255"),
    (
      "globalThis.b = new ArrayBuffer(1 << 20); new Uint8Array(b)[99] = 7", "new Uint8Array(b)[99]",
      "7"
    ),
    ("globalThis.r = /(\\d+)-x/g", "'12-x'.replace(r, '$1')", "12"),
    ("globalThis.d = new Date(0)", "d.toISOString()", "1970-01-01T00:00:00.000Z"),
    (
      "globalThis.count = (() => { let n = 0; return () => ++n })(); count()", "count() + count()",
      "5"
    ),
    ("function* g() { yield 1; yield 2 }; globalThis.i = g(); i.next()", "i.next().value", "2"),
    ("globalThis.p = Promise.resolve('p'); globalThis.got = ''", "p.then(v => got = v); 0", "0"),
    ("globalThis.e = new Error('old')", "e.message", "old"),
    ("Object.defineProperty(globalThis, 'x', {get() { return 'got' }})", "x", "got"),
    ("globalThis.w = new WeakMap(); globalThis.k = {}; w.set(k, 1)", "w.get(k)", "1"),
    ("globalThis.grün = 'ä€\u{1F600}'", "grün", "ä€\u{1F600}"),
    ("globalThis.q = new Proxy({}, {get: (_, k) => k})", "q.name", "name"),
    ("Array.prototype.last = function() { return this[this.length - 1] }", "[1, 2].last()", "2"),
  ]

  @Test(arguments: scripts)
  func whatScriptsLeftIsThere(_ source: String, _ question: String, _ answer: String) throws {
    let blob = try Saving.blob(source + "; 0")
    // Twice: a VM does not change the blob that it starts from.
    for _ in 0..<2 {
      try blob.restore { fixture in
        try #expect(fixture.text(question) == answer)
        fixture.collect()
      }
    }
  }

  @Test func everyEnvIsACopy() throws {
    let blob = try Saving.blob("globalThis.n = 0; globalThis.o = {}")
    try blob.restore { fixture in
      let others = try (0..<3).map { _ in
        try make { OH_JSVM_CreateEnvFromSnapshot(fixture.vm, 0, $0) }
      }
      try fixture.run("n = 5; o.x = 1")
      for env in others {
        let other = Fixture(vm: fixture.vm, env: env)
        try #expect(other.text("n++ + typeof o.x") == "0undefined")
        #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
      }
      try #expect(fixture.text("n") == "5")
    }
  }

  @Test func contextsKeepTheirOrder() throws {
    let saving = try Saving()
    let vm = saving.fixture.vm
    let others = try (0..<3).map { _ in try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) } }
    for (index, env) in others.enumerated() {
      let other = Fixture(vm: vm, env: env)
      try other.scope { _ = try other.run("globalThis.which = \(index)") }
    }
    try saving.run("globalThis.which = 'own'")
    // One of them is left out.
    let blob = try saving.save([others[2], saving.fixture.env, others[0]])
    for env in others { #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK) }
    saving.end()
    for (index, which) in ["2", "own", "0"].enumerated() {
      try blob.restore(index) { try #expect($0.text("which") == which) }
    }
    try blob.restore { fixture in
      for index in [3, 4, 1000, -1, Int.max, Int.min] {
        var env: JSVM_Env? = fixture.env
        let status = OH_JSVM_CreateEnvFromSnapshot(fixture.vm, index, &env)
        #expect(status == JSVM_GENERIC_FAILURE && env == nil)
      }
      try #expect(fixture.text("which") == "2")
    }
  }

  @Test func anEnvMayBeMadeWithoutTheSnapshot() throws {
    try Saving.blob("globalThis.saved = 1; Array.prototype.extra = 2").restore { fixture in
      let env = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
      let other = Fixture(vm: fixture.vm, env: env)
      try #expect(other.text("typeof saved + typeof [].extra") == "undefinedundefined")
      #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
    }
  }

  @Test func noContextsMakeABlobToo() throws {
    let saving = try Saving()
    var (data, size) = (UnsafePointer<CChar>?.none, 0)
    let status = OH_JSVM_CreateSnapshot(saving.fixture.vm, 0, nil, &data, &size)
    #expect(status == JSVM_OK && size > 0)
    saving.end()
    let bytes = UnsafeBufferPointer(start: data, count: size)
    let blob = Blob(bytes.map { UInt8(bitPattern: $0) })
    #expect(blob.status == JSVM_OK)
  }

  @Test func ordinaryVMsHaveNoSnapshots() throws {
    try withEnv { fixture in
      var (data, size) = (UnsafePointer<CChar>?.none, 1)
      let envs: [JSVM_Env?] = [fixture.env]
      let status = OH_JSVM_CreateSnapshot(fixture.vm, 1, envs, &data, &size)
      #expect(status == JSVM_GENERIC_FAILURE && data == nil && size == 0)
      var env: JSVM_Env?
      let made = OH_JSVM_CreateEnvFromSnapshot(fixture.vm, 0, &env)
      #expect(made == JSVM_GENERIC_FAILURE && env == nil)
    }
  }

  @Test func aRestoredVMIsNotSavedAgain() throws {
    try Saving.blob("1").restore { fixture in
      var (data, size) = (UnsafePointer<CChar>?.none, 1)
      let status = OH_JSVM_CreateSnapshot(fixture.vm, 0, nil, &data, &size)
      #expect(status == JSVM_GENERIC_FAILURE && data == nil)
    }
  }

  @Test func anOpenHandleScopeRefusesAndNothingIsLost() throws {
    let saving = try Saving()
    try saving.run("globalThis.kept = 'kept'")
    let env = saving.fixture.env
    let scope = try make { OH_JSVM_OpenHandleScope(env, $0) }
    #expect(saving.status([env]).0 == JSVM_GENERIC_FAILURE)
    #expect(OH_JSVM_CloseHandleScope(env, scope) == JSVM_OK)
    let blob = try saving.save()
    saving.end()
    try blob.restore { try #expect($0.text("kept") == "kept") }
  }

  @Test func badEnvsAreInvalid() throws {
    let saving = try Saving()
    let env = saving.fixture.env
    try withEnv { other in
      for envs in [[nil], [env, nil], [env, env], [other.env], [OpaquePointer(bitPattern: 64)]] {
        #expect(saving.status(envs).0 == JSVM_INVALID_ARG)
      }
    }
    let vm = saving.fixture.vm
    var (data, size) = (UnsafePointer<CChar>?.none, 1)
    #expect(OH_JSVM_CreateSnapshot(vm, 1, nil, &data, &size) == JSVM_INVALID_ARG)
    #expect(OH_JSVM_CreateSnapshot(vm, 1, [env], nil, &size) == JSVM_INVALID_ARG && size == 0)
    #expect(OH_JSVM_CreateSnapshot(vm, 1, [env], &data, nil) == JSVM_INVALID_ARG && data == nil)
    #expect(OH_JSVM_CreateSnapshot(vm, -1, [env], &data, &size) == JSVM_INVALID_ARG)
    let blob = try saving.save()
    saving.end()
    #expect(blob.status == JSVM_OK)
  }
}
