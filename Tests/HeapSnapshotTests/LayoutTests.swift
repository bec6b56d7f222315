// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

/// However a writer lays out its numbers, the columns are the same.
@Suite struct LayoutTests {
  @Test(arguments: [
    ",\n", "\n,", ",", ", ", " ,\r\n\t", ",    ",
  ])
  func whiteSpaceChangesNothing(_ separator: String) throws {
    let heap = WrittenHeap(nodes: 3000)
    let snapshot = try Snapshot(bytes: Array(heap.text(betweenRecords: separator).utf8))
    #expect(heap.isHeld(by: snapshot))
  }

  @Test func spacesBetweenNumbersChangeNothing() throws {
    let heap = WrittenHeap(nodes: 500)
    let text = heap.text(betweenRecords: ",\n", betweenNumbers: " , ")
    #expect(heap.isHeld(by: try Snapshot(bytes: Array(text.utf8))))
  }

  @Test func fieldsInAnotherOrderChangeNothing() throws {
    let heap = WrittenHeap(nodes: 500)
    let text = heap.text(
      nodeFields: ["self_size", "edge_count", "extra", "name", "type", "id"],
      edgeFields: ["to_node", "extra", "type", "name_or_index"])
    #expect(heap.isHeld(by: try Snapshot(bytes: Array(text.utf8))))
  }

  @Test func largeNumbersAmongSmallOnesAreKept() throws {
    var heap = WrittenHeap(nodes: 1000)
    heap.sizes[700] = 5_000_000_000
    heap.sizes[701] = 4_294_967_295
    heap.ids[702] = 4_294_967_295
    #expect(heap.isHeld(by: try Snapshot(bytes: Array(heap.text().utf8))))
  }

  /// Versions of V8 differ, and so do their positions.
  @Test(arguments: [
    (["object_index", "script_id", "line", "column"], [14, 7, 3, 9]),
    (["object_index", "script_id", "script_object_index", "line", "column"], [14, 7, 70, 3, 9]),
    (["column", "line", "later", "object_index", "script_id"], [9, 3, 1, 14, 7]),
  ])
  func locationsAreReadByName(_ fields: [String], _ record: [UInt32]) throws {
    var heap = HandMade()
    heap.connect(0, heap.add(.object, "Other"))
    heap.connect(0, heap.add(.object, "Widget"))
    heap.layout.locationFields = fields
    heap.layout.locations = record
    let snapshot = try heap.snapshot()
    #expect(snapshot.locations.count == 1)
    let names = ClassNames(of: snapshot, Detachedness(of: snapshot))
    let place = try #require(names.place(of: names[2]))
    #expect(place.scriptID == 7 && place.line == 3 && place.column == 9)
    #expect(names.place(of: names[1]) == nil)
  }

  @Test(arguments: ["18446744073709551616", "4294967296", "-1", "1.5", "x", ""])
  func whatIsNoIdIsAnErrorAtItsPlace(_ bad: String) throws {
    let heap = WrittenHeap(nodes: 1000)
    let text = heap.text().replacing("123456701", with: bad)
    let error = #expect(throws: SnapshotError.self) { try Snapshot(bytes: Array(text.utf8)) }
    guard case .malformed(let byte, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    let place = try #require(heap.text().firstRange(of: "123456701")?.lowerBound)
    let start = heap.text().utf8.distance(from: heap.text().startIndex, to: place)
    #expect((start...(start + bad.utf8.count)).contains(byte))
  }
}
