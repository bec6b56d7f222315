// SPDX-License-Identifier: Apache-2.0

/// A snapshot's edges by field, those of node 0 first. An edge is its ordinal.
public struct EdgeColumns: Sendable {
  public let count: Int
  /// `EdgeType` numbers.
  public let type: Column<UInt8>
  /// A string index, or the number itself for element and hidden edges.
  public let name: Column<UInt32>
  /// Ordinals of nodes.
  public let target: Column<UInt32>
}

extension EdgeColumns {
  /// Reads `edges`. Their targets are checked against the number of nodes.
  static func read(
    _ array: NumberArray, _ meta: Meta, nodeCount: Int, end: Int
  ) throws(SnapshotError) -> EdgeColumns {
    let width = meta.edgeFields.count
    guard array.count % width == 0 else {
      throw .malformed(
        byte: end, expected: "a multiple of \(width) numbers in \"edges\", not \(array.count)")
    }
    let count = array.count / width
    guard count < UInt32.max else { throw .tooLarge(what: "edges", count: count) }
    let sink = EdgeSink(
      kinds: meta.edgeFields.map { EdgeSink.kinds[$0] ?? .other },
      types: Meta.translation(meta.edgeTypes, EdgeType.names), width: width,
      nodeWidth: UInt64(meta.nodeFields.count), nodeCount: UInt64(nodeCount),
      type: Column(zeros: count), name: Column(zeros: count), target: Column(zeros: count))
    _ = try array.read { sink }
    return EdgeColumns(count: count, type: sink.type, name: sink.name, target: sink.target)
  }
}

private struct EdgeSink: NumberSink {
  enum Kind: UInt8 { case type, name, target, other }

  static let kinds: [String: Kind] = ["type": .type, "name_or_index": .name, "to_node": .target]

  let kinds: [Kind]
  let types: [UInt8]
  let width: Int
  let nodeWidth: UInt64
  let nodeCount: UInt64
  let type: Column<UInt8>
  let name: Column<UInt32>
  let target: Column<UInt32>
  private var edge = -1
  private var field = -1

  init(
    kinds: [Kind], types: [UInt8], width: Int, nodeWidth: UInt64, nodeCount: UInt64,
    type: Column<UInt8>, name: Column<UInt32>, target: Column<UInt32>
  ) {
    self.kinds = kinds
    self.types = types
    self.width = width
    self.nodeWidth = nodeWidth
    self.nodeCount = nodeCount
    self.type = type
    self.name = name
    self.target = target
  }

  @inline(__always)
  mutating func take(_ value: UInt64, at position: Int) -> Bool {
    if field < 0 {
      (edge, field) = (position / width, position % width)
    }
    let kind = kinds[field]
    let edge = edge
    field += 1
    if field == width {
      field = 0
      self.edge += 1
    }
    switch kind {
    case .type:
      guard value < UInt64(types.count) else { return false }
      type[edge] = types[Int(value)]
    case .name:
      guard value <= UInt32.max else { return false }
      name[edge] = UInt32(truncatingIfNeeded: value)
    case .target:
      // The widths that occur become multiplications.
      let node =
        switch nodeWidth {
        case 7: value / 7
        case 6: value / 6
        default: value / nodeWidth
        }
      guard node < nodeCount, node * nodeWidth == value else { return false }
      target[edge] = UInt32(truncatingIfNeeded: node)
    case .other: break
    }
    return true
  }

  func expectation(at position: Int) -> String {
    switch kinds[position % width] {
    case .type: "an edge type below \(types.count)"
    case .target:
      "a multiple of \(nodeWidth) below \(nodeCount * nodeWidth), the position of a node"
    default: "a number of 32 bits"
    }
  }
}
