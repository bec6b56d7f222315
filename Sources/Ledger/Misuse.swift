// SPDX-License-Identifier: Apache-2.0

/// What a caller did that the API does not allow.
///
/// Codes are stable and never reused. E01 to E06 are OpenHarmony's own; M codes are this
/// library's.
public enum MisuseKind: UInt8, CaseIterable, Sendable {
  /// E01: a call with no VM scope open.
  case noVMScope
  /// E02: the open VM scope is another VM's.
  case otherVMScope
  /// E03: the VM is open on another thread.
  case wrongThread
  /// E04: a VM scope closed on another thread than it was opened on.
  case vmScopeOtherThread
  /// E05: a VM scope closed with another VM than it was opened with.
  case vmScopeOtherVM
  /// E06: an env scope closed on another thread than it was opened on.
  case envScopeOtherThread
  /// M01: deleted a second time.
  case doubleDelete
  /// M02: used after it was deleted.
  case useAfterDelete
  /// M03: used after its env was destroyed.
  case useAfterEnv
  /// M04: used with another VM than its own.
  case foreignVM
  /// M05: a handle that was never given out.
  case unknownHandle
  /// M06: a scope closed before one opened later.
  case scopeOrder
  /// M07: a scope closed that is not open.
  case scopeUnknown
  /// M08: a scope still open when its env or VM ended.
  case scopeLeftOpen
  /// M09: a value made with no handle scope open.
  case noHandleScope
  /// M10: an env destroyed a second time.
  case envAlreadyDestroyed
  /// M11: a VM destroyed a second time.
  case vmAlreadyDestroyed
  /// M12: a reference count lowered below 0.
  case countBelowZero
  /// M13: a value reference used as a data reference, or the other way round.
  case otherReferenceKind
  /// M14: a value used after its handle scope was closed.
  case staleValue
  /// M15: a VM destroyed while it is open.
  case vmInUse
  /// M16: a call on a VM that is used with locks, without its lock.
  case lockMissing
  /// M17: an env destroyed by code that it is running.
  case envInUse
  /// M18: a VM used after it was destroyed.
  case useAfterVM
}

extension MisuseKind: CustomStringConvertible {
  /// The code that logs and searches use.
  public var code: String {
    let number = rawValue < 6 ? rawValue + 1 : rawValue - 5
    return (rawValue < 6 ? "E" : "M") + (number < 10 ? "0" : "") + "\(number)"
  }

  /// The kind with this code, if there is one.
  public init?(code: String) {
    guard let kind = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = kind
  }

  /// What is wrong, as a clause that follows the function's name.
  public var sentence: String {
    switch self {
    case .noVMScope: "no VM scope is open on this thread"
    case .otherVMScope: "the open VM scope belongs to another VM"
    case .wrongThread: "the VM is open on another thread"
    case .vmScopeOtherThread: "the VM scope was opened on another thread"
    case .vmScopeOtherVM: "the VM scope was opened with another VM"
    case .envScopeOtherThread: "the env scope was opened on another thread"
    case .doubleDelete: "the object was already deleted"
    case .useAfterDelete: "the object is used after it was deleted"
    case .useAfterEnv: "the object is used after its env was destroyed"
    case .foreignVM: "the object belongs to another VM"
    case .unknownHandle: "the handle was never given out"
    case .scopeOrder: "a scope that was opened later is still open"
    case .scopeUnknown: "the scope is not open"
    case .scopeLeftOpen: "the scope was never closed"
    case .noHandleScope: "no handle scope is open"
    case .envAlreadyDestroyed: "the env was already destroyed"
    case .vmAlreadyDestroyed: "the VM was already destroyed"
    case .countBelowZero: "the reference count is already 0"
    case .otherReferenceKind: "a value reference and a data reference were mixed up"
    case .staleValue: "the value's handle scope was closed"
    case .vmInUse: "the VM is still open"
    case .envInUse: "the env is running the code that destroys it"
    case .lockMissing: "this thread does not hold the VM's lock"
    case .useAfterVM: "the VM was destroyed"
    }
  }

  /// Code and sentence.
  public var description: String { "[\(code)] \(sentence)" }
}
