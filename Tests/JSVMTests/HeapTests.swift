// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// What a snapshot stream was given.
private final class Pieces {
  var bytes: [UInt8] = []
  var sizes: [Int] = []
  var ends = 0
  var limit = Int.max

  var data: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
}

private func collectPiece(
  _ bytes: UnsafePointer<CChar>?, _ size: Int32, _ data: UnsafeMutableRawPointer?
) -> Bool {
  guard let data else { return false }
  let pieces = Unmanaged<Pieces>.fromOpaque(data).takeUnretainedValue()
  guard let bytes else {
    #expect(size == 0)
    pieces.ends += 1
    return true
  }
  pieces.sizes.append(Int(size))
  pieces.bytes += UnsafeRawBufferPointer(start: bytes, count: Int(size))
  return pieces.sizes.count < pieces.limit
}

/// Claims about `OH_JSVM_GetHeapStatistics` and `OH_JSVM_TakeHeapSnapshot`.
struct HeapTests {
  private func statistics(_ vm: JSVM_VM) -> JSVM_HeapStatistics {
    get(JSVM_HeapStatistics()) { OH_JSVM_GetHeapStatistics(vm, $0) }
  }

  @Test func statisticsAreConsistent() throws {
    try withEnv { fixture in
      let statistics = statistics(fixture.vm)
      #expect(statistics.usedHeapSize > 0 && statistics.usedHeapSize <= statistics.totalHeapSize)
      #expect(statistics.totalHeapSize <= statistics.heapSizeLimit)
      #expect(statistics.totalPhysicalSize > 0 && statistics.totalAvailableSize > 0)
      #expect(statistics.peakMallocedMemory > 0 && statistics.mallocedMemory > 0)
      #expect(statistics.numberOfNativeContexts == 1)
      #expect(statistics.usedGlobalHandlesSize <= statistics.totalGlobalHandlesSize)
    }
  }

  @Test func contextsAreCounted() throws {
    let vm = try Engine.createVM()
    #expect(statistics(vm).numberOfNativeContexts == 0)
    let envs = try (0..<3).map { _ in try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) } }
    #expect(statistics(vm).numberOfNativeContexts == 3)
    #expect(OH_JSVM_DestroyEnv(envs[0]) == JSVM_OK)
    for _ in 0..<2 {
      _ = OH_JSVM_MemoryPressureNotification(envs[1], JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL)
    }
    #expect(statistics(vm).numberOfNativeContexts == 2)
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
  }

  @Test func whatIsKeptIsUsed() throws {
    try withEnv { fixture in
      fixture.collect()
      let before = statistics(fixture.vm)
      try fixture.run("globalThis.kept = []; for (let i = 0; i < 100000; i++) kept.push({i}); 0")
      fixture.collect()
      let between = statistics(fixture.vm)
      #expect(between.usedHeapSize > before.usedHeapSize + 1 << 20)
      try fixture.run("kept = null")
      fixture.collect()
      #expect(statistics(fixture.vm).usedHeapSize < before.usedHeapSize + 1 << 20)
    }
  }

  @Test func arrayBuffersAreExternalMemory() throws {
    try withEnv { fixture in
      let before = statistics(fixture.vm).externalMemory
      try fixture.run("globalThis.buffer = new ArrayBuffer(1 << 20); 0")
      #expect(statistics(fixture.vm).externalMemory >= before + 1 << 20)
      try fixture.run("buffer = null")
      fixture.collect()
      #expect(statistics(fixture.vm).externalMemory < before + 1 << 20)
    }
  }

  @Test func aSnapshotIsAJSONDocument() throws {
    try withEnv { fixture in
      try fixture.run("globalThis.marker = {aVeryUnusualPropertyName: 'and its value'}")
      let pieces = Pieces()
      #expect(OH_JSVM_TakeHeapSnapshot(fixture.vm, collectPiece, pieces.data) == JSVM_OK)
      #expect(pieces.ends == 1 && pieces.sizes.allSatisfy { $0 > 0 && $0 <= 65536 })
      let text = String(decoding: pieces.bytes, as: UTF8.self)
      #expect(text.hasPrefix("{\"snapshot\":{\"meta\":{\"node_fields\":[\"type\",\"name\",\"id\""))
      #expect(text.contains("aVeryUnusualPropertyName"))
      let document = try fixture.string(text)
      try fixture.set("snapshot", make { OH_JSVM_JsonParse(fixture.env, document, $0) })
      let source =
        "[snapshot.nodes.length == snapshot.snapshot.node_count * "
        + "snapshot.snapshot.meta.node_fields.length, "
        + "snapshot.edges.length == snapshot.snapshot.edge_count * "
        + "snapshot.snapshot.meta.edge_fields.length, "
        + "snapshot.strings.includes('aVeryUnusualPropertyName')].join()"
      try #expect(fixture.text(source) == "true,true,true")
    }
  }

  @Test(arguments: [1, 2, 5])
  func aStreamMayEndEarly(_ limit: Int) throws {
    try withEnv { fixture in
      let pieces = Pieces()
      pieces.limit = limit
      #expect(OH_JSVM_TakeHeapSnapshot(fixture.vm, collectPiece, pieces.data) == JSVM_OK)
      #expect(pieces.sizes.count == limit && pieces.ends == 0)
      pieces.limit = Int.max
      #expect(OH_JSVM_TakeHeapSnapshot(fixture.vm, collectPiece, pieces.data) == JSVM_OK)
      #expect(pieces.ends == 1)
    }
  }

  @Test func snapshotsDoNotAccumulate() throws {
    try withEnv { fixture in
      let pieces = Pieces()
      pieces.limit = 1
      var peak: [Int] = []
      for _ in 0..<6 {
        #expect(OH_JSVM_TakeHeapSnapshot(fixture.vm, collectPiece, pieces.data) == JSVM_OK)
        fixture.collect()
        peak.append(statistics(fixture.vm).mallocedMemory)
        pieces.sizes = []
      }
      #expect(peak[5] <= peak[1] + 256 << 10)
    }
  }

  @Test func aSnapshotCollectsAndSaysSo() throws {
    try withEnv { fixture in
      let (ending, watch) = (Ending(), Watch())
      try fixture.scope { try fixture.wrap(fixture.object(), ending) }
      #expect(watch.add(to: fixture.vm) == JSVM_OK)
      #expect(OH_JSVM_TakeHeapSnapshot(fixture.vm, endStream, nil) == JSVM_OK)
      #expect(ending.runs == 1 && !watch.events.isEmpty)
      #expect(watch.events.allSatisfy { $0.flags == JSVM_NO_GC_CALLBACK_FLAGS })
    }
  }

  @Test func aSnapshotNeedsNoEnv() throws {
    let vm = try Engine.createVM()
    let pieces = Pieces()
    #expect(OH_JSVM_TakeHeapSnapshot(vm, collectPiece, pieces.data) == JSVM_OK)
    #expect(pieces.ends == 1)
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
  }

  @Test func aSnapshotMayBeTakenInACallbackAndAHandler() throws {
    try withEnv { fixture in
      let (vm, pieces) = (fixture.vm, Pieces())
      try fixture.define("dump") { _, _ in
        #expect(OH_JSVM_TakeHeapSnapshot(vm, collectPiece, pieces.data) == JSVM_OK)
        return nil
      }
      try fixture.run("dump()")
      #expect(pieces.ends == 1)
      let watch = Watch { watch in
        guard watch.events.count == 1 else { return }
        #expect(OH_JSVM_TakeHeapSnapshot(vm, collectPiece, pieces.data) == JSVM_OK)
      }
      #expect(watch.add(to: vm, JSVM_CB_TRIGGER_BEFORE_GC) == JSVM_OK)
      fixture.collect()
      #expect(pieces.ends == 2)
    }
  }
}
