// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim
internal import Glibc

extension VM {
  /// V8 has no memory left and ends the process when this returns; handlers may leave by longjmp.
  func reportOutOfMemory(_ location: UnsafePointer<CChar>?, isHeap: Bool) {
    let statistics = heapStatistics()
    let used = statistics.usedHeapSize >> 20
    let limit = statistics.heapSizeLimit >> 20
    let detail = "heap used \(used) MB, limit \(limit) MB, \(collections) collections"
    if let handler = outOfMemoryHandler {
      detail.withCString { handler(location, $0, isHeap) }
    } else {
      let place = location.map { String(cString: $0) } ?? "unknown"
      Process.shared.log("JSVM: out of memory: \(place) (\(detail))\n")
    }
  }
}

/// V8's API was misused beyond repair. V8 goes on with undefined results if its callback returns, so
/// without a handler that leaves by longjmp the process ends here.
func fail(
  _ vm: VM?, _ location: UnsafePointer<CChar>?, _ message: UnsafePointer<CChar>?
) -> Never {
  vm?.fatalErrorHandler?(location, message)
  let place = location.map { String(cString: $0) } ?? "unknown"
  let text = message.map { String(cString: $0) } ?? ""
  Process.shared.log("JSVM: fatal error in \(place): \(text)\n")
  abort()
}

extension Env {
  /// Tells the handler of the VM that a promise was rejected, or settled again.
  func reportRejection(_ event: Int32, _ promise: v8s_value, _ value: v8s_value?) {
    guard let handler = vm.rejectionHandler else { return }
    let info = v8s_object(vm.isolate, context)!
    vm.withUserCall(of: self) {
      var caught = v8s_caught()
      for (name, member) in [("promise", promise), ("value", value ?? v8s_undefined(vm.isolate)!)] {
        let key = name.withCString { v8s_string_name(vm.isolate, $0, name.utf8.count) }
        guard v8s_object_set(vm.isolate, context, info, key, member, &caught) == V8S_TRUE else {
          return
        }
      }
      handler(handle, JSVM_PromiseRejectEvent(UInt32(event + 1)), info.handle)
    }
  }
}

/// A callback for a heap that has grown to a size.
struct HeapThreshold {
  let bytes: UInt64
  let callback: JSVM_HandlerForHeapThreshold
  let data: UnsafeMutableRawPointer?

  func isSame(
    _ bytes: UInt64, _ callback: JSVM_HandlerForHeapThreshold, _ data: UnsafeMutableRawPointer?
  ) -> Bool {
    self.bytes == bytes && self.data == data
      && unsafeBitCast(self.callback, to: UInt.self) == unsafeBitCast(callback, to: UInt.self)
  }
}

extension VM {
  func setHeapThreshold(
    _ bytes: UInt64, _ callback: JSVM_HandlerForHeapThreshold, _ data: UnsafeMutableRawPointer?
  ) throws(Failure) {
    guard bytes > 0, bytes <= UInt64(heapStatistics().heapSizeLimit), heapThreshold == nil else {
      throw .invalidArgument
    }
    heapThreshold = HeapThreshold(bytes: bytes, callback: callback, data: data)
  }

  func clearHeapThreshold(
    _ bytes: UInt64, _ callback: JSVM_HandlerForHeapThreshold, _ data: UnsafeMutableRawPointer?
  ) throws(Failure) {
    guard let heapThreshold, heapThreshold.isSame(bytes, callback, data) else {
      throw .invalidArgument
    }
    self.heapThreshold = nil
  }

  /// Before a full collection: calls the threshold's callback if the heap has reached it. The
  /// callback may clear the threshold and set another.
  func checkHeapThreshold() {
    guard let threshold = heapThreshold, !isInHeapThreshold,
      UInt64(heapStatistics().usedHeapSize) >= threshold.bytes
    else { return }
    isInHeapThreshold = true
    reporting += 1
    withUserCall(of: nil) { threshold.callback(handle, threshold.bytes, threshold.data) }
    reporting -= 1
    isInHeapThreshold = false
  }
}
