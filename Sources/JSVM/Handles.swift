// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim

// A JSVM_Value is V8's local handle as it is (unless the VM checks scopes: `ScopeCheck`); so is a
// JSVM_Data.

extension v8s_value {
  @inline(__always)
  var handle: JSVM_Value {
    _slowPath(v8s_handles_checked()) ? checkedHandle(self) : JSVM_Value(self)
  }
}

/// The value that user code returned, if any. A stale one counts as none.
@inline(__always)
func returnedValue(_ value: JSVM_Value?) -> v8s_value? {
  guard let value else { return nil }
  return _slowPath(v8s_handles_checked()) ? checkedValue(value) : v8s_value(value)
}

extension v8s_data {
  var handle: JSVM_Data { JSVM_Data(self) }
}

/// The value behind a handle that the caller gave.
@inline(__always)
func require(_ value: JSVM_Value?) throws(Failure) -> v8s_value {
  guard let value = returnedValue(value) else { throw .invalidArgument }
  return value
}

@inline(__always)
func requireData(_ data: JSVM_Data?) throws(Failure) -> v8s_data {
  guard let data else { throw .invalidArgument }
  return v8s_data(data)
}

/// An argument that may not be NULL.
@inline(__always)
func require<T>(_ pointer: T?) throws(Failure) -> T {
  guard let pointer else { throw .invalidArgument }
  return pointer
}

/// A value that must pass a test of its type.
@inline(__always)
func require(
  _ value: JSVM_Value?, _ test: (v8s_value) -> Bool, else status: JSVM_Status
) throws(Failure) -> v8s_value {
  let value: v8s_value = try require(value)
  guard test(value) else { throw Failure(status: status) }
  return value
}

/// The values of an argument list: none may be NULL.
func requireArguments(
  _ count: Int, _ values: UnsafePointer<JSVM_Value?>?
) throws(Failure) -> UnsafePointer<v8s_value?>? {
  guard count != 0 else { return nil }
  guard let values, count > 0, count <= Int(UInt16.max) else { throw .invalidArgument }
  for index in 0..<count where values[index] == nil { throw .invalidArgument }
  if v8s_handles_checked(), let vm = VM.current, vm.scopeCheck != nil {
    let list = UnsafeMutablePointer<v8s_value?>.allocate(capacity: count)
    vm.scopeCheck?.keep(list, depth: vm.scopeLevel)
    for index in 0..<count {
      let value: v8s_value = try require(values[index])
      list[index] = value
    }
    return UnsafePointer(list)
  }
  return UnsafeRawPointer(values).assumingMemoryBound(to: v8s_value?.self)
}

/// The length of a text in code units: as given, or up to its NUL for `JSVM_AUTO_LENGTH`.
func textLength<Unit: FixedWidthInteger>(
  _ text: UnsafePointer<Unit>?, _ length: Int
) throws(Failure) -> Int {
  if length == 0 { return 0 }
  guard let text else { throw .invalidArgument }
  if length == -1 {
    var end = text
    while end.pointee != 0 { end += 1 }
    guard end - text <= Int(Int32.max) else { throw .invalidArgument }
    return end - text
  }
  guard length > 0, length <= Int(Int32.max) else { throw .invalidArgument }
  return length
}
