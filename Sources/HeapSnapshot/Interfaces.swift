// SPDX-License-Identifier: Apache-2.0

/// Names for plain objects, found in the heap: property names that many objects begin with.
///
/// DevTools' rule: the names of an object's properties, until they make more than 120 characters;
/// what at least two objects and one in a thousand plain objects have in common is an interface.
public struct Interfaces: Sendable {
  /// Most frequent first.
  public let definitions: [Definition]

  public struct Definition: Sendable {
    /// `{a, b, c}`
    public let name: String
    /// How many objects begin with these properties, in this order.
    public let count: Int
    /// The properties, by their numbers in `Interfaces.properties`.
    let properties: [UInt32]
  }

  /// Names of properties, of all interfaces.
  let properties: TextPool

  /// Longest name, in UTF-16 code units. One property is always named.
  private static let longestName = 120

  init(of objects: PlainObjects) {
    var candidates = Candidates(objects.snapshot.strings)
    for shape in 0..<objects.shapeCount {
      candidates.add(
        objects.properties(of: shape), Int(objects.counts[shape]), longestName: Self.longestName)
    }
    let least = max(2, (objects.nodes.count + 999) / 1000)
    let frequent = (0..<candidates.counts.count).filter { candidates.counts[$0] >= least }
      .sorted { (candidates.counts[$0], $1) > (candidates.counts[$1], $0) }
    var pool = TextPool()
    definitions = frequent.map { index in
      let properties = candidates.properties[index].map {
        pool.number(of: $0, in: objects.snapshot.strings)
      }
      return Definition(
        name: candidates.names[UInt32(index)], count: candidates.counts[index],
        properties: properties)
    }
    properties = pool
  }

  private init() {
    definitions = []
    properties = TextPool()
  }

  /// No object has a name of its own.
  static let none = Interfaces()

  /// Finds the interfaces of a snapshot.
  public init(of snapshot: Snapshot) { self.init(of: PlainObjects(of: snapshot)) }
}

/// Names that objects could have, in the order of their first objects.
private struct Candidates {
  let strings: StringTable
  var names = TextPool()
  var counts: [Int] = []
  /// What stands in the name, as string indexes of the first shape that has it.
  var properties: [ArraySlice<UInt32>] = []
  private var buffer: [UInt8] = []

  init(_ strings: StringTable) { self.strings = strings }

  mutating func add(_ shape: ArraySlice<UInt32>, _ count: Int, longestName: Int) {
    guard !shape.isEmpty else { return }
    buffer.removeAll(keepingCapacity: true)
    buffer.append(UInt8(ascii: "{"))
    var length = 1
    var end = shape.startIndex
    while end < shape.endIndex {
      let mark = (buffer.count, length)
      if length != 1 {
        buffer += [UInt8(ascii: ","), UInt8(ascii: " ")]
        length += 2
      }
      let units = append(shape[end])
      // The comma does not count towards the limit, but is there for the next name.
      if mark.1 > 1, mark.1 + units > longestName {
        buffer.removeSubrange(mark.0...)
        break
      }
      length += units
      end += 1
    }
    buffer.append(UInt8(ascii: "}"))
    let number = Int(names.number(ofEscaped: buffer))
    if number == counts.count {
      counts.append(0)
      properties.append(shape[..<end])
    }
    counts[number] += count
  }

  /// Appends a property's name; its length in UTF-16 code units.
  private mutating func append(_ name: UInt32) -> Int {
    if name < strings.count {
      let raw = unsafe strings.text.bytes(strings.range(of: name))
      if unsafe PropertyName.isSimple(raw) {
        unsafe buffer.append(contentsOf: raw)
        return raw.count
      }
    }
    let formatted = PropertyName.formatted(strings[name])
    EscapedText.append(formatted, to: &buffer)
    return formatted.utf16.count
  }
}
