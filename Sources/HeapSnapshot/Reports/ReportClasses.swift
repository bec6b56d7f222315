// SPDX-License-Identifier: Apache-2.0

/// The classes that a report lists: those that retain most, have most objects or grow most.
struct ReportClasses {
  private let growth: Growth
  private let newest: ClassTable
  private let chosen: [Int]
  /// How many classes with objects are not listed.
  let omitted: Int

  /// Of tables in the order of time.
  init(_ tables: [ClassTable], by key: JointClasses.Key, limit: Int) {
    let growth = Growth(tables, by: key)
    let last = tables.count - 1
    var byRetained = Largest<UInt64>(limit)
    var byCount = Largest<UInt64>(limit)
    var used = 0
    for number in 0..<growth.classes.count {
      let counts = growth.values(of: number, .count)
      guard counts.contains(where: { $0 > 0 }) else { continue }
      used += 1
      byRetained.add(growth.values(of: number, .retained)[last], number)
      byCount.add(counts[last], number)
    }
    // In the order of the first column that is sorted by: what retains most.
    var chosen = byRetained.indexes()
    var known = Set(chosen)
    let grown =
      growth.grown(by: .retained, limit: limit) + growth.grown(by: .count, limit: limit)
    for number in byCount.indexes() + grown where known.insert(number).inserted {
      chosen.append(number)
    }
    self.growth = growth
    self.chosen = chosen
    newest = tables[last]
    omitted = used - chosen.count
  }

  /// The rows, with each class's largest member put among the objects.
  func take(_ analysis: Analysis, _ objects: inout ReportObjects) -> [HeapReport.Class] {
    let members = largestMembers(analysis)
    var numbers: [Int: [Int]] = [:]
    let joint = growth.classes.numbers[growth.moments - 1]
    for number in 0..<newest.names.count where newest.counts[number] > 0 {
      numbers[Int(joint[number]), default: []].append(number)
    }
    return chosen.map { number in
      let own = numbers[number, default: []]
      let member = own.map { Int(members[$0]) }
        .max { analysis.retainedSizes[$0] < analysis.retainedSizes[$1] }
      return HeapReport.Class(
        name: growth.classes.name(of: number), place: growth.classes.place(of: number),
        distance: own.map { newest.distances[$0] }.min(),
        largestMember: member.map { objects.add($0) }, rises: growth.rises(number, .retained),
        counts: growth.values(of: number, .count), shallow: growth.values(of: number, .shallow),
        retained: growth.values(of: number, .retained))
    }
  }

  /// The member that retains most, by class number.
  private func largestMembers(_ analysis: Analysis) -> Column<UInt32> {
    let members = Column<UInt32>(zeros: newest.names.count)
    members.fill(.max)
    let (sizes, retained) = (analysis.shallowSizes.bytes, analysis.retainedSizes.bytes)
    for node in 0..<sizes.count where sizes[node] > 0 {
      let number = newest.names[node]
      let known = members[number]
      if known == .max || retained[known] < retained[node] {
        members[number] = UInt32(truncatingIfNeeded: node)
      }
    }
    return members
  }
}
