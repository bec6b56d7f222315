// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HeapSnapshot
internal import JSON

/// `jsvm snapshot closures`.
struct ClosuresCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "closures",
    abstract: "Lists closures by the place of their function, and variables none of them reads.",
    discussion: """
      Lines and columns count from 1. Dead variables are found in snapshots of V8 15 and newer.
      """)

  enum Order: String, CaseIterable, ExpressibleByArgument { case retained, count, contexts, name }

  @Argument(help: "A snapshot: .heapsnapshot, also .gz or .zst.")
  var file: String

  @Flag(help: "Only variables that are kept though no code can read them.")
  var dead = false

  @Option(help: "The order of functions: retained, count, contexts (their bytes) or name.")
  var sort = Order.retained

  @Option(help: "At most so many functions or variables.")
  var top: UInt = 20

  @OptionGroup var input: SnapshotInput
  @OptionGroup var cache: AnalysisCache
  @OptionGroup var output: OutputOptions

  func run() throws {
    var progress = ProgressBar("analysing \(file)")
    let analysis = try cache.analysis(of: file, input, progress)
    let snapshot = analysis.snapshot
    progress.update(0.8)
    let closures =
      dead ? nil : Closures(of: snapshot, analysis.dominators, analysis.retainedSizes)
    let variables = DeadVariables(of: snapshot, analysis.retainedSizes)
    progress.finish()
    if dead, !variables.isKnown {
      throw CommandFailure("\(file): no scopes in it; V8 writes them since 15", status: .badInput)
    }
    let report = ClosuresReport(
      snapshot: snapshot, closures: closures, variables: variables, sort: sort,
      top: Int(clamping: top), output: output)
    var out = StandardOutput()
    if output.json {
      out.line(report.json)
    } else {
      for line in report.lines { out.line(line) }
    }
    try out.flush()
  }
}
