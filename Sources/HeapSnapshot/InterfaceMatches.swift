// SPDX-License-Identifier: Apache-2.0

/// Which interface each shape of plain objects has: the one with most properties that are all there.
///
/// Among equals, the more frequent interface. Interfaces of one snapshot can be matched with the
/// objects of another.
struct InterfaceMatches {
  /// The definition's index by shape; -1 without one.
  let definitions: [Int32]

  init(_ objects: PlainObjects, _ interfaces: Interfaces) {
    var search = Search(objects.snapshot.strings, interfaces)
    definitions = (0..<objects.shapeCount).map { search.best(objects.properties(of: $0)) }
  }
}

private struct Search {
  private let strings: StringTable
  private let interfaces: Interfaces
  /// For each property, the definitions of which it is the rarest.
  private var anchored: [[Int32]]
  /// A string's property number and 2; 0 if not yet known, 1 if no interface has it.
  private let known: Column<UInt32>
  /// How often the shape at hand has a property.
  private var present: [Int32]
  private var numbers: [UInt32] = []

  init(_ strings: StringTable, _ interfaces: Interfaces) {
    self.strings = strings
    self.interfaces = interfaces
    known = Column(zeros: strings.count)
    let count = interfaces.properties.count
    present = Array(repeating: 0, count: count)
    anchored = Array(repeating: [], count: count)
    var uses = Array(repeating: 0, count: count)
    for definition in interfaces.definitions {
      for property in definition.properties { uses[Int(property)] += 1 }
    }
    for (index, definition) in interfaces.definitions.enumerated() {
      if let rarest = definition.properties.min(by: { uses[Int($0)] < uses[Int($1)] }) {
        anchored[Int(rarest)].append(Int32(index))
      }
    }
  }

  mutating func best(_ names: ArraySlice<UInt32>) -> Int32 {
    numbers.removeAll(keepingCapacity: true)
    for name in names {
      guard let number = number(of: name) else { continue }
      numbers.append(number)
      present[Int(number)] += 1
    }
    var best: Int32 = -1
    var bestCount = 0
    for number in numbers {
      for candidate in anchored[Int(number)] {
        let properties = interfaces.definitions[Int(candidate)].properties
        let isBetter =
          properties.count > bestCount || (properties.count == bestCount && candidate < best)
        guard isBetter, hasAll(properties) else { continue }
        best = candidate
        bestCount = properties.count
      }
    }
    for number in numbers { present[Int(number)] = 0 }
    return best
  }

  /// Names that occur twice (symbols do) must be there twice.
  private mutating func hasAll(_ properties: [UInt32]) -> Bool {
    var taken = 0
    var isThere = true
    for property in properties {
      present[Int(property)] -= 1
      taken += 1
      if present[Int(property)] < 0 {
        isThere = false
        break
      }
    }
    for property in properties.prefix(taken) { present[Int(property)] += 1 }
    return isThere
  }

  private func number(of name: UInt32) -> UInt32? {
    guard name < known.count else { return nil }
    if known[name] == 0 {
      known[name] = interfaces.properties.find(name, in: strings).map { $0 + 2 } ?? 1
    }
    return known[name] == 1 ? nil : known[name] - 2
  }
}
