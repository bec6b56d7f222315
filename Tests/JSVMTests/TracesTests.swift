// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Foundation
import Testing

@testable import JSVM

/// One recorded event, as far as tests look at it.
private struct Event {
  let name: String
  let category: String

  init(_ event: Any) throws {
    let event = try #require(event as? [String: Any])
    name = try #require(event["name"] as? String)
    category = try #require(event["cat"] as? String)
    for key in ["pid", "tid", "ts"] { try #require(event[key] is NSNumber) }
    _ = try #require(event["ph"] as? String)
  }
}

/// Starts a trace of the categories, or of the default ones.
private func start(
  _ categories: [JSVM_TraceCategory] = [], tag: String? = nil, events: Int = 0
) -> JSVM_Status {
  OH_JSVM_TraceStart(
    categories.count, categories.isEmpty ? nil : categories, tag, events)
}

/// Stops the trace, which was one piece, and reads the array with the tag.
private func stop(_ tag: String = "traceEvents") throws -> [Event] {
  let received = Received()
  #expect(OH_JSVM_TraceStop(receive, received.data) == JSVM_OK)
  #expect(received.sizes.count == 1 && received.ends == 0)
  let object = try received.object()
  #expect(Array(object.keys) == [tag])
  return try #require(object[tag] as? [Any]).map(Event.init)
}

/// What leaves events of the default categories behind.
private func work(_ rounds: Int = 20) throws {
  try withEnv { fixture in
    for round in 0..<rounds {
      try fixture.run("(function f\(round)() { return [1, 2].map(x => x + \(round)) })().join()")
    }
    fixture.collect()
  }
}

/// Claims about `OH_JSVM_TraceStart` and `OH_JSVM_TraceStop`. A trace is of the whole process, so
/// each has one of its own.
struct TracesTests {
  @Test func aTraceIsJSON() async {
    await #expect(processExitsWith: .success) {
      #expect(Engine.isStarted && start() == JSVM_OK)
      try work()
      let events = try stop()
      #expect(events.contains { $0.category.contains("v8") })
      #expect(events.contains { $0.name.lowercased().hasPrefix("v8.") })
    }
  }

  @Test func theTagNamesTheArray() async {
    await #expect(processExitsWith: .success) {
      #expect(Engine.isStarted)
      for tag in ["traceEvents", "mine", "with space", "grün", ""] {
        #expect(start(tag: tag) == JSVM_OK)
        try work(1)
        _ = try stop(tag)
      }
    }
  }

  @Test
  func aTagWithAQuoteIsEscaped() async {
    await #expect(processExitsWith: .success) {
      #expect(Engine.isStarted)
      for tag in ["a\"b", "back\\slash", "line\nfeed"] {
        #expect(start(tag: tag) == JSVM_OK)
        _ = try stop(tag)
      }
    }
  }

  @Test func anEmptyTraceIsJSON() async {
    await #expect(processExitsWith: .success) {
      #expect(Engine.isStarted && start([JSVM_TRACE_WASM]) == JSVM_OK)
      try #expect(stop().isEmpty)
    }
  }

  /// Categories by number, and V8's name.
  static let categories: [(UInt32, String)] = [
    (0, "v8"), (1, "disabled-by-default-v8.compile"), (2, "v8.execute"),
    (3, "disabled-by-default-v8.runtime"), (5, "v8.wasm"),
  ]

  @Test(arguments: categories)
  func onlyTheCategoriesAskedForAreRecorded(_ category: UInt32, _ name: String) async {
    await #expect(processExitsWith: .success) { [category, name] in
      #expect(Engine.isStarted)
      #expect(start([JSVM_TraceCategory(category)]) == JSVM_OK)
      try work()
      try withEnv { fixture in
        let bytes = WasmBinary.add
        _ = try make {
          OH_JSVM_CompileWasmModule(fixture.env, bytes, bytes.count, nil, 0, nil, $0)
        }
      }
      let events = try stop()
      #expect(events.allSatisfy { $0.category.split(separator: ",").contains(Substring(name)) })
      // Not every category has something to say about this.
      #expect(!events.isEmpty || category != 0)
    }
  }

  @Test func allCategoriesAtOnce() async {
    await #expect(processExitsWith: .success) {
      #expect(Engine.isStarted)
      #expect(start((UInt32(0)..<7).map { JSVM_TraceCategory($0) }) == JSVM_OK)
      try work()
      try #expect(!stop().isEmpty)
      // The same one seven times is as good as once.
      #expect(start(Array(repeating: JSVM_TRACE_VM, count: 7)) == JSVM_OK)
      try work()
      try #expect(stop().allSatisfy { $0.category.contains("v8") })
    }
  }

  @Test func badArgumentsAreInvalid() async {
    await #expect(processExitsWith: .success) {
      #expect(Engine.isStarted)
      var some = [JSVM_TraceCategory](repeating: JSVM_TRACE_VM, count: 9)
      #expect(OH_JSVM_TraceStart(0, some, nil, 0) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_TraceStart(1, nil, nil, 0) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_TraceStart(8, some, nil, 0) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_TraceStart(-1, some, nil, 0) == JSVM_INVALID_ARG)
      for bad in [UInt32(7), 8, .max] {
        some[1] = JSVM_TraceCategory(bad)
        #expect(OH_JSVM_TraceStart(2, some, nil, 0) == JSVM_INVALID_ARG)
      }
      // None of them has started one.
      let received = Received()
      #expect(OH_JSVM_TraceStop(receive, received.data) == JSVM_INVALID_ARG)
      #expect(received.sizes.isEmpty)
    }
  }

  @Test func aRefusedStopLeavesTheTraceRunning() async {
    await #expect(processExitsWith: .success) {
      #expect(Engine.isStarted)
      let received = Received()
      #expect(OH_JSVM_TraceStop(nil, nil) == JSVM_INVALID_ARG)
      #expect(start() == JSVM_OK)
      #expect(OH_JSVM_TraceStop(nil, nil) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_TraceStop(receive, nil) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_TraceStop(nil, received.data) == JSVM_INVALID_ARG)
      try work()
      try #expect(!stop().isEmpty)
      #expect(OH_JSVM_TraceStop(receive, received.data) == JSVM_INVALID_ARG)
    }
  }

  @Test func aRefusedStartLeavesTheTraceRunning() async {
    await #expect(processExitsWith: .success) {
      #expect(Engine.isStarted && start(tag: "first") == JSVM_OK)
      try work()
      #expect(OH_JSVM_TraceStart(1, nil, "second", 0) == JSVM_INVALID_ARG)
      try #expect(!stop("first").isEmpty)
    }
  }

  @Test func aLaterTraceDiscardsTheFirst() async {
    await #expect(processExitsWith: .success) {
      #expect(Engine.isStarted && start(tag: "first") == JSVM_OK)
      try work()
      for _ in 0..<5 { #expect(start(tag: "again") == JSVM_OK) }
      #expect(start([JSVM_TRACE_WASM], tag: "last") == JSVM_OK)
      try #expect(stop("last").isEmpty)
      let received = Received()
      #expect(OH_JSVM_TraceStop(receive, received.data) == JSVM_INVALID_ARG)
    }
  }

  /// Sizes asked for, and the most events kept: whole chunks of 64.
  static let sizes: [(Int, Int)] = [(1, 64), (64, 64), (65, 128), (1000, 1024)]

  @Test(arguments: sizes)
  func theRingKeepsTheNewest(_ size: Int, _ most: Int) async {
    await #expect(processExitsWith: .success) { [size, most] in
      #expect(Engine.isStarted && start(events: size) == JSVM_OK)
      try work(400)
      let events = try stop()
      #expect(!events.isEmpty && events.count <= most)
    }
  }

  @Test
  func absurdSizesAreSurvived() async {
    await #expect(processExitsWith: .success) {
      #expect(Engine.isStarted)
      for size in [Int.max, Int.max - 63, 1 << 40] {
        guard start(events: size) == JSVM_OK else { continue }
        _ = try stop()
      }
    }
  }

  @Test func aTraceNeedsAStartedEngine() async {
    await #expect(processExitsWith: .success) {
      let received = Received()
      #expect(start() == JSVM_GENERIC_FAILURE)
      #expect(OH_JSVM_TraceStop(receive, received.data) == JSVM_INVALID_ARG)
      #expect(Engine.isStarted && start() == JSVM_OK)
      _ = try stop()
    }
  }

  @Test func aTraceMayStartAndStopInCallbacks() async {
    await #expect(processExitsWith: .success) {
      try withEnv { fixture in
        var events: [Event] = []
        try fixture.define("start") { _, _ in
          #expect(start() == JSVM_OK)
          return nil
        }
        try fixture.define("stop") { _, _ in
          events = (try? stop()) ?? []
          return nil
        }
        try fixture.run("start(); for (let i = 0; i < 100; i++) eval('i + ' + i); stop()")
        #expect(!events.isEmpty)
      }
    }
  }

  @Test func tracesComeAndGoWhileOtherThreadsWork() async {
    await #expect(processExitsWith: .success) {
      #expect(Engine.isStarted)
      let workers = (0..<3).map { _ in
        { for _ in 0..<15 { #expect(throws: Never.self) { try work() } } }
      }
      inParallel(
        workers + [
          {
            for round in 0..<150 {
              #expect(start(events: round % 2 == 0 ? 64 : 0) == JSVM_OK)
              usleep(1000)
              #expect(throws: Never.self) { _ = try stop() }
            }
          }
        ])
    }
  }

  @Test func aTraceMayBeLeftRunning() async {
    await #expect(processExitsWith: .success) {
      #expect(Engine.isStarted && start() == JSVM_OK)
      try work()
    }
  }
}
