// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import JSON

/// The options of commands that ask a process; `@OptionGroup var process: DoorOptions`.
struct DoorOptions: ParsableArguments {
  @Argument(help: "The process's number; it was started with JSVM_OPTIONS=control=1.")
  var pid: Int32

  @Option(help: "The number of the VM. [default: every VM]")
  var vm: UInt64?

  @Option(help: "The path of the control door, if it was opened at another place.")
  var door: String?

  @Option(help: "How many seconds to wait for a VM that is busy in native code.")
  var wait = 1.0

  func validate() throws {
    guard pid > 0 else { throw ValidationError("PID must be above 0") }
    guard wait >= 0, wait <= 600 else {
      throw ValidationError("--wait must be from 0 to 600 seconds")
    }
  }

  func connect() throws(CommandFailure) -> DoorClient { try DoorClient(pid, at: door) }

  /// The arguments that say which VM is meant, and how patiently.
  func arguments(for vm: UInt64) -> [String: JSONValue] {
    ["vm": .number(Double(vm)), "patience_ms": .number((wait * 1000).rounded())]
  }
}
