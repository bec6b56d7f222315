// SPDX-License-Identifier: Apache-2.0

/// What came and went between two snapshots, by class.
///
/// An object is the same if its id and its class are; whether its size changed does not matter.
/// Needs no dominators.
public struct Comparison: Sendable {
  public struct Row: Sendable, Equatable {
    /// A number of `classes`.
    public let number: Int
    public internal(set) var added = 0
    public internal(set) var removed = 0
    /// Bytes, after sizes were moved to owners.
    public internal(set) var addedSize: UInt64 = 0
    public internal(set) var removedSize: UInt64 = 0

    /// By how many objects the class grew.
    public var delta: Int { added - removed }
    /// By how many bytes the class grew.
    public var sizeDelta: Int { Int(clamping: addedSize) - Int(clamping: removedSize) }
    var isChange: Bool { added > 0 || removed > 0 || addedSize > 0 || removedSize > 0 }
  }

  /// One of the two snapshots, with its classes by the newer one's interfaces.
  public struct Side: Sendable {
    let ids: Column<UInt32>
    let sizes: Column<UInt64>
    let names: ClassNames

    public init(_ snapshot: Snapshot, _ sizes: ShallowSizes, _ names: ClassNames) {
      ids = snapshot.nodes.id
      self.sizes = sizes.bytes
      self.names = names
    }
  }

  public let classes: JointClasses
  /// Classes with additions or removals, the one that grew by most bytes first.
  public let rows: [Row]

  /// Compares by object ids, as snapshots of one process allow; `.name` compares the classes'
  /// totals instead, since ids of two processes have nothing in common.
  public init(older: Side, newer: Side, by key: JointClasses.Key = .place) {
    let classes = JointClasses([newer.names, older.names], by: key)
    var rows = (0..<classes.count).map { Row(number: $0) }
    switch key {
    case .place: Self.match(older, newer, classes, &rows)
    case .name: Self.subtract(older, newer, classes, &rows)
    }
    self.classes = classes
    self.rows = rows.filter(\.isChange).sorted {
      ($0.sizeDelta, $0.delta, $1.number) > ($1.sizeDelta, $1.delta, $0.number)
    }
  }

  /// All rows added up.
  public var total: Row {
    rows.reduce(into: Row(number: -1)) { sum, row in
      sum.added += row.added
      sum.removed += row.removed
      sum.addedSize &+= row.addedSize
      sum.removedSize &+= row.removedSize
    }
  }

  private static func match(
    _ older: Side, _ newer: Side, _ classes: JointClasses, _ rows: inout [Row]
  ) {
    var left = ObjectIDs(older, classes.numbers[1])
    let numbers = classes.numbers[0]
    for node in 0..<newer.ids.count where newer.sizes[node] > 0 {
      let number = numbers[newer.names[node]]
      if left.remove(newer.ids[node], ifClassIs: number) { continue }
      rows[Int(number)].added += 1
      rows[Int(number)].addedSize &+= newer.sizes[node]
    }
    for node in 0..<older.ids.count where older.sizes[node] > 0 {
      guard left.contains(older.ids[node]) else { continue }
      let number = Int(classes.numbers[1][older.names[node]])
      rows[number].removed += 1
      rows[number].removedSize &+= older.sizes[node]
    }
  }

  private static func subtract(
    _ older: Side, _ newer: Side, _ classes: JointClasses, _ rows: inout [Row]
  ) {
    for (side, numbers, isNewer) in [
      (newer, classes.numbers[0], true), (older, classes.numbers[1], false),
    ] {
      for node in 0..<side.ids.count where side.sizes[node] > 0 {
        let number = Int(numbers[side.names[node]])
        if isNewer {
          rows[number].added += 1
          rows[number].addedSize &+= side.sizes[node]
        } else {
          rows[number].removed += 1
          rows[number].removedSize &+= side.sizes[node]
        }
      }
    }
    for number in rows.indices {
      let row = rows[number]
      let (count, size) = (min(row.added, row.removed), min(row.addedSize, row.removedSize))
      rows[number].added -= count
      rows[number].removed -= count
      rows[number].addedSize -= size
      rows[number].removedSize -= size
    }
  }
}

/// The classes of the older snapshot's objects, by id.
private struct ObjectIDs {
  /// By half of an odd id, the class counted from 1; 0 where no object is.
  private let near: Column<UInt32>
  /// Embedders' nodes, and whatever has an id far from all others.
  private var far: [UInt32: UInt32] = [:]

  init(_ side: Comparison.Side, _ numbers: [UInt32]) {
    var largest = 0
    let limit = side.ids.count * 8 + 1024
    for node in 0..<side.ids.count where side.ids[node] & 1 == 1 {
      let half = Int(side.ids[node] >> 1)
      if half < limit { largest = max(largest, half) }
    }
    near = Column(zeros: largest + 1)
    for node in 0..<side.ids.count where side.sizes[node] > 0 {
      set(side.ids[node], numbers[side.names[node]] + 1)
    }
  }

  private func isNear(_ id: UInt32) -> Bool { id & 1 == 1 && Int(id >> 1) < near.count }

  private mutating func set(_ id: UInt32, _ value: UInt32) {
    if isNear(id) { near[id >> 1] = value } else { far[id] = value }
  }

  /// Takes an object out if it is there with this class.
  mutating func remove(_ id: UInt32, ifClassIs number: UInt32) -> Bool {
    if isNear(id) {
      guard near[id >> 1] == number + 1 else { return false }
      near[id >> 1] = 0
      return true
    }
    guard far[id] == number + 1 else { return false }
    far[id] = nil
    return true
  }

  func contains(_ id: UInt32) -> Bool { isNear(id) ? near[id >> 1] != 0 : far[id] != nil }
}
