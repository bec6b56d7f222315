// SPDX-License-Identifier: Apache-2.0

internal import CNativeStack
internal import CV8Shim
internal import Ledger

extension VM {
  /// How many frames of script are part of a site with `js=full`.
  private static let deepest: Int32 = 16

  /// The functions of script that called the running native function, as far as sites hold them.
  func scriptFrames(calling call: v8s_call?) -> ScriptFrameID {
    switch scriptFramesForm {
    case .off: return .none
    case .top: return scriptFrame(calling: call) ?? topScriptFrame()
    case .full: return allScriptFrames()
    }
  }

  /// The function of script that made a call by the words that tell its place, learnt if they are not
  /// known. Nil when they tell nothing.
  private func scriptFrame(calling call: v8s_call?) -> ScriptFrameID? {
    guard let call else { return nil }
    var words = ScriptCallers.Words()
    return withUnsafeMutableBytes(of: &words) { bytes -> ScriptFrameID? in
      let words = bytes.baseAddress!.assumingMemoryBound(to: UInt.self)
      guard v8s_call_words(isolate, call, native_stack_end(), words) else { return nil }
      let place = bytes.load(as: ScriptCallers.Words.self)
      if let known = scriptCallers.find(place) { return known }
      guard v8s_call_confirms(isolate, words) else { return nil }
      let frame = topScriptFrame()
      scriptCallers.remember(place, frame)
      return frame
    }
  }

  private func topScriptFrame() -> ScriptFrameID {
    var place = v8s_place()
    guard v8s_isolate_top_place(isolate, &place) else { return .none }
    return ledger.scripts.intern(
      scriptID: place.script, line: place.line, column: place.column
    ) {
      let (function, script) = topNames()
      return ScriptFrame(
        function: function, script: script, line: Int(place.line), column: Int(place.column))
    }
  }

  private func topNames() -> (function: String, script: String) {
    let capacity = 256
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 2 * capacity) { texts in
      let function = texts.baseAddress!
      let script = function + capacity
      v8s_isolate_top_names(isolate, function, script, capacity)
      return (String(cString: function), String(cString: script))
    }
  }

  /// Interns the whole stack, outermost first: each frame is told apart by its caller.
  private func allScriptFrames() -> ScriptFrameID {
    var frames: [ScriptFrame] = []
    withUnsafeMutablePointer(to: &frames) { frames in
      v8s_isolate_script_stack(
        isolate, Self.deepest,
        { place, function, script, data in
          guard let place = place?.pointee, let function, let script, let data else { return }
          data.assumingMemoryBound(to: [ScriptFrame].self).pointee.append(
            ScriptFrame(
              function: String(cString: function), script: String(cString: script),
              line: Int(place.line), column: Int(place.column)))
        }, frames)
    }
    return frames.reversed().reduce(.none) { ledger.scripts.intern($1, calledBy: $0) }
  }
}
