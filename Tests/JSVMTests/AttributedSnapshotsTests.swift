// SPDX-License-Identifier: Apache-2.0

import CJSVM
import CV8Shim
import Ledger
import Testing

@testable import JSVM

private let references = "System / ExportedReferences"

/// Claims about what heap snapshots say of the API's references.
struct AttributedSnapshotsTests {
  private typealias Plant = @Sendable (Fixture, JSVM_Value, UInt32) throws -> JSVM_Ref

  /// Four places that create references.
  private static let plants: [Plant] = [
    { fixture, value, count in
      try make { OH_JSVM_CreateReference(fixture.env, value, count, $0) }
    },
    { fixture, value, count in
      try make { OH_JSVM_CreateReference(fixture.env, value, count, $0) }
    },
    { fixture, value, count in
      try make { OH_JSVM_CreateReference(fixture.env, value, count, $0) }
    },
    { fixture, value, count in
      try make { OH_JSVM_CreateReference(fixture.env, value, count, $0) }
    },
  ]

  /// Bytes of the elements of what `holding` makes.
  private static let payload = 8 * 8000

  /// References from one place to new objects that hold an array each.
  private func holding(_ count: Int, _ plant: Plant, _ fixture: Fixture) throws -> [JSVM_Ref] {
    try (0..<count).map { _ in
      try fixture.scope {
        try plant(fixture, fixture.run("({items: new Array(8000).fill(0.5)})"), 1)
      }
    }
  }

  private func delete(_ references: [JSVM_Ref], _ fixture: Fixture) {
    for reference in references {
      #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
    }
  }

  @Test func aSiteHoldsWhatItsReferencesHold() throws {
    try withEnv { fixture in
      let counts = [1, 2, 4, 8]
      var made: [JSVM_Ref] = []
      for (count, plant) in zip(counts, Self.plants) {
        made += try holding(count, plant, fixture)
      }
      let graph = try fixture.snapshot()
      let exporter = try graph.node(references)
      #expect(exporter.type == "native" && exporter.edges.allSatisfy { $0.type == "element" })
      let sites = try graph.sites(of: references)
      #expect(sites.count == 4)
      for (count, site) in zip(counts, sites) {
        #expect(site.node.type == "native")
        #expect(site.node.name.hasPrefix("JSVM_Ref AttributedSnapshotsTests.swift:"))
        #expect(site.node.edges.count == count)
        #expect(site.node.edges.allSatisfy { $0.type == "internal" && $0.name.hasPrefix("#") })
        let (held, planted) = (graph.retainedSize(of: site.index), count * Self.payload)
        #expect(abs(held - planted) * 100 < planted, "\(held) for \(planted)")
        // As V8 writes the handles' edges, a site alone would hold no more than its own records.
        #expect(graph.withStrongHandles.retainedSize(of: site.index) < 100 * count)
      }
      #expect(Set(sites.map(\.node.name)).count == 4)
      delete(made, fixture)
      #expect(try fixture.snapshot().indices(named: references).isEmpty)
    }
  }

  @Test func theSiteIsWhatALeakReportNames() throws {
    try withEnv { fixture in
      let reference = try Self.plants[0](fixture, fixture.object(), 1)
      let site = try #require(fixture.snapshot().sites(of: references).first)
      let vm = fixture.coreVM
      var tally = LeakTally()
      for slot in vm.references.slots { tally.add(slot.pointee.record.site, .strong) }
      let groups = tally.groups(
        in: vm.ledger, depth: vm.stackDepth, trim: FrameTrim(ownAddresses: ownAddresses()),
        symbolise: { describe($0) })
      let frame = try #require(groups.first?.frames.first)
      #expect(site.node.name == "JSVM_Ref " + frame.short)
      delete([reference], fixture)
    }
  }

  @Test func aScriptsSiteIsWhereItIsRetained() throws {
    try withEnv(leaks: true) { fixture in
      let source = try fixture.string("1")
      let script = try make {
        OH_JSVM_CompileScript(fixture.env, source, nil, 0, false, nil, $0)
      }
      let (line, status) = (#line, OH_JSVM_RetainScript(fixture.env, script))
      #expect(status == JSVM_OK)
      let sites = try fixture.snapshot().sites(of: "System / ExportedScripts")
      let place = "JSVM_Script AttributedSnapshotsTests.swift:\(line) "
      #expect(sites.count == 1 && sites[0].node.name.hasPrefix(place))
    }
  }

  @Test func edgesCarryThePositionOfTheReference() throws {
    try withEnv { fixture in
      let made = try (0..<3).map { _ in try Self.plants[0](fixture, fixture.object(), 1) }
      let names = try fixture.snapshot().sites(of: references)[0].node.edges.map(\.name)
      #expect(names == made.map { "#\(UInt(bitPattern: $0) & 0xFFF_FFFF)" })
      delete(made, fixture)
    }
  }

  @Test func weakReferencesHoldNothing() throws {
    try withEnv { fixture in
      try fixture.run("globalThis.kept = {items: new Array(8000).fill(0.5)}")
      let kept = try fixture.run("kept")
      let made = try [1, 0, 0].map { try Self.plants[0](fixture, kept, $0) }
      let (index, node) = try fixture.snapshot().sites(of: references)[0]
      #expect(node.edges.map(\.type) == ["internal", "weak", "weak"])
      #expect(node.edges.dropFirst().allSatisfy { $0.name == node.name })
      #expect(Set(node.edges.map(\.target)).count == 1)
      delete([made[0]], fixture)
      try fixture.run("globalThis.kept = [kept]; 0")
      let graph = try fixture.snapshot()
      #expect(graph.nodes[index].name == node.name || graph.indices(named: node.name).count == 1)
      let site = try #require(graph.indices(named: node.name).first)
      #expect(graph.nodes[site].edges.map(\.type) == ["weak", "weak"])
      #expect(graph.retainedSize(of: site) < 200)
      delete(Array(made[1...]), fixture)
    }
  }

  @Test func severalReferencesToOneValueAreAllWeakened() throws {
    try withEnv { fixture in
      let made = try fixture.scope {
        let value = try fixture.run("({items: new Array(8000).fill(0.5)})")
        return try (0..<3).map { _ in try Self.plants[1](fixture, value, 2) }
      }
      let graph = try fixture.snapshot()
      let site = try graph.sites(of: references)[0]
      let target = site.node.edges[0].target
      let handles = try graph.node("(Global handles)").edges.filter { $0.target == target }
      #expect(handles.map(\.type) == ["weak", "weak", "weak"])
      #expect(handles.allSatisfy { $0.name.hasSuffix(" / " + site.node.name) })
      #expect(graph.retainedSize(of: site.index) > Self.payload)
      delete(made, fixture)
    }
  }

  @Test func handlesBehindTheAPIStayStrong() throws {
    try withEnv { fixture in
      let isolate = fixture.coreVM.isolate
      var other = v8s_global()
      let made = try fixture.scope {
        let value = try fixture.run("({items: new Array(8000).fill(0.5)})")
        v8s_global_set(isolate, &other, v8s_value(value))
        return try (0..<2).map { _ in try Self.plants[2](fixture, value, 1) }
      }
      let graph = try fixture.snapshot()
      let site = try graph.sites(of: references)[0]
      let target = site.node.edges[0].target
      let handles = try graph.node("(Global handles)").edges.filter { $0.target == target }
      #expect(handles.count == 3)
      for handle in handles {
        #expect((handle.type == "weak") == handle.name.hasSuffix(" / " + site.node.name))
      }
      #expect(handles.count { $0.type == "internal" } == 1)
      #expect(graph.retainedSize(of: site.index) < 200)
      v8s_global_reset(&other)
      let after = try fixture.snapshot()
      let held = try after.retainedSize(of: after.sites(of: references)[0].index)
      #expect(held > Self.payload)
      delete(made, fixture)
    }
  }

  @Test func everyKindHasAnExporter() throws {
    try withEnv(leaks: true) { fixture in
      let ending = Ending()
      try fixture.run("globalThis.kept = [{}, {}]; 0")
      try fixture.wrap(fixture.run("kept[0]"), ending)
      try fixture.addFinalizer(fixture.run("kept[1]"), ending)
      let key = try make { OH_JSVM_CreatePrivate(fixture.env, nil, $0) }
      let data = try make { OH_JSVM_CreateDataReference(fixture.env, key, 1, $0) }
      var promise: JSVM_Value?
      _ = try make { OH_JSVM_CreatePromise(fixture.env, $0, &promise) }
      let source = try fixture.string("globalThis.answer = 6 * 7")
      let script = try make {
        OH_JSVM_CompileScript(fixture.env, source, nil, 0, false, nil, $0)
      }
      #expect(OH_JSVM_RetainScript(fixture.env, script) == JSVM_OK)
      let graph = try fixture.snapshot()
      let expected = [
        (references, "JSVM_DataRef ", "internal", "hidden"),
        ("System / ExportedWraps", "JSVM_Wrap ", "weak", "object"),
        ("System / ExportedFinalizers", "JSVM_Finalizer ", "weak", "object"),
        ("System / ExportedDeferreds", "JSVM_Deferred ", "internal", "object"),
        ("System / ExportedScripts", "JSVM_Script ", "internal", "closure"),
      ]
      for (exporter, prefix, edge, target) in expected {
        let sites = try graph.sites(of: exporter)
        #expect(sites.count == 1 && graph.nodes[sites[0].index].name.hasPrefix(prefix))
        #expect(sites[0].node.edges.map(\.type) == [edge])
        #expect(graph.nodes[sites[0].node.edges[0].target].type == target)
      }
      #expect(OH_JSVM_DeleteReference(fixture.env, data) == JSVM_OK)
    }
  }

  @Test func referencesToValuesOfEveryKindAreShown() throws {
    try withEnv(leaks: true) { fixture in
      let palette = try Palette(fixture)
      for kind in Kind.allCases {
        guard let value = palette[kind] else { continue }
        for count in [0, 1, 2] as [UInt32] { _ = try fixture.reference(value, count) }
      }
      let graph = try fixture.snapshot()
      try #expect(!graph.sites(of: references).isEmpty)
      palette.close(fixture)
    }
  }

  @Test func theFlatFormIsOneArray() throws {
    try withEnv { fixture in
      var made = try holding(2, Self.plants[0], fixture) + holding(3, Self.plants[1], fixture)
      try fixture.run("globalThis.kept = {}; 0")
      made.append(try Self.plants[0](fixture, fixture.run("kept"), 0))
      let received = Received()
      try fixture.coreVM.takeHeapSnapshot(receive, received.data, form: .flat)
      let graph = try SnapshotGraph(received)
      let node = try graph.node(references)
      #expect(node.type == "native" && node.size == 5 * 8)
      #expect(node.edges.map(\.name) == ["1", "2", "3", "4", "5"])
      #expect(node.edges.allSatisfy { $0.type == "element" })
      #expect(node.edges.allSatisfy { graph.nodes[$0.target].type == "object" })
      let held = graph.retainedSize(of: graph.indices(named: references)[0])
      #expect(held > 5 * Self.payload && held * 100 < 101 * 5 * Self.payload)
      // An element goes with its reference.
      delete(Array(made[..<2]), fixture)
      let next = Received()
      try fixture.coreVM.takeHeapSnapshot(receive, next.data, form: .flat)
      #expect(try SnapshotGraph(next).node(references).edges.count == 3)
      delete(Array(made[2...]), fixture)
    }
  }

  @Test func thePlainFormIsV8s() throws {
    try withEnv { fixture in
      let made = try holding(2, Self.plants[0], fixture)
      let received = Received()
      try fixture.coreVM.takeHeapSnapshot(receive, received.data, form: .plain)
      let graph = try SnapshotGraph(received)
      #expect(!graph.nodes.contains { $0.name.hasPrefix("System / Exported") })
      let handles = try graph.node("(Global handles)").edges
      #expect(!handles.contains { $0.type == "weak" && $0.name.contains("JSVM_Ref") })
      delete(made, fixture)
    }
  }

  @Test func nodesKeepTheirIds() throws {
    try withEnv { fixture in
      let made = try holding(1, Self.plants[0], fixture) + holding(1, Self.plants[1], fixture)
      let graphs = [try fixture.snapshot(), try fixture.snapshot()]
      let ids = try graphs.map { graph in
        try [graph.node(references).id] + graph.sites(of: references).map(\.node.id)
      }
      #expect(ids[0] == ids[1] && Set(ids[0]).count == 3)
      delete(made, fixture)
    }
  }

  @Test func aSnapshotInsideASnapshotIsAttributedToo() throws {
    try withEnv { fixture in
      let made = try holding(2, Self.plants[0], fixture)
      let (vm, inner) = (fixture.vm, Received())
      let watch = Watch { watch in
        guard watch.events.count == 1 else { return }
        #expect(OH_JSVM_TakeHeapSnapshot(vm, receive, inner.data) == JSVM_OK)
      }
      #expect(watch.add(to: vm, JSVM_CB_TRIGGER_BEFORE_GC) == JSVM_OK)
      let outer = try fixture.snapshot()
      for graph in [outer, try SnapshotGraph(inner)] {
        let sites = try graph.sites(of: references)
        #expect(sites.count == 1 && sites[0].node.edges.count == 2)
        #expect(graph.retainedSize(of: sites[0].index) > 2 * Self.payload)
      }
      #expect(watch.remove(from: vm, JSVM_CB_TRIGGER_BEFORE_GC) == JSVM_OK)
      delete(made, fixture)
    }
  }

  @Test func referencesMadeAndDeletedByAGCHandlerAreShownAsTheyAreThen() throws {
    try withEnv { fixture in
      let old = try holding(1, Self.plants[0], fixture)
      var new: [JSVM_Ref] = []
      let watch = Watch { watch in
        guard watch.events.count == 1 else { return }
        self.delete(old, fixture)
        let value = try? fixture.object()
        if let value, let made = try? Self.plants[3](fixture, value, 1) { new.append(made) }
      }
      #expect(watch.add(to: fixture.vm) == JSVM_OK)
      let graph = try fixture.snapshot()
      #expect(new.count == 1)
      let sites = try graph.sites(of: references)
      #expect(sites.count == 1 && sites[0].node.edges.count == 1)
      #expect(watch.remove(from: fixture.vm) == JSVM_OK)
      delete(new, fixture)
    }
  }

  @Test(arguments: [1, 2, 3])
  func aStreamThatEndsEarlyLeavesNothingBehind(_ limit: Int) throws {
    try withEnv { fixture in
      let made = try holding(2, Self.plants[0], fixture)
      for _ in 0..<3 {
        let received = Received()
        received.limit = limit
        #expect(OH_JSVM_TakeHeapSnapshot(fixture.vm, receive, received.data) == JSVM_OK)
        #expect(received.sizes.count == limit && received.ends == 0)
        #expect(fixture.coreVM.attribution == nil)
      }
      let sites = try fixture.snapshot().sites(of: references)
      #expect(sites.count == 1 && sites[0].node.edges.count == 2)
      delete(made, fixture)
    }
  }
}

extension SnapshotGraph {
  /// The graph with the handles' edges as V8 wrote them.
  fileprivate var withStrongHandles: SnapshotGraph {
    strengthened { $0.contains(" / JSVM_") }
  }
}
