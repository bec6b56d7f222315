// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot

/// A chain of nodes whose numbers have all lengths.
struct WrittenHeap {
  var sizes: [UInt64]
  var ids: [UInt32]
  let names: [Int]

  init(nodes: Int) {
    sizes = (0..<nodes).map { UInt64($0 * $0 * 16 % 100_003) }
    ids = (0..<nodes).map { $0 == 700 % nodes ? 123_456_701 : UInt32($0 * 2 + 1) }
    names = (0..<nodes).map { $0 * 7 % 40 }
  }

  func text(
    betweenRecords: String = "\n,", betweenNumbers: String = ",",
    nodeFields: [String] = ["type", "name", "id", "self_size", "edge_count", "detachedness"],
    edgeFields: [String] = ["type", "name_or_index", "to_node"]
  ) -> String {
    let nodes = ids.indices.map { node in
      let record: [String: String] = [
        "type": "\(node % 3)", "name": "\(names[node])", "id": "\(ids[node])",
        "self_size": "\(sizes[node])", "edge_count": node + 1 < ids.count ? "1" : "0",
      ]
      return nodeFields.map { record[$0] ?? "0" }.joined(separator: betweenNumbers)
    }
    let edges = ids.indices.dropLast().map { node in
      let record = [
        "type": "\(node % 2)", "name_or_index": "\(node % 40)",
        "to_node": "\((node + 1) * nodeFields.count)",
      ]
      return edgeFields.map { record[$0] ?? "0" }.joined(separator: betweenNumbers)
    }
    let quoted = { (words: [String]) in words.map { "\"\($0)\"" }.joined(separator: ",") }
    // What follows the numbers is longer than a record can be.
    let strings = (0..<40).map { "s\($0)" + String(repeating: "\\\"", count: 50) }
    return """
      {"snapshot":{"meta":{"node_fields":[\(quoted(nodeFields))],\
      "node_types":[["object","array","string"]],"edge_fields":[\(quoted(edgeFields))],\
      "edge_types":[["property","internal"]]}},
      "nodes":[\(nodes.joined(separator: betweenRecords))],
      "edges":[\(edges.joined(separator: betweenRecords))],
      "strings":[\(quoted(strings))]}
      """
  }

  func isHeld(by snapshot: Snapshot) -> Bool {
    guard snapshot.nodes.count == ids.count, snapshot.edges.count == ids.count - 1 else {
      return false
    }
    let types: [NodeType] = [.object, .array, .string]
    return ids.indices.allSatisfy { node in
      snapshot.nodes.id[node] == ids[node] && snapshot.nodes.selfSize(node) == sizes[node]
        && Int(snapshot.nodes.name[node]) == names[node]
        && snapshot.type(of: node) == types[node % 3]
        && snapshot.name(of: node).hasPrefix("s\(names[node])\"")
        && snapshot.edges(of: node).allSatisfy {
          Int(snapshot.edges.target[$0]) == node + 1 && Int(snapshot.edges.name[$0]) == node % 40
            && snapshot.type(ofEdge: $0) == (node % 2 == 0 ? .property : .internal)
        }
    }
  }
}
