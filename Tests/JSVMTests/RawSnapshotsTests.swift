// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Foundation
import Testing

@testable import JSVM

/// Claims about `OH_JSVM_TakeRawHeapSnapshot`.
struct RawSnapshotsTests {
  /// The bytes as `gunzip` gives them, the converter that every machine has.
  private func unzip(_ bytes: [UInt8]) throws -> [UInt8] {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("jsvm-raw-\(UUID().uuidString).gz")
    defer { try? FileManager.default.removeItem(at: url) }
    try Data(bytes).write(to: url)
    let pipe = try #require(popen("gunzip -c '\(url.path)'", "r"))
    var text: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&piece, 1, piece.count, pipe), count > 0 {
      text += piece[..<count]
    }
    #expect(pclose(pipe) == 0)
    return text
  }

  private func snapshot(_ vm: JSVM_VM, _ take: TakeSnapshot) -> Received {
    let received = Received()
    #expect(take(vm, receive, received.data) == JSVM_OK)
    #expect(received.ends == 1 && received.sizes.allSatisfy { $0 > 0 && $0 <= 65536 })
    return received
  }

  private typealias TakeSnapshot = (
    JSVM_VM?, JSVM_OutputStream?, UnsafeMutableRawPointer?
  ) -> JSVM_Status

  @Test func itIsTheSnapshotInGzipsFormat() throws {
    try withEnv { fixture in
      try fixture.run("globalThis.marker = {aPropertyNameToLookFor: 'and its value'}")
      let plain = snapshot(fixture.vm, OH_JSVM_TakeHeapSnapshot)
      let raw = snapshot(fixture.vm, OH_JSVM_TakeRawHeapSnapshot)
      #expect(raw.bytes.starts(with: [0x1F, 0x8B]))
      #expect(raw.bytes.count < plain.bytes.count / 2)
      let unzipped = Received()
      unzipped.bytes = try unzip(raw.bytes)
      let (first, second) = (try plain.object(), try unzipped.object())
      #expect(Set(first.keys) == Set(second.keys))
      let metas = try [first, second].map { document in
        let head = try #require(document["snapshot"] as? NSDictionary)
        let meta = try #require(head["meta"] as? NSDictionary)
        let (nodes, edges) = (
          try #require(document["nodes"] as? [Int]), try #require(document["edges"] as? [Int])
        )
        let fields = ["node_fields", "edge_fields"].map { (meta[$0] as? [String])?.count ?? 0 }
        #expect(nodes.count == (head["node_count"] as? Int ?? 0) * fields[0])
        #expect(edges.count == (head["edge_count"] as? Int ?? 0) * fields[1])
        let strings = try #require(document["strings"] as? [String])
        #expect(strings.contains("aPropertyNameToLookFor"))
        return meta
      }
      #expect(metas[0] == metas[1])
    }
  }

  @Test(arguments: [1, 2, 3])
  func aStreamMayEndEarly(_ limit: Int) throws {
    try withEnv { fixture in
      // Enough that does not compress, for several pieces.
      try fixture.run(
        "globalThis.kept = Array.from({length: 20000}, () => Math.random().toString(36)); 0")
      let received = Received()
      received.limit = limit
      #expect(OH_JSVM_TakeRawHeapSnapshot(fixture.vm, receive, received.data) == JSVM_OK)
      #expect(received.sizes.count == limit && received.ends == 0)
      _ = snapshot(fixture.vm, OH_JSVM_TakeRawHeapSnapshot)
    }
  }

  @Test func itNeedsNoEnv() throws {
    let vm = try Engine.createVM()
    let received = snapshot(vm, OH_JSVM_TakeRawHeapSnapshot)
    let unzipped = Received()
    unzipped.bytes = try unzip(received.bytes)
    #expect(try unzipped.object()["nodes"] != nil)
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
  }

  @Test func itMayBeTakenWithAnExceptionPending() throws {
    try withEnv { fixture in
      #expect(OH_JSVM_ThrowError(fixture.env, nil, "pending") == JSVM_OK)
      _ = snapshot(fixture.vm, OH_JSVM_TakeRawHeapSnapshot)
      try #expect(fixture.takeException() == "Error: pending")
    }
  }

  @Test func itMayBeTakenInACallbackAndInAHandler() throws {
    try withEnv { fixture in
      let (vm, received) = (fixture.vm, Received())
      try fixture.define("dump") { _, _ in
        #expect(OH_JSVM_TakeRawHeapSnapshot(vm, receive, received.data) == JSVM_OK)
        return nil
      }
      try fixture.run("dump()")
      #expect(received.ends == 1)
      let watch = Watch { watch in
        guard watch.events.count == 1 else { return }
        #expect(OH_JSVM_TakeRawHeapSnapshot(vm, receive, received.data) == JSVM_OK)
      }
      #expect(watch.add(to: vm, JSVM_CB_TRIGGER_BEFORE_GC) == JSVM_OK)
      fixture.collect()
      #expect(received.ends == 2)
    }
  }

  @Test func itsStreamMayCallTheVM() throws {
    try withEnv { fixture in
      var answers: [JSVM_Status] = []
      let ending = Ending { _, _ in
        var statistics = JSVM_HeapStatistics()
        answers.append(OH_JSVM_GetHeapStatistics(fixture.vm, &statistics))
      }
      let status = OH_JSVM_TakeRawHeapSnapshot(
        fixture.vm,
        { _, _, data in
          runEnding(nil, data, nil)
          return true
        }, ending.data)
      #expect(status == JSVM_OK && answers.count > 1)
      #expect(answers.allSatisfy { $0 == JSVM_OK })
    }
  }
}
