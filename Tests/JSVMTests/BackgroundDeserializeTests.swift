// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Glibc
import Testing

@testable import JSVM

/// Claims about `OH_JSVM_BackgroundDeserialize` and the end of its result.
struct BackgroundDeserializeTests {
  private static let source =
    "function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2) }; 'result ' + f(10)"

  private func start(
    _ fixture: Fixture, _ cache: UnsafeMutablePointer<JSVM_CodeCache>
  ) throws -> JSVM_DeserializeResult {
    try make { OH_JSVM_BackgroundDeserialize(fixture.vm, cache.pointee, $0) }
  }

  /// Compiles with a result; whether the cache was rejected.
  private func compile(
    _ fixture: Fixture, _ options: [CompileOption], rejected: Bool? = false
  ) throws {
    var isRejected = rejected == false
    let text = try withUnsafeMutablePointer(to: &isRejected) {
      try fixture.text(Self.source, options + [.rejected($0)])
    }
    #expect(text == "result 55")
    if let rejected { #expect(isRejected == rejected) }
  }

  @Test(arguments: [true, false])
  func theResultIsUsed(_ givesCache: Bool) throws {
    var cache = try MadeCache(Self.source)
    try withEnv { fixture in
      try cache.lend { cache in
        let result = try start(fixture, cache)
        let options: [CompileOption] = givesCache ? [.mode(1), .cache(cache)] : []
        // Whether a cache was rejected is told only where one was given.
        try compile(fixture, options + [.deserialized(result)], rejected: givesCache ? false : nil)
        #expect(OH_JSVM_ReleaseDeserializeResult(result) == JSVM_OK)
      }
    }
  }

  @Test func theResultMayBeUsedTwice() throws {
    var cache = try MadeCache(Self.source)
    try withEnv { fixture in
      try cache.lend { cache in
        let result = try start(fixture, cache)
        for _ in 0..<3 {
          try compile(fixture, [.mode(1), .cache(cache), .deserialized(result)], rejected: nil)
        }
        try compile(fixture, [.deserialized(result)], rejected: nil)
        #expect(OH_JSVM_ReleaseDeserializeResult(result) == JSVM_OK)
      }
    }
  }

  @Test func theResultMayGoUnused() throws {
    var cache = try MadeCache(Self.source)
    try withEnv { fixture in
      try cache.lend { cache in
        for _ in 0..<50 {
          let result = try start(fixture, cache)
          #expect(OH_JSVM_ReleaseDeserializeResult(result) == JSVM_OK)
        }
      }
    }
  }

  @Test func aReleasedResultIsNone() throws {
    var cache = try MadeCache(Self.source)
    try withEnv { fixture in
      try cache.lend { cache in
        let result = try start(fixture, cache)
        #expect(OH_JSVM_ReleaseDeserializeResult(result) == JSVM_OK)
        #expect(OH_JSVM_ReleaseDeserializeResult(result) == JSVM_INVALID_ARG)
        try compile(fixture, [.deserialized(result)], rejected: nil)
        try compile(fixture, [.cache(cache), .deserialized(result)], rejected: nil)
      }
    }
  }

  @Test(arguments: [1, 3, 0xDEAD_BEEF, UInt.max])
  func garbageIsNoResult(_ bits: UInt) throws {
    try withEnv { fixture in
      let garbage = JSVM_DeserializeResult(bitPattern: bits)
      #expect(OH_JSVM_ReleaseDeserializeResult(garbage) == JSVM_INVALID_ARG)
      try #expect(fixture.text("4", [.deserialized(garbage)]) == "4")
    }
    #expect(OH_JSVM_ReleaseDeserializeResult(nil) == JSVM_INVALID_ARG)
  }

  @Test func manyResultsAreUsedInAnyOrder() throws {
    var caches = try (0..<8).map { try MadeCache("'script \($0)'; (() => \($0) * 2)()") }
    try withEnv { fixture in
      var results: [JSVM_DeserializeResult] = []
      for index in caches.indices {
        try results.append(caches[index].lend { try start(fixture, $0) })
      }
      for index in caches.indices.reversed() {
        let source = "'script \(index)'; (() => \(index) * 2)()"
        try #expect(fixture.text(source, [.deserialized(results[index])]) == "\(index * 2)")
      }
      for result in results { #expect(OH_JSVM_ReleaseDeserializeResult(result) == JSVM_OK) }
    }
    withExtendedLifetime(caches) {}
  }

  enum Damage: CaseIterable { case flipped, cut, oneByte, otherSource }

  @Test(arguments: Damage.allCases)
  func aBadCacheIsRejectedAndTheScriptCompiled(_ damage: Damage) throws {
    var cache = try MadeCache(damage == .otherSource ? "'of another length'" : Self.source)
    switch damage {
    case .flipped:
      for index in stride(from: 0, to: cache.bytes.count, by: 5) { cache.bytes[index] ^= 0x5A }
    case .cut: cache.bytes.removeLast(cache.bytes.count / 2)
    case .oneByte: cache.bytes = [0]
    case .otherSource: break
    }
    try withEnv { fixture in
      try cache.lend { cache in
        let result = try start(fixture, cache)
        try compile(fixture, [.mode(1), .cache(cache), .deserialized(result)], rejected: true)
        #expect(OH_JSVM_ReleaseDeserializeResult(result) == JSVM_OK)
      }
    }
  }

  @Test func consumingNeedsTheCacheToo() throws {
    var cache = try MadeCache(Self.source)
    try withEnv { fixture in
      try cache.lend { cache in
        let result = try start(fixture, cache)
        let source = try fixture.string(Self.source)
        #expect(
          fixture.tryCompile(source, [.mode(1), .deserialized(result)]).status == JSVM_INVALID_ARG)
        try compile(fixture, [.deserialized(result)], rejected: nil)
        #expect(OH_JSVM_ReleaseDeserializeResult(result) == JSVM_OK)
      }
    }
  }

  @Test func aMissingCacheIsInvalid() throws {
    try withEnv { fixture in
      var byte: UInt8 = 1
      withUnsafeMutablePointer(to: &byte) { byte in
        let caches = [
          JSVM_CodeCache(cache: nil, length: 0), JSVM_CodeCache(cache: nil, length: 9),
          JSVM_CodeCache(cache: byte, length: 0), JSVM_CodeCache(cache: byte, length: Int.max),
          JSVM_CodeCache(cache: byte, length: -1),
        ]
        for cache in caches {
          var result = JSVM_DeserializeResult(bitPattern: 8)
          #expect(OH_JSVM_BackgroundDeserialize(fixture.vm, cache, &result) == JSVM_INVALID_ARG)
          #expect(result == nil)
        }
        let cache = JSVM_CodeCache(cache: byte, length: 1)
        #expect(OH_JSVM_BackgroundDeserialize(fixture.vm, cache, nil) == JSVM_INVALID_ARG)
        #expect(OH_JSVM_BackgroundDeserialize(nil, cache, nil) == JSVM_INVALID_ARG)
      }
    }
  }

  @Test
  func aResultOfAnotherVMDoesNotEndTheProcess() async {
    await #expect(processExitsWith: .success) {
      let source = "function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2) }; 'result ' + f(10)"
      var cache = try MadeCache(source)
      try withEnv { first in
        try withEnv { second in
          try cache.lend { cache in
            let result = try make {
              OH_JSVM_BackgroundDeserialize(first.vm, cache.pointee, $0)
            }
            let options: [CompileOption] = [.mode(1), .cache(cache), .deserialized(result)]
            for _ in 0..<3 {
              try #expect(second.text(source, options) == "result 55")
              second.collect()
              first.collect()
            }
            #expect(OH_JSVM_ReleaseDeserializeResult(result) == JSVM_OK)
          }
        }
      }
    }
  }

  @Test func aResultMayBeReleasedAfterItsVM() async {
    await #expect(processExitsWith: .success) {
      var cache = try MadeCache("1 + 1; function f() {}")
      try cache.lend { cache in
        for _ in 0..<20 {
          var result: JSVM_DeserializeResult?
          try withEnv { fixture in
            result = try make { OH_JSVM_BackgroundDeserialize(fixture.vm, cache.pointee, $0) }
            usleep(20_000)
          }
          #expect(OH_JSVM_ReleaseDeserializeResult(result) == JSVM_OK)
        }
      }
    }
  }

  @Test
  func aVMMayEndWhileAWorkerIsAtIt() async {
    await #expect(processExitsWith: .success) {
      let source = (0..<500).map { "function f\($0)(a) { return [a, 'text \($0)'] }" }
      var cache = try MadeCache(source.joined())
      try cache.lend { cache in
        for _ in 0..<20 {
          try withEnv { fixture in
            _ = try make { OH_JSVM_BackgroundDeserialize(fixture.vm, cache.pointee, $0) }
          }
        }
      }
      usleep(100_000)
    }
  }

  @Test func aResultBesideAnotherCacheIsHarmless() async {
    await #expect(processExitsWith: .success) {
      var (cache, other) = (try MadeCache("'first one'"), try MadeCache("'other one'; 1 + 2"))
      try withEnv { fixture in
        try cache.lend { cache in
          try other.lend { other in
            for source in ["'first one'", "'other one'; 1 + 2"] {
              let result = try make {
                OH_JSVM_BackgroundDeserialize(fixture.vm, cache.pointee, $0)
              }
              let options: [CompileOption] = [.cache(other), .deserialized(result)]
              let expected = source == "'first one'" ? "first one" : "3"
              try #expect(fixture.text(source, options) == expected)
              #expect(OH_JSVM_ReleaseDeserializeResult(result) == JSVM_OK)
              fixture.collect()
            }
          }
        }
      }
    }
  }
}
