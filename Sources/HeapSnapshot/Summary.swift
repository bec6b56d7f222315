// SPDX-License-Identifier: Apache-2.0

/// A snapshot's classes with all their figures; names are found while dominators are computed.
public struct Summary: Sendable {
  public let snapshot: Snapshot
  public let sizes: ShallowSizes
  public let distances: Distances
  /// Absent from a shallow summary, which does without dominators.
  public let dominators: Dominators?
  public let retained: RetainedSizes?
  public let detachedness: Detachedness
  public let table: ClassTable

  /// With `interfaces`, plain objects are named by those of another snapshot. Throws
  /// `SnapshotError.outOfMemory` as `Analysis` does.
  public init(
    of snapshot: Snapshot, _ rules: Rules = .devTools, interfaces: Interfaces? = nil,
    progress: WorkProgress? = nil
  ) throws(SnapshotError) {
    let (analysis, naming) = both(
      {
        Result { () throws(SnapshotError) in
          try Analysis(of: snapshot, rules, progress: progress)
        }
      },
      { Naming(snapshot, interfaces) })
    self.init(try analysis.get(), naming)
  }

  /// The same of an analysis that is there already.
  public init(_ analysis: Analysis, interfaces: Interfaces? = nil) {
    self.init(analysis, Naming(analysis.snapshot, interfaces))
  }

  /// Without dominators and retained sizes.
  public init(
    shallow snapshot: Snapshot, _ rules: Rules = .devTools, interfaces: Interfaces? = nil
  ) {
    let ((sizes, distances), naming) = both(
      { (ShallowSizes(of: snapshot, rules), Distances(of: snapshot)) },
      { Naming(snapshot, interfaces) })
    self.snapshot = snapshot
    self.sizes = sizes
    self.distances = distances
    dominators = nil
    retained = nil
    detachedness = naming.detachedness
    table = ClassTable(naming.names, sizes, distances)
  }

  private init(_ analysis: Analysis, _ naming: Naming) {
    snapshot = analysis.snapshot
    sizes = analysis.shallowSizes
    distances = analysis.distances
    dominators = analysis.dominators
    retained = analysis.retainedSizes
    detachedness = naming.detachedness
    table = ClassTable(naming.names, sizes, distances, dominators, retained)
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

/// What can be found while sizes are computed.
private struct Naming: Sendable {
  let detachedness: Detachedness
  let names: ClassNames

  init(_ snapshot: Snapshot, _ interfaces: Interfaces?) {
    let objects = PlainObjects(of: snapshot)
    detachedness = Detachedness(of: snapshot)
    names = ClassNames(objects, interfaces ?? Interfaces(of: objects), detachedness)
  }
}
