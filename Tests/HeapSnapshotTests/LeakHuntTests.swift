// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct LeakHuntTests {
  @Test func plantedLeaksAreFoundOncePerKind() throws {
    let snapshots = try ["leak-1-before", "leak-2-during", "leak-3-after"]
      .map { try Sample(name: $0).snapshot() }
    let hunt = try LeakHunt(snapshots[0], snapshots[1], snapshots[2])
    let figures = try Sample.figures("leak-between-1-2-alive-3")
    #expect(hunt.leaked.count == figures["total"]["count"].int)
    #expect(Int(hunt.shallow) == figures["total"]["self"].int)
    let names = NodeNames(of: snapshots[2], Detachedness(of: snapshots[2]))
    func cluster(_ name: String) -> LeakClusters.Cluster? {
      hunt.clusters.first { $0.name == name }
    }
    let sessions = try #require(cluster("LeakedSession"))
    #expect(sessions.members.count == 1000)
    #expect(sessions.retained == 184_000)
    #expect(sessions.place?.script?.hasSuffix("/make-snapshots.js") == true)
    let entries = try #require(cluster("LeakedEntry"))
    #expect(entries.members.count == 250)
    #expect(entries.retained == 86_000)
    // Their state is theirs, not a leak of its own.
    #expect(cluster("LeakedListenerState") == nil)
    let listeners = try #require(
      hunt.clusters.first { names[$0.members[0]] == "leakedListener" })
    #expect(listeners.members.count == 500)
    #expect(hunt.clusters.prefix(3).map(\.members.count).sorted() == [250, 500, 1000])
    for name in ["TransientJob", "PooledThing", "SteadyThing", "FreedCache"] {
      #expect(cluster(name) == nil)
    }
    let path = sessions.path.steps.map { snapshots[2].name(ofEdge: $0.edge) }
    #expect(path.dropFirst() == ["leaky", "__leak"])
    #expect(hunt.clusters.map(\.retained) == hunt.clusters.map(\.retained).sorted(by: >))
  }

  @Test func filesAreHuntedAlike() throws {
    let files = ["leak-1-before", "leak-2-during", "leak-3-after"].map { Sample(name: $0).path }
    let snapshots = try files.map { try Snapshot(path: $0) }
    let expected = try LeakHunt(snapshots[0], snapshots[1], snapshots[2])
    let found = try FileHunt(files[0], files[1], files[2])
    #expect(found.truncations.isEmpty)
    #expect(found.snapshot.nodes.count == snapshots[2].nodes.count)
    #expect(found.hunt.leaked == expected.leaked)
    #expect(found.hunt.clusters.map(\.members) == expected.clusters.map(\.members))
  }

  @Test(arguments: 0..<3) func aFileThatIsMissingIsNamed(_ index: Int) {
    var files = ["leak-1-before", "leak-2-during", "leak-3-after"].map { Sample(name: $0).path }
    files[index] = "/nowhere/s\(index)"
    let error = #expect(throws: SnapshotFileError.self) {
      try FileHunt(files[0], files[1], files[2])
    }
    #expect(error?.description == "/nowhere/s\(index): open: No such file or directory")
  }

  /// Two objects in one array, one in a map, and one at the end of a chain of three.
  @Test func waysThatLookAlikeAreOneKind() throws {
    var heap = HandMade()
    let global = heap.add(.object, "global")
    let array = heap.add(.object, "Array")
    let map = heap.add(.object, "Map")
    let table = heap.add(.array, "")
    heap.connect(0, global, .shortcut, "global")
    heap.connect(global, array, .property, "list")
    heap.connect(global, map, .property, "map")
    heap.connect(map, table, .internal, "table")
    var leaks: [Int] = []
    for index in 0..<4 {
      let leak = heap.add(.object, "Leak", size: 100)
      leaks.append(leak)
      heap.connect(
        index < 2 ? array : table, leak, index < 2 ? .element : .internal, "\(index + 5)")
    }
    var end = global
    for _ in 1...3 {
      let link = heap.add(.object, "Link")
      heap.connect(end, link, .property, "next")
      end = link
      let leak = heap.add(.object, "Leak", size: 10)
      leaks.append(leak)
      heap.connect(link, leak, .property, "value")
    }
    let analysis = try Analysis(of: heap.snapshot())
    let clusters = LeakClusters(
      of: leaks, RetainingPaths(of: analysis.snapshot), analysis.dominators, analysis.retainedSizes,
      ClassNames(of: analysis.snapshot, Detachedness(of: analysis.snapshot))
    ).clusters
    #expect(clusters.map(\.members.count) == [2, 2, 3])
    #expect(clusters.map(\.retained) == [200, 200, 30])
    #expect(clusters.allSatisfy { $0.name == "Leak" })
  }

  @Test func whatAnotherLeakDominatesDoesNotCount() throws {
    var heap = HandMade()
    let global = heap.add(.object, "global")
    let outer = heap.add(.object, "Outer", size: 10)
    let inner = heap.add(.object, "Inner", size: 90)
    heap.connect(0, global, .shortcut, "global")
    heap.connect(global, outer, .property, "outer")
    heap.connect(outer, inner, .property, "inner")
    let analysis = try Analysis(of: heap.snapshot())
    let clusters = LeakClusters(
      of: [inner, outer], RetainingPaths(of: analysis.snapshot), analysis.dominators,
      analysis.retainedSizes, ClassNames(of: analysis.snapshot, Detachedness(of: analysis.snapshot))
    ).clusters
    #expect(clusters.map(\.members) == [[outer]])
    #expect(clusters[0].retained == 100)
  }
}
