// SPDX-License-Identifier: Apache-2.0

/// What a heap would be without some of its nodes and edges.
///
/// Reachability over essential edges is computed again; dominators are not asked, so any number of
/// nodes and edges can go together. For a single node the bytes are its retained size.
public struct WhatIf: Sendable {
  /// What is taken away.
  public struct Removal: Sendable {
    public var nodes: Set<Int> = []
    public var edges: Set<Int> = []
    public init(nodes: Set<Int> = [], edges: Set<Int> = []) {
      self.nodes = nodes
      self.edges = edges
    }
  }

  public struct Outcome: Sendable {
    /// What would be collected, the removed nodes themselves included.
    public let freedBytes: UInt64
    public let freedCount: Int
    /// Objects that the removed nodes and edges led to directly, weak edges aside, and that stay alive.
    public let survivors: [Survivor]
  }

  public struct Survivor: Sendable {
    public let node: Int
    /// The shortest way that is left to a root.
    public let path: RetainingPath
  }

  private let snapshot: Snapshot
  private let holding: HoldingEdges
  /// What hangs under the root because the root does not reach it.
  private let hung: [Int]

  public init(_ snapshot: Snapshot, _ rules: Rules = .devTools) {
    self.snapshot = snapshot
    holding = HoldingEdges(snapshot, rules)
    hung = Self.hung(snapshot, holding)
  }

  /// First what no essential edge leads to, then what cycles are left.
  private static func hung(_ snapshot: Snapshot, _ holding: HoldingEdges) -> [Int] {
    var walk = Walk(snapshot, holding, Removal())
    walk.run(from: [snapshot.root])
    guard walk.count < snapshot.nodes.count else { return [] }
    let isTarget = Column<UInt8>(zeros: snapshot.nodes.count)
    for node in 0..<snapshot.nodes.count {
      for edge in snapshot.edges(of: node) where holding.contains(edge, from: node) {
        isTarget[snapshot.edges.target[edge]] = 1
      }
    }
    let orphans = (0..<snapshot.nodes.count).filter { !walk.contains($0) && isTarget[$0] == 0 }
    walk.run(from: orphans)
    return orphans + (0..<snapshot.nodes.count).filter { !walk.contains($0) }
  }

  /// Takes nodes and edges away. `bytes` are what nodes count for. The root can't be removed.
  public func removing(_ removal: Removal, _ bytes: ShallowSizes) -> Outcome {
    let walk = walk(without: removal)
    let (freed, count) = unreached(by: walk, bytes)
    let survivors = targets(of: removal).filter { walk.contains($0) }
      .map { Survivor(node: $0, path: walk.path(to: $0)) }
    return Outcome(freedBytes: freed, freedCount: count, survivors: survivors)
  }

  /// The bytes alone, without the ways to what stays.
  public func bytesFreed(by removal: Removal, _ bytes: ShallowSizes) -> UInt64 {
    unreached(by: walk(without: removal), bytes).bytes
  }

  private func unreached(by walk: Walk, _ sizes: ShallowSizes) -> (bytes: UInt64, count: Int) {
    var (freed, count) = (UInt64(0), 0)
    for node in 0..<snapshot.nodes.count where !walk.contains(node) {
      freed &+= sizes.bytes[node]
      count += 1
    }
    return (freed, count)
  }

  /// For each node whether it would be collected.
  func collected(without removal: Removal) -> BitColumn {
    let walk = walk(without: removal)
    let collected = BitColumn(count: snapshot.nodes.count)
    for node in 0..<snapshot.nodes.count where !walk.contains(node) { collected[node] = true }
    return collected
  }

  /// Whether an edge of a node keeps its target alive.
  func holds(_ edge: Int, from node: Int) -> Bool { holding.contains(edge, from: node) }

  /// From the user roots, so that the ways left over are those that a user knows; then from the
  /// root; then from what hangs under it.
  private func walk(without removal: Removal) -> Walk {
    let root = snapshot.root
    let userRoots = snapshot.edges(of: root)
      .filter { holding.contains($0, from: root) && !removal.edges.contains($0) }
      .map { Int(snapshot.edges.target[$0]) }.filter { snapshot.isUserRoot($0) }
    var walk = Walk(snapshot, holding, removal)
    walk.run(from: userRoots)
    walk.run(from: [root])
    walk.run(from: hung)
    return walk
  }

  /// In the order in which the removed nodes and edges lead to them, each once; without prototypes and
  /// what the engine hangs from every object. A weak edge has held nothing.
  private func targets(of removal: Removal) -> [Int] {
    var seen = removal.nodes
    let edges = removal.nodes.sorted().flatMap { node in
      snapshot.edges(of: node).filter { edge in
        holding.contains(edge, from: node)
          && !snapshot.names.isKind(.proto, snapshot.edges.name[edge])
          && !isEngines(Int(snapshot.edges.target[edge]))
      }
    }
    let removed = removal.edges.sorted().filter {
      snapshot.edges.type[$0] != EdgeType.weak.rawValue
    }
    return (edges + removed).map { Int(snapshot.edges.target[$0]) }
      .filter { seen.insert($0).inserted }
  }

  private func isEngines(_ node: Int) -> Bool {
    switch snapshot.type(of: node) {
    case .hidden, .objectShape, .code: true
    default: snapshot.strings.string(snapshot.nodes.name[node], hasPrefix: "system / ")
    }
  }
}

/// The edges that dominators are computed on, with the rule for the page's objects: what the page
/// reaches is not held by what it does not reach.
private struct HoldingEdges {
  private let essential: EssentialEdges
  private let isPage: BitColumn?

  init(_ snapshot: Snapshot, _ rules: Rules) {
    essential = EssentialEdges(snapshot, rules)
    let roots = snapshot.edges(of: snapshot.root).filter { snapshot.isPageRoot($0) }
    guard rules.separatesPageObjects, !roots.isEmpty else {
      isPage = nil
      return
    }
    let isPage = BitColumn(count: snapshot.nodes.count)
    var pending: [UInt32] = []
    func enter(_ edge: Int) {
      let target = snapshot.edges.target[edge]
      guard snapshot.edges.type[edge] != EdgeType.weak.rawValue, !isPage[Int(target)]
      else { return }
      isPage[Int(target)] = true
      pending.append(target)
    }
    for root in roots { enter(root) }
    while let node = pending.popLast() {
      for edge in snapshot.edges(of: Int(node)) { enter(edge) }
    }
    self.isPage = isPage
  }

  @inline(__always)
  func contains(_ edge: Int, from node: Int) -> Bool {
    guard essential.contains(edge, from: node) else { return false }
    guard let isPage, node != essential.root else { return true }
    return !isPage[Int(essential.snapshot.edges.target[edge])] || isPage[node]
  }
}

/// A breadth-first search that remembers by which edge it came.
private struct Walk {
  private let snapshot: Snapshot
  private let holding: HoldingEdges
  private let removal: WhatIf.Removal
  /// For each reached node the edge that led there and 2; 1 for a start; 0 if it is not reached.
  private let via: Column<UInt32>
  private let queue: Column<UInt32>
  private(set) var count = 0

  init(_ snapshot: Snapshot, _ holding: HoldingEdges, _ removal: WhatIf.Removal) {
    self.snapshot = snapshot
    self.holding = holding
    self.removal = removal
    via = Column(zeros: snapshot.nodes.count)
    queue = Column(zeros: snapshot.nodes.count)
  }

  func contains(_ node: Int) -> Bool { via[node] != 0 }

  mutating func run(from starts: [Int]) {
    var head = count
    for start in starts where via[start] == 0 && !removal.nodes.contains(start) { enter(start, 1) }
    let hasNodes = !removal.nodes.isEmpty
    let hasEdges = !removal.edges.isEmpty
    while head < count {
      let node = Int(queue[head])
      head += 1
      for edge in snapshot.edges(of: node) {
        let target = Int(snapshot.edges.target[edge])
        guard via[target] == 0, holding.contains(edge, from: node) else { continue }
        if hasNodes, removal.nodes.contains(target) { continue }
        if hasEdges, removal.edges.contains(edge) { continue }
        enter(target, UInt32(truncatingIfNeeded: edge + 2))
      }
    }
  }

  private mutating func enter(_ node: Int, _ mark: UInt32) {
    via[node] = mark
    queue[count] = UInt32(truncatingIfNeeded: node)
    count += 1
  }

  func path(to node: Int) -> RetainingPath {
    var steps: [RetainingPath.Step] = []
    var here = node
    while via[here] > 1 {
      let edge = Int(via[here]) - 2
      let source = snapshot.source(of: edge)
      // As other paths: they end below the root.
      guard source != snapshot.root else { break }
      steps.append(RetainingPath.Step(edge: edge, retainer: source))
      here = source
    }
    return RetainingPath(node: node, steps: steps)
  }
}
