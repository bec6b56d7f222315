// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct OwnerCyclesTests {
  /// Wrappers below nothing but a site's references, which lead to callbacks.
  private struct Heap {
    var text = HandMade()
    let global: Int
    let site: Int
    private(set) var wrappers: [Int] = []
    private(set) var callbacks: [Int] = []

    init(_ count: Int) {
      global = text.add(.object, "global")
      let exporter = text.add(.native, "System / ExportedReferences", size: 8)
      site = text.add(.native, "JSVM_Ref player.cpp:9 Player::Listen", size: 48)
      text.connect(0, global, .shortcut, "global")
      text.connect(0, exporter, .element, "1")
      text.connect(exporter, site, .element, "1")
      for index in 0..<count {
        callbacks.append(text.add(.closure, "onEnd"))
        wrappers.append(text.add(.object, "Player"))
        text.connect(site, callbacks[index], .internal, "#\(index)")
      }
    }

    /// The cycles of references that the wrappers' native objects hold, one each.
    func cycles() throws -> [OwnerCycles.Cycle] {
      let snapshot = try text.snapshot()
      let ownerships = zip(snapshot.edges(of: site), wrappers).map {
        OwnerCycles.Ownership(edge: $0, wrapper: $1)
      }
      return OwnerCycles(of: ownerships, in: snapshot).cycles
    }
  }

  @Test func aCallbackThatKnowsTheWrapperMakesACycle() throws {
    var heap = Heap(2)
    let context = heap.text.add(.object, "system / Context")
    heap.text.connect(heap.callbacks[1], context, .internal, "context")
    heap.text.connect(context, heap.wrappers[1], .context, "player")
    let cycles = try heap.cycles()
    #expect(cycles.map(\.ownership) == [1])
    let snapshot = try heap.text.snapshot()
    #expect(cycles[0].way?.map { snapshot.name(ofEdge: $0) } == ["context", "player"])
  }

  @Test func theWrapperItselfMakesACycleWhateverElseHoldsIt() throws {
    var heap = Heap(0)
    let wrapper = heap.text.add(.object, "Player")
    heap.text.connect(heap.site, wrapper, .internal, "#0")
    heap.text.connect(heap.global, wrapper, .property, "player")
    let snapshot = try heap.text.snapshot()
    let edge = snapshot.edges(of: heap.site).lowerBound
    let cycles = OwnerCycles(
      of: [OwnerCycles.Ownership(edge: edge, wrapper: wrapper)], in: snapshot
    ).cycles
    #expect(cycles.map(\.ownership) == [0] && cycles[0].way == [])
  }

  @Test func whatScriptStillUsesIsInNone() throws {
    var heap = Heap(1)
    heap.text.connect(heap.callbacks[0], heap.wrappers[0], .context, "player")
    heap.text.connect(heap.global, heap.wrappers[0], .property, "player")
    #expect(try heap.cycles().isEmpty)
  }

  /// A callback reaches the global object, and from there every player that script uses.
  @Test func waysThroughTheGlobalObjectDoNotCount() throws {
    var heap = Heap(2)
    for index in 0..<2 {
      heap.text.connect(heap.callbacks[index], heap.global, .internal, "context")
      heap.text.connect(heap.global, heap.wrappers[index], .property, "player\(index)")
    }
    #expect(try heap.cycles().isEmpty)
  }

  @Test func twoPlayersThatKnowEachOtherAreInOne() throws {
    var heap = Heap(3)
    heap.text.connect(heap.callbacks[0], heap.wrappers[1], .context, "next")
    heap.text.connect(heap.callbacks[1], heap.wrappers[0], .context, "previous")
    // One that is only known to another is kept by it, but not in a cycle.
    heap.text.connect(heap.callbacks[0], heap.wrappers[2], .context, "other")
    let cycles = try heap.cycles()
    #expect(cycles.map(\.ownership) == [0, 1])
    #expect(cycles.allSatisfy { $0.way == nil })
  }

  @Test func longChainsNeedNoStack() throws {
    var heap = Heap(1)
    var last = heap.callbacks[0]
    for _ in 0..<50_000 {
      let next = heap.text.add(.object, "Link")
      heap.text.connect(last, next, .property, "next")
      last = next
    }
    heap.text.connect(last, heap.wrappers[0], .property, "end")
    #expect(try heap.cycles().map { $0.way?.count } == [50_001])
  }

  @Test func weakEdgesAreNoWay() throws {
    var heap = Heap(1)
    heap.text.connect(heap.callbacks[0], heap.wrappers[0], .weak, "player")
    #expect(try heap.cycles().isEmpty)
  }
}
