// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HeapSnapshot

/// `jsvm snapshot summary`.
struct SummaryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary",
    abstract: "Lists classes, types or objects with their sizes, as DevTools' Summary does.",
    discussion: """
      RETAINED is what would be freed with all objects of the class. DISTANCE counts edges from the \
      nearest user root; what only the engine reaches has "system".
      """)

  enum Rows: String, CaseIterable, ExpressibleByArgument { case `class`, type, object }

  @Argument(help: "A snapshot: .heapsnapshot, also .gz or .zst.")
  var file: String

  @Option(help: "What a row is: class, type or object.")
  var by = Rows.class

  @Option(help: "At most so many rows.")
  var top = 20

  @Option(help: "The order: retained, shallow, count, distance or name.")
  var sort: Choice<ClassTable.Order>?

  @Flag(help: "Do without retained sizes, which take most of the time.")
  var shallow = false

  @OptionGroup var input: SnapshotInput
  @OptionGroup var cache: AnalysisCache
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if top < 0 { throw ValidationError("--top must not be negative") }
    if shallow, sort?.value == .retained {
      throw ValidationError("--shallow has no retained sizes to sort by")
    }
    switch (by, sort?.value) {
    case (.type, .retained), (.type, .distance), (.object, .count), (.object, .name):
      throw ValidationError(
        "rows by \(by.rawValue) have no \(sort?.value.rawValue ?? "") to sort by")
    default: break
    }
  }

  func run() throws {
    var progress = ProgressBar("analysing \(file)")
    let report = SummaryReport(
      file: file, rules: input.rules, top: top,
      sort: sort?.value ?? (shallow || by == .type ? .shallow : .retained), output: output)
    let lines =
      switch by {
      case .class: report.lines(try classes(progress))
      case .type: report.lines(try types(progress))
      case .object: report.lines(try objects(progress))
      }
    progress.finish()
    var out = StandardOutput()
    for line in lines { out.line(line) }
    try out.flush()
  }

  private func classes(
    _ progress: ProgressBar
  ) throws(CommandFailure) -> ClassSummary {
    guard shallow else { return try cache.classes(of: file, input, progress) }
    let snapshot = try input.read(file, progress.work)
    return ClassSummary(try input.summary(of: snapshot, file, isShallow: true))
  }

  private func types(
    _ progress: ProgressBar
  ) throws(CommandFailure) -> SummaryReport.Types {
    if cache.isOn {
      let analysis = try cache.analysis(of: file, input, progress)
      return SummaryReport.Types(snapshot: analysis.snapshot, sizes: analysis.shallowSizes)
    }
    let snapshot = try input.read(file, progress.work)
    return SummaryReport.Types(
      snapshot: snapshot, sizes: ShallowSizes(of: snapshot, input.rules.rules))
  }

  private func objects(
    _ progress: ProgressBar
  ) throws(CommandFailure) -> SummaryReport.Objects {
    if shallow {
      let snapshot = try input.read(file, progress.work)
      let summary = try input.summary(of: snapshot, file, isShallow: true)
      return SummaryReport.Objects(
        snapshot: summary.snapshot, sizes: summary.sizes, distances: summary.distances,
        retained: nil)
    }
    let analysis = try cache.analysis(of: file, input, progress)
    return SummaryReport.Objects(
      snapshot: analysis.snapshot, sizes: analysis.shallowSizes, distances: analysis.distances,
      retained: analysis.retainedSizes)
  }
}
