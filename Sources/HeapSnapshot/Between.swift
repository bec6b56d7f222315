// SPDX-License-Identifier: Apache-2.0

/// What was allocated between two snapshots of one process and is alive in a third.
///
/// V8 numbers objects as they come to be (odd numbers for those of JavaScript), so the highest
/// number of each snapshot tells when it was taken.
public struct Between: Sendable {
  /// The last id that was given before the first snapshot; what was allocated later has a larger.
  public let after: UInt32
  /// The last id that was given before the second.
  public let through: UInt32

  public init(_ first: Snapshot, _ second: Snapshot) {
    self.init(after: first.lastObjectID, through: second.lastObjectID)
  }

  /// The same from the last ids of two snapshots, for those who keep no more of them.
  public init(after: UInt32, through: UInt32) {
    self.after = after
    self.through = through
  }

  public func contains(_ id: UInt32) -> Bool { id > after && id <= through }

  /// 1 for the nodes of a snapshot that were allocated in between, for `ClassTable`.
  public func members(of snapshot: Snapshot) -> Column<UInt8> {
    let result = Column<UInt8>(zeros: snapshot.nodes.count)
    for node in 0..<snapshot.nodes.count where contains(snapshot.nodes.id[node]) {
      result[node] = 1
    }
    return result
  }
}

extension Snapshot {
  /// The highest id of an object of JavaScript; embedders' nodes have even ids.
  public var lastObjectID: UInt32 {
    var last: UInt32 = 0
    for node in 0..<nodes.count where nodes.id[node] & 1 == 1 { last = max(last, nodes.id[node]) }
    return last
  }
}
