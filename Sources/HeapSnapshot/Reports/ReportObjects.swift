// SPDX-License-Identifier: Apache-2.0

extension HeapReport {
  /// An object with what holds it.
  public struct Object: Sendable {
    public let name: String
    public let id: UInt32
    public let type: String
    public let shallow: UInt64
    public let retained: UInt64
    public let distance: Int32
    /// Nil for a root and for what nothing holds.
    public fileprivate(set) var holder: Holder?
    /// Other ways that differ, the shortest first: each from the object to one whose `holder` goes
    /// on. Only objects that retain most have them.
    public fileprivate(set) var ways: [[Holder]] = []
  }

  /// The nearest object that refers to another.
  public struct Holder: Sendable {
    public let edge: String
    public let edgeType: String
    /// Index in `objects`; nil where the way goes on but is not listed any further.
    public let index: Int?
  }
}

/// Gathers objects with what holds them, up to the roots: ways that meet are listed once from there.
struct ReportObjects {
  private(set) var rows: [HeapReport.Object] = []
  /// Indexes in `rows` by node.
  private var known: [Int: Int] = [:]
  private let analysis: Analysis
  private let names: NodeNames
  private let paths: RetainingPaths

  /// One way adds so many objects at most: a heap can be a list of millions.
  private static let longestWay = 200

  init(_ analysis: Analysis, _ names: NodeNames) {
    self.analysis = analysis
    self.names = names
    paths = RetainingPaths(
      analysis.snapshot, Retainers(of: analysis.snapshot), analysis.distances)
  }

  /// The index of an object, which is added with all on the shortest way to a root.
  mutating func add(_ node: Int) -> Int {
    if let index = known[node] { return index }
    var length = 0
    let listed = known
    let way = paths.nearest(to: node) { here in
      length += 1
      return listed[here] != nil || length > Self.longestWay
    }
    let first = append(node)
    var index = first
    for (position, step) in way.steps.enumerated() {
      let isCut = position + 1 == Self.longestWay && known[step.retainer] == nil
      let next = isCut ? nil : known[step.retainer] ?? append(step.retainer)
      rows[index].holder = holder(step, next)
      index = next ?? index
    }
    return first
  }

  /// The same with other ways; each is listed up to an object whose shortest way is its rest.
  mutating func add(_ node: Int, ways limit: Int) -> Int {
    let index = add(node)
    var caps = RetainingTree.Caps()
    (caps.depth, caps.nodes, caps.siblings) = (15, 200, 20)
    let nearest = paths.nearest(to: node)
    let found = RetainingWays(of: node, in: paths, limit: limit + 1, caps).ways
    rows[index].ways = found.filter { $0.path != nearest }.prefix(limit).map { way in
      way.path.steps.prefix(way.ownSteps).map { step in holder(step, add(step.retainer)) }
    }
    return index
  }

  private func holder(_ step: RetainingPath.Step, _ index: Int?) -> HeapReport.Holder {
    let snapshot = analysis.snapshot
    return HeapReport.Holder(
      edge: snapshot.name(ofEdge: step.edge),
      edgeType: snapshot.meta.edgeTypeName(snapshot.type(ofEdge: step.edge)), index: index)
  }

  private mutating func append(_ node: Int) -> Int {
    let snapshot = analysis.snapshot
    rows.append(
      HeapReport.Object(
        name: names[node], id: snapshot.nodes.id[node],
        type: snapshot.meta.nodeTypeName(snapshot.type(of: node)),
        shallow: analysis.shallowSizes.bytes[node], retained: analysis.retainedSizes[node],
        distance: analysis.distances[node]))
    known[node] = rows.count - 1
    return rows.count - 1
  }
}
