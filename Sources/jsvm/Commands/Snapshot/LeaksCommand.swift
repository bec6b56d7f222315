// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HeapSnapshot

/// `jsvm snapshot leaks`.
struct LeaksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "leaks",
    abstract: "Lists objects allocated between two snapshots that a third still has.",
    discussion: """
      Objects that are held in the same way are one kind; each kind has one trace, in memlab's text.
      """)

  @Argument(help: "The snapshot before the action.")
  var before: String

  @Argument(help: "The snapshot after the action.")
  var after: String

  @Argument(help: "The snapshot after the action was done again, or undone.")
  var last: String

  @Option(help: "The order of kinds: retained, count or class.")
  var sort = LeaksReport.Order.retained

  @Option(help: "At most so many kinds.")
  var top: UInt = 20

  @Option(help: "End with exit code 23 when the leaks retain more bytes than this.")
  var maxBytes: UInt64?

  @OptionGroup var input: SnapshotInput
  @OptionGroup var output: OutputOptions

  func run() throws {
    let report = try LeaksReport(
      [before, after, last], input, top: Int(clamping: top), by: sort, output)
    try report.write()
    if let maxBytes, report.retained > maxBytes { throw CommandFailure(verdict: .leaks) }
  }
}
