// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim

/// An optional text argument: NULL, or a string.
func optionalString(_ value: JSVM_Value?) throws(Failure) -> v8s_value? {
  guard value != nil else { return nil }
  return try require(value, v8s_value_is_string, else: JSVM_STRING_EXPECTED)
}

extension Env {
  func string(latin1 text: UnsafePointer<CChar>?, _ length: Int) throws(Failure) -> v8s_value {
    let length = try textLength(text, length)
    let bytes = UnsafeRawPointer(text)?.assumingMemoryBound(to: UInt8.self)
    guard let string = v8s_string_latin1(vm.isolate, bytes, length) else { throw .generic }
    return string
  }

  func string(utf16 text: UnsafePointer<UInt16>?, _ length: Int) throws(Failure) -> v8s_value {
    let length = try textLength(text, length)
    guard let string = v8s_string_utf16(vm.isolate, text, length) else { throw .generic }
    return string
  }

  func copy(
    latin1 value: JSVM_Value?, _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int,
    asksLength: Bool
  ) throws(Failure) -> Int {
    let string = try require(value, v8s_value_is_string, else: JSVM_STRING_EXPECTED)
    guard let buffer else { return try answer(v8s_string_length(string), asksLength) }
    return fill(buffer, capacity) { buffer, room in
      buffer.withMemoryRebound(to: UInt8.self, capacity: room) {
        v8s_string_write_latin1(vm.isolate, string, $0, room)
      }
    }
  }

  @inline(__always)
  func copy(
    utf8 value: JSVM_Value?, _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int,
    asksLength: Bool
  ) throws(Failure) -> Int {
    let string = try require(value, v8s_value_is_string, else: JSVM_STRING_EXPECTED)
    guard let buffer else {
      return try answer(v8s_string_utf8_length(vm.isolate, string), asksLength)
    }
    return fill(buffer, capacity) { v8s_string_write_utf8(isolate, string, $0, $1) }
  }

  func copy(
    utf16 value: JSVM_Value?, _ buffer: UnsafeMutablePointer<UInt16>?, _ capacity: Int,
    asksLength: Bool
  ) throws(Failure) -> Int {
    let string = try require(value, v8s_value_is_string, else: JSVM_STRING_EXPECTED)
    guard let buffer else { return try answer(v8s_string_length(string), asksLength) }
    return fill(buffer, capacity) { v8s_string_write_utf16(vm.isolate, string, $0, $1) }
  }

  /// Without a buffer the length must be what is wanted.
  private func answer(_ length: Int, _ isWanted: Bool) throws(Failure) -> Int {
    guard isWanted else { throw .invalidArgument }
    return length
  }

  /// Writes as many units as fit before a NUL; returns their number.
  @inline(__always)
  private func fill<Unit: FixedWidthInteger>(
    _ buffer: UnsafeMutablePointer<Unit>, _ capacity: Int,
    _ write: (UnsafeMutablePointer<Unit>, Int) -> Int
  ) -> Int {
    // A size above what a signed length can say is all the room there is.
    let room = capacity < 0 ? Int.max : capacity
    guard room > 0 else { return 0 }
    let copied = write(buffer, room - 1)
    buffer[copied] = 0
    return copied
  }
}
