// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct NativeContextsTests {
  @Test(arguments: Sample.all) func areAsInDevTools(_ sample: Sample) throws {
    let expected = try sample.expected()["nativeContexts"]
    let analysed = Analysed(try sample.snapshot())
    let contexts = NativeContexts(of: analysed.snapshot, analysed.shallow)
    #expect(Int(contexts.shared) == expected["sharedSize"].int)
    #expect(Int(contexts.unattributed) == expected["noAttributionSize"].int)
    let rows = expected["nativeContexts"].list
    #expect(contexts.contexts.count == rows.count)
    for (context, row) in zip(contexts.contexts, rows) {
      #expect(Int(analysed.snapshot.nodes.id[context.node]) == row["nodeId"].int)
      #expect(Int(context.attributed) == row["attributedSize"].int)
      #expect(Int(analysed.retained[context.node]) == row["retainedSize"].int)
      #expect(Int(analysed.shallow.bytes[context.node]) == row["selfSize"].int)
    }
  }

  @Test func whatTwoContextsReachIsShared() throws {
    var heap = HandMade()
    let contexts = (0..<2).map { _ in heap.add(.hidden, "system / NativeContext", size: 1) }
    let (mine, both) = (heap.add(.object, "Mine", size: 10), heap.add(.object, "Both", size: 100))
    heap.add(.object, "Nobodys", size: 1000)
    heap.connect(contexts[0], mine)
    heap.connect(mine, both)
    heap.connect(contexts[1], both)
    // By its map's map, it belongs to the second context, whoever holds it.
    let own = heap.add(.object, "Own", size: 10_000)
    let (map, meta) = (heap.add(.objectShape, "Map", size: 0), heap.add(.objectShape, "M", size: 0))
    heap.connect(own, map, .internal, "map")
    heap.connect(map, meta, .internal, "map")
    heap.connect(meta, contexts[1], .internal, "native_context")
    heap.connect(mine, own)
    let snapshot = try heap.snapshot()
    let result = NativeContexts(of: snapshot, ShallowSizes(of: snapshot))
    #expect(result.contexts.map(\.attributed) == [11, 10_001])
    #expect(result.shared == 100)
    #expect(result.unattributed == 1000)
  }
}
