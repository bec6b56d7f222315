// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim
internal import Synchronization

/// V8's names of the categories, by the API's number.
private let categoryNames: [StaticString] = [
  "v8", "disabled-by-default-v8.compile", "v8.execute", "disabled-by-default-v8.runtime",
  "disabled-by-default-v8.stack_trace", "v8.wasm", "disabled-by-default-v8.wasm.detailed",
]

/// More events than this no ring is made for: V8 allocates it whole.
private let mostEvents = 1 << 24

/// A text as it stands between the quotes of a JSON string.
func jsonEscaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\": result += "\\" + String(scalar)
    case "\0"..<" ":
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

extension Process {
  /// Begins to record V8's events; what an earlier trace recorded is gone.
  func startTrace(
    _ count: Int, _ categories: UnsafePointer<JSVM_TraceCategory>?, _ tag: UnsafePointer<CChar>?,
    _ events: Int
  ) throws(Failure) {
    guard isStarted else { throw .generic }
    guard (0...categoryNames.count).contains(count), (count == 0) == (categories == nil),
      (0...mostEvents).contains(events)
    else { throw .invalidArgument }
    let asked = UnsafeBufferPointer(start: categories, count: count)
    let byDefault = [JSVM_TRACE_VM, JSVM_TRACE_EXECUTE, JSVM_TRACE_COMPILE, JSVM_TRACE_RUNTIME]
    let chosen = asked.isEmpty ? byDefault : Array(asked)
    guard chosen.allSatisfy({ $0.rawValue < categoryNames.count }) else { throw .invalidArgument }
    var names = chosen.map { category -> UnsafePointer<CChar>? in
      UnsafeRawPointer(categoryNames[Int(category.rawValue)].utf8Start)
        .assumingMemoryBound(to: CChar.self)
    }
    let name = jsonEscaped(tag.map { String(cString: $0) } ?? "traceEvents")
    traceLock.withLock { _ in v8s_trace_start(&names, names.count, name, events) }
  }

  /// Ends the trace and hands over its text in one piece.
  func stopTrace(
    _ stream: JSVM_OutputStream, _ data: UnsafeMutableRawPointer
  ) throws(Failure) {
    // The user's code runs when the lock is free: it may start the next trace.
    let text = traceLock.withLock { _ -> [CChar]? in
      var text: [CChar] = []
      let hasRun = withUnsafeMutablePointer(to: &text) { text in
        v8s_trace_stop(
          { bytes, length, text in
            text?.assumingMemoryBound(to: [CChar].self).pointee.append(
              contentsOf: UnsafeBufferPointer(start: bytes, count: length))
          }, text)
      }
      return hasRun ? text : nil
    }
    guard let text else { throw .invalidArgument }
    text.withUnsafeBufferPointer { _ = stream($0.baseAddress, Int32(clamping: $0.count), data) }
  }
}
