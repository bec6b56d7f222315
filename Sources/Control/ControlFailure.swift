// SPDX-License-Identifier: Apache-2.0

/// Why the control door did not do what it was asked.
public struct ControlFailure: Error, Hashable, Sendable {
  /// What a program tells apart.
  public enum Code: String, CaseIterable, Sendable {
    /// The line is no request. The door closes the connection.
    case malformed
    /// The line is too long. The door closes the connection.
    case tooLong = "too_long"
    /// The request is of another version of the protocol.
    case version
    /// The client may not use this door.
    case denied
    /// The door has as many clients as it takes.
    case full
    /// The client did not finish its request in time.
    case timeout
    /// There is no such verb.
    case verb
    /// An argument is missing or wrong.
    case argument
    /// There is no such VM, or it was destroyed meanwhile.
    case vm
    /// The VM's thread did not come to a place where it can answer.
    case busy
    /// It was tried and went wrong.
    case failed
  }

  public let code: Code
  /// One line for a person, without an end.
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
