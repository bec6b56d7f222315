// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim
internal import Glibc
internal import Synchronization

/// Memory that callers put array buffers over.
enum BackingStore {
  static func allocate(_ size: Int, zeroed: Bool) throws(Failure) -> UnsafeMutableRawPointer {
    guard size >= 0 else { throw .generic }
    let length = max(size, 1)
    guard let bytes = zeroed ? calloc(1, length) : malloc(length) else { throw .generic }
    return bytes
  }
}

extension JSVM_TypedarrayType {
  /// Bytes of an element; nil for a type that does not exist.
  var elementSize: Int? {
    switch self {
    case JSVM_INT8_ARRAY, JSVM_UINT8_ARRAY, JSVM_UINT8_CLAMPED_ARRAY: 1
    case JSVM_INT16_ARRAY, JSVM_UINT16_ARRAY: 2
    case JSVM_INT32_ARRAY, JSVM_UINT32_ARRAY, JSVM_FLOAT32_ARRAY: 4
    case JSVM_FLOAT64_ARRAY, JSVM_BIGINT64_ARRAY, JSVM_BIGUINT64_ARRAY: 8
    default: nil
    }
  }
}

extension Env {
  func createBuffer(
    _ length: Int, _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
  ) throws(Failure) -> v8s_value {
    guard length >= 0, let buffer = v8s_buffer(vm.isolate, context, length) else {
      throw .generic
    }
    data?.pointee = v8s_buffer_bytes(buffer)
    return buffer
  }

  /// A buffer over part of a block that the caller keeps.
  func createBuffer(
    over block: UnsafeMutableRawPointer?, _ blockSize: Int, _ offset: Int, _ size: Int
  ) throws(Failure) -> v8s_value {
    let block = try require(block)
    let (end, overflows) = UInt(bitPattern: offset).addingReportingOverflow(UInt(bitPattern: size))
    guard blockSize != 0, size != 0, !overflows, end <= UInt(bitPattern: blockSize) else {
      throw .invalidArgument
    }
    guard let buffer = v8s_buffer_external(vm.isolate, context, block + offset, size, nil, nil)
    else { throw .generic }
    return buffer
  }

  /// A buffer over memory that is given back through a finalizer, on any thread.
  func createBuffer(
    external bytes: UnsafeMutableRawPointer?, _ length: Int,
    _ callback: JSVM_FinalizeArrayBuffer?, _ hint: UnsafeMutableRawPointer?
  ) throws(Failure) -> v8s_value {
    let largest = 32 << 30 - 1
    guard length >= 0, length <= largest, length == 0 || bytes != nil,
      UInt(bitPattern: bytes) % 8 == 0, length > 0 || callback == nil
    else { throw .invalidArgument }
    guard let callback else {
      return try require(v8s_buffer_external(vm.isolate, context, bytes, length, nil, nil))
    }
    let release = UnsafeMutablePointer<Release>.allocate(capacity: 1)
    release.initialize(to: Release(callback: callback, hint: hint))
    return try require(
      v8s_buffer_external(
        vm.isolate, context, bytes, length,
        { bytes, _, data in
          guard let release = data?.assumingMemoryBound(to: Release.self) else { return }
          let (callback, hint) = (release.pointee.callback, release.pointee.hint)
          release.deallocate()
          guard !Process.shared.callsNobody.load(ordering: .relaxed) else { return }
          callback(nil, bytes, hint, false)
        }, release))
  }

  private struct Release {
    let callback: JSVM_FinalizeArrayBuffer
    let hint: UnsafeMutableRawPointer?
  }

  func detach(_ buffer: JSVM_Value?) throws(Failure) {
    let buffer: v8s_value = try require(buffer)
    let isShared = v8s_value_is_shared_buffer(buffer)
    guard isShared || v8s_value_is_buffer(buffer) else {
      throw Failure(status: JSVM_ARRAYBUFFER_EXPECTED)
    }
    guard !isShared, v8s_buffer_is_detachable(buffer) else {
      throw Failure(status: JSVM_DETACHABLE_ARRAYBUFFER_EXPECTED)
    }
    v8s_buffer_detach(buffer)
  }

  func createTypedArray(
    _ type: JSVM_TypedarrayType, _ length: Int, _ buffer: JSVM_Value?, _ offset: Int
  ) throws(Failure) -> v8s_value {
    let buffer = try require(buffer, v8s_value_is_buffer, else: JSVM_INVALID_ARG)
    guard let size = type.elementSize else { throw .invalidArgument }
    guard offset % size == 0 else {
      throw try rangeError(
        "ERR_JSVM_INVALID_TYPEDARRAY_ALIGNMENT",
        "The start offset must be a multiple of the element size", JSVM_GENERIC_FAILURE)
    }
    let (bytes, overflows) = UInt(bitPattern: length).multipliedReportingOverflow(by: UInt(size))
    guard !overflows, fits(buffer, UInt(bitPattern: offset), bytes),
      length <= v8s_typed_array_limit()
    else {
      throw try rangeError(
        "ERR_JSVM_INVALID_TYPEDARRAY_LENGTH", "The array does not fit into the buffer",
        JSVM_GENERIC_FAILURE)
    }
    return v8s_typed_array(context, v8s_element(type.rawValue), buffer, offset, length)
  }

  func createDataView(
    _ length: Int, _ buffer: JSVM_Value?, _ offset: Int
  ) throws(Failure) -> v8s_value {
    let buffer = try require(buffer, v8s_value_is_buffer, else: JSVM_INVALID_ARG)
    guard fits(buffer, UInt(bitPattern: offset), UInt(bitPattern: length)) else {
      throw try rangeError(
        "ERR_JSVM_INVALID_DATAVIEW_ARGS", "The view does not fit into the buffer",
        JSVM_PENDING_EXCEPTION)
    }
    return v8s_data_view(context, buffer, offset, length)
  }

  private func fits(_ buffer: v8s_value, _ offset: UInt, _ length: UInt) -> Bool {
    let (end, overflows) = offset.addingReportingOverflow(length)
    return !overflows && end <= UInt(bitPattern: v8s_buffer_length(buffer))
  }

  private func rangeError(
    _ code: StaticString, _ message: StaticString, _ status: JSVM_Status
  ) throws(Failure) -> Failure {
    let text = { (text: StaticString) throws(Failure) in
      try self.string(
        utf8: UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self),
        text.utf8CodeUnitCount)
    }
    setException(try makeError(V8S_RANGE_ERROR, code: text(code), message: text(message)))
    return Failure(status: status)
  }
}

/// A typed array or data view as callers ask for it; the data begin at the window's offset.
func window(
  of view: JSVM_Value?, _ isView: (v8s_value) -> Bool
) throws(Failure) -> (window: v8s_window, bytes: UnsafeMutableRawPointer?) {
  let view = try require(view, isView, else: JSVM_INVALID_ARG)
  var window = v8s_window()
  v8s_window_read(view, &window)
  let start = v8s_buffer_bytes(window.buffer)
  return (window, start.map { $0 + window.offset })
}
