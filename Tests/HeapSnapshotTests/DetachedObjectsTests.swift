// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct DetachedObjectsTests {
  private func detached(_ heap: HandMade) throws -> DetachedObjects {
    let analysis = try Analysis(of: heap.snapshot())
    return DetachedObjects(
      of: analysis.snapshot, Detachedness(of: analysis.snapshot), analysis.dominators,
      analysis.retainedSizes)
  }

  @Test func nodesOutsideOfDocumentsAreGroupedByTag() throws {
    var heap = HandMade()
    let global = heap.add(.object, "global")
    let list = heap.add(.native, "<ul class=\"a\">", size: 100, detachedness: 2)
    let items = (0..<2).map { heap.add(.native, "<li class=\"i\($0)\">", size: 10) }
    let shown = heap.add(.native, "<ul>", size: 100, detachedness: 1)
    heap.connect(0, global, .shortcut, "global")
    heap.connect(global, list, .property, "held")
    heap.connect(global, shown, .property, "shown")
    for item in items { heap.connect(list, item, .element, "1") }
    let groups = try detached(heap).groups
    #expect(groups.map(\.name) == ["<ul>", "<li>"])
    #expect(groups.map(\.nodes) == [[list], items])
    #expect(groups.map(\.retained) == [120, 20])
  }

  /// A frame: context, window and document.
  private func addFrame(_ heap: inout HandMade, documentIs state: Int) -> Int {
    let context = heap.add(.native, "system / NativeContext / https://a.example", size: 1000)
    let window = heap.add(.native, "Window / https://a.example", size: 10)
    let document = heap.add(.native, "HTMLDocument", size: 10, detachedness: state)
    heap.connect(context, window, .internal, "global_proxy_object")
    heap.connect(window, document, .element, "5")
    return context
  }

  @Test func contextsWhoseDocumentIsGoneAreDetached() throws {
    var heap = HandMade()
    let roots = heap.add(.synthetic, "(GC roots)", size: 0)
    heap.connect(0, roots, .element, "1")
    let shown = addFrame(&heap, documentIs: 1)
    let closed = addFrame(&heap, documentIs: 2)
    heap.connect(roots, shown, .internal, "1")
    heap.connect(roots, closed, .internal, "2")
    #expect(try detached(heap).contexts == [closed])
  }

  @Test func contextsWhoseGlobalTheRootDoesNotListAreDetached() throws {
    var heap = HandMade()
    let contexts = (0..<2).map { _ in heap.add(.hidden, "system / NativeContext", size: 1000) }
    let globals = (0..<2).map { _ in heap.add(.object, "global", size: 10) }
    for index in 0..<2 {
      heap.connect(contexts[index], globals[index], .internal, "global_proxy_object")
    }
    let closure = heap.add(.closure, "leaked")
    heap.connect(0, globals[0], .shortcut, "global")
    heap.connect(globals[0], contexts[0], .internal, "native_context")
    heap.connect(globals[0], closure, .property, "leaked")
    heap.connect(closure, contexts[1], .internal, "context")
    #expect(try detached(heap).contexts == [contexts[1]])
  }

  @Test(arguments: ["leak-3-after", "v10-leak-1-before"])
  func theContextOfAServerIsOpen(_ name: String) throws {
    let analysis = try Analysis(of: Sample(name: name).snapshot())
    let detached = DetachedObjects(
      of: analysis.snapshot, Detachedness(of: analysis.snapshot), analysis.dominators,
      analysis.retainedSizes)
    #expect(detached.contexts.isEmpty)
  }
}
