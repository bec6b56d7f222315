// SPDX-License-Identifier: Apache-2.0

internal import JSON

extension LeakReport {
  /// The report as one JSON object in one line, ending in a newline; empty when nothing is left.
  ///
  /// `schema` is raised when a member changes its meaning; members may be added at any time.
  public var json: String {
    guard !groups.isEmpty || !suppressed.isEmpty else { return "" }
    var json = JSONWriter()
    json.object { json in
      json.member("schema", 1)
      json.member("pid", pid)
      json.member("occasion", occasion.name)
      occasion.writeDetails(&json)
      json.member("leaked", existing)
      json.member("sites", siteCount)
      if let heldTogether { json.member("held_bytes", heldTogether) }
      if let unmeasured { json.member("held_unknown", unmeasured) }
      json.member("leaks") { json in
        json.array { json in for group in groups { group.write(&json) } }
      }
      json.member("suppressed") { json in
        json.array { json in for use in suppressed { use.write(&json) } }
      }
    }
    return json.text + "\n"
  }
}

extension LeakReport.Occasion {
  /// What happened to whom.
  fileprivate func writeDetails(_ json: inout JSONWriter) {
    switch self {
    case .destroyEnv(let address, let name), .destroyVM(let address, let name):
      json.member("address", hexadecimal(address))
      if let name { json.member("vm", name) }
    case .exit, .check: break
    }
  }
}

extension Suppressions.Use {
  fileprivate func write(_ json: inout JSONWriter) {
    json.object { json in
      json.member("rule", rule)
      json.member("objects", objects)
      json.member("sites", sites)
    }
  }
}

extension LeakGroup {
  fileprivate func write(_ json: inout JSONWriter) {
    json.object { json in
      json.member("kind", kind.singular)
      json.member("state", state.word)
      json.member("site", site.rawValue)
      json.member("count", existing)
      json.member("created", created)
      json.member("deleted", deleted)
      if let refcounts, isOfReferences {
        json.member("refcount") { json in
          json.array { json in
            json.value(refcounts.lowerBound)
            json.value(refcounts.upperBound)
          }
        }
      }
      if let oldest { json.member("oldest_ms", milliseconds(oldest)) }
      if let newest { json.member("newest_ms", milliseconds(newest)) }
      if let oldestCollection { json.member("oldest_gc", oldestCollection) }
      if let heldBytes { json.member("held_bytes", heldBytes) }
      if let heldWithShared { json.member("held_with_shared_bytes", heldWithShared) }
      if let example { json.member("keeps_alive", example) }
      if let cycle { json.member("cycle") { cycle.write(&$0) } }
      if let nativeBytes { json.member("native_bytes", nativeBytes) }
      if let exceeded { json.member("exceeds", exceeded) }
      if isStackShort { json.member("stack_is_short", true) }
      writeStack(frames, script, &json)
    }
  }
}

extension LeakCycle {
  fileprivate func write(_ json: inout JSONWriter) {
    json.object { json in
      json.member("count", count)
      json.member("example", example)
      json.member("owner_kind", ownerKind.singular)
      if hasEnded { json.member("ended_with_env", true) }
      writeStack(frames, script, &json)
    }
  }
}

private func writeStack(_ frames: [Frame], _ script: [ScriptFrame], _ json: inout JSONWriter) {
  json.member("frames") { json in
    json.array { json in for frame in frames { frame.write(&json) } }
  }
  json.member("script") { json in
    json.array { json in for frame in script { frame.write(&json) } }
  }
}

extension Frame {
  fileprivate func write(_ json: inout JSONWriter) {
    json.object { json in
      json.member("address", hexadecimal(address, digits: 12))
      if let function { json.member("function", function) }
      if let file {
        json.member("file", file)
        json.member("line", line)
      }
      if let module {
        json.member("module", module)
        json.member("offset", hexadecimal(moduleOffset))
      }
      if isInlined { json.member("inlined", true) }
    }
  }
}

extension ScriptFrame {
  fileprivate func write(_ json: inout JSONWriter) {
    json.object { json in
      json.member("function", function)
      json.member("script", script)
      json.member("line", line)
      json.member("column", column)
    }
  }
}

private func milliseconds(_ duration: Duration) -> Int64 {
  duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
}
