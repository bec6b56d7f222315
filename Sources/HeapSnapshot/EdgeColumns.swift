// SPDX-License-Identifier: Apache-2.0

/// A snapshot's edges by field, those of node 0 first. An edge is its ordinal.
public struct EdgeColumns: Sendable {
  public let count: Int
  /// `EdgeType` numbers.
  public internal(set) var type: Column<UInt8>
  /// A string index, or the number itself for element and hidden edges.
  public let name: Column<UInt32>
  /// Ordinals of nodes.
  public let target: Column<UInt32>
}

extension EdgeColumns {
  /// Reads `edges`, with a bound of the names. Targets are checked against the number of nodes.
  static func read(
    _ array: NumberArray, _ meta: Meta, nodeCount: Int, end: Int,
    _ progress: WorkProgress?
  ) throws(SnapshotError) -> (edges: EdgeColumns, highestName: UInt64) {
    let width = meta.edgeFields.count
    guard array.count % width == 0 else {
      throw .malformed(
        byte: end, expected: "a multiple of \(width) numbers in \"edges\", not \(array.count)")
    }
    let count = array.count / width
    guard count < UInt32.max else { throw .tooLarge(what: "edges", count: count) }
    let sink = EdgeSink(meta, count, nodeCount)
    let sinks = try array.read(progress) { sink }
    let edges = EdgeColumns(count: count, type: sink.type, name: sink.name, target: sink.target)
    return (edges, sinks.lazy.map(\.highestName).max() ?? 0)
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
  /// No name that is a string is higher; where numbers were read one by one, nothing is known.
  var highestName: UInt64 = 0

  init(_ meta: Meta, _ count: Int, _ nodeCount: Int) {
    kinds = meta.edgeFields.map { Self.kinds[$0] ?? .other }
    types = Meta.translation(meta.edgeTypes, EdgeType.names)
    width = kinds.count
    nodeWidth = UInt64(meta.nodeFields.count)
    self.nodeCount = UInt64(nodeCount)
    type = Column(zeros: count)
    name = Column(zeros: count)
    target = Column(zeros: count)
  }

  mutating func takeRecords(_ records: Range<Int>, _ numbers: inout NumberCursor) -> Bool {
    guard kinds == [.type, .name, .target] else { return false }
    let types = TypeTranslation(types)
    let (type, name, target) = (type, name, target)
    let (nodeWidth, nodeCount) = (nodeWidth, nodeCount)
    // Division by multiplication: exact below 2^38, and targets are below 64 * 2^32.
    let reciprocal = UInt64.max / nodeWidth + 1
    var highest: UInt64 = 0
    for edge in records {
      guard numbers.hasRoom else { return false }
      let typeNumber = numbers.nextSmall()
      let nameNumber = numbers.next()
      let targetNumber = numbers.next()
      let node =
        nodeWidth == 1 ? targetNumber : targetNumber.multipliedFullWidth(by: reciprocal).high
      guard nameNumber <= UInt32.max, targetNumber < 1 << 38, node < nodeCount,
        node &* nodeWidth == targetNumber, let ownType = types[typeNumber], numbers.isRegular
      else { return false }
      if !EdgeType(rawValue: ownType).isIndexed { highest = max(highest, nameNumber) }
      type[edge] = ownType
      name[edge] = UInt32(truncatingIfNeeded: nameNumber)
      target[edge] = UInt32(truncatingIfNeeded: node)
    }
    highestName = highest
    return true
  }

  mutating func take(_ value: UInt64, at position: Int) -> Bool {
    let (edge, field) = position.quotientAndRemainder(dividingBy: width)
    switch kinds[field] {
    case .type:
      guard value < UInt64(types.count) else { return false }
      type[edge] = types[Int(value)]
    case .name:
      guard value <= UInt32.max else { return false }
      name[edge] = UInt32(truncatingIfNeeded: value)
      highestName = .max
    case .target:
      let node = value / nodeWidth
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

/// `Meta.translation` of the first numbers without an array's checks and reference counts.
struct TypeTranslation {
  private var own = SIMD32<UInt8>(repeating: .max)

  init(_ types: [UInt8]) {
    for (number, type) in types.prefix(32).enumerated() { own[number] = type }
  }

  /// Nil for a number that has no meaning or is unusually high.
  @inline(__always)
  subscript(number: UInt64) -> UInt8? {
    guard number < 32 else { return nil }
    let type = own[Int(truncatingIfNeeded: number)]
    return type == .max ? nil : type
  }
}
