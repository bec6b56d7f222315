// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct NodeNamesTests {
  private func name(of node: Int, in heap: HandMade) throws -> String {
    let snapshot = try heap.snapshot()
    return NodeNames(of: snapshot, Detachedness(of: snapshot))[node]
  }

  private func plainObject(_ names: [String]) throws -> String {
    var heap = HandMade()
    let object = heap.add(.object, "Object")
    let value = heap.add(.number, "1")
    for name in names { heap.connect(object, value, .property, name) }
    return try name(of: object, in: heap)
  }

  @Test func plainObjectsShowTheirProperties() throws {
    #expect(try plainObject([]) == "{}")
    #expect(try plainObject(["a"]) == "{a}")
    #expect(try plainObject(["a", "b"]) == "{a, b}")
    #expect(try plainObject(["a", "__proto__", "b", "c"]) == "{a, b, c}")
    #expect(try plainObject(["a,b", "c"]) == "{\"a,b\", c}")
  }

  @Test func manyPropertiesShowFromBothEnds() throws {
    let names = (0..<20).map { "property\($0)" }
    #expect(
      try plainObject(names)
        == "{property0, property1, property2, property3, property4, …, property16, property17, "
        + "property18, property19}")
    let long = String(repeating: "l", count: 200)
    #expect(try plainObject([long, "b"]) == "{\(long), …}")
    #expect(try plainObject(["b", long]) == "{b, …}")
  }

  @Test func concatenatedStringsAreSpelledOut() throws {
    var heap = HandMade()
    let whole = heap.add(.concatenatedString, "")
    let left = heap.add(.concatenatedString, "")
    let parts = ["one ", "two ", "three"].map { heap.add(.string, $0) }
    heap.connect(whole, left, .internal, "first")
    heap.connect(whole, parts[2], .internal, "second")
    heap.connect(left, parts[1], .internal, "second")
    heap.connect(left, parts[0], .internal, "first")
    #expect(try name(of: whole, in: heap) == "one two three")
  }

  @Test func aConcatenatedStringOfItselfEnds() throws {
    var heap = HandMade()
    let whole = heap.add(.concatenatedString, "")
    let part = heap.add(.string, "abc")
    heap.connect(whole, part, .internal, "first")
    heap.connect(whole, whole, .internal, "second")
    for _ in 0..<2000 { heap.add(.number, "1") }
    #expect(try name(of: whole, in: heap).utf16.count == 1026)
    // Nothing but itself.
    heap = HandMade()
    let empty = heap.add(.concatenatedString, "")
    heap.connect(empty, empty, .internal, "first")
    heap.connect(empty, empty, .internal, "second")
    #expect(try name(of: empty, in: heap) == "")
  }

  @Test func detachedNodesSayIt() throws {
    var heap = HandMade()
    let node = heap.add(.native, "HTMLDivElement", detachedness: 2)
    #expect(try name(of: node, in: heap) == "Detached HTMLDivElement")
  }
}
