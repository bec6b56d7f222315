// SPDX-License-Identifier: Apache-2.0

/// Objects made between two snapshots that a third one still has: the leaks of what ran meanwhile.
///
/// The first snapshot is taken when the program has warmed up, the second after the action, the third
/// after the action was done once more: what the action needs only for a while is gone by then.
public struct LeakHunt: Sendable {
  /// Nodes of the third snapshot, in ordinal order.
  public let leaked: [Int]
  /// Bytes of them by themselves.
  public let shallow: UInt64
  public let clusters: [LeakClusters.Cluster]
  public let retained: RetainedSizes

  /// Snapshots of one process in the order in which they were taken. Throws as `Analysis` does.
  public init(
    _ first: Snapshot, _ second: Snapshot, _ third: Snapshot, _ rules: Rules = .devTools
  ) throws(SnapshotError) {
    self.init(Between(first, second), try Analysis(of: third, rules))
  }

  /// What was made in between, in the analysis of a third snapshot.
  public init(_ between: Between, _ analysis: Analysis) {
    let third = analysis.snapshot
    let (paths, classes) = both(
      { RetainingPaths(third, Retainers(of: third), analysis.distances) },
      { ClassNames(of: third, Detachedness(of: third)) })
    // Ids of V8 15's strings and numbers are new in every snapshot; those have no size.
    leaked = (0..<third.nodes.count).filter {
      between.contains(third.nodes.id[$0]) && analysis.shallowSizes.bytes[$0] > 0
    }
    shallow = leaked.reduce(0) { $0 &+ analysis.shallowSizes.bytes[$1] }
    retained = analysis.retainedSizes
    clusters =
      LeakClusters(of: leaked, paths, analysis.dominators, analysis.retainedSizes, classes).clusters
  }
}
