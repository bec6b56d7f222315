// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct CollectionsTests {
  @Test(arguments: [("v10-leak-1-before", 250), ("leak-3-after", 750)])
  func theMapOfARecordedHeapHasItsEntries(_ name: String, _ entries: Int) throws {
    let snapshot = try Sample(name: name).snapshot()
    let all = Collections(of: snapshot)
    let map = try #require(all.large(entries).first { $0.kind == .map && $0.elements == entries })
    #expect(map.capacity == (entries == 250 ? 256 : 1024))
    let table = try #require(
      snapshot.edges(of: map.node).first { snapshot.name(ofEdge: $0) == "table" })
    #expect(map.storeBytes == snapshot.nodes.selfSize(Int(snapshot.edges.target[table])))
  }

  /// The number of words of a store behind its header.
  private func heap(
    _ kind: String, edge: String, words: UInt64, entries: [Int], wordSize: UInt64 = 8
  ) throws -> Collections {
    var heap = HandMade()
    let object = heap.add(.object, kind, size: 4 * wordSize)
    let odd = heap.add(.object, "Odd", size: wordSize == 4 ? 12 : 16)
    let store = heap.add(.array, "", size: (words + 2) * wordSize)
    heap.connect(0, object)
    heap.connect(0, odd)
    heap.connect(object, store, .internal, edge)
    for entry in entries {
      heap.connect(store, heap.add(.object, "Value"), .internal, "\(entry)")
    }
    return Collections(of: try heap.snapshot())
  }

  @Test(arguments: [UInt64(8), 4]) func orderedTablesHaveTwoEntriesForEachBucket(
    _ wordSize: UInt64
  ) throws {
    // 3 words, 4 buckets, 8 entries of key, value and chain.
    let map = try heap(
      "Map", edge: "table", words: 31, entries: [7, 8, 13, 28], wordSize: wordSize)
    #expect(map.all.map(\.elements) == [3])
    #expect(map.all.map(\.capacity) == [8])
    #expect(map.all.map(\.storeBytes) == [33 * wordSize])
    let set = try heap("Set", edge: "table", words: 23, entries: [7, 9], wordSize: wordSize)
    #expect(set.all.map(\.elements) == [2])
    #expect(set.all.map(\.capacity) == [8])
  }

  @Test func weakTablesHaveAPowerOfTwoOfEntries() throws {
    let map = try heap("WeakMap", edge: "table", words: 3 + 2 * 16, entries: [3, 4, 9])
    #expect(map.all.map(\.elements) == [2])
    #expect(map.all.map(\.capacity) == [16])
  }

  @Test func sparseOnesAreThoseWithRoomToSpare() throws {
    var heap = HandMade()
    let global = heap.add(.object, "global")
    heap.connect(0, global, .shortcut, "global")
    for (index, elements) in [1, 100, 900].enumerated() {
      let array = heap.add(.object, "Array")
      let store = heap.add(.array, "(object elements)", size: 16 + 1000 * 8)
      heap.connect(global, array, .property, "a\(index)")
      heap.connect(array, store, .internal, "elements")
      for element in 0..<elements {
        heap.connect(array, heap.add(.object, "Item"), .element, "\(element)")
      }
    }
    let all = Collections(of: try heap.snapshot())
    #expect(all.all.map(\.capacity) == [1000, 1000, 1000])
    #expect(all.sparse().map(\.elements) == [1, 100])
    #expect(all.sparse().map(\.fill) == [0.001, 0.1])
    #expect(all.large(100).map(\.elements) == [900, 100])
  }

  @Test func objectsWithAHashTableAreDictionaries() throws {
    var heap = HandMade()
    let fast = heap.add(.object, "Object")
    let slow = heap.add(.object, "Object")
    let array = heap.add(.hidden, "system / PropertyArray", size: 16 + 8 * 10)
    // 6 words and 16 entries of three.
    let table = heap.add(.array, "(object properties)", size: 16 + 8 * (6 + 48))
    heap.connect(0, fast)
    heap.connect(0, slow)
    heap.connect(fast, array, .internal, "properties")
    heap.connect(slow, table, .internal, "properties")
    for index in 0..<9 { heap.connect(slow, heap.add(.object, "V"), .property, "key\(index)") }
    let all = Collections(of: try heap.snapshot()).all
    #expect(all.map(\.kind) == [.dictionary])
    #expect(all.map(\.node) == [slow])
    #expect(all.map(\.elements) == [9])
    #expect(all.map(\.capacity) == [16])
  }
}
