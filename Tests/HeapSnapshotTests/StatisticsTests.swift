// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct StatisticsTests {
  @Test(arguments: Sample.all) func areAsInDevTools(_ sample: Sample) throws {
    let expected = try sample.expected()
    let snapshot = try sample.snapshot()
    let statistics = Statistics(of: snapshot, ShallowSizes(of: snapshot))
    let (native, heap) = (expected["statistics"]["native"], expected["statistics"]["v8heap"])
    #expect(Int(statistics.total) == expected["statistics"]["total"].int)
    #expect(Int(statistics.total) == expected["totalSize"].int)
    #expect(Int(statistics.native) == native["total"].int)
    #expect(Int(statistics.typedArrays) == native["typedArrays"].int)
    #expect(Int(statistics.v8Heap) == heap["total"].int)
    #expect(Int(statistics.code) == heap["code"].int)
    #expect(Int(statistics.arrays) == heap["jsArrays"].int)
    #expect(Int(statistics.strings) == heap["strings"].int)
    #expect(Int(statistics.system) == heap["system"].int)
  }

  @Test func elementsCountForTheirArrayUnlessTheyAreShared() throws {
    var heap = HandMade()
    let arrays = (0..<2).map { _ in heap.add(.object, "Array", size: 10) }
    let (own, shared) = (heap.add(.array, "", size: 100), heap.add(.array, "", size: 1000))
    heap.connect(arrays[0], own, .internal, "elements")
    heap.connect(arrays[1], shared, .internal, "elements")
    heap.connect(0, shared, .internal, "cache")
    // No user root, so that sizes stay where they are.
    let snapshot = try heap.snapshot()
    #expect(Statistics(of: snapshot, ShallowSizes(of: snapshot)).arrays == 120)
  }
}
