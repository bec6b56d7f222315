// SPDX-License-Identifier: Apache-2.0

/// How a snapshot numbers what the filter looks at, read from the `meta` of its head.
struct SnapshotLayout {
  let nodeFieldCount: Int
  let nodeType: Int
  let nodeName: Int
  let nodeEdgeCount: Int
  let edgeFieldCount: Int
  let edgeType: Int
  let edgeName: Int
  /// Numbers of types.
  let nativeNode: UInt64
  let elementEdge: UInt64
  let weakEdge: UInt64

  /// Reads a head, which is the text before the nodes; nil when it lacks something that is needed.
  init?(head: [UInt8]) {
    guard let nodeFields = Self.list("node_fields", in: head),
      let edgeFields = Self.list("edge_fields", in: head),
      let nodeTypes = Self.list("node_types", in: head),
      let edgeTypes = Self.list("edge_types", in: head),
      let nodeType = nodeFields.firstIndex(of: "type"),
      let nodeName = nodeFields.firstIndex(of: "name"),
      let nodeEdgeCount = nodeFields.firstIndex(of: "edge_count"),
      let edgeType = edgeFields.firstIndex(of: "type"),
      let edgeName = edgeFields.firstIndex(of: "name_or_index"),
      // An edge's name depends on its type: the type must be known first.
      edgeType < edgeName,
      let native = nodeTypes.firstIndex(of: "native"),
      let element = edgeTypes.firstIndex(of: "element"),
      let weak = edgeTypes.firstIndex(of: "weak")
    else { return nil }
    self.nodeType = nodeType
    self.nodeName = nodeName
    self.nodeEdgeCount = nodeEdgeCount
    self.edgeType = edgeType
    self.edgeName = edgeName
    nodeFieldCount = nodeFields.count
    edgeFieldCount = edgeFields.count
    nativeNode = UInt64(native)
    elementEdge = UInt64(element)
    weakEdge = UInt64(weak)
  }

  /// The strings of the array that is the value of `key`, or of the first array in it.
  private static func list(_ key: String, in head: [UInt8]) -> [String]? {
    let pattern = Array("\"\(key)\":[".utf8)
    guard let start = firstIndex(of: pattern, in: head) else { return nil }
    var rest = head[(start + pattern.count)...].drop { isSpace($0) }
    if rest.first == UInt8(ascii: "[") { rest = rest.dropFirst() }
    guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { return nil }
    let parts = rest[..<end].split(separator: UInt8(ascii: ","))
    return parts.map { part in
      let text = part.drop { isSpace($0) || $0 == UInt8(ascii: "\"") }
      return String(decoding: text.prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
    }
  }

  private static func firstIndex(of pattern: [UInt8], in text: [UInt8]) -> Int? {
    guard text.count >= pattern.count else { return nil }
    return (0...text.count - pattern.count).first {
      text[$0] == pattern[0] && text[$0...].starts(with: pattern)
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
}
