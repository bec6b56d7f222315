// SPDX-License-Identifier: Apache-2.0

/// What a reference keeps alive, as a way down to where the bytes are.
///
/// ```
/// #481 Widget @20817 --model (property)---> Array @20819 [7.5KB]
/// ```
///
/// The way follows what retains most of what is above it, as long as that is at least half, over
/// edges that a program's author knows. The size is what the last object retains.
public struct HoldingText: Sendable {
  /// Longest way, in edges.
  public static let longestWay = 4

  private let snapshot: Snapshot
  private let dominators: Dominators
  private let retained: RetainedSizes
  private let names: NodeNames

  public init(_ analysis: Analysis) {
    snapshot = analysis.snapshot
    dominators = analysis.dominators
    retained = analysis.retainedSizes
    names = NodeNames(of: snapshot, Detachedness(of: snapshot))
  }

  /// The text for the edge of a reference. Linear in the number of edges on the way.
  public func text(of edge: Int) -> String {
    let arrows = PathText(snapshot, names)
    var here = Int(snapshot.edges.target[edge])
    var text = "\(snapshot.name(ofEdge: edge)) \(title(here))"
    for _ in 0..<Self.longestWay {
      guard let next = largestPart(of: here) else { break }
      here = Int(snapshot.edges.target[next])
      text += " \(arrows.arrow(next)) \(title(here))"
    }
    return text + " [\(PathText.bytes(retained[here]))]"
  }

  /// The way over given edges that begins at a reference's target, such as
  /// `#481 onClick @7 --context (internal)---> … --owner (context)---> Widget @20817`.
  public func text(of edge: Int, over way: some Sequence<Int>) -> String {
    let arrows = PathText(snapshot, names)
    return way.reduce("\(snapshot.name(ofEdge: edge)) \(title(target(of: edge)))") {
      "\($0) \(arrows.arrow($1)) \(title(target(of: $1)))"
    }
  }

  /// `Widget @20817`; as in DevTools `() @20817` for a function without a name.
  public func title(_ node: Int) -> String {
    let name = names[node]
    return "\(name.isEmpty ? "()" : name) @\(snapshot.nodes.id[node])"
  }

  /// The edge to what a node alone holds and that retains at least half of what the node does.
  private func largestPart(of node: Int) -> Int? {
    let parts = snapshot.edges(of: node).filter { edge in
      let target = Int(snapshot.edges.target[edge])
      return target != node && dominators[of: target] == node && isKnown(edge)
        && retained[target] >= retained[node] / 2
    }
    return parts.max { retained[target(of: $0)] < retained[target(of: $1)] }
  }

  private func target(of edge: Int) -> Int { Int(snapshot.edges.target[edge]) }

  /// Not an edge of the engine's own, except from a function to its variables.
  private func isKnown(_ edge: Int) -> Bool {
    switch snapshot.type(ofEdge: edge) {
    case .property, .element, .context: true
    case .internal: snapshot.strings.string(snapshot.edges.name[edge], equals: "context")
    default: false
    }
  }
}
