// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about `OH_JSVM_CompileScriptWithOptions`.
struct CompileOptionsTests {
  private static let source =
    "function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2) }; 'result ' + f(10)"

  @Test(arguments: [0, 2, 3, 4])
  func everyModeWithoutCacheCompiles(_ mode: Int32) throws {
    try withEnv { fixture in
      try #expect(fixture.text(Self.source, [.mode(mode)]) == "result 55")
    }
  }

  @Test(arguments: [-1, 5, 100, Int32.min, Int32.max])
  func anUnknownModeIsInvalid(_ mode: Int32) throws {
    try withEnv { fixture in
      let source = try fixture.string("1")
      for options in [[CompileOption.mode(mode)], [.mode(0), .mode(mode)]] {
        let (status, script) = fixture.tryCompile(source, options)
        #expect(status == JSVM_INVALID_ARG && script == nil && !fixture.isPending)
      }
    }
  }

  @Test func eagerCompilationFillsTheCache() throws {
    try withEnv { fixture in
      var sizes: [Int] = []
      for mode in [0, 2] as [Int32] {
        // Sources of the same length that the compilation cache tells apart.
        let body = (0..<20).map { "function f\($0)() { return 'function \($0)' }" }
        let source = try fixture.string(body.joined() + "\(mode)")
        let (status, script) = fixture.tryCompile(source, [.mode(mode)])
        #expect(status == JSVM_OK)
        var length = 0
        let cache = try make { OH_JSVM_CreateCodeCache(fixture.env, script, $0, &length) }
        sizes.append(length)
        #expect(OH_JSVM_ReleaseCache(fixture.env, cache, JSVM_CACHE_TYPE_JS) == JSVM_OK)
      }
      #expect(sizes[1] > sizes[0] + 500)
    }
  }

  @Test(arguments: [true, false])
  func aCacheIsConsumed(_ namesMode: Bool) throws {
    var cache = try MadeCache(Self.source)
    try withEnv { fixture in
      try cache.lend { cache in
        var isRejected = true
        let mode: [CompileOption] = namesMode ? [.mode(1)] : []
        try withUnsafeMutablePointer(to: &isRejected) { isRejected in
          let options = mode + [.cache(cache), .rejected(isRejected)]
          try #expect(fixture.text(Self.source, options) == "result 55")
        }
        #expect(!isRejected)
      }
    }
  }

  @Test(arguments: [true, false])
  func aBadCacheIsRejectedAndTheScriptCompiled(_ isFlipped: Bool) throws {
    var cache = try MadeCache(Self.source)
    if isFlipped {
      for index in stride(from: 0, to: cache.bytes.count, by: 5) { cache.bytes[index] ^= 0x5A }
    } else {
      cache.bytes.removeLast(cache.bytes.count / 3)
    }
    try withEnv { fixture in
      try cache.lend { cache in
        var isRejected = false
        try withUnsafeMutablePointer(to: &isRejected) { isRejected in
          let options: [CompileOption] = [.rejected(isRejected), .mode(1), .cache(cache)]
          try #expect(fixture.text(Self.source, options) == "result 55")
        }
        #expect(isRejected)
        // Whoever does not ask is not told.
        try #expect(fixture.text(Self.source, [.cache(cache), .rejected(nil)]) == "result 55")
      }
    }
  }

  @Test(arguments: [true, false])
  func rejectionIsToldOnlyIfACacheWasGiven(_ before: Bool) throws {
    try withEnv { fixture in
      var isRejected = before
      let text = try withUnsafeMutablePointer(to: &isRejected) {
        try fixture.text("'no cache'", [.rejected($0)])
      }
      #expect(text == "no cache" && isRejected == before)
    }
  }

  @Test func consumingNeedsACache() throws {
    try withEnv { fixture in
      let source = try fixture.string("1")
      var byte: UInt8 = 1
      try withUnsafeMutablePointer(to: &byte) { byte in
        var empty = [
          JSVM_CodeCache(cache: nil, length: 0), JSVM_CodeCache(cache: nil, length: 8),
          JSVM_CodeCache(cache: byte, length: 0),
        ]
        var lists: [[CompileOption]] = [
          [.mode(1)], [.mode(1), .cache(nil)], [.cache(nil), .mode(1)],
        ]
        empty.withUnsafeMutableBufferPointer { empty in
          lists += empty.indices.map { [.mode(1), .cache(empty.baseAddress! + $0)] }
          for options in lists {
            let (status, script) = fixture.tryCompile(source, options)
            #expect(status == JSVM_INVALID_ARG && script == nil)
          }
        }
        // By default an empty cache is none.
        try #expect(fixture.text("7", [.cache(nil)]) == "7")
      }
    }
  }

  @Test func aCacheLongerThanTheEngineCanTakeIsInvalid() throws {
    try withEnv { fixture in
      let source = try fixture.string("1")
      var byte: UInt8 = 1
      withUnsafeMutablePointer(to: &byte) { byte in
        for length in [Int(Int32.max) + 1, Int.max] {
          var cache = JSVM_CodeCache(cache: byte, length: length)
          let (status, script) = withUnsafeMutablePointer(to: &cache) {
            fixture.tryCompile(source, [.cache($0)])
          }
          #expect(status == JSVM_INVALID_ARG && script == nil)
        }
      }
    }
  }

  @Test func anOriginNamesTheScript() throws {
    try withEnv { fixture in
      try fixture.withOrigin("dir/file.js", line: 100, column: 20) { origin in
        let stack = try fixture.text(
          "new Error('x').stack + (() => {\nreturn new Error().stack})()", [.origin(origin)])
        #expect(stack.contains("dir/file.js:101:21"), "\(stack)")
        #expect(stack.contains("dir/file.js:102:8"), "\(stack)")
      }
    }
  }

  @Test func anOriginNeedsAName() throws {
    try withEnv { fixture in
      let source = try fixture.string("1")
      for options in [[CompileOption.origin(nil)], [.mode(0), .origin(nil)]] {
        #expect(fixture.tryCompile(source, options).status == JSVM_INVALID_ARG)
      }
      fixture.withOrigin(nil) { origin in
        #expect(fixture.tryCompile(source, [.origin(origin)]).status == JSVM_INVALID_ARG)
      }
    }
  }

  @Test func offsetsBeyondTheEnginesAreClamped() throws {
    try withEnv { fixture in
      for offset in [Int(Int32.max), Int.max, -1, Int.min] {
        try fixture.withOrigin("far.js", line: offset, column: offset) { origin in
          try #expect(fixture.text("new Error().stack; 3", [.origin(origin)]) == "3")
        }
      }
    }
  }

  @Test func namelessScriptsAreNumbered() throws {
    try withEnv { fixture in
      let source = "new Error().stack.match(/script_([0-9]+):1:1/)[1] | 0"
      let numbers = try (0..<3).compactMap { _ in try Int(fixture.text(source, [])) }
      #expect(numbers.count == 3 && numbers[0] < numbers[1] && numbers[1] < numbers[2])
    }
  }

  @Test func otherOptionsAreSkipped() throws {
    try withEnv { fixture in
      let options: [CompileOption] = [
        .unknown(7), .unknown(99), .unknown(UInt32.max), .profile(nil),
        .profile(UnsafeMutableRawPointer(bitPattern: 1)), .sourceMap(true), .sourceMap(false),
        .rejected(nil), .deserialized(nil), .cache(nil),
      ]
      try #expect(fixture.text("'compiled'", options) == "compiled")
    }
  }

  @Test func argumentsAreCheckedInOrder() throws {
    try withEnv { fixture in
      let (env, number) = (fixture.env, try fixture.number(1))
      var result: JSVM_Script?
      // A bad option comes before a source that is no string.
      #expect(fixture.tryCompile(number, [.mode(9)]).status == JSVM_INVALID_ARG)
      #expect(fixture.tryCompile(number, [.mode(0)]).status == JSVM_STRING_EXPECTED)
      #expect(fixture.tryCompile(nil, [.mode(9)]).status == JSVM_INVALID_ARG)
      for count in [1, -1, Int.min] {
        #expect(
          OH_JSVM_CompileScriptWithOptions(env, number, count, nil, &result) == JSVM_INVALID_ARG)
      }
      #expect(OH_JSVM_CompileScriptWithOptions(env, number, 0, nil, nil) == JSVM_INVALID_ARG)
      #expect(!fixture.isPending)
    }
  }

  @Test(arguments: [0, 2, 3])
  func aSyntaxErrorIsPending(_ mode: Int32) throws {
    try withEnv { fixture in
      let (status, script) = fixture.tryCompile(try fixture.string("let = = 1"), [.mode(mode)])
      #expect(status == JSVM_GENERIC_FAILURE && script == nil)
      try #expect(fixture.takeException()?.hasPrefix("SyntaxError") == true)
    }
  }
}
