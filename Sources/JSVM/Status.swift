// SPDX-License-Identifier: Apache-2.0

internal import CJSVM

/// Why a call fails: the status it returns. An exception of script is stored before it is thrown.
struct Failure: Error {
  let status: JSVM_Status
  /// Whether the env's last error stays as it is.
  var isUnrecorded = false

  static var invalidArgument: Failure { Failure(status: JSVM_INVALID_ARG) }
  static var generic: Failure { Failure(status: JSVM_GENERIC_FAILURE) }
  static var pendingException: Failure { Failure(status: JSVM_PENDING_EXCEPTION) }
  static var cannotRunScript: Failure { Failure(status: JSVM_CANNOT_RUN_JS) }
  /// A handle scope that is not open: the one status that leaves the last error alone.
  static var scopeMismatch: Failure {
    Failure(status: JSVM_HANDLE_SCOPE_MISMATCH, isUnrecorded: true)
  }
}

/// What an out parameter holds when a call fails.
protocol Emptiable {
  static var empty: Self { get }
}

extension Optional: Emptiable {
  static var empty: Wrapped? { nil }
}

extension Bool: Emptiable {
  static var empty: Bool { false }
}

extension Emptiable where Self: ExpressibleByIntegerLiteral {
  static var empty: Self { 0 }
}

extension Int: Emptiable {}
extension Int32: Emptiable {}
extension UInt32: Emptiable {}
extension Int64: Emptiable {}
extension UInt64: Emptiable {}
extension Double: Emptiable {}

extension JSVM_ValueType: Emptiable {
  static var empty: JSVM_ValueType { JSVM_UNDEFINED }
}

extension JSVM_HeapStatistics: Emptiable {
  static var empty: JSVM_HeapStatistics { JSVM_HeapStatistics() }
}

extension JSVM_VMInfo: Emptiable {
  static var empty: JSVM_VMInfo { JSVM_VMInfo() }
}

/// What `OH_JSVM_GetLastErrorInfo` says about a status; static text.
func message(for status: JSVM_Status) -> StaticString? {
  switch status {
  case JSVM_OK: nil
  case JSVM_INVALID_ARG: "Invalid argument"
  case JSVM_OBJECT_EXPECTED: "An object was expected"
  case JSVM_STRING_EXPECTED: "A string was expected"
  case JSVM_NAME_EXPECTED: "A string or symbol was expected"
  case JSVM_FUNCTION_EXPECTED: "A function was expected"
  case JSVM_NUMBER_EXPECTED: "A number was expected"
  case JSVM_BOOLEAN_EXPECTED: "A boolean was expected"
  case JSVM_ARRAY_EXPECTED: "An array was expected"
  case JSVM_GENERIC_FAILURE: "The operation failed"
  case JSVM_PENDING_EXCEPTION: "An exception is pending"
  case JSVM_CANCELLED: "The operation was cancelled"
  case JSVM_ESCAPE_CALLED_TWICE: "A value was escaped from this scope before"
  case JSVM_HANDLE_SCOPE_MISMATCH: "This handle scope is not open"
  case JSVM_CALLBACK_SCOPE_MISMATCH: "This callback scope is not open"
  case JSVM_QUEUE_FULL: "The queue is full"
  case JSVM_CLOSING: "The handle is closing"
  case JSVM_BIGINT_EXPECTED: "A bigint was expected"
  case JSVM_DATE_EXPECTED: "A date was expected"
  case JSVM_ARRAYBUFFER_EXPECTED: "An ArrayBuffer was expected"
  case JSVM_DETACHABLE_ARRAYBUFFER_EXPECTED: "A detachable ArrayBuffer was expected"
  case JSVM_WOULD_DEADLOCK: "The main thread would deadlock"
  case JSVM_NO_EXTERNAL_BUFFERS_ALLOWED: "External buffers are not allowed"
  case JSVM_CANNOT_RUN_JS: "JavaScript cannot run now"
  case JSVM_INVALID_TYPE: "The value has the wrong type"
  case JSVM_JIT_MODE_EXPECTED: "The operation needs JIT mode"
  default: "Unknown status"
  }
}
