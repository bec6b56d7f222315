// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// One option of `OH_JSVM_CompileScriptWithOptions` as tests write it.
enum CompileOption {
  case mode(Int32)
  case cache(UnsafeMutablePointer<JSVM_CodeCache>?)
  case origin(UnsafeMutablePointer<JSVM_ScriptOrigin>?)
  case profile(UnsafeMutableRawPointer?)
  case sourceMap(Bool)
  case deserialized(JSVM_DeserializeResult?)
  case rejected(UnsafeMutablePointer<Bool>?)
  case unknown(UInt32)

  var raw: JSVM_CompileOptions {
    var option = JSVM_CompileOptions()
    switch self {
    case .mode(let mode):
      option.id = JSVM_COMPILE_MODE
      option.content.num = mode
    case .cache(let cache):
      option.id = JSVM_COMPILE_CODE_CACHE
      option.content.ptr = UnsafeMutableRawPointer(cache)
    case .origin(let origin):
      option.id = JSVM_COMPILE_SCRIPT_ORIGIN
      option.content.ptr = UnsafeMutableRawPointer(origin)
    case .profile(let profile):
      option.id = JSVM_COMPILE_COMPILE_PROFILE
      option.content.ptr = profile
    case .sourceMap(let isUsed):
      option.id = JSVM_COMPILE_ENABLE_SOURCE_MAP
      option.content.boolean = isUsed
    case .deserialized(let result):
      option.id = JSVM_COMPILE_BACKGROUND_DESERIALIZE_RESULT
      option.content.ptr = UnsafeMutableRawPointer(result)
    case .rejected(let rejected):
      option.id = JSVM_COMPILE_CODE_CACHE_REJECTED
      option.content.ptr = UnsafeMutableRawPointer(rejected)
    case .unknown(let id):
      option.id = JSVM_CompileOptionId(id)
      option.content.ptr = UnsafeMutableRawPointer(bitPattern: 1)
    }
    return option
  }
}

extension Fixture {
  func tryCompile(
    _ source: JSVM_Value?, _ options: [CompileOption]
  ) -> (status: JSVM_Status, script: JSVM_Script?) {
    var (raw, result) = (options.map(\.raw), JSVM_Script?.none)
    let status = OH_JSVM_CompileScriptWithOptions(env, source, raw.count, &raw, &result)
    return (status, result)
  }

  /// Compiles with options, runs, and gives the result as text.
  func text(
    _ source: String, _ options: [CompileOption], _ location: SourceLocation = #_sourceLocation
  ) throws -> String {
    let (status, script) = tryCompile(try string(source, location), options)
    #expect(status == JSVM_OK, sourceLocation: location)
    return try text(
      of: make({ OH_JSVM_RunScript(env, script, $0) }, location), location)
  }

  /// Calls the body with an origin.
  func withOrigin<Result>(
    _ name: String?, line: Int = 0, column: Int = 0, map: String? = nil,
    _ body: (UnsafeMutablePointer<JSVM_ScriptOrigin>) throws -> Result
  ) rethrows -> Result {
    let (name, map) = (name?.utf8CString, map?.utf8CString)
    var origin = JSVM_ScriptOrigin()
    origin.resourceLineOffset = line
    origin.resourceColumnOffset = column
    return try (map ?? [0]).withUnsafeBufferPointer { text in
      origin.sourceMapUrl = map == nil ? nil : text.baseAddress
      return try (name ?? [0]).withUnsafeBufferPointer { text in
        origin.resourceName = name == nil ? nil : text.baseAddress
        return try body(&origin)
      }
    }
  }
}

/// A code cache of a source, made in a VM of its own.
struct MadeCache {
  var bytes: [UInt8] = []

  init(_ source: String, runs: Bool = true) throws {
    var bytes: [UInt8] = []
    try withEnv { fixture in
      let source = try fixture.string(source)
      let script = try make {
        OH_JSVM_CompileScript(fixture.env, source, nil, 0, false, nil, $0)
      }
      if runs { _ = try make { OH_JSVM_RunScript(fixture.env, script, $0) } }
      var length = 0
      let cache = try make { OH_JSVM_CreateCodeCache(fixture.env, script, $0, &length) }
      bytes = Array(UnsafeBufferPointer(start: cache, count: length))
      #expect(OH_JSVM_ReleaseCache(fixture.env, cache, JSVM_CACHE_TYPE_JS) == JSVM_OK)
    }
    self.bytes = bytes
  }

  /// Calls the body with the cache as options take it.
  mutating func lend<Result>(
    _ body: (UnsafeMutablePointer<JSVM_CodeCache>) throws -> Result
  ) rethrows -> Result {
    try bytes.withUnsafeMutableBufferPointer { bytes in
      var cache = JSVM_CodeCache(cache: bytes.baseAddress, length: bytes.count)
      return try body(&cache)
    }
  }
}
