// SPDX-License-Identifier: Apache-2.0

/// Why an object that should have gone is still there: its way to a root in two snapshots of one
/// process, edge by edge.
public struct RetainerDiff: Sendable {
  public enum Change: String, Sendable {
    /// The edge is in both heaps.
    case stayed
    /// The edge is in the newer heap only.
    case appeared
    /// The edge is in the older heap only.
    case gone
  }

  public struct Step: Sendable {
    public let step: RetainingPath.Step
    public let change: Change
  }

  /// The object in each heap.
  public let older: RetainingPath
  public let newer: RetainingPath
  /// What held the object then: each edge stayed, or is gone.
  public let olderSteps: [Step]
  /// What holds it now: each edge stayed, or appeared.
  public let newerSteps: [Step]

  /// Nil when one of the snapshots does not have the object.
  public init?(id: UInt32, older: RetainingPaths, newer: RetainingPaths) {
    guard let oldNode = older.snapshot.node(id: id), let newNode = newer.snapshot.node(id: id)
    else { return nil }
    self.older = older.nearest(to: oldNode)
    self.newer = newer.nearest(to: newNode)
    olderSteps = Self.steps(
      self.older, in: older.snapshot, HeldEdges(self.older, older.snapshot, newer.snapshot), .gone)
    newerSteps = Self.steps(
      self.newer, in: newer.snapshot, HeldEdges(self.newer, newer.snapshot, older.snapshot),
      .appeared)
  }

  /// The edge by which the object should have been let go: the first from the object's end that
  /// appeared, or else the nearest one, which stayed.
  public var culprit: Step? {
    newerSteps.first { $0.change == .appeared } ?? newerSteps.first
  }

  private static func steps(
    _ path: RetainingPath, in snapshot: Snapshot, _ held: HeldEdges, _ otherwise: Change
  ) -> [Step] {
    path.steps.enumerated().map { index, step in
      let target = index == 0 ? path.node : path.steps[index - 1].retainer
      let isThere = held.contains(
        from: snapshot.nodes.id[step.retainer], to: snapshot.nodes.id[target],
        name: snapshot.name(ofEdge: step.edge))
      return Step(step: step, change: isThere ? .stayed : otherwise)
    }
  }
}

/// The edges of a path's objects in another snapshot.
private struct HeldEdges {
  private struct Edge: Hashable {
    let source: UInt32
    let target: UInt32
    let name: String
  }
  private var edges: Set<Edge> = []

  init(_ path: RetainingPath, _ snapshot: Snapshot, _ other: Snapshot) {
    let ids = Set(([path.node] + path.steps.map(\.retainer)).map { snapshot.nodes.id[$0] })
    for node in 0..<other.nodes.count where ids.contains(other.nodes.id[node]) {
      for edge in other.edges(of: node)
      where other.edges.type[edge] != EdgeType.weak.rawValue {
        let target = other.nodes.id[other.edges.target[edge]]
        guard ids.contains(target) else { continue }
        edges.insert(
          Edge(source: other.nodes.id[node], target: target, name: other.name(ofEdge: edge)))
      }
    }
  }

  func contains(from source: UInt32, to target: UInt32, name: String) -> Bool {
    edges.contains(Edge(source: source, target: target, name: name))
  }
}
