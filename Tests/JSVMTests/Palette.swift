// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Glibc
import Testing

@testable import JSVM

/// The kinds of value that functions tell apart.
enum Kind: String, CaseIterable, Sendable {
  case undefined, null, boolean, number, bigint, string, symbol
  case object, plainFunction, arrow, thrower, array, date, regexp, map, set, proxy, error
  case promise, arrayBuffer
  case booleanObject, numberObject, bigintObject, stringObject, symbolObject
  case external

  /// An expression for it; externals have none.
  var source: String {
    switch self {
    case .undefined: "undefined"
    case .null: "null"
    case .boolean: "true"
    case .number: "1.5"
    case .bigint: "12n"
    case .string: "'text'"
    case .symbol: "Symbol('s')"
    case .object: "({key: 1})"
    case .plainFunction: "(function named() { return 7 })"
    case .arrow: "(() => 7)"
    case .thrower: "(function () { throw new RangeError('thrown') })"
    case .array: "[1, 2, 3]"
    case .date: "new Date(5)"
    case .regexp: "/r/"
    case .map: "new Map()"
    case .set: "new Set()"
    case .proxy: "new Proxy({}, {})"
    case .error: "new TypeError('e')"
    case .promise: "Promise.resolve(1)"
    case .arrayBuffer: "new ArrayBuffer(8)"
    case .booleanObject: "Object(true)"
    case .numberObject: "Object(1)"
    case .bigintObject: "Object(1n)"
    case .stringObject: "Object('text')"
    case .symbolObject: "Object(Symbol('s'))"
    case .external: "undefined"
    }
  }
}

extension Set<Kind> {
  static let all = Set(Kind.allCases)
  static let nullish: Set = [.undefined, .null]
  static let primitives: Set = [.undefined, .null, .boolean, .number, .bigint, .string, .symbol]
  static let objects = all.subtracting(primitives)
  static let functions: Set = [.plainFunction, .arrow, .thrower]

  static func but(_ kinds: Set<Kind>) -> Set<Kind> { all.subtracting(kinds) }
}

/// One of everything that a function can be given, made before the call under test.
final class Palette {
  let vm: JSVM_VM
  let env: JSVM_Env
  private var values: [Kind: JSVM_Value] = [:]
  let wrapped: JSVM_Value
  let typedArray: JSVM_Value
  let dataView: JSVM_Value
  let json: JSVM_Value
  /// Text that external strings may keep for as long as they like.
  let latin1 = UnsafeMutablePointer<CChar>(strdup("text, text"))
  let utf16 = UnsafeMutableRawPointer(strdup("text, text"))?.assumingMemoryBound(to: UInt16.self)
  let privateKey: JSVM_Data
  let reference: JSVM_Ref?
  let dataReference: JSVM_Ref?
  let deferred: JSVM_Deferred?
  let script: JSVM_Script?
  let retained: JSVM_Script?
  let cache: UnsafePointer<UInt8>
  /// The cache with its length.
  let code: JSVM_CodeCache
  let vmScope: JSVM_VMScope?
  let envScope: JSVM_EnvScope?
  let handleScope: JSVM_HandleScope?
  let escapableScope: JSVM_EscapableHandleScope?
  private let opensScopes: Bool
  let native = Native { _, _ in nil }
  let ending = Ending()
  let watch = Watch()
  /// What single functions need, made by their `prepare`.
  var spareVM: JSVM_VM?
  var spareEnv: JSVM_Env?
  var profiler: JSVM_CpuProfiler?
  var deserialized: JSVM_DeserializeResult?
  var module: JSVM_Value?
  var memory: UnsafeMutableRawPointer?
  /// The running callback's.
  var info: JSVM_CallbackInfo?
  /// One of everything again, ended.
  var ended: Palette?
  /// A value whose scope is closed, of an env that checks scopes.
  var dead: JSVM_Value?

  init(_ fixture: Fixture, opensScopes: Bool = true) throws {
    let (vm, env) = (fixture.vm, fixture.env)
    self.vm = vm
    self.env = env
    self.opensScopes = opensScopes
    handleScope = opensScopes ? try make { OH_JSVM_OpenHandleScope(env, $0) } : nil
    let sources = Kind.allCases.map(\.source).joined(separator: ",")
    let list = try fixture.run("[\(sources)]")
    for (index, kind) in Kind.allCases.enumerated() {
      values[kind] = try make { OH_JSVM_GetElement(env, list, UInt32(index), $0) }
    }
    values[.external] = try make { OH_JSVM_CreateExternal(env, nil, nil, nil, $0) }
    typedArray = try fixture.run("new Uint8Array(4)")
    dataView = try fixture.run("new DataView(new ArrayBuffer(4))")
    json = try fixture.string("1")
    let object = try fixture.object()
    wrapped = object
    #expect(OH_JSVM_Wrap(env, object, nil, nil, nil, nil) == JSVM_OK)
    let key = try make { OH_JSVM_CreatePrivate(env, nil, $0) }
    privateKey = key
    reference = try fixture.reference(object, 1)
    dataReference = try make { OH_JSVM_CreateDataReference(env, key, 1, $0) }
    var promise: JSVM_Value?
    deferred = try make { OH_JSVM_CreatePromise(env, $0, &promise) }
    let source = try fixture.string("1 + 1")
    script = try make { OH_JSVM_CompileScript(env, source, nil, 0, false, nil, $0) }
    let kept = try make { OH_JSVM_CompileScript(env, source, nil, 0, false, nil, $0) }
    retained = kept
    #expect(OH_JSVM_RetainScript(env, kept) == JSVM_OK)
    var length = 0
    cache = try make { OH_JSVM_CreateCodeCache(env, kept, $0, &length) }
    code = JSVM_CodeCache(cache: UnsafeMutablePointer(mutating: cache), length: length)
    #expect(watch.add(to: vm, JSVM_CB_TRIGGER_BEFORE_GC, JSVM_GC_TYPE_SCAVENGE) == JSVM_OK)
    escapableScope = !opensScopes ? nil : try make { OH_JSVM_OpenEscapableHandleScope(env, $0) }
    envScope = !opensScopes ? nil : try make { OH_JSVM_OpenEnvScope(env, $0) }
    vmScope = !opensScopes ? nil : try make { OH_JSVM_OpenVMScope(vm, $0) }
    fixture.kept.append(self)
  }

  subscript(kind: Kind) -> JSVM_Value? { values[kind] }

  /// Ends every handle that can end while its VM lives.
  func end() {
    if let vmScope { #expect(OH_JSVM_CloseVMScope(vm, vmScope) == JSVM_OK) }
    if let envScope { #expect(OH_JSVM_CloseEnvScope(env, envScope) == JSVM_OK) }
    #expect(OH_JSVM_DeleteReference(env, reference) == JSVM_OK)
    #expect(OH_JSVM_DeleteReference(env, dataReference) == JSVM_OK)
    #expect(OH_JSVM_ResolveDeferred(env, deferred, json) == JSVM_OK)
    #expect(OH_JSVM_ReleaseScript(env, retained) == JSVM_OK)
    if let profiler {
      #expect(OH_JSVM_StopCpuProfiler(vm, profiler, endStream, nil) == JSVM_OK)
    }
    if let deserialized {
      #expect(OH_JSVM_ReleaseDeserializeResult(deserialized) == JSVM_OK)
    }
    // The escapable scope inside and the script go with it.
    if let handleScope { #expect(OH_JSVM_CloseHandleScope(env, handleScope) == JSVM_OK) }
  }

  /// Closes and ends what the call under test left.
  func close(_ fixture: Fixture) {
    if let spareVM { _ = OH_JSVM_DestroyVM(spareVM) }
    let core = fixture.coreVM
    for scope in core.vmScopes.dropFirst(opensScopes ? 1 : 0).reversed() {
      #expect(OH_JSVM_CloseVMScope(fixture.vm, OpaquePointer(bitPattern: scope.handle)) == JSVM_OK)
    }
    for env in core.envs.values where env !== fixture.coreEnv {
      #expect(OH_JSVM_DestroyEnv(env.handle) == JSVM_OK)
    }
    guard opensScopes else { return }
    _ = OH_JSVM_CloseEnvScope(fixture.env, envScope)
    _ = OH_JSVM_CloseHandleScope(fixture.env, handleScope)
  }
}
