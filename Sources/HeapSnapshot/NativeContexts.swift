// SPDX-License-Identifier: Apache-2.0

/// What each native context (a page's or a realm's global scope) holds.
///
/// An object belongs to the context that its map's map names; anything else to the one context that
/// it is reached from, over edges that are neither weak nor shortcuts.
public struct NativeContexts: Sendable {
  public struct Context: Sendable, Equatable {
    public let node: Int
    /// Bytes of all that belongs to the context and to no other.
    public let attributed: UInt64
  }

  /// In the order of the file.
  public let contexts: [Context]
  /// Bytes that several contexts reach.
  public let shared: UInt64
  /// Bytes that no context reaches.
  public let unattributed: UInt64

  public init(of snapshot: Snapshot, _ sizes: ShallowSizes) {
    let attribution = Attribution(snapshot)
    var bytes = [UInt64](repeating: 0, count: attribution.contexts.count)
    var (shared, unattributed) = (UInt64(0), UInt64(0))
    for node in 0..<snapshot.nodes.count {
      switch attribution.owner[node] {
      case Attribution.nobody: unattributed &+= sizes.bytes[node]
      case Attribution.several: shared &+= sizes.bytes[node]
      case let owner: bytes[Int(owner) - 1] &+= sizes.bytes[node]
      }
    }
    contexts = zip(attribution.contexts, bytes).map { Context(node: Int($0), attributed: $1) }
    self.shared = shared
    self.unattributed = unattributed
  }
}

private struct Attribution {
  static let nobody: UInt32 = 0
  static let several = UInt32.max

  let snapshot: Snapshot
  private(set) var contexts: [UInt32] = []
  /// A context's place in `contexts`, counted from 1.
  let owner: Column<UInt32>
  /// Whether an owner is the node's own and not to be shared.
  private let isOwn: Column<UInt8>

  init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    owner = Column(zeros: snapshot.nodes.count)
    isOwn = Column(zeros: snapshot.nodes.count)
    var pending: [UInt32] = []
    for node in 0..<snapshot.nodes.count
    where snapshot.names.isKind(.nativeContext, snapshot.nodes.name[node]) {
      contexts.append(UInt32(truncatingIfNeeded: node))
      own(node, UInt32(truncatingIfNeeded: contexts.count), &pending)
    }
    guard !contexts.isEmpty else { return }
    let maps = contextOfMaps()
    for node in 0..<snapshot.nodes.count where isOwn[node] == 0 {
      guard let map = snapshot.target(of: node, internal: "map"),
        let meta = snapshot.target(of: map, internal: "map"),
        let context = maps[UInt32(truncatingIfNeeded: meta)]
      else { continue }
      own(node, context, &pending)
    }
    while let node = pending.popLast() { spread(from: Int(node), &pending) }
  }

  private func own(_ node: Int, _ context: UInt32, _ pending: inout [UInt32]) {
    owner[node] = context
    isOwn[node] = 1
    pending.append(UInt32(truncatingIfNeeded: node))
  }

  /// The contexts that maps name, by map.
  private func contextOfMaps() -> [UInt32: UInt32] {
    var result: [UInt32: UInt32] = [:]
    for node in 0..<snapshot.nodes.count where mayBeMap(node) {
      guard let context = snapshot.target(of: node, internal: "native_context"), isOwn[context] != 0
      else { continue }
      result[UInt32(truncatingIfNeeded: node)] = owner[context]
    }
    return result
  }

  private func mayBeMap(_ node: Int) -> Bool {
    switch snapshot.type(of: node) {
    case .hidden, .objectShape, .native: true
    default: false
    }
  }

  private func spread(from node: Int, _ pending: inout [UInt32]) {
    let mine = owner[node]
    for edge in snapshot.edges(of: node) {
      let type = snapshot.edges.type[edge]
      guard type != EdgeType.weak.rawValue, type != EdgeType.shortcut.rawValue else { continue }
      let target = snapshot.edges.target[edge]
      let known = owner[target]
      if isOwn[target] != 0 || known == mine || known == Self.several { continue }
      owner[target] = known == Self.nobody ? mine : Self.several
      pending.append(target)
    }
  }
}
