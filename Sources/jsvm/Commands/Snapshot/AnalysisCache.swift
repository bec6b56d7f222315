// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HeapSnapshot

/// Whether analyses are kept; `@OptionGroup var cache: AnalysisCache`, for commands that need
/// dominators.
///
/// Nothing about a side file ends a command: one that does not serve is made again, and one that
/// can't be written is done without, each with a warning.
struct AnalysisCache: ParsableArguments {
  @Flag(
    help: """
      Keep the analysis beside the snapshot, as FILE.jsvm-columns and about as large, and use the \
      one that is there.
      """)
  var cache = false

  @Option(help: "The same in a directory for the analyses of many files.")
  var cacheDir: String?

  var isOn: Bool { cache || cacheDir != nil }

  /// The analysis that was kept of a file, or a new one, which is kept.
  func analysis(
    of path: String, _ input: SnapshotInput, _ progress: ProgressBar
  ) throws(CommandFailure) -> Analysis {
    if isOn {
      let kept = SideFile.open(for: path, input.rules.rules, in: cacheDir)
      if let analysis = contents(kept, path, input, progress) { return analysis }
    }
    let analysis = try computed(path, input, progress)
    if isOn { keep(analysis, ClassSummary(Summary(analysis)), path, progress) }
    return analysis
  }

  /// The same of what a summary by class needs.
  func classes(
    of path: String, _ input: SnapshotInput, _ progress: ProgressBar
  ) throws(CommandFailure) -> ClassSummary {
    guard isOn else {
      let snapshot = try input.read(path, progress.reading)
      return ClassSummary(try input.summary(of: snapshot, path, progress: progress.analysing))
    }
    let kept = SideFile.openClasses(for: path, input.rules.rules, in: cacheDir)
    if let classes = contents(kept, path, input, progress) { return classes }
    let analysis = try computed(path, input, progress)
    let classes = ClassSummary(Summary(analysis))
    keep(analysis, classes, path, progress)
    return classes
  }

  private func computed(
    _ path: String, _ input: SnapshotInput, _ progress: ProgressBar
  ) throws(CommandFailure) -> Analysis {
    let snapshot = try input.read(path, progress.reading)
    return try input.analysis(of: snapshot, path, progress.analysing)
  }

  private func contents<Contents>(
    _ opening: SideFile.Opening<Contents>, _ path: String, _ input: SnapshotInput,
    _ progress: ProgressBar
  ) -> Contents? {
    switch opening {
    case .opened(let contents): return contents
    case .absent: return nil
    case .ignored(let reason):
      warn(
        "made again: \(reason)", SideFile.path(for: path, input.rules.rules, in: cacheDir), progress
      )
      return nil
    }
  }

  private func keep(
    _ analysis: Analysis, _ classes: ClassSummary, _ path: String, _ progress: ProgressBar
  ) {
    guard
      case .refused(let reason) = SideFile.write(analysis, classes, for: path, in: cacheDir)
    else { return }
    warn("not kept: \(reason)", SideFile.path(for: path, analysis.rules, in: cacheDir), progress)
  }

  private func warn(_ text: String, _ sideFile: String, _ progress: ProgressBar) {
    var progress = progress
    progress.finish()
    StandardError.write("warning: \(sideFile): \(text)\n")
  }
}
