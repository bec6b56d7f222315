// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim
internal import Ledger
internal import SnapshotFilter

extension VM {
  /// Streams a `.heapsnapshot`; the snapshot is freed afterwards, also when the stream ends it.
  ///
  /// It says who holds what in the given form, or in that of `JSVM_OPTIONS`.
  func takeHeapSnapshot(
    _ stream: @escaping JSVM_OutputStream, _ data: UnsafeMutableRawPointer?,
    form: SnapshotForm = Process.shared.options.snapshotForm
  ) throws(Failure) {
    try takeHeapSnapshot(stream, data, form == .plain ? nil : SnapshotAttribution(self, form))
  }

  /// The same with nodes of `attribution`, whose ids V8 knows afterwards.
  func takeHeapSnapshot(
    _ stream: @escaping JSVM_OutputStream, _ data: UnsafeMutableRawPointer?,
    _ attribution: SnapshotAttribution?
  ) throws(Failure) {
    try Process.shared.requireWorkers()
    collecting(for: .heapSnapshot) {
      let snapshot = take(attribution)
      defer { end(snapshot) }
      let edits = attribution.map { SnapshotPlan.edits(snapshot, $0, isolate) }
      var output = SnapshotOutput(edits ?? SnapshotEdits([]), stream, data)
      withUnsafeMutablePointer(to: &output) { output in
        _ = v8s_snapshot_write(
          snapshot,
          { bytes, size, output in
            guard let output = output?.assumingMemoryBound(to: SnapshotOutput.self) else {
              return false
            }
            guard let bytes else { return output.pointee.end() }
            return output.pointee.filter.add(
              UnsafeRawBufferPointer(start: bytes, count: Int(size)))
          }, output)
      }
    }
    settle(inScript: true)
  }

  /// Takes a snapshot with the nodes of `attribution`.
  private func take(_ attribution: SnapshotAttribution?) -> v8s_snapshot {
    guard let attribution else {
      return building(nil) { v8s_snapshot_take(isolate, nil, nil) }
    }
    labelHandles()
    defer { attribution.endBuilding() }
    return building(attribution) {
      v8s_snapshot_take(
        isolate,
        { graph, data in
          guard let graph, let data else { return }
          let attribution = Unmanaged<SnapshotAttribution>.fromOpaque(data).takeUnretainedValue()
          attribution.build(graph)
        }, Unmanaged.passUnretained(attribution).toOpaque())
    }
  }

  /// Makes an attribution the one that is being built; a GC handler may take a snapshot meanwhile.
  private func building(
    _ attribution: SnapshotAttribution?, _ body: () -> v8s_snapshot
  ) -> v8s_snapshot {
    let outer = self.attribution
    self.attribution = attribution
    snapshotsUnderWay += 1
    defer {
      snapshotsUnderWay -= 1
      self.attribution = outer
    }
    return body()
  }

  /// Frees a snapshot, and those that ended while it was taken.
  ///
  /// With its last snapshot V8 frees the names of all, those of one that is under way too: what a GC
  /// handler takes inside another snapshot stays until that one is there
  /// (`aSnapshotInsideASnapshotIsAttributedToo` crashes otherwise).
  private func end(_ snapshot: v8s_snapshot) {
    endedSnapshots.append(snapshot)
    guard snapshotsUnderWay == 0 else { return }
    for ended in endedSnapshots { v8s_snapshot_delete(ended) }
    endedSnapshots = []
  }
}

/// What stands between V8's writer and the caller's stream.
private struct SnapshotOutput {
  var filter: SnapshotFilter
  private let stream: JSVM_OutputStream
  private let data: UnsafeMutableRawPointer?

  init(
    _ edits: SnapshotEdits, _ stream: @escaping JSVM_OutputStream, _ data: UnsafeMutableRawPointer?
  ) {
    self.stream = stream
    self.data = data
    filter = SnapshotFilter(edits) { piece in
      stream(
        piece.assumingMemoryBound(to: CChar.self).baseAddress, Int32(piece.count), data)
    }
  }

  /// Writes what is left, and tells the stream that this was all.
  mutating func end() -> Bool { filter.finish() && stream(nil, 0, data) }
}
