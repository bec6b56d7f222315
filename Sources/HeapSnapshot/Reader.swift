// SPDX-License-Identifier: Apache-2.0

/// Reads a snapshot's text into columns.
///
/// First the sections are found, by key and in any order; then their numbers are read in parallel,
/// while another thread indexes the strings.
struct Reader {
  private let text: SnapshotText
  private let allowsTruncation: Bool
  private let progress: WorkProgress?
  private var meta: Meta?
  private var metaStart = 0
  private var numbers: [String: NumberArray] = [:]
  private var traceTree = 0..<0
  private var strings: StringTable?
  private var truncation: SnapshotError?

  private static let numberSections: Set = [
    "nodes", "edges", "trace_function_infos", "samples", "locations", "scopes",
    "scope_context_vars", "scope_uses",
  ]

  init(_ text: SnapshotText, _ allowsTruncation: Bool, _ progress: WorkProgress? = nil) {
    self.text = text
    self.allowsTruncation = allowsTruncation
    self.progress = progress
  }

  func snapshot() throws(SnapshotError) -> Snapshot {
    var reader = self
    try reader.findSections()
    return try reader.readColumns()
  }

  // MARK: Sections

  private mutating func findSections() throws(SnapshotError) {
    var cursor = Cursor(text)
    guard cursor.peek() != nil else {
      throw .malformed(byte: 0, expected: "a heap snapshot, not an empty file")
    }
    guard cursor.take(UInt8(ascii: "{")) else {
      throw .malformed(byte: cursor.at, expected: "a heap snapshot (\"{\")")
    }
    if cursor.take(UInt8(ascii: "}")) {
      throw .malformed(byte: cursor.at - 1, expected: "the key \"snapshot\"")
    }
    do throws(SnapshotError) {
      repeat {
        let key = try cursor.key()
        try readSection(key, &cursor)
        progress?.part(from: 0, to: 0.2).reached(cursor.at, of: text.count)
        if truncation != nil { return }
      } while cursor.take(UInt8(ascii: ","))
      guard cursor.peek() != nil else {
        throw .truncated(byte: text.count, section: "the snapshot", read: "")
      }
      try cursor.expect(UInt8(ascii: "}"), "a comma or the snapshot's end")
    } catch {
      guard case .truncated(let byte, let section, _) = error else { throw error }
      // Not even the description: nothing can be read.
      if meta == nil || !allowsTruncation { throw described(byte, section) }
      truncation = described(byte, section)
    }
  }

  private mutating func readSection(_ key: String, _ cursor: inout Cursor) throws(SnapshotError) {
    switch key {
    case "snapshot":
      metaStart = cursor.at
      meta = try Meta(&cursor)
    case "strings":
      try cursor.expect(UInt8(ascii: "["), "an array")
      let (table, isWhole) = try StringTable.read(&cursor)
      strings = table
      if !isWhole { throw .truncated(byte: text.count, section: "\"strings\"", read: "") }
    case "trace_tree":
      let start = cursor.at
      try cursor.skipValue()
      traceTree = start..<cursor.at
    case _ where Self.numberSections.contains(key):
      try cursor.expect(UInt8(ascii: "["), "an array")
      let (array, isWhole) = NumberArray.scan(text, from: cursor.at)
      numbers[key] = array
      guard isWhole else {
        throw .truncated(byte: text.count, section: "\"\(key)\"", read: "")
      }
      cursor.at = array.end + 1
    default:
      try cursor.skipValue()
    }
  }

  private func described(_ byte: Int, _ section: String) -> SnapshotError {
    var parts: [String] = []
    for key in ["nodes", "edges"] {
      guard let array = numbers[key], let meta else { continue }
      let width = key == "nodes" ? meta.nodeFields.count : meta.edgeFields.count
      parts.append("\(array.count / max(1, width)) \(key)")
    }
    if let strings { parts.append("\(strings.count) strings") }
    return .truncated(
      byte: byte, section: section,
      read: parts.isEmpty ? "" : parts.joined(separator: ", ") + " were read")
  }

  // MARK: Columns

  private func readColumns() throws(SnapshotError) -> Snapshot {
    guard let meta else { throw .malformed(byte: 0, expected: "the key \"snapshot\"") }
    guard let nodeArray = numbers["nodes"] else {
      throw truncation ?? .malformed(byte: text.count, expected: "the key \"nodes\"")
    }
    // By field, with the positions of first edges; traces and detachedness are rare.
    try AvailableMemory.check(
      nodeArray.count / max(1, meta.nodeFields.count) * 17
        + (numbers["edges"]?.count ?? 0) / max(1, meta.edgeFields.count) * 9)
    let (nodes, edgeCounts, highestNodeName) = try NodeColumns.read(
      whole(nodeArray, meta.nodeFields.count), meta, end: nodeArray.end,
      progress?.part(from: 0.2, to: 0.5))
    let edgeArray = numbers["edges"]
    guard edgeArray != nil || truncation != nil else {
      throw .malformed(byte: text.count, expected: "the key \"edges\"")
    }
    let (edges, highestEdgeName) = try EdgeColumns.read(
      whole(edgeArray ?? NumberArray(emptyIn: text), meta.edgeFields.count), meta,
      nodeCount: nodes.count, end: edgeArray?.end ?? text.count,
      progress?.part(from: 0.5, to: 0.95))
    let firstEdge = try offsets(edgeCounts, nodes.count, edges.count, edgeArray)
    guard let strings = strings ?? emptyTable else {
      throw .malformed(byte: text.count, expected: "the key \"strings\"")
    }
    if max(highestNodeName, highestEdgeName) >= strings.count {
      try checkNames(nodes, edges, strings)
    }
    let root = meta.rootIndex / max(1, meta.nodeFields.count)
    guard nodes.count > 0, root < nodes.count else {
      throw truncation ?? .malformed(byte: nodeArray.start, expected: "a root node")
    }
    return Snapshot(
      meta: meta, metaStart: metaStart, nodes: nodes, edges: edges, firstEdge: firstEdge,
      strings: strings, root: root,
      locations: Locations(try flat("locations"), meta), scopes: try signed("scopes"),
      scopeVariables: try signed("scope_context_vars"), scopeUses: try signed("scope_uses"),
      samples: try flat("samples"), traceFunctions: try flat("trace_function_infos"),
      traceTree: traceTree, names: KnownNames(strings), truncation: truncation)
  }

  private func flat(_ key: String) throws(SnapshotError) -> Column<UInt32> {
    guard let array = numbers[key] else { return Column(zeros: 0) }
    return try FlatSink.read(array)
  }

  private func signed(_ key: String) throws(SnapshotError) -> Column<Int64> {
    try numbers[key]?.signedNumbers() ?? Column(zeros: 0)
  }

  /// A truncated array without the numbers of its last, incomplete record.
  private func whole(_ array: NumberArray, _ width: Int) -> NumberArray {
    truncation == nil ? array : array.prefix(array.count / width * width)
  }

  private var emptyTable: StringTable? {
    guard truncation != nil else { return nil }
    return StringTable(text: text, starts: Column(zeros: 1), count: 0)
  }

  /// Turns counts of edges into positions of first edges. A truncated file has no edges for the
  /// nodes at its end.
  private func offsets(
    _ counts: Column<UInt32>, _ nodeCount: Int, _ edgeCount: Int, _ array: NumberArray?
  ) throws(SnapshotError) -> Column<UInt32> {
    var sum = 0
    for node in 0..<nodeCount {
      let count = Int(counts[node])
      counts[node] = UInt32(min(sum, edgeCount))
      sum += count
    }
    counts[nodeCount] = UInt32(min(sum, edgeCount))
    guard sum == edgeCount || truncation != nil else {
      throw .malformed(
        byte: array?.end ?? text.count,
        expected: "\(sum) edges, which the nodes' edge counts add up to, not \(edgeCount)")
    }
    counts[nodeCount] = UInt32(edgeCount)
    return counts
  }

  /// Every name must be a string that is there.
  private func checkNames(
    _ nodes: NodeColumns, _ edges: EdgeColumns, _ strings: StringTable
  ) throws(SnapshotError) {
    guard truncation == nil else { return }
    let count = UInt32(clamping: strings.count)
    if let bad = firstIndex(nodes.count, { nodes.name[$0] >= count }) {
      throw .malformed(
        byte: numbers["nodes"]?.start ?? 0,
        expected: "names below \(count), the number of strings, but node \(bad) has "
          + "\(nodes.name[bad])")
    }
    if let bad = firstIndex(
      edges.count,
      { edges.name[$0] >= count && !EdgeType(rawValue: edges.type[$0]).isIndexed })
    {
      throw .malformed(
        byte: numbers["edges"]?.start ?? 0,
        expected: "names below \(count), the number of strings, but edge \(bad) has "
          + "\(edges.name[bad])")
    }
  }
}

/// The smallest index that has a property, searched by all processors.
private func firstIndex(
  _ count: Int, _ hasProperty: @escaping @Sendable (Int) -> Bool
) -> Int? {
  let step = 1 << 18
  let blocks = (count + step - 1) / step
  let found = Column<Int>(zeros: blocks)
  inParallel(blocks) { block in
    for index in (block * step)..<min(count, (block + 1) * step) where hasProperty(index) {
      found[block] = index + 1
      return
    }
  }
  return found.values.first { $0 > 0 }.map { $0 - 1 }
}
