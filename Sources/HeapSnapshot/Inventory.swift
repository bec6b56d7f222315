// SPDX-License-Identifier: Apache-2.0

/// A snapshot with what is needed to count its objects by class, before classes have names.
///
/// Names come last because those of plain objects can be another snapshot's: a comparison names both
/// sides by the newer one's interfaces.
public struct Inventory: Sendable {
  public let snapshot: Snapshot
  public let sizes: ShallowSizes
  public let detachedness: Detachedness
  let objects: PlainObjects

  public init(of snapshot: Snapshot, _ rules: Rules = .devTools) {
    self.snapshot = snapshot
    (sizes, (detachedness, objects)) = both(
      { ShallowSizes(of: snapshot, rules) },
      { (Detachedness(of: snapshot), PlainObjects(of: snapshot)) })
  }

  /// The interfaces that the plain objects have in common.
  public func interfaces() -> Interfaces { Interfaces(of: objects) }

  /// The classes, by these interfaces.
  public func names(_ interfaces: Interfaces) -> ClassNames {
    ClassNames(objects, interfaces, detachedness)
  }

  /// Reads two files at the same time. A file that ends early is an error unless `allowsTruncation`.
  public static func read(
    _ first: String, _ second: String, _ rules: Rules = .devTools, allowsTruncation: Bool = false,
    progress: WorkProgress? = nil
  ) -> (Result<Inventory, SnapshotError>, Result<Inventory, SnapshotError>) {
    both(
      { read(first, rules, allowsTruncation, progress) },
      { read(second, rules, allowsTruncation, progress) })
  }

  private static func read(
    _ path: String, _ rules: Rules, _ allowsTruncation: Bool, _ progress: WorkProgress?
  ) -> Result<Inventory, SnapshotError> {
    Result { () throws(SnapshotError) in
      let snapshot = try Snapshot(
        path: path, allowsTruncation: allowsTruncation, progress: progress)
      // Sizes with their owners, states of detachedness, and classes.
      try AvailableMemory.check(snapshot.nodes.count * 20)
      return Inventory(of: snapshot, rules)
    }
  }
}

extension Comparison {
  /// Compares two inventories by the newer one's interfaces.
  public init(older: Inventory, newer: Inventory, by key: JointClasses.Key = .place) {
    let interfaces = newer.interfaces()
    let (olderNames, newerNames) = both({ older.names(interfaces) }, { newer.names(interfaces) })
    self.init(
      older: Side(older.snapshot, older.sizes, olderNames),
      newer: Side(newer.snapshot, newer.sizes, newerNames), by: key)
  }
}
