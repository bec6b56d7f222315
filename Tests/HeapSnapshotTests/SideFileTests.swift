// SPDX-License-Identifier: Apache-2.0

import Foundation
import HeapSnapshot
import Testing

@Suite struct SideFileTests {
  /// A snapshot in a folder of its own, with its analysis and its side file.
  private final class Place {
    let folder: URL
    let path: String
    let analysis: Analysis

    init() throws {
      folder = FileManager.default.temporaryDirectory.appending(path: "side-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      path = folder.appending(path: "a.heapsnapshot").path
      try Data(WrittenHeap(nodes: 800).text().utf8).write(to: URL(filePath: path))
      analysis = try Analysis(of: Snapshot(path: path))
      let outcome = SideFile.write(analysis, ClassSummary(Summary(analysis)), for: path)
      guard case .written = outcome else { throw Unwritten(outcome: outcome) }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    struct Unwritten: Error { let outcome: SideFile.Writing }

    var sideFile: URL { URL(filePath: SideFile.path(for: path)) }
  }

  private func prints(_ analysis: Analysis) -> Fingerprints {
    Fingerprints(analysis.retainedSizes, analysis.dominators, analysis.distances)
  }

  @Test func whatWasWrittenIsOpened() throws {
    let place = try Place()
    guard case .opened(let opened) = SideFile.open(for: place.path) else {
      Issue.record("not opened")
      return
    }
    #expect(prints(opened) == prints(place.analysis))
    #expect(WrittenHeap(nodes: 800).isHeld(by: opened.snapshot))
    #expect(opened.snapshot.meta == place.analysis.snapshot.meta)
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.folder.path).count == 2)
  }

  @Test func otherRulesHaveOneOfTheirOwn() throws {
    let place = try Place()
    guard case .absent = SideFile.open(for: place.path, .memlab) else {
      Issue.record("not absent")
      return
    }
    let other = URL(filePath: SideFile.path(for: place.path, .memlab))
    try FileManager.default.moveItem(at: place.sideFile, to: other)
    guard case .ignored(let reason) = SideFile.open(for: place.path, .memlab) else {
      Issue.record("not ignored")
      return
    }
    #expect(reason == "its numbers are by other rules")
  }

  @Test func aDirectoryKeepsThoseOfManySnapshots() throws {
    let (one, other) = (try Place(), try Place())
    let directory = one.folder.path
    for place in [one, other] {
      let classes = ClassSummary(Summary(place.analysis))
      guard case .written = SideFile.write(place.analysis, classes, for: place.path, in: directory)
      else { throw Place.Unwritten(outcome: .refused(reason: "in a directory")) }
    }
    for place in [one, other] {
      let path = SideFile.path(for: place.path, in: directory)
      #expect(path.hasPrefix(directory + "/a.heapsnapshot."))
      guard case .opened(let opened) = SideFile.open(for: place.path, in: directory) else {
        Issue.record("not opened")
        return
      }
      #expect(prints(opened) == prints(place.analysis))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory).count == 4)
  }

  @Test func classesAreOpenedAlone() throws {
    let place = try Place()
    guard case .opened(let opened) = SideFile.openClasses(for: place.path) else {
      Issue.record("not opened")
      return
    }
    let classes = ClassSummary(Summary(place.analysis))
    #expect(opened.nodeCount == classes.nodeCount && opened.edgeCount == classes.edgeCount)
    #expect(opened.statistics == classes.statistics)
    #expect(opened.table.classCount > 1)
    let (kept, made) = (opened.table, classes.table)
    for order in ClassTable.Order.allCases {
      #expect(kept.top(.max, by: order) == made.top(.max, by: order))
    }
    for number in made.top(.max, by: .retained) {
      #expect(kept.names.name(of: number) == made.names.name(of: number))
      #expect(kept.names.place(of: number) == made.names.place(of: number))
      #expect(kept.retained[number] == made.retained[number])
      #expect(kept.distances[number] == made.distances[number])
    }
  }

  @Test func aChangedSnapshotHasNoUseForIt() throws {
    let place = try Place()
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: place.path)
    guard case .ignored(let reason) = SideFile.open(for: place.path) else {
      Issue.record("not ignored")
      return
    }
    #expect(reason == "the snapshot has changed since")
  }

  @Test func withoutOneItIsAbsent() throws {
    let place = try Place()
    try FileManager.default.removeItem(at: place.sideFile)
    guard case .absent = SideFile.open(for: place.path) else {
      Issue.record("not absent")
      return
    }
  }

  @Test func memoryHasNone() throws {
    let snapshot = try Snapshot(bytes: Array(WrittenHeap(nodes: 10).text().utf8))
    let analysis = try Analysis(of: snapshot)
    let outcome = SideFile.write(
      analysis, ClassSummary(Summary(analysis)), for: "/nowhere/a.heapsnapshot")
    #expect(outcome == .refused(reason: "only uncompressed files have one"))
  }

  @Test(arguments: [0, 1, 8, 100, 271, 272, 700, 4096, 20_000, 48_000])
  func oneThatIsCutShortIsIgnored(_ length: Int) throws {
    let place = try Place()
    let bytes = try Data(contentsOf: place.sideFile)
    try bytes.prefix(length).write(to: place.sideFile)
    guard case .ignored = SideFile.open(for: place.path) else {
      Issue.record("\(length) of \(bytes.count) bytes were opened")
      return
    }
  }

  /// Four bytes at a time become ones: all of the header, samples of what is behind it. What is
  /// opened all the same must be usable.
  @Test func damageIsIgnoredOrHarmless() throws {
    let place = try Place()
    let bytes = try Data(contentsOf: place.sideFile)
    var opened = 0
    let places =
      Array(stride(from: 0, to: 320, by: 4)) + stride(from: 320, to: bytes.count - 4, by: 788)
    for start in places {
      var damaged = bytes
      damaged.replaceSubrange(start..<(start + 4), with: [0xFF, 0xFF, 0xFF, 0xFF])
      try damaged.write(to: place.sideFile)
      if case .opened(let classes) = SideFile.openClasses(for: place.path) {
        let names = classes.table.names
        for number in classes.table.top(.max, by: .name) {
          _ = (names.name(of: number), names.place(of: number))
        }
      }
      guard case .opened(let analysis) = SideFile.open(for: place.path) else { continue }
      opened += 1
      use(analysis)
    }
    #expect(opened > 0 && opened < places.count)
  }

  private func use(_ analysis: Analysis) {
    let snapshot = analysis.snapshot
    _ = prints(analysis)
    for node in 0..<snapshot.nodes.count {
      _ = snapshot.name(of: node)
      for edge in snapshot.edges(of: node) { _ = snapshot.name(ofEdge: edge) }
    }
    _ = Distances(of: snapshot)
    _ = Dominators(of: snapshot)
  }
}
