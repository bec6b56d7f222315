// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct ReaderTests {
  /// Root -> global -> a -> b, with names that must be escaped.
  private var small: HandMade {
    var heap = HandMade()
    let global = heap.add(.object, "global", size: 32)
    let first = heap.add(.object, "A \"quoted\" \\ name", size: 1 << 33)
    let second = heap.add(.string, "line\nbreak", size: 24)
    heap.connect(0, global, .shortcut, "global")
    heap.connect(global, first, .property, "first")
    heap.connect(first, second, .element, "7")
    return heap
  }

  private func expectSmall(_ snapshot: Snapshot) {
    #expect(snapshot.nodes.count == 4)
    #expect(snapshot.edges.count == 3)
    #expect(snapshot.name(of: 2) == "A \"quoted\" \\ name")
    #expect(snapshot.name(of: 3) == "line\nbreak")
    #expect(snapshot.nodes.selfSize(2) == 1 << 33)
    #expect(snapshot.type(of: 3) == .string)
    #expect(snapshot.name(ofEdge: 1) == "first")
    #expect(snapshot.name(ofEdge: 2) == "7")
    let sizes = RetainedSizes(Dominators(of: snapshot), ShallowSizes(of: snapshot))
    #expect(sizes[1] == 32 + (1 << 33) + 24)
  }

  @Test func readsV8sLayout() throws { expectSmall(try small.snapshot()) }

  @Test func readsOneLongLine() throws {
    var heap = small
    heap.layout.recordBreak = ""
    expectSmall(try heap.snapshot())
  }

  @Test func readsSpacesEverywhere() throws {
    var heap = small
    heap.layout.recordBreak = " \r\n\t "
    heap.layout.afterColon = "  "
    expectSmall(try heap.snapshot())
  }

  @Test func readsSixFields() throws {
    var heap = small
    heap.layout.nodeFields.removeAll { $0 == "trace_node_id" }
    expectSmall(try heap.snapshot())
  }

  @Test func readsFieldsInAnotherOrderWithUnknownOnes() throws {
    var heap = small
    heap.layout.nodeFields = ["edge_count", "mood", "self_size", "id", "name", "type"]
    heap.layout.edgeFields = ["to_node", "weight", "name_or_index", "type"]
    expectSmall(try heap.snapshot())
  }

  @Test func readsSectionsInAnotherOrder() throws {
    var heap = small
    heap.layout.sections = ["strings", "locations", "edges", "nodes"]
    expectSmall(try heap.snapshot())
  }

  @Test func stepsOverUnknownSections() throws {
    var heap = small
    heap.layout.extraSections = [
      ("notes", "{\"a\":[1,{\"b\":\"]}\"}],\"c\":null}"), ("n", "-1.5e3"),
    ]
    expectSmall(try heap.snapshot())
  }

  @Test(arguments: [0, 1, 1_000_000]) func takesCountsInTheHeaderAsHints(_ count: Int) throws {
    var heap = small
    heap.layout.countsInHeader = count
    expectSmall(try heap.snapshot())
  }

  @Test func translatesTypesByName() throws {
    var heap = small
    heap.layout.nodeTypes = ["string", "wibble", "synthetic", "object"]
    let snapshot = try heap.snapshot()
    expectSmall(snapshot)
    #expect(snapshot.meta.nodeTypeName(NodeType(rawValue: 16)) == "wibble")
  }

  @Test func findsARootThatIsNotFirst() throws {
    var heap = HandMade(root: "first", rootType: .object)
    let root = heap.add(.synthetic, "root", size: 0)
    heap.connect(root, 0, .element, "1")
    heap.layout.rootIndex = root * heap.layout.nodeFields.count
    let snapshot = try heap.snapshot()
    #expect(snapshot.root == 1)
    #expect(Distances(of: snapshot)[0] == 1)
  }

  @Test func readsSurrogatesAsV8WritesThem() throws {
    let heap = small.text.replacing("line\\u000Abreak", with: "\\uF600 \\uD83D\\uDE00 \\uD83D!")
    let snapshot = try Snapshot(bytes: Array(heap.utf8))
    #expect(snapshot.name(of: 3) == "\u{F600} \u{1F600} \u{FFFD}!")
  }

  @Test func readsInvalidUTF8() throws {
    var bytes = Array(small.text.utf8)
    let place = bytes.firstRange(of: Array("line\\u000A".utf8))!.lowerBound
    bytes[place] = 0xC3
    #expect(try Snapshot(bytes: bytes).name(of: 3) == "\u{FFFD}ine\nbreak")
  }
}
