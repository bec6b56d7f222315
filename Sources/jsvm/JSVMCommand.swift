// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Glibc

/// The command `jsvm`.
@main
struct JSVMCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jsvm",
    abstract: "Tells what a program that runs JavaScript holds in memory, and why.",
    discussion: ExitStatus.table,
    version: "jsvm 0.1.0",
    subcommands: [
      MemoryCommand.self, RefsCommand.self, MarkCommand.self, LeaksOfProcessCommand.self,
      CollectCommand.self, HuntCommand.self, SnapshotCommand.self,
    ])

  static func main() {
    // A closed pipe is an error of the write that met it: it gets a message and an exit status.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as CommandFailure {
      if !failure.message.isEmpty { StandardError.write("error: \(failure.message)\n") }
      Glibc.exit(failure.status.rawValue)
    } catch {
      end(by: error)
    }
  }

  /// Ends by an error of the command line's parser; `--help` and `--version` are such errors too.
  private static func end(by error: any Error) -> Never {
    let message = fullMessage(for: error)
    let prefix = "Error: "
    guard message.hasPrefix(prefix) else { exit(withError: error) }
    StandardError.write("error: \(message.dropFirst(prefix.count))\n")
    Glibc.exit(exitCode(for: error).rawValue)
  }
}
