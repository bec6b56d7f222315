// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim

/// V8's names of the categories, by the API's number.
private let categoryNames: [StaticString] = [
  "v8", "disabled-by-default-v8.compile", "v8.execute", "disabled-by-default-v8.runtime",
  "disabled-by-default-v8.stack_trace", "v8.wasm", "disabled-by-default-v8.wasm.detailed",
]

extension Process {
  /// Begins to record V8's events; what an earlier trace recorded is gone.
  func startTrace(
    _ count: Int, _ categories: UnsafePointer<JSVM_TraceCategory>?, _ tag: UnsafePointer<CChar>?,
    _ events: Int
  ) throws(Failure) {
    guard isStarted else { throw .generic }
    guard (0...categoryNames.count).contains(count), (count == 0) == (categories == nil),
      events >= 0
    else { throw .invalidArgument }
    let asked = UnsafeBufferPointer(start: categories, count: count)
    let byDefault = [JSVM_TRACE_VM, JSVM_TRACE_EXECUTE, JSVM_TRACE_COMPILE, JSVM_TRACE_RUNTIME]
    let chosen = asked.isEmpty ? byDefault : Array(asked)
    guard chosen.allSatisfy({ $0.rawValue < categoryNames.count }) else { throw .invalidArgument }
    var names = chosen.map { category -> UnsafePointer<CChar>? in
      UnsafeRawPointer(categoryNames[Int(category.rawValue)].utf8Start)
        .assumingMemoryBound(to: CChar.self)
    }
    v8s_trace_start(&names, names.count, tag, events)
  }

  /// Ends the trace and hands over its text in one piece.
  func stopTrace(
    _ stream: @escaping JSVM_OutputStream, _ data: UnsafeMutableRawPointer
  ) throws(Failure) {
    struct Target {
      let stream: JSVM_OutputStream
      let data: UnsafeMutableRawPointer
    }
    var target = Target(stream: stream, data: data)
    let hasRun = withUnsafeMutablePointer(to: &target) { target in
      v8s_trace_stop(
        { text, length, target in
          guard let target = target?.assumingMemoryBound(to: Target.self).pointee else { return }
          _ = target.stream(text, Int32(clamping: length), target.data)
        }, target)
    }
    guard hasRun else { throw .invalidArgument }
  }
}
