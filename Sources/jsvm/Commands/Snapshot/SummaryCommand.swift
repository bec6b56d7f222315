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
    let snapshot = try input.read(file)
    var progress = ProgressBar("analysing \(file)")
    progress.update(0.3)
    let summary = try input.summary(of: snapshot, file, isShallow: shallow)
    progress.update(0.9)
    let report = SummaryReport(
      file: file, rules: input.rules, summary: summary, top: top,
      sort: sort?.value ?? (shallow || by == .type ? .shallow : .retained), output: output)
    let isJSON = output.json
    let lines =
      switch by {
      case .class: isJSON ? [report.classesJSON] : report.classes
      case .type: isJSON ? [report.typesJSON] : report.types
      case .object: isJSON ? [report.objectsJSON] : report.objects
      }
    progress.finish()
    var out = StandardOutput()
    for line in lines { out.line(line) }
    try out.flush()
  }
}
