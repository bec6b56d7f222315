// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import GRDB
internal import Glibc
internal import HeapSnapshot

/// The command `jsvm-sqlite`.
@main
struct SQLiteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jsvm-sqlite",
    abstract: "Writes heap snapshots as one SQLite database.",
    discussion: """
      Classes and native sites of each snapshot; with --nodes every node and edge as well. The \
      database contains names and texts of the heap. It takes the place of an older one only when \
      it is whole.

      Exit codes: 0 done, 64 the command line was wrong, 65 an input file is damaged or of another \
      kind, 74 reading or writing failed.
      """)

  @Argument(help: "Snapshots: .heapsnapshot, also .gz or .zst.")
  var files: [String]

  @Option(name: [.short, .long], help: "Where the database goes.")
  var output: String

  @Flag(help: "Write every node and edge too.")
  var nodes = false

  @Option(help: "Whose numbers: devtools, memlab, or raw (sizes as in the file).")
  var rules = RulesName.devtools

  func run() throws {
    var file = try DatabaseFile(output)
    try file.create()
    for (index, path) in files.enumerated() {
      let snapshot = try reading(path) { () throws(SnapshotError) in try Snapshot(path: path) }
      let summary = try reading(path) { () throws(SnapshotError) in
        try Summary(of: snapshot, rules.rules)
      }
      let rows = SnapshotRows(
        id: Int64(index + 1), file: path, rules: rules.rawValue, summary: summary)
      try file.transaction { database in try rows.insert(into: database, withNodes: nodes) }
    }
    try file.transaction { database in try Schema.createIndexes(in: database) }
    try file.finish()
  }

  private func reading<Result>(
    _ path: String, _ body: () throws(SnapshotError) -> Result
  ) throws(Failure) -> Result {
    do throws(SnapshotError) { return try body() } catch {
      throw Failure(message: "\(path): \(error)", status: error.isSystem ? 74 : 65)
    }
  }

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as Failure {
      end("error: \(failure.message)\n", failure.status)
    } catch {
      let message = fullMessage(for: error)
      let prefix = "Error: "
      guard message.hasPrefix(prefix) else { exit(withError: error) }
      end("error: \(message.dropFirst(prefix.count))\n", exitCode(for: error).rawValue)
    }
  }

  private static func end(_ message: String, _ status: Int32) -> Never {
    _ = write(STDERR_FILENO, message, message.utf8.count)
    Glibc.exit(status)
  }
}

/// Ends the command with the exit status that `jsvm` has for the same.
struct Failure: Error {
  /// The file, and what is wrong with it.
  let message: String
  let status: Int32
}

/// `--rules`.
enum RulesName: String, CaseIterable, ExpressibleByArgument {
  case devtools, memlab, raw

  var rules: Rules {
    switch self {
    case .devtools: .devTools
    case .memlab: .memlab
    case .raw: .raw
    }
  }
}
