// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Glibc
internal import HeapSnapshot

/// `jsvm snapshot convert`.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Writes a heap in the formats of other tools.",
    discussion: """
      folded: stacks of the dominator tree by class with shallow bytes, for flame graphs. pprof: the \
      same as profile.proto, gzip; with --by site, what each place in native code holds. ndjson: a \
      record a line for the snapshot, each class and each site (schema jsvm.heap/1), for query \
      engines.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case folded, pprof, ndjson }
  enum Rows: String, CaseIterable, ExpressibleByArgument { case `class`, site }

  @Argument(help: "A snapshot: .heapsnapshot, also .gz or .zst.")
  var file: String

  @Option(help: "The format: folded, pprof or ndjson.")
  var to: Format

  @Option(name: [.short, .long], help: "Where the result goes; standard output unless given.")
  var output: String?

  @Option(help: "What pprof's samples are: class or site.")
  var by = Rows.class

  @Option(help: "ndjson: the host in every record; this one's name unless given.")
  var host: String?

  @Option(help: "ndjson: the process in every record; empty unless given.")
  var process = ""

  @Option(help: "ndjson: what tells the snapshot from others; the file's name unless given.")
  var id: String?

  @Option(help: "ndjson: when it was taken, ISO 8601.")
  var time = ""

  @Option(help: "ndjson: KEY=VALUE in every record. Repeat for more.")
  var label: [String] = []

  @OptionGroup var input: SnapshotInput
  @OptionGroup var cache: AnalysisCache

  func validate() throws {
    for text in label where !text.contains("=") {
      throw ValidationError("--label \(text): expected KEY=VALUE")
    }
    guard to == .pprof || by == .class else { throw ValidationError("--by is for --to pprof") }
  }

  func run() throws {
    var progress = ProgressBar("analysing \(file)")
    let analysis = try cache.analysis(of: file, input, progress)
    progress.finish()
    switch to {
    case .folded: try write { try writeStacks(analysis, &$0) }
    case .pprof: try writeProfile(analysis)
    case .ndjson: try write { try writeRecords(analysis, &$0) }
    }
  }

  private func writeStacks(_ analysis: Analysis, _ text: inout Lines) throws {
    let classes = ClassNames(of: analysis.snapshot, Detachedness(of: analysis.snapshot))
    let tree = RetentionTree(classes, analysis.dominators, analysis.shallowSizes)
    try FoldedStacks(tree, classes).forEachLine { try text.add($0) }
  }

  private func writeProfile(_ analysis: Analysis) throws {
    let profile: HeapProfile
    if by == .site {
      profile = HeapProfile(references(analysis))
    } else {
      let classes = ClassNames(of: analysis.snapshot, Detachedness(of: analysis.snapshot))
      profile = HeapProfile(
        RetentionTree(classes, analysis.dominators, analysis.shallowSizes), classes)
    }
    guard let bytes = Gzip.compressed(profile.encoded()) else {
      throw CommandFailure(file: file, errno: ENOMEM)
    }
    try write { try $0.add(bytes) }
  }

  private func writeRecords(_ analysis: Analysis, _ text: inout Lines) throws {
    let records = HeapRecords(origin)
    let summary = Summary(analysis)
    try text.add(
      records.snapshot(analysis.snapshot, Statistics(of: analysis.snapshot, summary.sizes)))
    try records.forEachClass(summary.table) { try text.add($0) }
    for site in references(analysis).sites { try text.add(records.site(site)) }
  }

  private func references(_ analysis: Analysis) -> NativeReferences {
    NativeReferences(of: analysis.snapshot, analysis.dominators, analysis.retainedSizes)
  }

  private var origin: HeapRecords.Origin {
    return HeapRecords.Origin(
      snapshot: id ?? String(file.split(separator: "/").last ?? ""), host: host ?? Self.hostName,
      process: process, time: time,
      labels: label.map { text in
        let equals = text.firstIndex(of: "=") ?? text.endIndex
        return (String(text[..<equals]), String(text[equals...].dropFirst()))
      })
  }

  private static var hostName: String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { name in
      guard let start = name.baseAddress, gethostname(start, name.count - 1) == 0 else { return "" }
      name[name.count - 1] = 0
      return String(cString: start)
    }
  }

  /// Hands out where the result goes, and finishes it.
  private func write(_ body: (inout Lines) throws -> Void) throws {
    var lines = try Lines(output)
    try body(&lines)
    try lines.finish()
  }
}

/// Lines and bytes on their way to a file or standard output, in pieces.
private struct Lines: ~Copyable {
  private static let pieceLength = 1 << 20
  private var piece: [UInt8] = []
  private var file: OutputFile?
  private var standard = StandardOutput()

  init(_ path: String?) throws(CommandFailure) {
    if let path { file = try OutputFile(path) }
  }

  mutating func add(_ line: String) throws(CommandFailure) {
    piece.append(contentsOf: line.utf8)
    try add([UInt8(ascii: "\n")])
  }

  mutating func add(_ bytes: [UInt8]) throws(CommandFailure) {
    piece += bytes
    if piece.count >= Self.pieceLength { try flush() }
  }

  mutating func finish() throws(CommandFailure) {
    try flush()
    try standard.flush()
    try file?.finish()
  }

  private mutating func flush() throws(CommandFailure) {
    defer { piece.removeAll(keepingCapacity: true) }
    guard file != nil else { return standard.write(piece) }
    try file?.write(piece)
  }
}
