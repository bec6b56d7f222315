// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct HostileFilesTests {
  private var heap: HandMade {
    var heap = HandMade()
    let global = heap.add(.object, "global")
    let leaf = heap.add(.object, "leaf")
    heap.connect(0, global, .shortcut, "global")
    heap.connect(global, leaf)
    return heap
  }

  private func error(_ text: String) -> SnapshotError? {
    do throws(SnapshotError) {
      _ = try Snapshot(bytes: Array(text.utf8))
      return nil
    } catch { return error }
  }

  @Test(arguments: [
    ("", 0), ("   ", 0), ("hello", 0), ("[]", 0), ("{}", 1), ("{\"snapshot\":5}", 12),
    ("{\"snapshot\":{}}", 12),
  ])
  func saysWhereItIsNoSnapshot(_ text: String, _ byte: Int) {
    guard case .malformed(byte, _) = error(text) else {
      Issue.record("\(text): \(String(describing: error(text)))")
      return
    }
  }

  @Test func everyTruncationIsAnErrorOrAPart() throws {
    let bytes = Array(heap.text.utf8)
    for length in 0..<bytes.count {
      let part = Array(bytes[..<length])
      #expect(throws: SnapshotError.self, "\(length) bytes") { try Snapshot(bytes: part) }
      // What can be read can be analysed.
      guard let snapshot = try? Snapshot(bytes: part, allowsTruncation: true) else { continue }
      #expect(snapshot.truncation != nil)
      let dominators = Dominators(of: snapshot)
      _ = RetainedSizes(dominators, ShallowSizes(of: snapshot))
      _ = Distances(of: snapshot)
      _ = Retainers(of: snapshot)
      _ = Detachedness(of: snapshot)
      _ = (0..<snapshot.nodes.count).map(snapshot.name(of:))
      _ = (0..<snapshot.edges.count).map(snapshot.name(ofEdge:))
    }
  }

  @Test func everyChangedByteIsAnErrorOrASnapshot() throws {
    let bytes = Array(heap.text.utf8)
    let replacements: [UInt8] = [
      0, 0x20, 0x22, 0x2C, 0x30, 0x39, 0x5B, 0x5C, 0x5D, 0x7B, 0x7D, 0xFF,
    ]
    for index in bytes.indices {
      for byte in replacements {
        var changed = bytes
        changed[index] = byte
        guard let snapshot = try? Snapshot(bytes: changed) else { continue }
        _ = RetainedSizes(Dominators(of: snapshot), ShallowSizes(of: snapshot))
        _ = Distances(of: snapshot)
        _ = (0..<snapshot.edges.count).map(snapshot.name(ofEdge:))
      }
    }
  }

  @Test(arguments: [
    ("\"edges\":[5,2,7", "\"edges\":[5,2,700", "a node"),
    ("\"edges\":[5,2,7", "\"edges\":[5,2,8", "a node"),
    ("\"edges\":[5,2,7", "\"edges\":[99,2,7", "an edge type"),
    ("\"edges\":[5,2,7", "\"edges\":[5,999,7", "names below"),
    ("\"edges\":[5,2,7", "\"edges\":[5,2,-7", "a number"),
    ("\"edges\":[5,2,7", "\"edges\":[5,18446744073709551616,7", "64 bits"),
    ("\"nodes\":[9,1,1", "\"nodes\":[99,1,1", "a node type"),
    ("\"nodes\":[9,1,1", "\"nodes\":[9,1,4294967296", "32 bits"),
    ("\"nodes\":[9,1,1", "\"nodes\":[9,1,1,1", "a multiple of 7"),
    ("\"nodes\":[9,1,1,0,1", "\"nodes\":[9,1,1,0,2", "add up to"),
  ])
  func saysWhatIsWrong(_ text: String, _ replacement: String, _ expected: String) throws {
    let changed = heap.text.replacing(text, with: replacement)
    try #require(changed != heap.text)
    let found = try #require(error(changed))
    #expect(found.description.contains(expected), "\(found)")
  }

  @Test func takesSizesAboveFourGigabytes() throws {
    var heap = heap
    heap.connect(0, heap.add(.native, "large", size: 5 << 30))
    heap.connect(0, heap.add(.native, "largest", size: 1 << 62))
    let snapshot = try heap.snapshot()
    #expect(snapshot.nodes.selfSize(3) == 5 << 30)
    #expect(RetainedSizes(Dominators(of: snapshot), ShallowSizes(of: snapshot))[4] == 1 << 62)
  }

  @Test func followsAChainOfAMillion() throws {
    let length = 1_000_000
    var empty = HandMade()
    empty.layout.sections = []
    // Each of the chain's nodes is `object "" @1` of 8 bytes with one edge to the next.
    var text = Array(empty.text.utf8.dropLast())
    text += Array(",\"nodes\":[9,0,1,0,1,0,0".utf8)
    for _ in 0..<length { text += [UInt8](",3,0,1,8,1,0,0".utf8) }
    text += Array("],\"edges\":[1,0,7".utf8)
    for node in 1...length {
      text += [UInt8](",1,0,".utf8)
      text += [UInt8](String(7 * (node < length ? node + 1 : 1)).utf8)
    }
    text += Array("],\"strings\":[\"\"]}".utf8)
    let snapshot = try Snapshot(bytes: text)
    let dominators = Dominators(of: snapshot)
    #expect(RetainedSizes(dominators, ShallowSizes(of: snapshot))[1] == 8_000_000)
    #expect(Distances(of: snapshot)[length] == Int32(length))
    #expect(dominators[of: length] == length - 1)
  }

  @Test func hangsWhatNothingReachesUnderTheRoot() throws {
    var heap = HandMade()
    let orphan = heap.add(.object, "orphan", size: 10)
    heap.connect(orphan, heap.add(.object, "child", size: 20))
    let first = heap.add(.object, "first of a cycle", size: 1)
    let second = heap.add(.object, "second of a cycle", size: 2)
    heap.connect(first, second)
    heap.connect(second, first)
    let snapshot = try heap.snapshot()
    let dominators = Dominators(of: snapshot)
    let sizes = RetainedSizes(dominators, ShallowSizes(of: snapshot))
    #expect([orphan, first, second].allSatisfy { dominators[of: $0] == 0 })
    #expect(sizes[orphan] == 30)
    #expect(sizes[0] == 33)
    #expect(Distances(of: snapshot)[orphan] == Distances.unreachable)
  }

  @Test func traceTreesMayBeDeep() throws {
    var heap = heap
    heap.layout.sections.removeAll { $0 == "trace_tree" }
    let depth = 100_000
    heap.layout.extraSections = [
      (
        "trace_tree",
        String(repeating: "[1,1,1,1,[", count: depth) + String(repeating: "]]", count: depth)
      )
    ]
    #expect(try heap.snapshot().nodes.count == 3)
  }
}
