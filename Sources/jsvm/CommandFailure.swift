// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Ends the command: one line on standard error, and the exit status.
struct CommandFailure: Error {
  let status: ExitStatus
  /// Printed behind `error: `. Empty prints nothing: the verdict has been printed already.
  let message: String

  init(_ message: String, status: ExitStatus = .failure) {
    self.message = message
    self.status = status
  }

  /// A verdict that is no failure of the command, and has been printed.
  init(verdict: ExitStatus) { self.init("", status: verdict) }

  /// A file that is not what it should be. `reason` begins with the place: `byte 12: expected …`.
  init(file: String, reason: String) {
    self.init("\(file): \(reason)", status: .badInput)
  }

  /// A call of the system that failed with `code`, an `errno`.
  init(file: String, errno code: Int32) {
    self.init("\(file): \(String(cString: strerror(code)))", status: .inputOutput)
  }
}
