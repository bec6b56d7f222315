// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim

extension Env {
  /// Runs something that may run script and gives a value. An exception stays pending and fails the
  /// call with `status`, which differs from function to function.
  @inline(__always)
  func attempt(
    or status: JSVM_Status, _ body: (UnsafeMutablePointer<v8s_caught>) -> v8s_value?
  ) throws(Failure) -> v8s_value {
    var caught = v8s_caught()
    if let value = _withUnprotectedUnsafeMutablePointer(to: &caught, { body($0) }) { return value }
    throw keep(caught, status)
  }

  /// As above, for a yes or no.
  @inline(__always)
  func attempt(
    or status: JSVM_Status, _ body: (UnsafeMutablePointer<v8s_caught>) -> v8s_maybe
  ) throws(Failure) -> Bool {
    var caught = v8s_caught()
    let answer = _withUnprotectedUnsafeMutablePointer(to: &caught) { body($0) }
    if answer != V8S_NOTHING { return answer == V8S_TRUE }
    throw keep(caught, status)
  }

  func keep(_ caught: v8s_caught, _ status: JSVM_Status) -> Failure {
    guard caught.thrown else { return .generic }
    // A terminated execution has no exception: nothing is left to throw into script.
    if let exception = caught.exception { setException(exception) }
    return Failure(status: status)
  }

  func setException(_ exception: v8s_value) {
    v8s_global_reset(&self.exception)
    v8s_global_set(vm.isolate, &self.exception, exception)
    hasException = true
  }

  /// Empties the slot of the pending exception.
  func takeException() -> v8s_value? {
    guard hasException else { return nil }
    let exception = v8s_global_get(vm.isolate, &self.exception)
    v8s_global_reset(&self.exception)
    hasException = false
    return exception
  }

  /// ToObject: primitives are boxed, undefined and null throw.
  @inline(__always)
  func object(_ value: JSVM_Value?) throws(Failure) -> v8s_value {
    let value: v8s_value = try require(value)
    return v8s_value_is_object(value) ? value : try boxed(value)
  }

  @inline(never)
  private func boxed(_ value: v8s_value) throws(Failure) -> v8s_value {
    try attempt(or: JSVM_OBJECT_EXPECTED) {
      v8s_value_to_object(vm.isolate, context, value, $0)
    }
  }

  /// A shared string for a property name.
  @inline(__always)
  func name(_ text: UnsafePointer<CChar>?) throws(Failure) -> v8s_value {
    let text = try require(text)
    let length = try textLength(text, -1)
    guard let name = v8s_string_name(isolate, text, length) else { throw .generic }
    return name
  }

  func makeError(
    _ errorClass: v8s_error_class, code: v8s_value?, message: v8s_value
  ) throws(Failure) -> v8s_value {
    guard let error = v8s_error(vm.isolate, context, errorClass, message) else { throw .generic }
    if let code {
      let key = v8s_string_name(vm.isolate, "code", 4)
      _ = try attempt(or: JSVM_GENERIC_FAILURE) {
        v8s_object_set(vm.isolate, context, error, key, code, $0)
      }
    }
    return error
  }

  /// The error of `OH_JSVM_Throw…Error`, left pending.
  func throwError(
    _ errorClass: v8s_error_class, code: UnsafePointer<CChar>?, message: UnsafePointer<CChar>?
  ) throws(Failure) {
    let message = try string(utf8: require(message), -1)
    let code: v8s_value? = if let code { try string(utf8: code, -1) } else { nil }
    setException(try makeError(errorClass, code: code, message: message))
  }

  @inline(__always)
  func string(utf8 text: UnsafePointer<CChar>?, _ length: Int) throws(Failure) -> v8s_value {
    let length = try textLength(text, length)
    guard let string = v8s_string_utf8(isolate, text, length) else { throw .generic }
    return string
  }
}
