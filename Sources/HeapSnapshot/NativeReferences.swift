// SPDX-License-Identifier: Apache-2.0

/// What native code keeps alive, by the place that made the references.
///
/// Attributed snapshots have a node `System / ExportedReferences` (and others for wraps, deferreds,
/// scripts), below it a native node for each creation site, and edges from there to the objects.
/// In other snapshots the labels of strong handles below `(Global handles)` are the sites.
public struct NativeReferences: Sendable {
  /// References made at one place.
  public struct Site: Sendable {
    public let name: String
    /// The exporter's name, or `(Global handles)`.
    public let exporter: String
    /// The site's node; nil for labelled handles, which have none.
    public let node: Int?
    public let strong: Int
    /// Weak references keep nothing alive.
    public let weak: Int
    /// Bytes that nothing else holds: what would be freed if the site let go. For labelled handles a
    /// lower bound, without what only several of them hold together.
    public let exclusive: UInt64
    /// The same, and for each object that others hold too, what would go with the object.
    public let inclusive: UInt64
    /// The edges of references, those of the objects that retain most first.
    public let edges: [Int]

    /// The edges that keep their objects alive, in the same order.
    public var strongEdges: ArraySlice<Int> { edges.prefix(strong) }
  }

  /// Those that hold most first.
  public let sites: [Site]
  /// The file has nodes for creation sites.
  public let isAttributed: Bool

  public init(of snapshot: Snapshot, _ dominators: Dominators, _ retained: RetainedSizes) {
    var groups = Self.exported(snapshot)
    isAttributed = !groups.isEmpty
    if !isAttributed { groups = Self.labelled(snapshot) }
    let intervals = DominatorIntervals(dominators)
    let sums = SiteSums(
      snapshot: snapshot, retained: retained, intervals: intervals,
      shared: isAttributed ? [] : Self.shared(groups, snapshot, intervals))
    sites = groups.filter { !$0.name.isEmpty }.map { sums.site($0) }.sorted {
      $0.exclusive == $1.exclusive
        ? ($0.inclusive, $1.name) > ($1.inclusive, $0.name) : $0.exclusive > $1.exclusive
    }
  }

  /// The edges of the references made at one place, without what they hold being computed.
  public static func edges(ofSite name: String, in snapshot: Snapshot) -> [Int] {
    let groups = exported(snapshot)
    return (groups.isEmpty ? labelled(snapshot) : groups).filter {
      $0.name == name && !name.isEmpty
    }
    .flatMap(\.edges)
  }

  /// A node under which references of sites hang.
  static func isExporter(_ node: Int, in snapshot: Snapshot) -> Bool {
    snapshot.nodes.type[node] != NodeType.string.rawValue
      && snapshot.strings.string(snapshot.nodes.name[node], hasPrefix: "System / Exported")
  }

  struct Group {
    let name: String
    let exporter: String
    /// The site's node, if it has one.
    let node: Int?
    /// The node that the edges leave.
    let holder: Int
    var edges: [Int]
  }

  private static func exported(_ snapshot: Snapshot) -> [Group] {
    var groups: [Group] = []
    for rootEdge in snapshot.edges(of: snapshot.root) {
      let exporter = Int(snapshot.edges.target[rootEdge])
      guard isExporter(exporter, in: snapshot) else { continue }
      var direct: [Int] = []
      for edge in snapshot.edges(of: exporter) {
        let target = Int(snapshot.edges.target[edge])
        if snapshot.strings.string(snapshot.nodes.name[target], hasPrefix: "JSVM_") {
          groups.append(
            Group(
              name: snapshot.name(of: target), exporter: snapshot.name(of: exporter), node: target,
              holder: target, edges: Array(snapshot.edges(of: target))))
        } else {
          direct.append(edge)
        }
      }
      // The flat form: the values themselves, without sites.
      if !direct.isEmpty {
        let name = snapshot.name(of: exporter)
        groups.append(
          Group(name: name, exporter: name, node: exporter, holder: exporter, edges: direct))
      }
    }
    return groups
  }

  /// Handles with a label: edges named `N / label`. Those without are a group without a name.
  private static func labelled(_ snapshot: Snapshot) -> [Group] {
    guard let roots = snapshot.systemRoots else { return [] }
    let handles = snapshot.edges(of: roots).lazy.map { Int(snapshot.edges.target[$0]) }
      .first { snapshot.strings.string(snapshot.nodes.name[$0], equals: "(Global handles)") }
    guard let handles else { return [] }
    var groups: [String: Group] = [:]
    for edge in snapshot.edges(of: handles) {
      let text = snapshot.name(ofEdge: edge)
      let separator = " / "
      let rest = text.drop { $0.isASCII && $0.isNumber }
      let label = rest.hasPrefix(separator) ? String(rest.dropFirst(separator.count)) : ""
      let none = Group(
        name: label, exporter: "(Global handles)", node: nil, holder: handles, edges: [])
      groups[label, default: none].edges.append(edge)
    }
    return Array(groups.values)
  }

  /// Objects that more than one group leads to, or that something leads to which is neither a handle
  /// nor held by the object itself.
  private static func shared(
    _ groups: [Group], _ snapshot: Snapshot, _ intervals: DominatorIntervals
  ) -> Set<Int> {
    var targets: Set<Int> = []
    var shared: Set<Int> = []
    for group in groups {
      let strong = group.edges.filter { snapshot.edges.type[$0] != EdgeType.weak.rawValue }
      let own = Set(strong.map { Int(snapshot.edges.target[$0]) })
      shared.formUnion(targets.intersection(own))
      targets.formUnion(own)
    }
    let isTarget = BitColumn(count: snapshot.nodes.count)
    for target in targets { isTarget[target] = true }
    for node in 0..<snapshot.nodes.count where node != groups.first?.holder {
      for edge in snapshot.edges(of: node) {
        let target = Int(snapshot.edges.target[edge])
        let type = snapshot.type(ofEdge: edge)
        guard isTarget[target], type != .weak, type != .shortcut else { continue }
        if !intervals.contains(node, below: target) { shared.insert(target) }
      }
    }
    return shared
  }
}

/// What sites hold, from the dominator tree.
private struct SiteSums {
  let snapshot: Snapshot
  let retained: RetainedSizes
  let intervals: DominatorIntervals
  /// Objects of labelled handles that others hold too.
  let shared: Set<Int>

  func site(_ group: NativeReferences.Group) -> NativeReferences.Site {
    let weak = group.edges.filter { snapshot.edges.type[$0] == EdgeType.weak.rawValue }
    let strong = group.edges.filter { snapshot.edges.type[$0] != EdgeType.weak.rawValue }
      .map { (edge: $0, bytes: retained[Int(snapshot.edges.target[$0])]) }
      .sorted { $0.bytes == $1.bytes ? $0.edge < $1.edge : $0.bytes > $1.bytes }
    let targets = intervals.topmost(Set(strong.map { Int(snapshot.edges.target[$0.edge]) }))
    let foreign = targets.filter { !isHeldAlone($0, by: group) }
      .reduce(UInt64(0)) { $0 &+ retained[$1] }
    let own =
      group.node.map { retained[$0] &- snapshot.nodes.selfSize($0) }
      ?? targets.filter { isHeldAlone($0, by: group) }.reduce(0) { $0 &+ retained[$1] }
    return NativeReferences.Site(
      name: group.name, exporter: group.exporter, node: group.node, strong: strong.count,
      weak: weak.count, exclusive: own, inclusive: own &+ foreign,
      edges: strong.map(\.edge) + weak)
  }

  /// Without the group nothing would hold the object.
  private func isHeldAlone(_ target: Int, by group: NativeReferences.Group) -> Bool {
    intervals.contains(target, below: group.holder)
      && (group.node != nil || !shared.contains(target))
  }
}
