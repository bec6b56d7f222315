// SPDX-License-Identifier: Apache-2.0

import SnapshotFilter
import SplitMix

/// A snapshot as numbers, and as the text that V8 10.2 writes of it.
struct SnapshotText {
  static let native: UInt64 = 8
  static let synthetic: UInt64 = 9
  static let element: UInt64 = 1
  static let weak: UInt64 = 6

  struct Edge: Equatable {
    var type: UInt64
    var name: UInt64
    var target: UInt64
  }

  struct Node {
    var type: UInt64
    var name: UInt64
    var id: UInt64
    var size: UInt64
    var edges: [Edge]
  }

  var nodes: [Node]

  /// A graph of random numbers.
  init(nodeCount: Int, _ random: inout SplitMix) {
    nodes = (0..<nodeCount).map { index in
      let edges = (0..<UInt64.random(in: 0...4, using: &random)).map { _ in
        Edge(
          type: .random(in: 0...6, using: &random), name: .random(in: 0...12_000, using: &random),
          target: 7 * .random(in: 0..<UInt64(nodeCount), using: &random))
      }
      return Node(
        type: .random(in: 0...13, using: &random), name: .random(in: 0...12_000, using: &random),
        id: UInt64(2 * index + 1), size: .random(in: 0...(1 << 34), using: &random), edges: edges)
    }
  }

  var text: String {
    var text = Self.head(nodes.count, nodes.reduce(0) { $0 + $1.edges.count })
    let rows = nodes.map { "\($0.type),\($0.name),\($0.id),\($0.size),\($0.edges.count),0,0\n" }
    text += "\"nodes\":[" + rows.joined(separator: ",") + "],\n"
    let edges = nodes.flatMap(\.edges).map { "\($0.type),\($0.name),\($0.target)\n" }
    text += "\"edges\":[" + edges.joined(separator: ",") + "],\n"
    return text + Self.tail
  }

  /// What the edits make of it, worked out on the numbers.
  func edited(_ edits: [(ordinal: Int, edit: SnapshotEdits.Edit)]) -> SnapshotText {
    var result = self
    for (ordinal, edit) in edits {
      switch edit {
      case .native: result.nodes[ordinal].type = Self.native
      case .weakElements:
        for index in nodes[ordinal].edges.indices
        where nodes[ordinal].edges[index].type == Self.element {
          result.nodes[ordinal].edges[index].type = Self.weak
          result.nodes[ordinal].edges[index].name = nodes[ordinal].name
        }
      case .weakEdges(let positions):
        for index in nodes[ordinal].edges.indices where positions.contains(index) {
          result.nodes[ordinal].edges[index].type = Self.weak
        }
      }
    }
    return result
  }

  private static func head(_ nodes: Int, _ edges: Int) -> String {
    "{\"snapshot\":{\"meta\":{\"node_fields\":[\"type\",\"name\",\"id\",\"self_size\","
      + "\"edge_count\",\"trace_node_id\",\"detachedness\"],\"node_types\":[[\"hidden\",\"array\","
      + "\"string\",\"object\",\"code\",\"closure\",\"regexp\",\"number\",\"native\",\"synthetic\","
      + "\"concatenated string\",\"sliced string\",\"symbol\",\"bigint\"],\"string\",\"number\","
      + "\"number\",\"number\",\"number\",\"number\"],\"edge_fields\":[\"type\",\"name_or_index\","
      + "\"to_node\"],\"edge_types\":[[\"context\",\"element\",\"property\",\"internal\",\"hidden\","
      + "\"shortcut\",\"weak\"],\"string_or_number\",\"node\"]},\"node_count\":\(nodes),"
      + "\"edge_count\":\(edges),\"trace_function_count\":0},\n"
  }

  /// Among it numbers, brackets and words that look like other sections.
  private static let tail = """
    "trace_function_infos":[],
    "trace_tree":[],
    "samples":[],
    "locations":[7,1,2,3
    ,14,1,2,3],
    "strings":["<dummy>",
    "\\"edges\\":[1,2,3]",
    "\\"nodes\\":[1,2,3]",
    "\\u00E4, ]"]}
    """
}

/// Random edits of some nodes.
func randomEdits(
  _ snapshot: SnapshotText, _ random: inout SplitMix
) -> [(ordinal: Int, edit: SnapshotEdits.Edit)] {
  snapshot.nodes.indices.compactMap { ordinal in
    switch Int.random(in: 0...5, using: &random) {
    case 0: return (ordinal, .native)
    case 1: return (ordinal, .weakElements)
    case 2:
      var positions = EdgePositions()
      for position in 0..<200 where Bool.random(using: &random) { positions.insert(position) }
      return (ordinal, .weakEdges(positions))
    default: return nil
    }
  }
}
