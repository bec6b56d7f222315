// SPDX-License-Identifier: Apache-2.0

/// A snapshot with all that the numbers of every node need, computed by two threads.
///
/// The phases are there one by one as well; this one overlaps them. Memory bounds them all, so that
/// more threads would not help.
public struct Analysis: Sendable {
  public let snapshot: Snapshot
  public let rules: Rules
  public let shallowSizes: ShallowSizes
  public let distances: Distances
  public let dominators: Dominators
  public let retainedSizes: RetainedSizes

  /// Throws `SnapshotError.outOfMemory` when the phases need more than there is.
  public init(
    of snapshot: Snapshot, _ rules: Rules = .devTools, progress: WorkProgress? = nil
  ) throws(SnapshotError) {
    try AvailableMemory.check(Self.bytesNeeded(for: snapshot))
    let essential = EssentialEdges(snapshot, rules)
    let beside = Beside()
    // Predecessors first: the dominators wait for them. What follows goes on beside the dominators.
    let first = Thread {
      beside.predecessors = Predecessors(essential)
      beside.rest = Thread {
        beside.distances = Distances(of: snapshot)
        beside.shallowSizes = ShallowSizes(of: snapshot, rules)
      }
    }
    let search = DepthFirst(essential, progress?.part(from: 0, to: 0.3))
    first.join()
    let dominators = Dominators(
      search, beside.takePredecessors(), root: snapshot.root,
      progress?.part(from: 0.3, to: 0.9))
    beside.rest?.join()
    guard let distances = beside.distances, let shallowSizes = beside.shallowSizes else {
      preconditionFailure("a joined thread has done its work")
    }
    self.init(
      snapshot, rules, shallowSizes, distances, dominators,
      RetainedSizes(dominators, shallowSizes))
  }

  init(
    _ snapshot: Snapshot, _ rules: Rules, _ shallowSizes: ShallowSizes, _ distances: Distances,
    _ dominators: Dominators, _ retainedSizes: RetainedSizes
  ) {
    self.snapshot = snapshot
    self.rules = rules
    self.shallowSizes = shallowSizes
    self.distances = distances
    self.dominators = dominators
    self.retainedSizes = retainedSizes
  }

  /// Results and what lies beside them when most is there, in bytes.
  static func bytesNeeded(for snapshot: Snapshot) -> Int {
    snapshot.nodes.count * 56 + snapshot.edges.count * 4
  }

  /// What the other threads hand over; each value is read after its thread has been joined.
  private final class Beside: @unchecked Sendable {
    var predecessors: Predecessors?
    var rest: Thread?
    var distances: Distances?
    var shallowSizes: ShallowSizes?

    /// Leaves none behind: they are large.
    func takePredecessors() -> Predecessors {
      guard let predecessors = predecessors.take() else {
        preconditionFailure("a joined thread has done its work")
      }
      return predecessors
    }
  }
}
