// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim
internal import Control
internal import Door
internal import JSON

/// What V8 says about the heap of a VM.
private struct HeapFigures: Sendable {
  let vm: UInt64
  let name: String?
  let statistics: JSVM_HeapStatistics
  let handles: Int

  init(_ vm: VM) {
    self.vm = vm.id
    name = vm.name
    statistics = vm.heapStatistics()
    handles = vm.engineHandles
  }

  func write(_ json: inout JSONWriter) {
    json.member("vm", vm)
    if let name { json.member("name", name) }
    json.member("used", statistics.usedHeapSize)
    json.member("committed", statistics.totalHeapSize)
    json.member("physical", statistics.totalPhysicalSize)
    json.member("limit", statistics.heapSizeLimit)
    json.member("external", statistics.externalMemory)
    json.member("handles", handles)
    json.member("native_contexts", statistics.numberOfNativeContexts)
    json.member("detached_contexts", statistics.numberOfDetachedContexts)
  }
}

extension ControlTarget {
  /// `heap`: the engine's figures.
  func answerHeap(_ request: ControlRequest, _ reply: @escaping Reply) throws(ControlFailure) {
    try ask(request, reply) { vm in
      HeapFigures(vm)
    } then: { figures in
      var json = JSONWriter()
      json.object { json in
        json.member("schema", "jsvm.heap/1")
        figures.write(&json)
      }
      return .result(json.text)
    }
  }

  /// `gc`: collects all there is to collect.
  func answerCollection(
    _ request: ControlRequest, _ reply: @escaping Reply
  ) throws(ControlFailure) {
    try ask(request, reply) { vm in
      let before = vm.heapStatistics().usedHeapSize
      let start = monotonicNow()
      vm.collecting(for: .lowMemory) { v8s_heap_low_memory(vm.isolate) }
      let pause = monotonicNow() - start
      vm.settle(inScript: true)
      return (before, pause, HeapFigures(vm))
    } then: { before, pause, figures in
      var json = JSONWriter()
      json.object { json in
        json.member("schema", "jsvm.collect/1")
        json.member("used_before", before)
        json.member("pause_ms", Double(pause / 1000) / 1000)
        figures.write(&json)
      }
      return .result(json.text)
    }
  }
}
