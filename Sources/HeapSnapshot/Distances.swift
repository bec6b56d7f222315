// SPDX-License-Identifier: Apache-2.0

/// How many edges lie between a node and the nearest user root.
///
/// User roots have 1. What only the system reaches counts on from `system`; what nothing reaches is
/// `unreachable`.
public struct Distances: Sendable {
  public static let system: Int32 = 100_000_000
  public static let unreachable: Int32 = -5

  public let values: Column<Int32>

  /// Breadth first, over edges that are not weak.
  public init(of snapshot: Snapshot) {
    let values = Column<Int32>(uninitialised: snapshot.nodes.count)
    values.fill(Self.unreachable)
    var search = Search(snapshot, values)
    var hasUserRoots = false
    for node in snapshot.userRoots where values[node] == Self.unreachable {
      search.start(at: node, 1)
      hasUserRoots = true
    }
    search.run()
    search.start(at: snapshot.root, hasUserRoots ? Self.system : 0)
    search.run()
    self.values = values
  }

  init(values: Column<Int32>) { self.values = values }

  @inlinable public subscript(node: Int) -> Int32 { values[node] }
}

private struct Search {
  private let snapshot: Snapshot
  private let values: Column<Int32>
  private let queue: Column<UInt32>
  private var head = 0
  private var tail = 0
  private let filter: EdgeFilter
  private let reached: BitColumn

  init(_ snapshot: Snapshot, _ values: Column<Int32>) {
    self.snapshot = snapshot
    self.values = values
    queue = Column(uninitialised: snapshot.nodes.count + 1)
    reached = BitColumn(count: snapshot.nodes.count)
    filter = EdgeFilter(snapshot)
  }

  mutating func start(at node: Int, _ distance: Int32) {
    values[node] = distance
    reached[node] = true
    queue[tail] = UInt32(node)
    tail += 1
  }

  mutating func run() {
    let (types, targets) = (snapshot.edges.type, snapshot.edges.target)
    let (firstEdge, reached) = (snapshot.firstEdge, reached)
    while head < tail {
      let node = Int(queue[head])
      head += 1
      let distance = values[node] + 1
      for edge in Int(firstEdge[node])..<Int(firstEdge[node + 1]) {
        let target = targets[edge]
        guard !reached[Int(target)], types[edge] != EdgeType.weak.rawValue,
          filter.passes(edge, from: node)
        else { continue }
        reached[Int(target)] = true
        values[target] = distance
        queue[tail] = target
        tail += 1
      }
    }
    head = 0
    tail = 0
  }
}

/// Leaves out edges that say more about V8's bookkeeping than about who reaches whom.
///
/// A class, so that the search's loop hands on a pointer and not a copy of the snapshot's columns.
private final class EdgeFilter {
  private let snapshot: Snapshot
  private let names: KnownNames
  private let nodeType: Column<UInt8>
  private let edgeType: Column<UInt8>
  private let edgeName: Column<UInt32>
  /// Whether a WeakMap's pair was met an odd number of times.
  private let isHalfMet: Column<UInt8>

  init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    names = snapshot.names
    nodeType = snapshot.nodes.type
    edgeType = snapshot.edges.type
    edgeName = snapshot.edges.name
    isHalfMet = Column(zeros: snapshot.names.ephemerons.pairCount)
  }

  @inline(__always)
  func passes(_ edge: Int, from node: Int) -> Bool {
    switch NodeType(rawValue: nodeType[node]) {
    case .hidden:
      if isFunctionMap(edge, of: node) { return false }
    case .array:
      if names.isKind(.mapDescriptors, snapshot.nodes.name[node]) { return passesDescriptor(edge) }
    default: break
    }
    if edgeType[edge] == EdgeType.internal.rawValue, names.isKind(.ephemeron, edgeName[edge]) {
      return passesPair(edgeName[edge])
    }
    return true
  }

  private func isFunctionMap(_ edge: Int, of node: Int) -> Bool {
    !EdgeType(rawValue: edgeType[edge]).isIndexed
      && names.isKind(.sloppyFunctionMap, edgeName[edge])
      && names.isKind(.nativeContext, snapshot.nodes.name[node])
  }

  /// Every third value of a descriptor array is a pointer to where the array came from.
  @inline(never)
  private func passesDescriptor(_ edge: Int) -> Bool {
    let name = edgeName[edge]
    let index =
      EdgeType(rawValue: edgeType[edge]).isIndexed
      ? Int(name) : snapshot.strings.leadingNumber(of: name)
    return index < 2 || index % 3 != 1
  }

  /// The value of a pair is reached by the second of its two edges: when key and table are.
  @inline(never)
  private func passesPair(_ name: UInt32) -> Bool {
    guard let pair = names.ephemerons[name]?.number else { return true }
    isHalfMet[pair] ^= 1
    return isHalfMet[pair] == 0
  }
}
