// SPDX-License-Identifier: Apache-2.0

/// The objects that no class made, only braces; grouped by the sequence of their property names.
///
/// A group is called a shape. What must be found out about objects of one kind is found out once.
struct PlainObjects: Sendable {
  let snapshot: Snapshot
  /// The plain objects, in order.
  private(set) var nodes: [UInt32] = []
  /// The shape of each of `nodes`, numbered by their first objects.
  private(set) var shapes: [UInt32] = []
  /// How many objects a shape has.
  private(set) var counts: [UInt32] = []
  /// String indexes of the shapes' property names, one shape behind another.
  private var names: [UInt32] = []
  private var ends: [Int] = []

  var shapeCount: Int { counts.count }

  /// The names of a shape's properties in the order of their edges.
  func properties(of shape: Int) -> ArraySlice<UInt32> {
    names[(shape == 0 ? 0 : ends[shape - 1])..<ends[shape]]
  }

  init(of snapshot: Snapshot) {
    self.snapshot = snapshot
    var slots = HashSlots()
    let (types, nodeNames) = (snapshot.nodes.type, snapshot.nodes.name)
    for node in 0..<snapshot.nodes.count where types[node] == NodeType.object.rawValue {
      guard snapshot.names.isKind(.plainObject, nodeNames[node]) else { continue }
      let hash = appendNames(of: node)
      let start = ends.last ?? 0
      let known = counts.count
      let shape = slots.number(hash) { hasNames($0, from: start) }
      if shape == known {
        ends.append(names.count)
        counts.append(1)
      } else {
        names.removeSubrange(start...)
        counts[Int(shape)] += 1
      }
      nodes.append(UInt32(truncatingIfNeeded: node))
      shapes.append(shape)
    }
  }

  /// Puts an object's property names behind the last shape's.
  private mutating func appendNames(of node: Int) -> UInt64 {
    let (types, edgeNames) = (snapshot.edges.type, snapshot.edges.name)
    var hash = WordHash()
    for edge in snapshot.edges(of: node) where types[edge] == EdgeType.property.rawValue {
      let name = edgeNames[edge]
      guard !snapshot.names.isKind(.proto, name) else { continue }
      names.append(name)
      hash.add(UInt64(name))
    }
    return hash.value
  }

  /// The names behind the last shape's are those of this shape.
  private func hasNames(_ shape: UInt32, from start: Int) -> Bool {
    let own = properties(of: Int(shape))
    guard own.count == names.count - start else { return false }
    for index in 0..<own.count where names[own.startIndex + index] != names[start + index] {
      return false
    }
    return true
  }
}
