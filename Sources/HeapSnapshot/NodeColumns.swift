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
  /// Reads `nodes`; the second result is each node's number of edges.
  static func read(
    _ array: NumberArray, _ meta: Meta, end: Int
  ) throws(SnapshotError) -> (NodeColumns, Column<UInt32>) {
    let width = meta.nodeFields.count
    guard array.count % width == 0 else {
      throw .malformed(
        byte: end, expected: "a multiple of \(width) numbers in \"nodes\", not \(array.count)")
    }
    let count = array.count / width
    guard count < UInt32.max else { throw .tooLarge(what: "nodes", count: count) }
    let edgeCounts = Column<UInt32>(zeros: count + 1)
    let empty = NodeSink(
      kinds: meta.nodeFields.map { NodeSink.kinds[$0] ?? .other },
      types: Meta.translation(meta.nodeTypes, NodeType.names), width: width,
      type: Column(zeros: count), name: Column(zeros: count), id: Column(zeros: count),
      size: Column(zeros: count), edgeCount: edgeCounts, traceNode: Column(zeros: count),
      detachedness: Column(zeros: count))
    let sinks = try array.read { empty }
    var large: [UInt32: UInt64] = [:]
    for sink in sinks { large.merge(sink.largeSizes) { first, _ in first } }
    let nodes = NodeColumns(
      count: count, type: empty.type, name: empty.name, id: empty.id, size: empty.size,
      largeSizes: large, traceNode: empty.traceNode, detachedness: empty.detachedness,
      hasDetachedness: meta.nodeFields.contains("detachedness"),
      hasTraceNodes: sinks.contains { $0.hasTraceNodes })
    return (nodes, edgeCounts)
  }
}

private struct NodeSink: NumberSink {
  enum Kind: UInt8 { case type, name, id, size, edgeCount, traceNode, detachedness, other }

  static let kinds: [String: Kind] = [
    "type": .type, "name": .name, "id": .id, "self_size": .size, "edge_count": .edgeCount,
    "trace_node_id": .traceNode, "detachedness": .detachedness,
  ]

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
  private var node = -1
  private var field = -1

  init(
    kinds: [Kind], types: [UInt8], width: Int, type: Column<UInt8>, name: Column<UInt32>,
    id: Column<UInt32>, size: Column<UInt32>, edgeCount: Column<UInt32>,
    traceNode: Column<UInt32>, detachedness: Column<UInt8>
  ) {
    self.kinds = kinds
    self.types = types
    self.width = width
    self.type = type
    self.name = name
    self.id = id
    self.size = size
    self.edgeCount = edgeCount
    self.traceNode = traceNode
    self.detachedness = detachedness
  }

  @inline(__always)
  mutating func take(_ value: UInt64, at position: Int) -> Bool {
    if field < 0 {
      (node, field) = (position / width, position % width)
    }
    let kind = kinds[field]
    let node = node
    field += 1
    if field == width {
      field = 0
      self.node += 1
    }
    switch kind {
    case .type:
      guard value < UInt64(types.count) else { return false }
      type[node] = types[Int(value)]
    case .name:
      guard value <= UInt32.max else { return false }
      name[node] = UInt32(truncatingIfNeeded: value)
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
      // Zeros are not written: the pages of a column that has nothing else stay unused.
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
