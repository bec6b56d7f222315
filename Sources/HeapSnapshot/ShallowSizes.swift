// SPDX-License-Identifier: Apache-2.0

/// The bytes that each node counts for, after sizes were moved to owners.
///
/// Arrays, V8's hidden objects and the data of external strings have no owner of their own; when
/// all paths to one lead from a single object, that object counts its bytes too. A file without
/// user roots (V8 15, Hermes) keeps its sizes as they are; so does DevTools.
public struct ShallowSizes: Sendable {
  public let bytes: Column<UInt64>
  public let total: UInt64

  public init(of snapshot: Snapshot, _ rules: Rules = .devTools) {
    let count = snapshot.nodes.count
    let bytes = Column<UInt64>(uninitialised: count)
    var total: UInt64 = 0
    for node in 0..<count {
      let size = snapshot.nodes.selfSize(node)
      bytes[node] = size
      total &+= size
    }
    if rules.movesSizes, !snapshot.userRoots.isEmpty { Owners(snapshot).move(bytes) }
    self.init(bytes: bytes, total: total)
  }

  init(bytes: Column<UInt64>, total: UInt64) {
    self.bytes = bytes
    self.total = total
  }
}

/// The single owner of each node, if it has one.
private struct Owners {
  private static let nobody = UInt32.max
  private static let several = UInt32.max - 1

  private let snapshot: Snapshot
  private let owner: Column<UInt32>
  /// The nodes that do not own themselves; edges to others need not be followed.
  private let isOwned: BitColumn

  init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    let count = snapshot.nodes.count
    owner = Column(uninitialised: count)
    isOwned = BitColumn(count: count)
    for node in 0..<count {
      let isOwned = Self.isOwned(node, snapshot)
      if isOwned { self.isOwned[node] = true }
      owner[node] = isOwned ? Self.nobody : UInt32(truncatingIfNeeded: node)
    }
    // Last in, first out over all nodes that own themselves; the order decides nothing, but a list
    // of them all would cost memory.
    var pending: [UInt32] = []
    var node = count - 1
    while node >= 0 {
      if !isOwned[node] {
        spread(from: node, &pending)
        while let next = pending.popLast() { spread(from: Int(next), &pending) }
      }
      node -= 1
    }
  }

  private static func isOwned(_ node: Int, _ snapshot: Snapshot) -> Bool {
    switch NodeType(rawValue: snapshot.nodes.type[node]) {
    case .hidden, .array: true
    case .native: snapshot.names.isKind(.externalStringData, snapshot.nodes.name[node])
    default: false
    }
  }

  @inline(__always)
  private func spread(from node: Int, _ pending: inout [UInt32]) {
    let (types, targets) = (snapshot.edges.type, snapshot.edges.target)
    let mine = owner[node]
    for edge in Int(snapshot.firstEdge[node])..<Int(snapshot.firstEdge[node + 1]) {
      let target = targets[edge]
      guard isOwned[Int(target)], types[edge] != EdgeType.weak.rawValue else { continue }
      let known = owner[target]
      guard known != mine, known != Self.several else { continue }
      owner[target] = known == Self.nobody ? mine : Self.several
      pending.append(target)
    }
  }

  func move(_ bytes: Column<UInt64>) {
    for node in 0..<snapshot.nodes.count {
      let owner = owner[node]
      guard owner < Self.several, owner != UInt32(node), Int(owner) != snapshot.root,
        snapshot.nodes.type[owner] != NodeType.synthetic.rawValue
      else { continue }
      bytes[owner] &+= bytes[node]
      bytes[node] = 0
    }
  }
}
