// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct PathTextTests {
  private func text(_ heap: HandMade, to node: Int) throws -> [String] {
    try text(try heap.snapshot(), to: node)
  }

  private func text(_ snapshot: Snapshot, to node: Int) throws -> [String] {
    let retained = RetainedSizes(Dominators(of: snapshot), ShallowSizes(of: snapshot))
    let names = NodeNames(of: snapshot, Detachedness(of: snapshot))
    return PathText(snapshot, names, retained).lines(RetainingPaths(of: snapshot).nearest(to: node))
  }

  @Test func pathsAreAsInMemlab() throws {
    var heap = HandMade()
    let roots = heap.add(.synthetic, "(GC roots)", size: 0)
    let widget = heap.add(.object, "Widget", size: 100)
    let array = heap.add(.object, "Array", size: 7400)
    let item = heap.add(.string, "text", size: 1)
    heap.connect(0, roots, .element, "1")
    heap.connect(roots, widget, .internal, "stack")
    heap.connect(widget, array, .property, "model")
    heap.connect(array, item, .element, "12")
    #expect(
      try text(heap, to: item) == [
        "[(GC roots)] (synthetic) @3 [7.5KB]",
        "  --stack (internal)--->  [Widget] (object) @5 [7.5KB]",
        "  --model (property)--->  [Array] (object) @7 [7.4KB]",
        "  --12 (element)--->  [text] (string) @9 [1 byte]",
      ])
  }

  @Test func pathsOfReferencesBeginAtTheirSite() throws {
    var heap = HandMade()
    let roots = heap.add(.synthetic, "(GC roots)", size: 0)
    let exporter = heap.add(.native, "System / ExportedReferences", size: 8)
    let site = heap.add(.native, "JSVM_Ref widget.cpp:42 Widget::Bind", size: 192)
    let widgets = (0..<2).map { _ in heap.add(.object, "Widget", size: 1000) }
    heap.connect(0, roots, .element, "1")
    heap.connect(0, exporter, .element, "2")
    heap.connect(exporter, site, .element, "1")
    for (index, widget) in widgets.enumerated() {
      heap.connect(site, widget, .internal, "#\(480 + index)")
    }
    #expect(
      try text(heap, to: widgets[1]) == [
        "[(GC roots)] (synthetic) @3 [0 byte]",
        "  --System / ExportedReferences (element)--->"
          + "  [JSVM_Ref widget.cpp:42 Widget::Bind ×2] (native) [2.1KB]",
        "  --#481 (internal)--->  [Widget] (object) @11 [1KB]",
      ])
  }

  /// A list as long as the longest that was seen in a server's heap, written without `HandMade`,
  /// which takes its time.
  private func list(_ length: Int) throws -> Snapshot {
    var nodes = "1,1,1,0,1\n,0,2,3,16,1"
    var edges = "1,2,5"
    for link in 0..<length {
      nodes += "\n,0,3,\(2 * link + 5),24,\(link == length - 1 ? 0 : 1)"
      edges += "\n,0,4,\(5 * (link + 2))"
    }
    let meta = """
      {"node_fields":["type","name","id","self_size","edge_count"],
      "node_types":[["object","synthetic"]],"edge_fields":["type","name_or_index","to_node"],
      "edge_types":[["property","shortcut"]]}
      """
    let text = """
      {"snapshot":{"meta":\(meta)},"nodes":[\(nodes)],"edges":[\(edges)],
      "strings":["","","global","Link","prev"]}
      """
    return try Snapshot(bytes: Array(text.utf8))
  }

  @Test func veryLongPathsAreElided() throws {
    let length = 540_000
    let lines = try text(try list(length), to: length + 1)
    #expect(lines.count == PathText.longestPath + 2)
    #expect(lines[31] == "  … \(length - PathText.longestPath) more edges …")
    #expect(lines[0] == "[global] (object) @3 [12.9MB]")
    #expect(lines.last == "  --prev (property)--->  [Link] (object) @\(2 * length + 3) [24 bytes]")
  }

  @Test(arguments: [
    (0, "0 byte"), (1, "1 byte"), (2, "2 bytes"), (999, "999 bytes"), (1000, "1KB"),
    (1999, "1.9KB"), (38_200_000, "38.2MB"), (1_000_000_000, "1GB"), (2_500_000_000_000, "2.5TB"),
  ])
  func sizesAreAsInMemlab(_ bytes: Int, _ text: String) {
    #expect(PathText.bytes(UInt64(bytes)) == text)
  }
}
