// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HeapSnapshot

/// `jsvm snapshot report`.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Writes a page that shows what holds the memory, and how it grew.",
    discussion: """
      One HTML file that loads nothing from anywhere. It contains names and texts of the heap: \
      redact a snapshot first whose report is for others.
      """)

  @Argument(help: "Snapshots of one process in the order of time: .heapsnapshot, also .gz or .zst.")
  var files: [String]

  @Option(name: [.short, .long], help: "Where the page goes.")
  var output: String

  @Option(
    help: "So many classes by size, by number and by growth; the page says what it leaves out.")
  var classes = HeapReport.Limits().classes

  @Option(help: "Which classes are the same: those of one name and place, or of one name.")
  var by = Choice(JointClasses.Key.place)

  @OptionGroup var input: SnapshotInput
  @OptionGroup var cache: AnalysisCache

  func validate() throws {
    guard classes > 0 else { throw ValidationError("--classes must be at least 1") }
  }

  func run() throws {
    var page = try OutputFile(output)
    var limits = HeapReport.Limits()
    limits.classes = classes
    let report = try HeapReport(files.map(Self.title), by: by.value, limits: limits) {
      index throws(CommandFailure) in
      try analysis(of: files[index])
    }
    try page.write(HTMLReport(report, title: "Heap report: \(Self.title(files.last ?? ""))").text)
    try page.finish()
  }

  private func analysis(of file: String) throws(CommandFailure) -> Analysis {
    var progress = ProgressBar("analysing \(file)")
    defer { progress.finish() }
    return try cache.analysis(of: file, input, progress)
  }

  /// A file's name without its folders.
  private static func title(_ path: String) -> String {
    String(path.split(separator: "/").last ?? "standard input")
  }
}
