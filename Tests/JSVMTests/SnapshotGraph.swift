// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// A heap snapshot read back from its text, and what is reachable in it. Slow and simple.
struct SnapshotGraph {
  struct Edge {
    var type: String
    /// The name; of numbered edges the number.
    let name: String
    let target: Int
  }

  struct Node {
    let type: String
    let name: String
    let id: Int
    let size: Int
    var edges: [Edge] = []
  }

  private(set) var nodes: [Node] = []

  /// Reads a text; it must be whole, and its counts true.
  init(_ received: Received) throws {
    let file = try received.object()
    let head = try #require(file["snapshot"] as? [String: Any])
    let meta = try #require(head["meta"] as? [String: Any])
    let strings = try #require(file["strings"] as? [String])
    let nodeTypes = try #require((meta["node_types"] as? [Any])?.first as? [String])
    let edgeTypes = try #require((meta["edge_types"] as? [Any])?.first as? [String])
    let nodeFields = try #require(meta["node_fields"] as? [String])
    let numbers = try #require(file["nodes"] as? [Int])
    let edges = try #require(file["edges"] as? [Int])
    #expect(nodeFields.prefix(5) == ["type", "name", "id", "self_size", "edge_count"])
    #expect(numbers.count == nodeFields.count * (head["node_count"] as? Int ?? 0))
    #expect(edges.count == 3 * (head["edge_count"] as? Int ?? 0))
    var next = 0
    for start in stride(from: 0, to: numbers.count, by: nodeFields.count) {
      var node = Node(
        type: nodeTypes[numbers[start]], name: strings[numbers[start + 1]], id: numbers[start + 2],
        size: numbers[start + 3])
      for _ in 0..<numbers[start + 4] {
        let type = edgeTypes[edges[next]]
        let isNumbered = type == "element" || type == "hidden"
        node.edges.append(
          Edge(
            type: type, name: isNumbered ? "\(edges[next + 1])" : strings[edges[next + 1]],
            target: edges[next + 2] / nodeFields.count))
        next += 3
      }
      nodes.append(node)
    }
    #expect(next == edges.count)
  }

  /// The positions of the nodes of this name.
  func indices(named name: String) -> [Int] { nodes.indices.filter { nodes[$0].name == name } }

  /// The only node of this name.
  func node(_ name: String, _ location: SourceLocation = #_sourceLocation) throws -> Node {
    let found = indices(named: name)
    #expect(found.count == 1, "\(name)", sourceLocation: location)
    return nodes[try #require(found.first, sourceLocation: location)]
  }

  /// The nodes below an exporter.
  func sites(
    of exporter: String, _ location: SourceLocation = #_sourceLocation
  ) throws -> [(index: Int, node: Node)] {
    try node(exporter, location).edges.map { ($0.target, nodes[$0.target]) }
  }

  /// The bytes that could go if a node did: reached from the root, but not without it. Weak edges do not
  /// count.
  func retainedSize(of index: Int) -> Int {
    let (all, rest) = (reached(without: nil), reached(without: index))
    return nodes.indices.reduce(0) { $0 + (all[$1] && !rest[$1] ? nodes[$1].size : 0) }
  }

  /// The graph with the weak edges strong whose names are such.
  func strengthened(where isMeant: (String) -> Bool) -> SnapshotGraph {
    var result = self
    for node in nodes.indices {
      for edge in nodes[node].edges.indices
      where nodes[node].edges[edge].type == "weak" && isMeant(nodes[node].edges[edge].name) {
        result.nodes[node].edges[edge].type = "internal"
      }
    }
    return result
  }

  private func reached(without index: Int?) -> [Bool] {
    var isReached = [Bool](repeating: false, count: nodes.count)
    var waiting = [0]
    isReached[0] = true
    while let next = waiting.popLast() {
      for edge in nodes[next].edges where edge.type != "weak" && edge.target != index {
        guard !isReached[edge.target] else { continue }
        isReached[edge.target] = true
        waiting.append(edge.target)
      }
    }
    return isReached
  }
}

extension Fixture {
  /// A snapshot as the API gives it.
  func snapshot(_ location: SourceLocation = #_sourceLocation) throws -> SnapshotGraph {
    let received = Received()
    #expect(
      OH_JSVM_TakeHeapSnapshot(vm, receive, received.data) == JSVM_OK, sourceLocation: location)
    return try SnapshotGraph(received)
  }
}
