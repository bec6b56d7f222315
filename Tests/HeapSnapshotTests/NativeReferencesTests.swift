// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct NativeReferencesTests {
  private func references(_ heap: HandMade) throws -> NativeReferences {
    let snapshot = try heap.snapshot()
    let dominators = Dominators(of: snapshot)
    return NativeReferences(
      of: snapshot, dominators, RetainedSizes(dominators, ShallowSizes(of: snapshot)))
  }

  /// Two sites: one holds two widgets with a common model and shares a third with a script; the
  /// other holds a timer and has a weak reference.
  private func attributed() -> HandMade {
    var heap = HandMade()
    let global = heap.add(.object, "global")
    let exporter = heap.add(.native, "System / ExportedReferences", size: 16)
    let widgetSite = heap.add(.native, "JSVM_Ref widget.cpp:42 Widget::Bind", size: 96)
    let timerSite = heap.add(.native, "JSVM_Ref timer.cpp:88 Timer::Arm", size: 64)
    let widgets = (0..<3).map { _ in heap.add(.object, "Widget", size: 10) }
    let model = heap.add(.object, "Model", size: 1000)
    let timer = heap.add(.object, "Timer", size: 5)
    let part = heap.add(.object, "Part", size: 300)
    heap.connect(0, global, .shortcut, "global")
    heap.connect(0, exporter, .element, "1")
    heap.connect(exporter, widgetSite, .element, "1")
    heap.connect(exporter, timerSite, .element, "2")
    for (index, widget) in widgets.enumerated() {
      heap.connect(widgetSite, widget, .internal, "#\(index + 480)")
      if index < 2 { heap.connect(widget, model, .property, "model") }
    }
    heap.connect(global, widgets[2], .property, "current")
    heap.connect(widgets[2], part, .property, "part")
    heap.connect(timerSite, timer, .internal, "#7")
    heap.connect(timerSite, part, .weak, "8")
    return heap
  }

  @Test func sitesOfAttributedSnapshotsHoldWhatTheyDominate() throws {
    let references = try references(attributed())
    #expect(references.isAttributed)
    #expect(
      references.sites.map(\.name)
        == ["JSVM_Ref widget.cpp:42 Widget::Bind", "JSVM_Ref timer.cpp:88 Timer::Arm"])
    let widgets = references.sites[0]
    #expect(widgets.exporter == "System / ExportedReferences")
    #expect((widgets.strong, widgets.weak) == (3, 0))
    // Two widgets and their model; with the third, which the script holds too, its part.
    #expect(widgets.exclusive == 1020)
    #expect(widgets.inclusive == 1330)
    let timers = references.sites[1]
    #expect((timers.strong, timers.weak) == (1, 1))
    #expect((timers.exclusive, timers.inclusive) == (5, 5))
  }

  @Test func exclusiveBytesAreWhatGoesWithoutTheSite() throws {
    let heap = attributed()
    let snapshot = try heap.snapshot()
    for site in try references(heap).sites {
      let edges = NativeReferences.edges(ofSite: site.name, in: snapshot)
      #expect(edges.count == site.strong + site.weak)
      let outcome = WhatIf(snapshot).removing(
        WhatIf.Removal(edges: Set(edges)), ShallowSizes(of: snapshot))
      #expect(outcome.freedBytes == site.exclusive)
    }
  }

  @Test func aFlatListIsOneSite() throws {
    var heap = HandMade()
    let exporter = heap.add(.native, "System / ExportedReferences", size: 16)
    heap.connect(0, exporter, .element, "1")
    for index in 0..<3 {
      heap.connect(exporter, heap.add(.object, "Widget", size: 100), .element, "\(index)")
    }
    let sites = try references(heap).sites
    #expect(sites.map(\.name) == ["System / ExportedReferences"])
    #expect(sites[0].strong == 3)
    #expect(sites[0].exclusive == 300)
  }

  @Test func labelsOfHandlesAreSites() throws {
    var heap = HandMade()
    let roots = heap.add(.synthetic, "(GC roots)", size: 0)
    let handles = heap.add(.synthetic, "(Global handles)", size: 0)
    let own = heap.add(.object, "Own", size: 100)
    let shared = heap.add(.object, "Shared", size: 1000)
    let unlabelled = heap.add(.object, "Unlabelled", size: 10_000)
    heap.connect(0, roots, .element, "1")
    heap.connect(roots, handles, .element, "1")
    heap.connect(handles, own, .internal, "1 / Widget::Bind")
    heap.connect(handles, shared, .internal, "2 / Widget::Bind")
    heap.connect(handles, shared, .internal, "3 / Timer::Arm")
    heap.connect(handles, unlabelled, .internal, "4 / Timer::Arm")
    heap.connect(handles, unlabelled, .internal, "5")
    // What an object itself holds does not count as another holder; what another handle's does.
    let child = heap.add(.object, "Child", size: 7)
    let part = heap.add(.object, "Part", size: 50)
    heap.connect(own, child)
    heap.connect(child, own, .property, "parent")
    heap.connect(unlabelled, part)
    heap.connect(handles, part, .internal, "6 / Widget::Bind")
    let references = try references(heap)
    #expect(!references.isAttributed)
    #expect(references.sites.map(\.name) == ["Widget::Bind", "Timer::Arm"])
    #expect(references.sites.map(\.strong) == [3, 2])
    #expect(references.sites.map(\.exclusive) == [107, 0])
    #expect(references.sites.map(\.inclusive) == [1157, 11_000])
  }

  @Test func otherSnapshotsHaveNoSites() throws {
    #expect(try references(HandMade()).sites.isEmpty)
  }
}
