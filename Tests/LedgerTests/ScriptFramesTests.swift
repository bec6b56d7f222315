// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about `ScriptFrames`.
struct ScriptFramesTests {
  @Test func aFrameIsToldApartByItsCaller() {
    let frames = ScriptFrames()
    let inner = ScriptFrame(function: "inner", script: "a.js", line: 1, column: 1)
    let outer = ScriptFrame(function: "outer", script: "a.js", line: 2, column: 1)
    let alone = frames.intern(inner)
    let caller = frames.intern(outer)
    let called = frames.intern(inner, calledBy: caller)
    #expect(called != alone)
    #expect(frames.intern(inner, calledBy: caller) == called)
    #expect(frames.stack(of: called) == [inner, outer])
    #expect(frames.stack(of: alone) == [inner])
    #expect(frames.stack(of: .none).isEmpty && frames.stack(of: .overflow).isEmpty)
    #expect(frames[called] == inner)
  }

  private let open = ScriptFrame(function: "open", script: "app.js", line: 31, column: 12)

  @Test func equalFramesHaveOneID() {
    let frames = ScriptFrames()
    let id = frames.intern(open)
    #expect(frames.intern(open) == id)
    #expect(frames[id] == open)
    #expect(frames.count == 1)
  }

  @Test func noneAndOverflowHaveNoFrame() {
    let frames = ScriptFrames(limit: 1)
    _ = frames.intern(open)
    let other = ScriptFrame(function: "close", script: "app.js", line: 40, column: 1)
    #expect(frames.intern(other) == .overflow)
    #expect(frames[.none] == nil && frames[.overflow] == nil)
    #expect(frames[ScriptFrameID(rawValue: 3)] == nil)
  }

  @Test func aKnownPositionIsNotDescribedAgain() {
    let frames = ScriptFrames()
    let id = frames.intern(scriptID: 5, line: 31, column: 12) { open }
    let again = frames.intern(scriptID: 5, line: 31, column: 12) {
      Issue.record("described twice")
      return open
    }
    #expect(again == id)
  }

  @Test func aScriptCompiledAgainIsTheSameFrame() {
    let frames = ScriptFrames()
    let ids = (1...5_000).map { id in frames.intern(scriptID: id, line: 31, column: 12) { open } }
    #expect(Set(ids).count == 1)
    #expect(frames.count == 1)
  }

  @Test func positionsOfOneScriptAreToldApart() {
    let frames = ScriptFrames()
    for _ in 0..<2 {
      for line in 1...3_000 {
        let id = frames.intern(scriptID: 1, line: Int32(line), column: 1) {
          ScriptFrame(function: "f", script: "a.js", line: line, column: 1)
        }
        #expect(frames[id]?.line == line)
      }
    }
    #expect(frames.count == 3_000)
  }

  @Test func withoutAScriptIDNothingIsRemembered() {
    let frames = ScriptFrames()
    let other = ScriptFrame(function: "", script: "", line: 0, column: 0)
    #expect(
      frames.intern(scriptID: 0, line: 0, column: 0) { open }
        != frames.intern(scriptID: 0, line: 0, column: 0) { other })
  }
}
