// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Why a door cannot be opened.
public struct DoorError: Error, Hashable, Sendable {
  /// One line for a person, without an end; names the file.
  public let message: String

  public init(_ message: String) { self.message = message }

  /// A call of the system failed with `code`, an `errno`.
  init(_ path: String, errno code: Int32) {
    self.init("\(path): \(String(cString: strerror(code)))")
  }
}
