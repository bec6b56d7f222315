// SPDX-License-Identifier: Apache-2.0

/// Leaked objects that are held in the same way, put together.
///
/// Of the leaked objects only those count that no other of them dominates: an object's own strings
/// and arrays are not leaks of their own. Two are alike when the ways to them have the same edges and
/// classes; positions in arrays and maps are not told apart, and neither is the length of a chain of
/// alike objects.
public struct LeakClusters: Sendable {
  public struct Cluster: Sendable {
    /// The class of the leaked objects.
    public let name: String
    /// The largest first.
    public let members: [Int]
    /// Bytes that all of them retain.
    public let retained: UInt64
    /// The way to the largest.
    public let path: RetainingPath
    /// Where the function, or the class of the objects, is defined.
    public let place: SourcePlaces.Place?
  }

  /// Those that retain most first.
  public let clusters: [Cluster]

  public init(
    of leaked: [Int], _ paths: RetainingPaths, _ dominators: Dominators, _ retained: RetainedSizes,
    _ classes: ClassNames
  ) {
    let snapshot = paths.snapshot
    let topmost = DominatorIntervals(dominators).topmost(leaked)
    var signatures = Signatures(paths, classes)
    let places = SourcePlaces(of: snapshot)
    var groups: [UInt32: [Int]] = [:]
    for node in topmost { groups[signatures.signature(of: node), default: []].append(node) }
    clusters = groups.values.map { group in
      let members = group.sorted {
        retained[$0] == retained[$1] ? $0 < $1 : retained[$0] > retained[$1]
      }
      return Cluster(
        name: classes.name(of: classes[members[0]]), members: members,
        retained: members.reduce(0) { $0 &+ retained[$1] }, path: paths.nearest(to: members[0]),
        place: places[members[0]])
    }.sorted {
      $0.retained == $1.retained
        ? snapshot.nodes.id[$0.members[0]] < snapshot.nodes.id[$1.members[0]]
        : $0.retained > $1.retained
    }
  }
}

/// Numbers for the ways from a root: equal for ways that look alike.
///
/// The signature of a node is made of its nearest retainer's, the edge and its own class. Every node
/// of a way is looked at once, however many ways share it.
private struct Signatures {
  private struct Link: Hashable {
    let retainer: UInt32
    let edgeType: UInt8
    let edgeName: UInt32
    let className: UInt32
  }

  private let paths: RetainingPaths
  private let snapshot: Snapshot
  private let classes: ClassNames
  private var known: [Int: UInt32] = [:]
  private var numbers: [Link: UInt32] = [:]
  /// By signature: the link that made it.
  private var links: [Link] = []

  init(_ paths: RetainingPaths, _ classes: ClassNames) {
    self.paths = paths
    self.classes = classes
    snapshot = paths.snapshot
  }

  mutating func signature(of node: Int) -> UInt32 {
    if let signature = known[node] { return signature }
    let path = paths.nearest(to: node) { known[$0] != nil }
    let root = Link(
      retainer: .max, edgeType: 0, edgeName: 0, className: className(path.start))
    var signature = known[path.start] ?? number(root)
    known[path.start] = signature
    for index in path.steps.indices.reversed() {
      let target = index == 0 ? node : path.steps[index - 1].retainer
      let link = link(from: signature, by: path.steps[index].edge, to: target)
      signature = number(link)
      known[target] = signature
    }
    return signature
  }

  private func className(_ node: Int) -> UInt32 { UInt32(classes[node]) }

  private func link(from retainer: UInt32, by edge: Int, to target: Int) -> Link {
    let type = snapshot.type(ofEdge: edge)
    let name = snapshot.edges.name[edge]
    let isPosition = type.isIndexed || snapshot.strings.startsWithDigit(name)
    return Link(
      retainer: retainer, edgeType: type.rawValue, edgeName: isPosition ? .max : name,
      className: className(target))
  }

  private mutating func number(_ link: Link) -> UInt32 {
    if link.retainer != .max {
      // A chain of alike objects by alike edges is one link, however long it is.
      let last = links[Int(link.retainer)]
      if last.edgeType == link.edgeType, last.edgeName == link.edgeName,
        last.className == link.className
      {
        return link.retainer
      }
    }
    if let number = numbers[link] { return number }
    let number = UInt32(links.count)
    numbers[link] = number
    links.append(link)
    return number
  }
}
