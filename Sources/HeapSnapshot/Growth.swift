// SPDX-License-Identifier: Apache-2.0

/// How classes grow over several snapshots; what grows in every one of them is a leak's mark.
public struct Growth: Sendable {
  public enum Measure: String, Sendable, CaseIterable {
    case count
    /// Bytes of the objects themselves.
    case shallow
    /// Bytes that the class keeps alive.
    case retained
  }

  public let classes: JointClasses
  /// How many snapshots there are.
  public let moments: Int
  /// Values by measure, moment and class.
  private let values: [Measure: [Column<UInt64>]]

  /// The tables of snapshots in the order of time, of classes by the interfaces of the last. When the
  /// key is the name, so should be the tables' classes: see `ClassNames.byName`.
  public init(_ tables: [ClassTable], by key: JointClasses.Key = .place) {
    let classes = JointClasses(tables.map(\.names), by: key)
    var values: [Measure: [Column<UInt64>]] = [:]
    let hasRetained = tables.allSatisfy(\.hasRetained)
    for measure in Measure.allCases where measure != .retained || hasRetained {
      values[measure] = zip(tables, classes.numbers).map { table, numbers in
        let column = Column<UInt64>(zeros: classes.count)
        for number in 0..<table.names.count where table.counts[number] > 0 {
          let value =
            switch measure {
            case .count: UInt64(table.counts[number])
            case .shallow: table.shallow[number]
            case .retained: table.retained[number]
            }
          column[numbers[number]] &+= value
        }
        return column
      }
    }
    self.classes = classes
    self.values = values
    moments = tables.count
  }

  /// The tables have what is measured.
  public func has(_ measure: Measure) -> Bool { values[measure] != nil }

  /// A class's values, one a snapshot.
  public func values(of number: Int, _ measure: Measure) -> [UInt64] {
    values[measure, default: []].map { $0[number] }
  }

  /// The class rose from each snapshot to the next.
  public func rises(_ number: Int, _ measure: Measure) -> Bool {
    let columns = values[measure, default: []]
    return columns.count > 1
      && zip(columns, columns.dropFirst()).allSatisfy { $0[number] < $1[number] }
  }

  /// By how much the class grew from the first snapshot to the last.
  public func total(_ number: Int, _ measure: Measure) -> Int {
    guard let columns = values[measure], let first = columns.first, let last = columns.last
    else { return 0 }
    return Int(clamping: last[number]) - Int(clamping: first[number])
  }

  /// Classes that grew from the first snapshot to the last: those first that rose in every one, and
  /// then those that grew most.
  public func grown(by measure: Measure, limit: Int = .max) -> [Int] {
    let grown = (0..<classes.count).filter { total($0, measure) > 0 }
    let rising = grown.filter { rises($0, measure) }
    let others = grown.filter { !rises($0, measure) }
    return Array((sorted(rising, measure) + sorted(others, measure)).prefix(limit))
  }

  private func sorted(_ numbers: [Int], _ measure: Measure) -> [Int] {
    numbers.sorted { (total($0, measure), $1) > (total($1, measure), $0) }
  }
}
