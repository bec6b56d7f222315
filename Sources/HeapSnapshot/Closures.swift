// SPDX-License-Identifier: Apache-2.0

/// The closures of a heap by the place in the source where their function is defined.
public struct Closures: Sendable {
  /// All closures of one function.
  public struct Function: Sendable {
    public let name: String
    public let place: SourcePlaces.Place
    /// The one that retains most first.
    public let closures: [Int]
    /// Bytes that all of them retain.
    public let retained: UInt64
    /// Distinct contexts that they hold: variables of the functions around them.
    public let contexts: Int
    /// Bytes that go with those contexts.
    public let contextBytes: UInt64

    public var count: Int { closures.count }
  }

  /// Those that retain most first.
  public let functions: [Function]
  /// Closures without a place: the engine's own, and functions never called.
  public let unplaced: Int

  public init(of snapshot: Snapshot, _ dominators: Dominators, _ retained: RetainedSizes) {
    let parts = FunctionParts(snapshot)
    let intervals = DominatorIntervals(dominators)
    let places = SourcePlaces(of: snapshot)
    var groups: [Key: [Int]] = [:]
    var placed = 0
    for node in places.nodes where snapshot.type(of: node) == .closure {
      guard let place = places[node] else { continue }
      groups[Key(location: place.location, name: snapshot.nodes.name[node]), default: []]
        .append(node)
      placed += 1
    }
    unplaced =
      (0..<snapshot.nodes.count).count { snapshot.nodes.type[$0] == NodeType.closure.rawValue }
      - placed
    func sum(_ nodes: some Sequence<Int>) -> UInt64 {
      intervals.topmost(nodes).reduce(0) { $0 &+ retained[$1] }
    }
    functions = groups.compactMap { key, nodes in
      let closures = nodes.sorted {
        retained[$0] == retained[$1] ? $0 < $1 : retained[$0] > retained[$1]
      }
      let contexts = Set(closures.compactMap { parts.context(of: $0) })
      guard let place = places[closures[0]] else { return nil }
      return Function(
        name: snapshot.strings[key.name], place: place, closures: closures,
        retained: sum(closures), contexts: contexts.count, contextBytes: sum(contexts))
    }.sorted {
      $0.retained == $1.retained
        ? $0.closures[0] < $1.closures[0] : $0.retained > $1.retained
    }
  }

  private struct Key: Hashable {
    let location: Location
    let name: UInt32
  }
}
