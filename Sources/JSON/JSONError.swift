// SPDX-License-Identifier: Apache-2.0

/// Says where the bytes stop being what was asked for, and what would have made them that.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Counts from the first byte given, whatever is passed over in front included.
  public let position: Int
  /// Completes "expected …".
  public let expected: String

  /// The form that messages to a person take.
  public var description: String { "byte \(position): expected \(expected)" }

  public init(position: Int, expected: String) {
    self.position = position
    self.expected = expected
  }
}
