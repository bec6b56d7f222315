// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct HeapReportTests {
  private func report(_ heaps: HandMade..., limits: HeapReport.Limits = .init()) throws
    -> HeapReport
  {
    try HeapReport(heaps.indices.map { "s\($0)" }, limits: limits) {
      try Analysis(of: heaps[$0].snapshot())
    }
  }

  /// Sessions in a list; a root object holds the first.
  private func heap(sessions: Int, others: Int = 0) -> HandMade {
    var heap = HandMade()
    var holder = heap.add(.object, "Store", size: 8)
    heap.connect(0, holder, .element, "1")
    for _ in 0..<sessions {
      let session = heap.add(.object, "Session", size: 100)
      heap.connect(holder, session, .property, "next")
      holder = session
    }
    for index in 0..<others {
      heap.connect(0, heap.add(.object, "Other\(index)", size: UInt64(index + 1)), .element, "9")
    }
    return heap
  }

  @Test func aClassHasItsFiguresInEverySnapshot() throws {
    let report = try report(heap(sessions: 1), heap(sessions: 3), heap(sessions: 4))
    #expect(report.moments.map(\.title) == ["s0", "s1", "s2"])
    #expect(report.moments.map(\.nodes) == [3, 5, 6])
    #expect(report.moments.map(\.statistics.total) == [108, 308, 408])
    let session = try #require(report.classes.first { $0.name == "Session" })
    #expect(session.counts == [1, 3, 4])
    #expect(session.shallow == [100, 300, 400])
    #expect(session.retained == [100, 300, 400])
    #expect(session.rises && session.distance == 2)
    let store = try #require(report.classes.first { $0.name == "Store" })
    #expect(store.retained == [108, 308, 408] && store.counts == [1, 1, 1])
  }

  @Test func theWayToARootIsListedOnceFromWhereWaysMeet() throws {
    let report = try report(heap(sessions: 3))
    let rows = report.objects
    #expect(rows.map(\.name).sorted() == ["Session", "Session", "Session", "Store"])
    let smallest = try #require(rows.firstIndex { $0.retained == 100 })
    var way = [rows[smallest].retained]
    var here = rows[smallest]
    while let holder = here.holder, let index = holder.index {
      #expect(holder.edge == "next" && holder.edgeType == "property")
      here = rows[index]
      way.append(here.retained)
    }
    #expect(way == [100, 200, 300, 308])
    #expect(here.name == "Store" && here.distance == 1)
    #expect(report.largest.map { rows[$0].retained } == [308, 300, 200, 100])
  }

  @Test func aWayThatIsLongEndsSomewhere() throws {
    var heap = HandMade()
    var holder = heap.add(.object, "First")
    heap.connect(0, holder, .element, "1")
    for _ in 0..<1000 {
      let next = heap.add(.object, "Middle", size: 0)
      heap.connect(holder, next)
      holder = next
    }
    heap.connect(holder, heap.add(.object, "Last"))
    let report = try report(heap)
    let last = try #require(report.objects.first { $0.name == "Last" })
    #expect(last.distance == 1002)
    let cut = report.objects.filter { $0.holder != nil && $0.holder?.index == nil }
    #expect(cut.count == 1)
    #expect(report.objects.count < 700)
  }

  @Test func otherWaysGoOnWhereOnesMeet() throws {
    var heap = heap(sessions: 2)
    let owner = heap.add(.object, "Owner", size: 4)
    heap.connect(0, owner, .element, "2")
    let cache = heap.add(.object, "Cache", size: 4)
    heap.connect(owner, cache, .property, "cache")
    let entry = heap.add(.object, "Entry", size: 4)
    heap.connect(cache, entry, .property, "entry")
    heap.connect(entry, 3, .property, "value")
    let report = try report(heap)
    let session = try #require(report.objects.first { $0.name == "Session" && !$0.ways.isEmpty })
    #expect(session.retained == 100 && session.ways.count == 1)
    let steps = session.ways[0]
    #expect(steps.map(\.edge) == ["value", "entry"])
    #expect(steps.map { $0.index.map { report.objects[$0].name } } == ["Entry", "Cache"])
    #expect(report.objects.filter { !$0.ways.isEmpty }.count == 1)
  }

  @Test func whatIsLeftOutIsCounted() throws {
    var limits = HeapReport.Limits()
    limits.classes = 2
    limits.entries = 3
    limits.objects = 1
    let report = try report(heap(sessions: 2, others: 20), limits: limits)
    // Store and Session retain most; Session and Store come first by count as well.
    #expect(report.classes.map(\.name) == ["Store", "Session"])
    #expect(report.omittedClasses == 20)
    #expect(report.entries.count == 3 && report.omittedEntries == 20)
    #expect(report.entryNames == ["(synthetic)", "Store", "Session"])
    #expect(report.entries.map(\.parent) == [0, 0, 1])
    #expect(report.largest.count == 1)
  }

  @Test func whatGrowsIsListedHoweverSmall() throws {
    var limits = HeapReport.Limits()
    limits.classes = 1
    var grown = heap(sessions: 5)
    for _ in 0..<2 { grown.connect(0, grown.add(.object, "Small", size: 1), .element, "9") }
    var older = heap(sessions: 5)
    older.connect(0, older.add(.object, "Small", size: 1), .element, "9")
    let report = try report(older, grown, limits: limits)
    #expect(Set(report.classes.map(\.name)) == ["Store", "Session", "Small"])
  }

  @Test func sitesHoldWhatTheyReferTo() throws {
    var heap = heap(sessions: 1)
    let exporter = heap.add(.native, "System / ExportedReferences", size: 8)
    heap.connect(0, exporter, .element, "7")
    let site = heap.add(.native, "JSVM_Ref widget.cpp:42 Widget::Bind", size: 48)
    heap.connect(exporter, site, .element, "1")
    let value = heap.add(.object, "Widget", size: 64)
    heap.connect(site, value, .internal, "#481")
    heap.connect(value, heap.add(.object, "Payload", size: 1000))
    heap.connect(site, 1, .weak, "weak")
    let report = try report(heap)
    let found = try #require(report.sites.first)
    #expect(found.name == "JSVM_Ref widget.cpp:42 Widget::Bind" && report.sites.count == 1)
    #expect(found.exporter == "System / ExportedReferences")
    #expect(found.strong == 1 && found.weak == 1 && found.exclusive == 1064)
    #expect(found.largestValue.map { report.objects[$0].name } == "Widget")
  }

  @Test(arguments: 0..<100) func anyHeapHasAReport(_ seed: UInt64) throws {
    let heap = HandMade.random(seed)
    let report = try report(heap, heap)
    #expect(report.entries[0].retained == report.moments[1].statistics.total)
    #expect(report.classes.allSatisfy { !$0.rises && $0.counts[0] == $0.counts[1] })
    for row in report.objects {
      guard let index = row.holder?.index else { continue }
      #expect(report.objects[index].distance < row.distance)
    }
  }
}
