// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct ClassNamesTests {
  private func classes(_ heap: HandMade) throws -> ClassNames {
    let snapshot = try heap.snapshot()
    return ClassNames(of: snapshot, Detachedness(of: snapshot))
  }

  private static let names: [(NodeType, String, Int, String)] = [
    (.hidden, "system / Map", 0, "(system)"), (.code, "f", 0, "(compiled code)"),
    (.closure, "f", 0, "Function"), (.regexp, "/a/", 0, "RegExp"), (.array, "", 0, "(array)"),
    (.string, "text", 0, "(string)"), (.concatenatedString, "", 0, "(concatenated string)"),
    (.number, "1", 0, "(number)"), (.symbol, "s", 0, "(symbol)"),
    (.objectShape, "Map", 0, "(object shape)"), (.synthetic, "(x)", 0, "(synthetic)"),
    (.object, "Widget", 0, "Widget"), (.native, "Node / Thing", 0, "Node / Thing"),
    (.native, "<div id=\"a\" class=\"b\">", 0, "<div>"), (.native, "<div>", 0, "<div>"),
    (.native, "<div id=\"a\">", 2, "Detached <div>"),
    (.native, "Detached <p id=1>", 0, "Detached <p>"),
    (.object, "Detached thing", 0, "Detached thing"), (.native, "", 0, ""),
  ]

  @Test(arguments: names.indices) func areThoseOfDevTools(_ index: Int) throws {
    let (type, name, detachedness, expected) = Self.names[index]
    var heap = HandMade()
    let node = heap.add(type, name, detachedness: detachedness)
    let classes = try classes(heap)
    #expect(classes.name(of: classes[node]) == expected)
  }

  @Test func typesOfOneFileOnlyKeepTheirNames() throws {
    var heap = HandMade()
    let node = heap.add(.hidden, "x")
    heap.layout.nodeTypes = ["synthetic", "wibble", "hidden"]
    let text = heap.text.replacing("\n,2,", with: "\n,1,")
    let snapshot = try Snapshot(bytes: Array(text.utf8))
    let classes = ClassNames(of: snapshot, Detachedness(of: snapshot))
    #expect(classes.name(of: classes[node]) == "(wibble)")
  }

  @Test func classesOfOneNameInTwoPlacesAreTwo() throws {
    var heap = HandMade()
    let nodes = (0..<4).map { _ in heap.add(.object, "Widget") } + [heap.add(.closure, "Widget")]
    let width = UInt32(heap.layout.nodeFields.count)
    heap.layout.locations = [
      UInt32(nodes[0]) * width, 7, 1, 2, UInt32(nodes[1]) * width, 7, 9, 2,
      UInt32(nodes[2]) * width, 7, 1, 2, UInt32(nodes[4]) * width, 7, 1, 2, 1_000_000, 1, 1, 1,
    ]
    let classes = try classes(heap)
    #expect(classes[nodes[0]] != classes[nodes[1]])
    #expect(classes[nodes[0]] == classes[nodes[2]])
    #expect(classes[nodes[3]] != classes[nodes[0]] && classes[nodes[3]] != classes[nodes[1]])
    #expect(nodes[0...3].allSatisfy { classes.name(of: classes[$0]) == "Widget" })
    #expect(classes.place(of: classes[nodes[1]])?.line == 9)
    #expect(classes.place(of: classes[nodes[3]]) == nil)
    #expect(classes.name(of: classes[nodes[4]]) == "Function")
  }
}
