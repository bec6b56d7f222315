// SPDX-License-Identifier: Apache-2.0

extension RetainingPath {
  /// The way from an object down to where its bytes are, as who opens the largest child again and
  /// again would go: over edges to objects that only the one above keeps alive.
  ///
  /// The object is the path's start. It ends where no child has half of what is left, or after
  /// `longest` steps.
  public init(
    toMostOf object: Int, in snapshot: Snapshot, _ dominators: Dominators,
    _ retained: RetainedSizes, longest: Int = 30
  ) {
    var steps: [Step] = []
    var here = object
    while steps.count < longest {
      let edges = snapshot.edges(of: here).filter { edge in
        let target = Int(snapshot.edges.target[edge])
        return target != snapshot.root && target != here && dominators[of: target] == here
          && snapshot.edges.type[edge] != EdgeType.weak.rawValue
      }
      guard
        let edge = edges.max(by: {
          retained[Int(snapshot.edges.target[$0])] < retained[Int(snapshot.edges.target[$1])]
        })
      else { break }
      let child = Int(snapshot.edges.target[edge])
      guard retained[child] > 0, retained[child] >= retained[here] / 2 else { break }
      steps.append(Step(edge: edge, retainer: here))
      here = child
    }
    self.init(node: here, steps: steps.reversed())
  }
}
