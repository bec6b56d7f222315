// SPDX-License-Identifier: Apache-2.0

/// A snapshot's nodes by field. A node is its ordinal, 0 to count - 1.
public struct NodeColumns: Sendable {
  public let count: Int
  /// `NodeType` numbers.
  public let type: Column<UInt8>
  /// String indexes.
  public let name: Column<UInt32>
  /// V8's object ids.
  public let id: Column<UInt32>
  /// Bytes of the object itself; `UInt32.max` where `largeSizes` has the number.
  let size: Column<UInt32>
  /// Sizes of 4 GiB and more, by ordinal.
  let largeSizes: [UInt32: UInt64]
  /// Where the object was made in `trace_tree`; 0 when that was not recorded.
  public let traceNode: Column<UInt32>
  /// 0 unknown, 1 attached, 2 detached, as the file says.
  public let detachedness: Column<UInt8>
  /// The file has the field, whatever stands in it.
  public let hasDetachedness: Bool
  /// At least one node says where it was made.
  public let hasTraceNodes: Bool

  /// Bytes of the object itself, as the file says.
  @inlinable @inline(__always)
  public func selfSize(_ node: Int) -> UInt64 {
    let size = sizeWord(node)
    return size == .max ? largeSize(node) : UInt64(size)
  }

  @usableFromInline @inline(__always)
  func sizeWord(_ node: Int) -> UInt32 { size[node] }

  @usableFromInline @inline(never)
  func largeSize(_ node: Int) -> UInt64 { largeSizes[UInt32(node)] ?? UInt64(UInt32.max) }
}

extension NodeColumns {
  /// Reads `nodes`, with each node's number of edges and a bound of the names.
  static func read(
    _ array: NumberArray, _ meta: Meta, end: Int, _ progress: WorkProgress?
  ) throws(SnapshotError) -> (nodes: NodeColumns, edgeCounts: Column<UInt32>, highestName: UInt64) {
    let width = meta.nodeFields.count
    guard array.count % width == 0 else {
      throw .malformed(
        byte: end, expected: "a multiple of \(width) numbers in \"nodes\", not \(array.count)")
    }
    let count = array.count / width
    guard count < UInt32.max else { throw .tooLarge(what: "nodes", count: count) }
    let edgeCounts = Column<UInt32>(uninitialised: count + 1)
    let sink = NodeSink(meta, count, edgeCounts)
    let sinks = try array.read(progress) { sink }
    var large: [UInt32: UInt64] = [:]
    for sink in sinks { large.merge(sink.largeSizes) { first, _ in first } }
    let nodes = NodeColumns(
      count: count, type: sink.type, name: sink.name, id: sink.id, size: sink.size,
      largeSizes: large, traceNode: sink.traceNode, detachedness: sink.detachedness,
      hasDetachedness: meta.nodeFields.contains("detachedness"),
      hasTraceNodes: sinks.contains { $0.hasTraceNodes })
    return (nodes, edgeCounts, sinks.lazy.map(\.highestName).max() ?? 0)
  }
}

private struct NodeSink: NumberSink {
  enum Kind: UInt8 { case type, name, id, size, edgeCount, traceNode, detachedness, other }

  static let kinds: [String: Kind] = [
    "type": .type, "name": .name, "id": .id, "self_size": .size, "edge_count": .edgeCount,
    "trace_node_id": .traceNode, "detachedness": .detachedness,
  ]
  /// The orders in which V8 writes the fields, with and without allocation tracking.
  static let usual: [Kind] = [.type, .name, .id, .size, .edgeCount, .detachedness]
  static let tracked: [Kind] = [.type, .name, .id, .size, .edgeCount, .traceNode, .detachedness]

  let kinds: [Kind]
  let types: [UInt8]
  let width: Int
  let type: Column<UInt8>
  let name: Column<UInt32>
  let id: Column<UInt32>
  let size: Column<UInt32>
  let edgeCount: Column<UInt32>
  let traceNode: Column<UInt32>
  let detachedness: Column<UInt8>
  var largeSizes: [UInt32: UInt64] = [:]
  var hasTraceNodes = false
  /// No name is higher; where numbers were read one by one, nothing is known.
  var highestName: UInt64 = 0

  init(_ meta: Meta, _ count: Int, _ edgeCount: Column<UInt32>) {
    kinds = meta.nodeFields.map { Self.kinds[$0] ?? .other }
    types = Meta.translation(meta.nodeTypes, NodeType.names)
    width = kinds.count
    // Fields that a file does not have are zero.
    type = Column(zeros: count)
    name = Column(zeros: count)
    id = Column(zeros: count)
    size = Column(zeros: count)
    self.edgeCount = edgeCount
    traceNode = Column(zeros: count)
    detachedness = Column(zeros: count)
  }

  mutating func takeRecords(_ records: Range<Int>, _ numbers: inout NumberCursor) -> Bool {
    let isTracked = kinds == Self.tracked
    guard isTracked || kinds == Self.usual else { return false }
    let types = TypeTranslation(types)
    let (type, name, id, size) = (type, name, id, size)
    let (edgeCount, traceNode, detachedness) = (edgeCount, traceNode, detachedness)
    // The highest bits of all that must fit into 32 bits.
    var bits: UInt64 = 0
    var highest: UInt64 = 0
    for node in records {
      guard numbers.hasRoom else { return false }
      let typeNumber = numbers.nextSmall()
      let nameNumber = numbers.next()
      let idNumber = numbers.next()
      let sizeNumber = numbers.next()
      let edgeNumber = numbers.next()
      let traceNumber = isTracked ? numbers.nextSmall() : 0
      let state = numbers.nextSmall()
      highest = max(highest, nameNumber)
      bits |= nameNumber | idNumber | edgeNumber | traceNumber
      // Sizes of 4 GiB and more are kept elsewhere.
      guard sizeNumber < UInt32.max, let ownType = types[typeNumber], numbers.isRegular else {
        return false
      }
      type[node] = ownType
      name[node] = UInt32(truncatingIfNeeded: nameNumber)
      id[node] = UInt32(truncatingIfNeeded: idNumber)
      size[node] = UInt32(truncatingIfNeeded: sizeNumber)
      edgeCount[node] = UInt32(truncatingIfNeeded: edgeNumber)
      // Zeros are not written: the pages of a column that has nothing else stay unused.
      if traceNumber != 0 {
        traceNode[node] = UInt32(truncatingIfNeeded: traceNumber)
        hasTraceNodes = true
      }
      if state != 0 { detachedness[node] = UInt8(truncatingIfNeeded: min(state, 255)) }
    }
    highestName = highest
    return bits <= UInt32.max
  }

  mutating func take(_ value: UInt64, at position: Int) -> Bool {
    let (node, field) = position.quotientAndRemainder(dividingBy: width)
    switch kinds[field] {
    case .type:
      guard value < UInt64(types.count) else { return false }
      type[node] = types[Int(value)]
    case .name:
      guard value <= UInt32.max else { return false }
      name[node] = UInt32(truncatingIfNeeded: value)
      highestName = .max
    case .id:
      guard value <= UInt32.max else { return false }
      id[node] = UInt32(truncatingIfNeeded: value)
    case .size:
      if value >= UInt32.max { largeSizes[UInt32(node)] = value }
      size[node] = UInt32(truncatingIfNeeded: min(value, UInt64(UInt32.max)))
    case .edgeCount:
      guard value <= UInt32.max else { return false }
      edgeCount[node] = UInt32(truncatingIfNeeded: value)
    case .traceNode:
      guard value != 0 else { break }
      guard value <= UInt32.max else { return false }
      hasTraceNodes = true
      traceNode[node] = UInt32(truncatingIfNeeded: value)
    case .detachedness:
      guard value != 0 else { break }
      detachedness[node] = UInt8(truncatingIfNeeded: min(value, 255))
    case .other: break
    }
    return true
  }

  func expectation(at position: Int) -> String {
    kinds[position % width] == .type
      ? "a node type below \(types.count)" : "a number of 32 bits"
  }
}
