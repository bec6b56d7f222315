// SPDX-License-Identifier: Apache-2.0

/// A way from an object towards a root, as DevTools lists retainers: the nearest one first.
public struct RetainingPath: Sendable, Equatable {
  /// An edge and the node that it leaves.
  public struct Step: Sendable, Equatable {
    public let edge: Int
    public let retainer: Int

    public init(edge: Int, retainer: Int) {
      self.edge = edge
      self.retainer = retainer
    }
  }

  /// The object that is kept alive.
  public let node: Int
  /// Empty for a root and for what nothing holds.
  public let steps: [Step]

  public init(node: Int, steps: [Step]) {
    self.node = node
    self.steps = steps
  }

  /// The node at the root's end.
  public var start: Int { steps.last?.retainer ?? node }
}

/// The shortest ways to what keeps objects alive, and what they would be without some retainers.
public struct RetainingPaths: Sendable {
  /// Added to the old distance of a node that only ignored retainers hold.
  public static let onlyIgnored: Int32 = 200_000_000

  public let snapshot: Snapshot
  public let retainers: Retainers
  /// From the nearest user root, or from the root for what only the system reaches.
  public let distances: Column<Int32>
  private let ignored: Set<Int>

  /// Both phases at the same time.
  public init(of snapshot: Snapshot) {
    let (retainers, distances) = both({ Retainers(of: snapshot) }, { Distances(of: snapshot) })
    self.init(snapshot, retainers, distances)
  }

  public init(_ snapshot: Snapshot, _ retainers: Retainers, _ distances: Distances) {
    self.init(snapshot, retainers, distances.values, ignored: [])
  }

  private init(
    _ snapshot: Snapshot, _ retainers: Retainers, _ distances: Column<Int32>, ignored: Set<Int>
  ) {
    self.snapshot = snapshot
    self.retainers = retainers
    self.distances = distances
    self.ignored = ignored
  }

  /// The same heap as if these nodes did not exist; a node that is then unreachable has its old
  /// distance and `onlyIgnored`. A user root keeps its distance.
  public func ignoring(_ nodes: Set<Int>) -> RetainingPaths {
    let ignored = ignored.union(nodes)
    let severed = snapshot.weakening(ignored.flatMap { Array(retainers.edges(to: $0)) })
    let distances = Distances(of: severed).values
    for node in 0..<distances.count where distances[node] == Distances.unreachable {
      let old = self.distances[node]
      if old != Distances.unreachable, old < Self.onlyIgnored {
        distances[node] = old + Self.onlyIgnored
      } else {
        distances[node] = old
      }
    }
    return RetainingPaths(snapshot, retainers, distances, ignored: ignored)
  }

  /// What holds a node: not over weak edges, not the root, not what is ignored. By distance; among
  /// equals the edge that stands last in the file comes first, as in DevTools.
  public func holders(of node: Int) -> [RetainingPath.Step] {
    counted(node).sorted {
      let (first, second) = (distances[$0.retainer], distances[$1.retainer])
      let (near, far) = (Self.rank(first), Self.rank(second))
      return near == far ? $0.edge > $1.edge : near < far
    }
  }

  /// The first of `holders`, without sorting them.
  func nearestHolder(of node: Int) -> RetainingPath.Step? {
    var best: RetainingPath.Step?
    var bestRank = Int32.max
    for step in counted(node) {
      let rank = Self.rank(distances[step.retainer])
      if best == nil || rank <= bestRank { (best, bestRank) = (step, rank) }
    }
    return best
  }

  private func counted(_ node: Int) -> some Sequence<RetainingPath.Step> {
    retainers.edges(to: node).lazy
      .filter { snapshot.edges.type[$0] != EdgeType.weak.rawValue }
      .map { RetainingPath.Step(edge: $0, retainer: retainers.source(of: $0)) }
      .filter { $0.retainer != snapshot.root && !ignored.contains($0.retainer) }
  }

  /// What nothing reaches comes last.
  static func rank(_ distance: Int32) -> Int32 { distance < 0 ? .max : distance }

  /// The shortest way to a user root; to the system's roots when no user root reaches the node.
  ///
  /// Ends where no retainer is nearer to a root. As long as the heap is deep: without recursion.
  public func nearest(to node: Int) -> RetainingPath { nearest(to: node) { _ in false } }

  /// The same way, up to the first node that `ends` it.
  func nearest(to node: Int, _ ends: (Int) -> Bool) -> RetainingPath {
    var steps: [RetainingPath.Step] = []
    var here = node
    while distances[here] > 1, !ends(here), let step = nearestHolder(of: here) {
      guard Self.rank(distances[step.retainer]) < Self.rank(distances[here]) else { break }
      steps.append(step)
      here = step.retainer
    }
    return RetainingPath(node: node, steps: steps)
  }
}

extension Snapshot {
  /// The same heap in which some edges do not keep their targets alive.
  func weakening(_ weakened: [Int]) -> Snapshot {
    var result = self
    result.edges.type = edges.type.copy()
    for edge in weakened { result.edges.type[edge] = EdgeType.weak.rawValue }
    return result
  }
}

extension Snapshot {
  /// The same heap as if no handle scope were open: what native functions look at just now keeps
  /// nothing alive.
  public var ignoringHandleScopes: Snapshot {
    weakening(handleScopeEdges)
  }

  /// The edges by which open handle scopes hold their values.
  public var handleScopeEdges: [Int] {
    guard let roots = systemRoots else { return [] }
    let scopes = edges(of: roots).map { Int(edges.target[$0]) }
      .filter { strings.string(nodes.name[$0], hasPrefix: "(Handle scope") }
    return scopes.flatMap { Array(edges(of: $0)) }
  }
}
