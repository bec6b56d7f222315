// SPDX-License-Identifier: Apache-2.0

/// A heap's classes with all their figures, and what its memory is used for: what a summary shows,
/// without the columns of nodes and edges behind it.
public struct ClassSummary: Sendable {
  public let nodeCount: Int
  public let edgeCount: Int
  public let statistics: Statistics
  /// One read from a side file has classes without their nodes.
  public let table: ClassTable

  public init(_ summary: Summary) {
    nodeCount = summary.snapshot.nodes.count
    edgeCount = summary.snapshot.edges.count
    statistics = Statistics(of: summary.snapshot, summary.sizes)
    table = summary.table
  }

  init(nodeCount: Int, edgeCount: Int, statistics: Statistics, table: ClassTable) {
    self.nodeCount = nodeCount
    self.edgeCount = edgeCount
    self.statistics = statistics
    self.table = table
  }
}
