// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot

/// A heap snapshot written by hand, as text in the layouts that writers use.
///
/// Node 0 is the root, `@1`; further nodes get odd ids in order unless they are given one.
struct HandMade {
  struct Node {
    var type: NodeType
    var name: String
    var id: UInt32
    var size: UInt64
    var detachedness: Int
    var edges: [Edge] = []
  }

  struct Edge {
    var type: EdgeType
    /// Digits for element and hidden edges.
    var name: String
    var target: Int
  }

  /// How the text looks.
  struct Layout {
    var nodeFields = [
      "type", "name", "id", "self_size", "edge_count", "trace_node_id", "detachedness",
    ]
    var edgeFields = ["type", "name_or_index", "to_node"]
    var nodeTypes = [
      "hidden", "array", "string", "object", "code", "closure", "regexp", "number", "native",
      "synthetic", "concatenated string", "sliced string", "symbol", "bigint", "object shape",
    ]
    var sections = [
      "nodes", "edges", "trace_function_infos", "trace_tree", "samples", "locations", "strings",
    ]
    /// Before every record; V8 up to 12 writes one line each.
    var recordBreak = "\n"
    var afterColon = ""
    /// Nil writes the true counts.
    var countsInHeader: Int?
    var extraSections: [(key: String, value: String)] = []
    var locationFields = ["object_index", "script_id", "line", "column"]
    var locations: [UInt32] = []
    /// Further keys of the description, each with its value.
    var extraMeta: [(key: String, value: String)] = []
    var rootIndex: Int?
  }

  private(set) var nodes: [Node] = []
  var layout = Layout()

  init(root: String = "", rootType: NodeType = .synthetic) { add(rootType, root, size: 0) }

  @discardableResult
  mutating func add(
    _ type: NodeType, _ name: String, size: UInt64 = 16, id: UInt32? = nil, detachedness: Int = 0
  ) -> Int {
    nodes.append(
      Node(
        type: type, name: name, id: id ?? UInt32(nodes.count * 2 + 1), size: size,
        detachedness: detachedness))
    return nodes.count - 1
  }

  mutating func connect(
    _ source: Int, _ target: Int, _ type: EdgeType = .property, _ name: String = "x"
  ) {
    nodes[source].edges.append(Edge(type: type, name: name, target: target))
  }

  func snapshot(allowsTruncation: Bool = false) throws -> Snapshot {
    try Snapshot(bytes: Array(text.utf8), allowsTruncation: allowsTruncation)
  }

  /// The index of a name that a node or an edge has, for further sections.
  func stringIndex(of name: String) -> Int {
    var strings = Strings()
    for node in nodes { _ = record(node, &strings) }
    for edge in nodes.flatMap(\.edges) { _ = record(edge, &strings) }
    return strings.index(of: name)
  }

  var text: String {
    var strings = Strings()
    let nodeText = nodes.map { record($0, &strings) }
    let edgeText = nodes.flatMap { node in node.edges.map { record($0, &strings) } }
    let sections: [String: String] = [
      "nodes": joined(nodeText), "edges": joined(edgeText), "trace_function_infos": "",
      "trace_tree": "", "samples": "",
      "locations": layout.locations.map(String.init).joined(separator: ","),
      "strings": joined(strings.all.map(Self.quoted)),
    ]
    let count = layout.countsInHeader
    let colon = ":" + layout.afterColon
    var parts = [
      "\"snapshot\"\(colon){\"meta\"\(colon)\(meta),\"node_count\"\(colon)\(count ?? nodes.count)"
        + ",\"edge_count\"\(colon)\(count ?? edgeText.count)"
        + (layout.rootIndex.map { ",\"root_index\"\(colon)\($0)" } ?? "") + "}"
    ]
    parts += layout.sections.map { "\"\($0)\"\(colon)[\(sections[$0] ?? "")]" }
    parts += layout.extraSections.map { "\"\($0.key)\"\(colon)\($0.value)" }
    return "{" + parts.joined(separator: ",\(layout.recordBreak)") + "}"
  }

  private var meta: String {
    func list(_ names: [String]) -> String {
      "[" + names.map(Self.quoted).joined(separator: ",") + "]"
    }
    return "{\"node_fields\":\(list(layout.nodeFields)),\"node_types\":[\(list(layout.nodeTypes))]"
      + ",\"edge_fields\":\(list(layout.edgeFields)),\"edge_types\":[\(list(Self.edgeTypes))]"
      + ",\"location_fields\":\(list(layout.locationFields))"
      + layout.extraMeta.map { ",\"\($0.key)\":\($0.value)" }.joined() + "}"
  }

  private static let edgeTypes = [
    "context", "element", "property", "internal", "hidden", "shortcut", "weak",
  ]

  private func joined(_ records: [String]) -> String {
    records.joined(separator: layout.recordBreak + ",")
  }

  private func record(_ node: Node, _ strings: inout Strings) -> String {
    let name = strings.index(of: node.name)
    return layout.nodeFields.map { field in
      switch field {
      case "type": String(typeIndex(node.type))
      case "name": String(name)
      case "id": String(node.id)
      case "self_size": String(node.size)
      case "edge_count": String(node.edges.count)
      case "detachedness": String(node.detachedness)
      default: "0"
      }
    }.joined(separator: ",")
  }

  private func typeIndex(_ type: NodeType) -> Int {
    let names = [
      "hidden", "array", "string", "object", "code", "closure", "regexp", "number", "native",
      "synthetic", "concatenated string", "sliced string", "symbol", "bigint", "object shape",
    ]
    return layout.nodeTypes.firstIndex(of: names[Int(type.rawValue)]) ?? 0
  }

  private func record(_ edge: Edge, _ strings: inout Strings) -> String {
    let name = edge.type.isIndexed ? Int(edge.name) ?? 0 : strings.index(of: edge.name)
    return layout.edgeFields.map { field in
      switch field {
      case "type": String(edge.type.rawValue)
      case "name_or_index": String(name)
      case "to_node": String(edge.target * layout.nodeFields.count)
      default: "0"
      }
    }.joined(separator: ",")
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for unit in text.utf16 {
      switch unit {
      case 0x22, 0x5C: result += "\\" + String(UnicodeScalar(UInt8(unit)))
      case 0x20..<0x7F: result += String(UnicodeScalar(UInt8(unit)))
      default:
        let digits = String(unit, radix: 16, uppercase: true)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return result + "\""
  }
}

private struct Strings {
  private(set) var all = ["<dummy>"]
  private var indexes = ["<dummy>": 0]

  mutating func index(of text: String) -> Int {
    if let known = indexes[text] { return known }
    indexes[text] = all.count
    all.append(text)
    return all.count - 1
  }
}
