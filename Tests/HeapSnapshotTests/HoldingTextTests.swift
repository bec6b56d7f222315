// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct HoldingTextTests {
  /// A site whose first reference leads to a widget, below which a model holds most.
  private func heap() -> HandMade {
    var heap = HandMade()
    let exporter = heap.add(.native, "System / ExportedReferences", size: 8)
    let site = heap.add(.native, "JSVM_Ref widget.cpp:42 Widget::Bind", size: 48)
    let widget = heap.add(.object, "Widget", size: 100, id: 20817)
    let model = heap.add(.object, "Array", size: 7400, id: 20819)
    let title = heap.add(.string, "title", size: 40)
    heap.connect(0, exporter, .element, "1")
    heap.connect(exporter, site, .element, "1")
    heap.connect(site, widget, .internal, "#481")
    heap.connect(widget, title, .property, "title")
    heap.connect(widget, model, .property, "model")
    return heap
  }

  private func text(_ heap: HandMade) throws -> String {
    let snapshot = try heap.snapshot()
    return HoldingText(try Analysis(of: snapshot)).text(of: snapshot.edges(of: 2).lowerBound)
  }

  @Test func theWayLeadsToWhereTheBytesAre() throws {
    #expect(
      try text(heap()) == "#481 Widget @20817 --model (property)---> Array @20819 [7.4KB]")
  }

  @Test func itEndsWhereNoPartHoldsHalf() throws {
    var heap = heap()
    for index in 0..<3 {
      let part = heap.add(.object, "Part", size: 6000)
      heap.connect(3, part, .property, "part\(index)")
    }
    #expect(try text(heap) == "#481 Widget @20817 [25.5KB]")
  }

  @Test func theEnginesOwnEdgesAreNoWay() throws {
    var heap = heap()
    let table = heap.add(.array, "(internal array)[]", size: 90_000)
    heap.connect(4, table, .internal, "elements")
    let shape = heap.add(.objectShape, "system / Map", size: 900_000)
    heap.connect(3, shape, .internal, "map")
    #expect(try text(heap).hasPrefix("#481 Widget @20817 ["))
  }

  @Test func aFunctionsVariablesAreOnTheWay() throws {
    var heap = HandMade()
    let exporter = heap.add(.native, "System / ExportedReferences", size: 8)
    let site = heap.add(.native, "JSVM_Ref a.c:1 listen", size: 48)
    let closure = heap.add(.closure, "onEvent", size: 64)
    let context = heap.add(.object, "system / Context", size: 32)
    let cache = heap.add(.object, "Map", size: 5000)
    heap.connect(0, exporter, .element, "1")
    heap.connect(exporter, site, .element, "1")
    heap.connect(site, closure, .internal, "#0")
    heap.connect(closure, context, .internal, "context")
    heap.connect(context, cache, .context, "cache")
    #expect(
      try text(heap) == "#0 onEvent @7 --context (internal)---> system / Context @9 "
        + "--cache (context)---> Map @11 [5KB]")
  }

  @Test func cyclesEnd() throws {
    var heap = heap()
    heap.connect(4, 3, .property, "owner")
    #expect(
      try text(heap) == "#481 Widget @20817 --model (property)---> Array @20819 [7.4KB]")
  }

  @Test func handleScopesCanBeLeftOut() throws {
    var heap = heap()
    let roots = heap.add(.synthetic, "(GC roots)", size: 0)
    let scopes = heap.add(.synthetic, "(Handle scope)", size: 0)
    heap.connect(0, roots, .element, "2")
    heap.connect(roots, scopes, .element, "3")
    heap.connect(scopes, 3, .element, "1")
    let snapshot = try heap.snapshot()
    #expect(try Analysis(of: snapshot).retainedSizes[2] == 48)
    let without = try Analysis(of: snapshot.ignoringHandleScopes)
    #expect(without.retainedSizes[2] == 48 + 100 + 7400 + 40)
    // The snapshot itself stays as it was.
    #expect(try Analysis(of: snapshot).retainedSizes[2] == 48)
  }
}
