// SPDX-License-Identifier: Apache-2.0

/// Says where the bytes stop being a source map, and what would have made them one.
public struct SourceMapError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Counts from the first byte given, prefix line and byte order mark included.
  public let position: Int
  /// Completes "expected …".
  public let expected: String

  /// The form that messages to a person take.
  public var description: String { "byte \(position): expected \(expected)" }

  init(position: Int, expected: String) {
    self.position = position
    self.expected = expected
  }
}
