// SPDX-License-Identifier: Apache-2.0

/// A class table as columns: names one behind another, places, figures. They stand before the other
/// columns of a side file, so that a summary reads nothing else.
struct SideFileClasses {
  let summary: ClassSummary
  /// Names as JSON writes them.
  let texts: Column<UInt8>
  /// Where each name ends.
  let ends: Column<UInt32>
  let places: Column<Place>

  /// A class that shares its name with others.
  struct Place: BitwiseCopyable, Sendable {
    let name: UInt32
    let place: Location
  }

  /// Nil when the names are longer than 4 GiB together.
  init?(_ summary: ClassSummary) {
    let names = summary.table.names
    let pool = names.names
    let length = (0..<pool.count).reduce(0) { $0 + pool.escaped(UInt32($1)).count }
    guard length <= UInt32.max else { return nil }
    texts = Column(uninitialised: length)
    ends = Column(uninitialised: pool.count)
    var at = 0
    for number in 0..<pool.count {
      for byte in pool.escaped(UInt32(number)) {
        texts[at] = byte
        at += 1
      }
      ends[number] = UInt32(at)
    }
    places = Column(uninitialised: names.placed.count)
    for (index, placed) in names.placed.enumerated() {
      places[index] = Place(name: placed.name, place: placed.place)
    }
    self.summary = summary
  }

  /// Columns that nobody has checked; nil when they are not those of a class table.
  init?(
    _ header: SideFileHeader, _ texts: Column<UInt8>, _ ends: Column<UInt32>,
    _ places: Column<Place>, counts: Column<UInt32>, shallow: Column<UInt64>,
    distances: Column<Int32>, retained: Column<UInt64>
  ) {
    guard let names = Self.names(texts, ends, places) else { return nil }
    summary = ClassSummary(
      nodeCount: header.nodeCount, edgeCount: header.edgeCount, statistics: header.statistics,
      table: ClassTable(
        names: names, counts: counts, shallow: shallow, distances: distances, retained: retained))
    self.texts = texts
    self.ends = ends
    self.places = places
    guard header.sealed(self) == header.seal else { return nil }
  }

  private static func names(
    _ texts: Column<UInt8>, _ ends: Column<UInt32>, _ places: Column<Place>
  ) -> ClassNames? {
    var pool = TextPool()
    var start = 0
    for index in 0..<ends.count {
      let end = Int(ends[index])
      guard start <= end, end <= texts.count else { return nil }
      let bytes = (start..<end).map { texts[$0] }
      guard pool.number(ofEscaped: bytes) == UInt32(index) else { return nil }
      start = end
    }
    let placed = (0..<places.count).map { (name: places[$0].name, place: places[$0].place) }
    guard placed.allSatisfy({ $0.name < pool.count }) else { return nil }
    return ClassNames(pool, placed)
  }

  /// One of each column.
  var hashes: [UInt64] {
    let table = summary.table
    return [
      Self.hash(texts), Self.hash(ends), Self.hash(places), Self.hash(table.counts),
      Self.hash(table.shallow), Self.hash(table.distances), Self.hash(table.retained),
    ]
  }

  private static func hash<Element>(_ column: Column<Element>) -> UInt64 {
    withExtendedLifetime(column) { unsafe column.bytes.hash }
  }
}
