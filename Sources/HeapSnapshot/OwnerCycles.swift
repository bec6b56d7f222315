// SPDX-License-Identifier: Apache-2.0

/// Strong references that keep alive what would delete them.
///
/// A native object that holds a reference is often itself given to an object of script: wrapped in it,
/// or the data of its finalizer, which deletes the native object when the wrapper is collected. If the
/// reference keeps the wrapper alive, neither ever goes. No collector sees that, for half of the cycle
/// is native memory; who holds a reference must be known from elsewhere.
public struct OwnerCycles: Sendable {
  /// The edge of a reference, and the object whose finalizer deletes the reference's native owner.
  public struct Ownership: Sendable, Equatable {
    public let edge: Int
    public let wrapper: Int

    public init(edge: Int, wrapper: Int) {
      self.edge = edge
      self.wrapper = wrapper
    }
  }

  public struct Cycle: Sendable, Equatable {
    /// The position of the ownership that was given.
    public let ownership: Int
    /// The edges that lead from the reference's target to the wrapper: none if it is the wrapper; nil
    /// if other native objects are on the way.
    public let way: [Int]?
  }

  /// In the order of the ownerships.
  public let cycles: [Cycle]

  /// A target that is the wrapper makes a cycle, whatever else holds it. A wrapper that is reached from
  /// the target is in one if nothing but such references keeps it: what script still uses is no leak.
  /// Linear in the number of objects that only these references keep.
  public init(of ownerships: [Ownership], in snapshot: Snapshot, _ rules: Rules = .devTools) {
    guard !ownerships.isEmpty else {
      cycles = []
      return
    }
    let whatIf = WhatIf(snapshot, rules)
    let edges = Set(ownerships.map(\.edge))
    let kept = whatIf.collected(without: WhatIf.Removal(edges: edges))
    let graph = KeptGraph(snapshot: snapshot, whatIf: whatIf, kept: kept, ownerships: ownerships)
    let component = graph.components()
    cycles = ownerships.enumerated().compactMap { index, ownership in
      let target = Int(snapshot.edges.target[ownership.edge])
      if target == ownership.wrapper { return Cycle(ownership: index, way: []) }
      guard kept[target], kept[ownership.wrapper],
        component[target] == component[ownership.wrapper]
      else { return nil }
      return Cycle(ownership: index, way: graph.way(from: target, to: ownership.wrapper))
    }
  }
}

/// What is kept by references that native objects hold, with ways through those objects.
private struct KeptGraph {
  let snapshot: Snapshot
  let whatIf: WhatIf
  let kept: BitColumn
  private let owned: [Int: [Int]]

  init(
    snapshot: Snapshot, whatIf: WhatIf, kept: BitColumn, ownerships: [OwnerCycles.Ownership]
  ) {
    self.snapshot = snapshot
    self.whatIf = whatIf
    self.kept = kept
    owned = Dictionary(grouping: ownerships, by: \.wrapper).mapValues { ownerships in
      ownerships.map { Int(snapshot.edges.target[$0.edge]) }
    }
  }

  private func heapTargets(of node: Int) -> some Sequence<(edge: Int, target: Int)> {
    snapshot.edges(of: node).lazy
      .map { (edge: $0, target: Int(snapshot.edges.target[$0])) }
      .filter { kept[$0.target] && whatIf.holds($0.edge, from: node) }
  }

  private func targets(of node: Int) -> [Int] {
    heapTargets(of: node).map(\.target) + (owned[node] ?? []).filter { kept[$0] }
  }

  /// A number for each node that nodes which reach one another share (Tarjan, without recursion).
  func components() -> Column<UInt32> {
    let count = snapshot.nodes.count
    let number = Column<UInt32>(zeros: count)
    let lowest = Column<UInt32>(zeros: count)
    let component = Column<UInt32>(zeros: count)
    var (last, components) = (UInt32(0), UInt32(0))
    var open: [Int] = []
    for start in 0..<count where kept[start] && number[start] == 0 {
      var path: [(node: Int, targets: [Int], next: Int)] = []
      func enter(_ node: Int) {
        last += 1
        number[node] = last
        lowest[node] = last
        open.append(node)
        path.append((node, targets(of: node), 0))
      }
      enter(start)
      while let (node, targets, next) = path.last {
        if next < targets.count {
          path[path.count - 1].next += 1
          let target = targets[next]
          if number[target] == 0 {
            enter(target)
          } else if component[target] == 0 {
            lowest[node] = min(lowest[node], number[target])
          }
          continue
        }
        path.removeLast()
        if let above = path.last?.node { lowest[above] = min(lowest[above], lowest[node]) }
        guard lowest[node] == number[node] else { continue }
        components += 1
        while let member = open.popLast() {
          component[member] = components
          if member == node { break }
        }
      }
    }
    return component
  }

  /// The edges of a shortest way over the heap.
  func way(from start: Int, to end: Int) -> [Int]? {
    var via = [start: -1]
    var queue = [start]
    var head = 0
    while head < queue.count, via[end] == nil {
      let node = queue[head]
      head += 1
      for (edge, target) in heapTargets(of: node) where via[target] == nil {
        via[target] = edge
        queue.append(target)
      }
    }
    guard via[end] != nil else { return nil }
    var way: [Int] = []
    var here = end
    while let edge = via[here], edge >= 0 {
      way.append(edge)
      here = snapshot.source(of: edge)
    }
    return way.reversed()
  }
}
