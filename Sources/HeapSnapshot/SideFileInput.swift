// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Maps a side file and checks whatever is used as an index.
struct SideFileInput {
  private let memory: Mapping
  private var at = 0

  init(_ file: Int32) throws(SideFileProblem) {
    var status = stat()
    guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size >= MemoryLayout<SideFileHeader>.size,
      let memory = Mapping(file: file, size: Int(status.st_size))
    else { throw .damaged }
    self.memory = memory
  }

  func analysis(of path: String, _ rules: Rules) throws(SideFileProblem) -> Analysis {
    var input = self
    let header = try input.header(rules)
    let text = try Self.text(of: path, header)
    _ = try input.classes(header)
    let snapshot = try input.snapshot(header, text)
    let shallow = ShallowSizes(
      bytes: try input.column(header.nodeCount), total: header.shallowTotal)
    let distances = Distances(values: try input.column(header.nodeCount))
    let dominators = Dominators(
      number: try input.column(header.nodeCount), node: try input.column(header.nodeCount + 1),
      dominator: try input.column(header.nodeCount + 1), root: header.root)
    let retained = RetainedSizes(bytes: try input.column(header.nodeCount))
    guard input.at == memory.size else { throw .damaged }
    let analysis = Analysis(snapshot, rules, shallow, distances, dominators, retained)
    guard SideFileCheck(analysis).holds else { throw .damaged }
    return analysis
  }

  /// The classes alone: nothing else is looked at.
  func classSummary(of path: String, _ rules: Rules) throws(SideFileProblem) -> ClassSummary {
    var input = self
    let header = try input.header(rules)
    _ = try Self.text(of: path, header)
    return try input.classes(header)
  }

  /// The snapshot's text, if it is still the one that the side file was made of.
  private static func text(
    of path: String, _ header: SideFileHeader
  ) throws(SideFileProblem) -> SnapshotText {
    let text: SnapshotText
    do throws(SnapshotError) {
      text = try SnapshotText(path: path)
    } catch {
      throw SideFileProblem(reason: error.description)
    }
    guard text.isFile, SideFileHeader.Identity(text, at: path) == header.identity else {
      throw SideFileProblem(reason: "the snapshot has changed since")
    }
    return text
  }

  private mutating func classes(_ header: SideFileHeader) throws(SideFileProblem) -> ClassSummary {
    let texts = try column(header.classTextLength, of: UInt8.self)
    let ends = try column(header.classNameCount, of: UInt32.self)
    let places = try column(header.classPlaceCount, of: SideFileClasses.Place.self)
    let count = ends.count + places.count
    let (counts, shallow) = (
      try column(count, of: UInt32.self), try column(count, of: UInt64.self)
    )
    let (distances, retained) = (
      try column(count, of: Int32.self), try column(count, of: UInt64.self)
    )
    guard
      let classes = SideFileClasses(
        header, texts, ends, places, counts: counts, shallow: shallow, distances: distances,
        retained: retained)
    else { throw .damaged }
    return classes.summary
  }

  private mutating func header(_ rules: Rules) throws(SideFileProblem) -> SideFileHeader {
    let header = try column(1, of: SideFileHeader.self)[0]
    guard header.format == SideFileHeader.currentFormat else {
      throw SideFileProblem(reason: "its format is another version's")
    }
    guard header.rules == rules.bits else {
      throw SideFileProblem(reason: "its numbers are by other rules")
    }
    guard header.isPlausible else { throw .damaged }
    return header
  }

  private mutating func snapshot(
    _ header: SideFileHeader, _ text: SnapshotText
  ) throws(SideFileProblem) -> Snapshot {
    guard 0 <= header.traceTreeStart, header.traceTreeStart <= header.traceTreeEnd,
      header.traceTreeEnd <= text.count, (0..<text.count).contains(header.metaStart)
    else { throw .damaged }
    var cursor = Cursor(text, at: header.metaStart)
    guard let meta = try? Meta(&cursor) else { throw .damaged }
    let nodes = try nodes(header)
    let edges = EdgeColumns(
      count: header.edgeCount, type: try column(header.edgeCount),
      name: try column(header.edgeCount), target: try column(header.edgeCount))
    let firstEdge = try column(header.nodeCount + 1, of: UInt32.self)
    let strings = StringTable(
      text: text, starts: try column(header.stringCount + 1), count: header.stringCount)
    let locations = Locations(try column(header.locationCount), meta)
    let (scopes, variables, uses, samples, functions) = (
      try column(header.scopeCount, of: Int64.self),
      try column(header.scopeVariableCount, of: Int64.self),
      try column(header.scopeUseCount, of: Int64.self),
      try column(header.sampleCount, of: UInt32.self),
      try column(header.traceFunctionCount, of: UInt32.self)
    )
    let kind = try column(header.stringCount, of: UInt8.self)
    let ephemerons = Ephemerons(
      place: try column(header.ephemeronNameCount), table: try column(header.ephemeronCount),
      number: try column(header.ephemeronCount), pairCount: header.pairCount)
    return Snapshot(
      meta: meta, metaStart: header.metaStart, nodes: nodes, edges: edges, firstEdge: firstEdge,
      strings: strings, root: header.root, locations: locations, scopes: scopes,
      scopeVariables: variables, scopeUses: uses, samples: samples, traceFunctions: functions,
      traceTree: header.traceTreeStart..<header.traceTreeEnd,
      names: KnownNames(kind: kind, ephemerons: ephemerons), truncation: nil)
  }

  private mutating func nodes(_ header: SideFileHeader) throws(SideFileProblem) -> NodeColumns {
    let count = header.nodeCount
    let (type, name) = (try column(count, of: UInt8.self), try column(count, of: UInt32.self))
    let (id, size) = (try column(count, of: UInt32.self), try column(count, of: UInt32.self))
    let traceNode: Column<UInt32> =
      header.hasTraceNodes != 0 ? try column(count) : Column(zeros: count)
    let detachedness: Column<UInt8> =
      header.hasDetachedness != 0 ? try column(count) : Column(zeros: count)
    let ordinals = try column(header.largeSizeCount, of: UInt32.self)
    let sizes = try column(header.largeSizeCount, of: UInt64.self)
    var large: [UInt32: UInt64] = [:]
    for index in 0..<ordinals.count { large[ordinals[index]] = sizes[index] }
    return NodeColumns(
      count: count, type: type, name: name, id: id, size: size, largeSizes: large,
      traceNode: traceNode, detachedness: detachedness,
      hasDetachedness: header.hasDetachedness != 0, hasTraceNodes: header.hasTraceNodes != 0)
  }

  /// The next column; counts are below 2^32, so that no sum overflows.
  private mutating func column<Element>(
    _ count: Int, of type: Element.Type = Element.self
  ) throws(SideFileProblem) -> Column<Element> {
    let end = at + count * MemoryLayout<Element>.stride
    guard end <= memory.size else { throw .damaged }
    let column = Column<Element>(in: memory, at: at, count: count)
    let alignment = SideFileOutput.alignment
    at = (end + alignment - 1) / alignment * alignment
    return column
  }
}
