// SPDX-License-Identifier: Apache-2.0

/// Whether native objects (DOM nodes above all) hang in a tree that is shown.
///
/// Files tell it of a few nodes; it spreads from them to native children, attached before detached,
/// and not through JavaScript objects.
public struct Detachedness: Sendable {
  public enum State: UInt8, Sendable { case unknown, attached, detached }

  private let states: Column<UInt8>
  /// Nodes whose name gets `Detached ` in front.
  private let renamed: Set<Int>

  public init(of snapshot: Snapshot) {
    if snapshot.nodes.hasDetachedness {
      var spread = Spread(snapshot)
      spread.run()
      states = spread.states
      renamed = spread.renamed
    } else {
      states = Self.byName(snapshot)
      renamed = []
    }
  }

  /// Without the field, the names of native nodes tell.
  private static func byName(_ snapshot: Snapshot) -> Column<UInt8> {
    let states = Column<UInt8>(zeros: snapshot.nodes.count)
    for node in 0..<snapshot.nodes.count
    where snapshot.nodes.type[node] == NodeType.native.rawValue
      && snapshot.names.isKind(.detached, snapshot.nodes.name[node])
    {
      states[node] = State.detached.rawValue
    }
    return states
  }

  public subscript(node: Int) -> State { State(rawValue: states[node]) ?? .unknown }

  /// At least one node is renamed.
  var renames: Bool { !renamed.isEmpty }

  /// The name that DevTools shows differs from the file's by `Detached `.
  public func isRenamed(_ node: Int) -> Bool { renamed.contains(node) }

  /// How many nodes have a state.
  public func count(of state: State) -> Int {
    (0..<states.count).reduce(0) { $0 + (states[$1] == state.rawValue ? 1 : 0) }
  }
}

private struct Spread {
  let snapshot: Snapshot
  let states: Column<UInt8>
  var renamed: Set<Int> = []
  private let visited: Column<UInt8>
  private var attached: [Int] = []
  private var detached: [Int] = []

  init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    states = snapshot.nodes.detachedness.copy()
    visited = Column(zeros: snapshot.nodes.count)
  }

  mutating func run() {
    for node in 0..<snapshot.nodes.count {
      if let state = Detachedness.State(rawValue: states[node]), state != .unknown {
        visit(node, state)
      }
    }
    while let node = attached.popLast() { visitChildren(of: node, .attached) }
    while let node = detached.popLast() {
      guard states[node] != Detachedness.State.attached.rawValue else { continue }
      visitChildren(of: node, .detached)
    }
  }

  private mutating func visitChildren(of node: Int, _ state: Detachedness.State) {
    for edge in snapshot.edges(of: node) {
      switch EdgeType(rawValue: snapshot.edges.type[edge]) {
      case .hidden, .invisible, .weak: continue
      default: visit(Int(snapshot.edges.target[edge]), state)
      }
    }
  }

  private mutating func visit(_ node: Int, _ state: Detachedness.State) {
    guard visited[node] == 0 else { return }
    visited[node] = 1
    guard snapshot.nodes.type[node] == NodeType.native.rawValue else { return }
    states[node] = state.rawValue
    if state == .attached {
      attached.append(node)
    } else {
      renamed.insert(node)
      detached.append(node)
    }
  }
}
