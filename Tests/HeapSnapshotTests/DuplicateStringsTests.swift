// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct DuplicateStringsTests {
  @Test(arguments: Sample.all) func areAsInDevTools(_ sample: Sample) throws {
    let expected = try sample.expected()["duplicateStrings"]
    let snapshot = try sample.snapshot()
    let duplicates = DuplicateStrings(of: snapshot, ShallowSizes(of: snapshot))
    #expect(duplicates.groups.count == expected["groups"].int)
    #expect(duplicates.copies == expected["copies"].int)
    #expect(Int(duplicates.bytes) == expected["bytes"].int)
    let top = expected["top10ByBytes"].list
    #expect(top.count == 10)
    // Groups of the same size stand in any order.
    let rows = Set(duplicates.groups.map { "\(duplicates.text(of: $0)) \($0.count) \($0.bytes)" })
    for row in top {
      let (value, count, bytes) = (row["value"].string, row["count"].int, row["bytes"].int)
      #expect(rows.contains("\(value ?? "") \(count ?? 0) \(bytes ?? 0)"))
    }
    #expect(duplicates.groups.prefix(10).map { Int($0.bytes) } == top.map { $0["bytes"].int })
  }

  private func duplicates(_ heap: HandMade) throws -> [String: Int] {
    let snapshot = try heap.snapshot()
    let found = DuplicateStrings(of: snapshot, ShallowSizes(of: snapshot))
    return Dictionary(uniqueKeysWithValues: found.groups.map { (found.text(of: $0), $0.count) })
  }

  @Test func aConcatenatedStringIsItsText() throws {
    var heap = HandMade()
    let parts = ["ab", "c", ""].map { heap.add(.string, $0) }
    heap.add(.string, "abc")
    for (first, second) in [(0, 1), (0, 2), (2, 1)] {
      let whole = heap.add(.concatenatedString, "")
      heap.connect(whole, parts[first], .internal, "first")
      heap.connect(whole, parts[second], .internal, "second")
    }
    // The two with an empty half are not counted.
    #expect(try duplicates(heap) == ["abc": 2])
  }

  @Test func aLongChainOfConcatenationsTakesNoSquare() throws {
    var heap = HandMade()
    let letter = heap.add(.string, "x")
    var last = letter
    for _ in 0..<5000 {
      let next = heap.add(.concatenatedString, "")
      heap.connect(next, last, .internal, "first")
      heap.connect(next, letter, .internal, "second")
      last = next
    }
    // All that are longer than 1,024 characters look the same.
    let most = String(repeating: "x", count: 1024)
    #expect(try duplicates(heap) == [most: 5000 - 1022])
  }

  @Test func aStringOfItselfEnds() throws {
    var heap = HandMade()
    let (first, second) = (heap.add(.concatenatedString, ""), heap.add(.concatenatedString, ""))
    for (source, target) in [(first, second), (second, first)] {
      heap.connect(source, target, .internal, "first")
      heap.connect(source, target, .internal, "second")
    }
    _ = try duplicates(heap)
  }

  @Test func cutStringsMustAgreeInLengthAndHash() throws {
    var heap = HandMade()
    func value(_ text: String) -> Int {
      let (number, string) = (heap.add(.number, "int", size: 0), heap.add(.string, text, size: 0))
      heap.connect(number, string, .internal, "value")
      return number
    }
    let (yes, no) = (value("true"), value("false"))
    let (short, long) = (value("2000"), value("3000"))
    for (length, isCut) in [(short, yes), (long, yes), (short, yes), (short, no), (long, no)] {
      let string = heap.add(.string, "cut")
      heap.connect(string, length, .internal, "length")
      heap.connect(string, isCut, .internal, "truncated")
      heap.connect(string, short, .internal, "hash")
    }
    let snapshot = try heap.snapshot()
    let found = DuplicateStrings(of: snapshot, ShallowSizes(of: snapshot))
    #expect(found.groups.map(\.count) == [2, 2])
  }
}
