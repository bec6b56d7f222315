// SPDX-License-Identifier: Apache-2.0

/// A snapshot's classes with all their figures; names are found while dominators are computed.
public struct Summary: Sendable {
  public let snapshot: Snapshot
  public let sizes: ShallowSizes
  public let distances: Distances
  /// Absent from a shallow summary, which does without dominators.
  public let retained: RetainedSizes?
  public let dominators: Dominators?
  public let detachedness: Detachedness
  public let table: ClassTable

  /// With `interfaces`, plain objects are named by those of another snapshot.
  public init(
    of snapshot: Snapshot, _ rules: Rules = .devTools, isShallow: Bool = false,
    interfaces: Interfaces? = nil
  ) {
    let ((sizes, distances, dominators, retained), (names, detachedness)) = both(
      { Self.figures(snapshot, rules, isShallow) },
      {
        let objects = PlainObjects(of: snapshot)
        let detachedness = Detachedness(of: snapshot)
        let names = ClassNames(objects, interfaces ?? Interfaces(of: objects), detachedness)
        return (names, detachedness)
      })
    self.snapshot = snapshot
    self.sizes = sizes
    self.distances = distances
    self.retained = retained
    self.dominators = dominators
    self.detachedness = detachedness
    table = ClassTable(names, sizes, distances, dominators, retained)
  }

  private static func figures(
    _ snapshot: Snapshot, _ rules: Rules, _ isShallow: Bool
  ) -> (ShallowSizes, Distances, Dominators?, RetainedSizes?) {
    if isShallow {
      let (sizes, distances) = both(
        { ShallowSizes(of: snapshot, rules) }, { Distances(of: snapshot) })
      return (sizes, distances, nil, nil)
    }
    let analysis = Analysis(of: snapshot, rules)
    return (
      analysis.shallowSizes, analysis.distances, analysis.dominators, analysis.retainedSizes
    )
  }

  /// The figures of a part of the nodes: those where `isCounted` is not 0.
  public func table(only isCounted: Column<UInt8>) -> ClassTable {
    ClassTable(table.names, sizes, distances, dominators, retained, only: isCounted)
  }

  /// The figures of classes by their names alone, wherever they are defined.
  public func tableByName() -> ClassTable {
    ClassTable(table.names.byName(), sizes, distances, dominators, retained)
  }

  public var nodeNames: NodeNames { NodeNames(of: snapshot, detachedness) }
}
