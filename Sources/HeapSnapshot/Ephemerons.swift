// SPDX-License-Identifier: Apache-2.0

/// The pairs of WeakMaps: V8 tells of each by two edges, whose names differ in a number before
/// ` / part of key (K @id) -> value (V @id) pair in WeakMap (table @T)`.
struct Ephemerons: Sendable {
  /// A pair of a WeakMap, as an edge's name tells it.
  struct Pair: Equatable, Sendable {
    /// The object id of the table.
    let table: UInt32
    /// Equal for the two edges of one pair; below `pairCount`.
    let number: UInt32
  }

  /// Names that looked like a pair's and are none.
  let others: [UInt32]
  let pairCount: Int
  /// A name's place in the two columns below, plus one.
  let place: Column<UInt32>
  let table: Column<UInt32>
  let number: Column<UInt32>

  var isEmpty: Bool { table.count == 0 }

  /// The pair that a string names.
  subscript(name: UInt32) -> Pair? {
    guard name < place.count, place[name] > 0 else { return nil }
    let index = place[name] - 1
    return Pair(table: table[index], number: number[index])
  }

  /// Node ids of the tables; each as often as edges name it.
  var tables: some Sequence<UInt32> { (0..<table.count).lazy.map { table[$0] } }

  init(
    place: Column<UInt32>, table: Column<UInt32>, number: Column<UInt32>, pairCount: Int
  ) {
    self.place = place
    self.table = table
    self.number = number
    self.pairCount = pairCount
    others = []
  }

  init(_ strings: StringTable, _ candidates: [UInt32]) {
    let texts = Column<PairText>(uninitialised: candidates.count)
    let step = 1 << 12
    inParallel((candidates.count + step - 1) / step) { block in
      for index in (block * step)..<min(candidates.count, (block + 1) * step) {
        texts[index] = PairText(candidates[index], strings)
      }
    }
    let known = (0..<candidates.count).filter { texts[$0].hasTable }
    others = (0..<candidates.count).filter { !texts[$0].hasTable }.map { candidates[$0] }
    place = Column(zeros: known.isEmpty ? 0 : strings.count)
    table = Column(uninitialised: known.count)
    number = Column(uninitialised: known.count)
    var numbers = PairNumbers(capacity: known.count)
    for (index, candidate) in known.enumerated() {
      place[candidates[candidate]] = UInt32(index + 1)
      table[index] = texts[candidate].table
      number[index] = numbers.number(of: texts[candidate], in: strings.text)
    }
    pairCount = numbers.count
  }
}

/// What stands behind a name's number.
private struct PairText: BitwiseCopyable, Sendable {
  let start: Int
  let end: Int
  let hash: UInt64
  let table: UInt32
  let hasTable: Bool

  init(_ name: UInt32, _ strings: StringTable) {
    let text = strings.text
    let range = strings.range(of: name)
    var at = range.lowerBound
    while at < range.upperBound, isDigit(text[at]) { at += 1 }
    start = at
    end = range.upperBound
    hash = text.hash(of: start..<end)
    let id = Self.table(text, start..<end)
    table = id ?? 0
    hasTable = id != nil
  }

  /// The number behind the last `(table @`.
  private static func table(_ text: SnapshotText, _ range: Range<Int>) -> UInt32? {
    let mark: StaticString = "(table @"
    var at = range.upperBound - mark.utf8CodeUnitCount
    while at >= range.lowerBound, !text.matches(mark, at: at) { at -= 1 }
    guard at >= range.lowerBound else { return nil }
    at += mark.utf8CodeUnitCount
    var value: UInt64 = 0
    let first = at
    while at < range.upperBound, isDigit(text[at]), value <= UInt32.max {
      value = value * 10 + UInt64(text[at] - 0x30)
      at += 1
    }
    return at > first ? UInt32(exactly: value) : nil
  }
}

/// Numbers texts in the order of their first appearance.
private struct PairNumbers {
  private(set) var count = 0
  private let slots: Column<UInt32>
  private let first: Column<PairText>

  init(capacity: Int) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    slots = Column(zeros: size)
    first = Column(uninitialised: capacity)
  }

  mutating func number(of pair: PairText, in text: SnapshotText) -> UInt32 {
    var slot = Int(truncatingIfNeeded: pair.hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let known = first[slots[slot] - 1]
      if known.hash == pair.hash, text.areEqual(known.start..<known.end, pair.start..<pair.end) {
        return slots[slot] - 1
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    first[count] = pair
    count += 1
    slots[slot] = UInt32(count)
    return UInt32(count - 1)
  }
}
