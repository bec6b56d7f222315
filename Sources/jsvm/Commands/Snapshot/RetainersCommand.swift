// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HeapSnapshot
internal import JSON

/// `jsvm snapshot retainers`.
struct RetainersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retainers", abstract: "Tells why objects are alive: what leads to them.",
    discussion: """
      Prints the shortest way from a root to the object, or several that differ: --paths. Ways whose \
      edges and objects have the same names are one; positions in arrays and maps make no \
      difference. Sizes behind objects need dominators: --retained.
      """)

  @Argument(help: "A snapshot: .heapsnapshot, also .gz or .zst.")
  var file: String

  @Argument(help: "Objects: @ID.")
  var objects: [ObjectID] = []

  @Option(name: .customLong("class"), help: "All objects of a class, those of lowest id first.")
  var className: String?

  @Option(help: "At most so many ways that differ, the shortest first.")
  var paths: UInt = 1

  @Flag(help: "Print all ways, as a tree from the object upwards.")
  var all = false

  @Option(help: "Ways as if these objects did not exist: @ID, may be repeated.")
  var ignore: [ObjectID] = []

  @Option(help: "An older snapshot of the process: tell which edges stayed, and which are new.")
  var before: String?

  @Flag(help: "Compute what objects retain.")
  var retained = false

  @Option(help: "At most so many objects of a class.")
  var top: UInt = 10

  @OptionGroup var input: SnapshotInput
  @OptionGroup var cache: AnalysisCache
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard !objects.isEmpty || className != nil else {
      throw ValidationError("Name objects (@ID) or a class (--class NAME).")
    }
    guard paths > 0 else { throw ValidationError("--paths must be at least 1") }
  }

  func run() throws {
    var progress = ProgressBar("analysing \(file)")
    let analysis = retained || cache.isOn ? try cache.analysis(of: file, input, progress) : nil
    let snapshot = try analysis?.snapshot ?? input.read(file, progress.reading)
    let states = Detachedness(of: snapshot)
    let nodes = try nodes(snapshot, states)
    progress.update(0.6)
    var found =
      analysis.map { RetainingPaths(snapshot, Retainers(of: snapshot), $0.distances) }
      ?? RetainingPaths(of: snapshot)
    let ignored = try ignore.map { id throws(CommandFailure) in
      try id.node(in: snapshot, file: file)
    }
    if !ignored.isEmpty { found = found.ignoring(Set(ignored)) }
    let older = try before.map { path throws(CommandFailure) in
      RetainingPaths(of: try input.read(path))
    }
    progress.finish()
    let report = RetainersReport(
      view: HeapView(snapshot, retained ? analysis?.retainedSizes : nil, states), paths: found,
      older: older, ways: Int(clamping: paths), hasTree: all)
    var out = StandardOutput()
    if output.json {
      var json = JSONWriter()
      json.array { json in for node in nodes { report.write(node, &json) } }
      out.line(json.text)
    } else {
      for (index, node) in nodes.enumerated() {
        if index > 0 { out.line("") }
        for line in report.lines(node) { out.line(line) }
      }
    }
    try out.flush()
  }

  private func nodes(
    _ snapshot: Snapshot, _ states: Detachedness
  ) throws(CommandFailure) -> [Int] {
    var nodes: [Int] = []
    for object in objects { nodes.append(try object.node(in: snapshot, file: file)) }
    guard let className else { return nodes }
    let classes = ClassNames(of: snapshot, states)
    let numbers = Set((0..<classes.count).filter { classes.name(of: $0) == className })
    let members = (0..<snapshot.nodes.count).filter { numbers.contains(classes[$0]) }
      .sorted { snapshot.nodes.id[$0] < snapshot.nodes.id[$1] }
    guard !members.isEmpty else { throw CommandFailure("\(file): no object of class \(className)") }
    return nodes + members.prefix(Int(clamping: top))
  }
}
