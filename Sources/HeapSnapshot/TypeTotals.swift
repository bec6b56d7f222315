// SPDX-License-Identifier: Apache-2.0

/// How many nodes and edges of each type there are, and the bytes of the nodes.
public struct TypeTotals: Sendable {
  public struct Nodes: Sendable, Equatable {
    public let type: NodeType
    /// The file's name of the type.
    public let name: String
    public let count: Int
    /// Bytes, after sizes were moved to owners.
    public let shallow: UInt64
  }

  public struct Edges: Sendable, Equatable {
    public let type: EdgeType
    public let name: String
    public let count: Int
  }

  /// Types that occur, the one with most bytes first.
  public let nodes: [Nodes]
  /// Types that occur, the most frequent first.
  public let edges: [Edges]

  public init(of snapshot: Snapshot, _ sizes: ShallowSizes) {
    var counts = [Int](repeating: 0, count: 256)
    var bytes = [UInt64](repeating: 0, count: 256)
    for node in 0..<snapshot.nodes.count {
      let type = Int(snapshot.nodes.type[node])
      counts[type] += 1
      bytes[type] &+= sizes.bytes[node]
    }
    nodes = (0..<256).filter { counts[$0] > 0 }.map { number in
      let type = NodeType(rawValue: UInt8(number))
      return Nodes(
        type: type, name: snapshot.meta.nodeTypeName(type), count: counts[number],
        shallow: bytes[number])
    }
    .sorted { ($0.shallow, $1.type.rawValue) > ($1.shallow, $0.type.rawValue) }

    counts = [Int](repeating: 0, count: 256)
    for edge in 0..<snapshot.edges.count { counts[Int(snapshot.edges.type[edge])] += 1 }
    edges = (0..<256).filter { counts[$0] > 0 }.map { number in
      let type = EdgeType(rawValue: UInt8(number))
      return Edges(type: type, name: snapshot.meta.edgeTypeName(type), count: counts[number])
    }
    .sorted { ($0.count, $1.type.rawValue) > ($1.count, $0.type.rawValue) }
  }
}
