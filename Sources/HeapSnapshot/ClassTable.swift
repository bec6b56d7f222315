// SPDX-License-Identifier: Apache-2.0

/// What each class has: objects, their bytes, how near they are, and what they retain together.
///
/// Nodes whose bytes all went to an owner are not counted, as in DevTools. Columns by class number.
public struct ClassTable: Sendable {
  public let names: ClassNames
  /// How many objects a class has; 0 for numbers that no class uses.
  public let counts: Column<UInt32>
  /// Bytes of the objects themselves.
  public let shallow: Column<UInt64>
  /// The smallest distance; empty without distances.
  public let distances: Column<Int32>
  /// Bytes that would be freed if all objects of the class went; empty without dominators.
  public let retained: Column<UInt64>

  /// With `isCounted`, only the nodes where it is not 0 are members of their classes. Two threads.
  public init(
    _ names: ClassNames, _ sizes: ShallowSizes, _ distances: Distances? = nil,
    _ dominators: Dominators? = nil, _ retained: RetainedSizes? = nil,
    only isCounted: Column<UInt8>? = nil
  ) {
    self.names = names
    (self.retained, (counts, shallow, self.distances)) = both(
      {
        guard let dominators, let retained else { return Column(zeros: 0) }
        return Self.retained(names, sizes.bytes, dominators, retained, only: isCounted)
      },
      { Self.totals(names, sizes.bytes, distances, only: isCounted) })
  }

  /// Counts, bytes and smallest distances.
  private static func totals(
    _ names: ClassNames, _ bytes: Column<UInt64>, _ distances: Distances?,
    only isCounted: Column<UInt8>?
  ) -> (Column<UInt32>, Column<UInt64>, Column<Int32>) {
    let counts = Column<UInt32>(zeros: names.count)
    let shallow = Column<UInt64>(zeros: names.count)
    let nearest = Column<Int32>(zeros: distances == nil ? 0 : names.count)
    nearest.fill(.max)
    let classes = names.classes
    for node in 0..<classes.count where bytes[node] > 0 {
      if let isCounted, isCounted[node] == 0 { continue }
      let number = classes[node]
      counts[number] &+= 1
      shallow[number] &+= bytes[node]
      if let distances { nearest[number] = min(nearest[number], distances[node]) }
    }
    return (counts, shallow, nearest)
  }

  init(
    names: ClassNames, counts: Column<UInt32>, shallow: Column<UInt64>, distances: Column<Int32>,
    retained: Column<UInt64>
  ) {
    self.names = names
    self.counts = counts
    self.shallow = shallow
    self.distances = distances
    self.retained = retained
  }

  /// A member counts unless a member that dominates it does: a list of one class counts once.
  private static func retained(
    _ names: ClassNames, _ bytes: Column<UInt64>, _ dominators: Dominators,
    _ sizes: RetainedSizes, only isCounted: Column<UInt8>?
  ) -> Column<UInt64> {
    let sums = Column<UInt64>(zeros: names.count)
    let order = DominatorOrder(dominators)
    let isOpen = Column<UInt8>(zeros: names.count)
    var open: [(end: UInt32, number: UInt32)] = []
    for position in 0..<order.node.count {
      while let last = open.last, Int(last.end) <= position {
        isOpen[last.number] = 0
        open.removeLast()
      }
      let node = order.node[position]
      let number = names.classes[node]
      guard isOpen[number] == 0, bytes[node] > 0 else { continue }
      if let isCounted, isCounted[node] == 0 { continue }
      sums[number] &+= sizes.bytes[node]
      guard Int(order.end[position]) > position + 1 else { continue }
      isOpen[number] = 1
      open.append((order.end[position], number))
    }
    return sums
  }

  /// How many classes have objects.
  public var classCount: Int {
    (0..<counts.count).reduce(0) { $0 + (counts[$1] > 0 ? 1 : 0) }
  }

  /// All classes added up.
  public var total: (count: Int, bytes: UInt64) {
    (0..<counts.count).reduce(into: (count: 0, bytes: 0)) { sum, number in
      sum.count += Int(counts[number])
      sum.bytes &+= shallow[number]
    }
  }

  public var hasRetained: Bool { retained.count > 0 }
  public var hasDistances: Bool { distances.count > 0 }
}

extension ClassTable {
  public enum Order: String, Sendable, CaseIterable {
    case retained, shallow, count, distance, name
  }

  /// The first classes in an order: largest, nearest, or by the alphabet. Without the column that
  /// an order needs, by shallow size.
  public func top(_ limit: Int, by order: Order) -> [Int] {
    switch order {
    case .retained where hasRetained: largest(limit) { retained[$0] }
    case .count: largest(limit) { counts[$0] }
    case .distance where hasDistances: largest(limit) { -Int64(distances[$0]) }
    case .name:
      Array(
        (0..<counts.count).filter { counts[$0] > 0 }.map { (names.name(of: $0), $0) }
          .sorted { $0 < $1 }.prefix(max(0, limit)).map(\.1))
    default: largest(limit) { shallow[$0] }
    }
  }

  private func largest<Key: Comparable>(_ limit: Int, _ key: (Int) -> Key) -> [Int] {
    var largest = Largest<Key>(limit)
    for number in 0..<counts.count where counts[number] > 0 { largest.add(key(number), number) }
    return largest.indexes()
  }
}
