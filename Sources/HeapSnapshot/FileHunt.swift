// SPDX-License-Identifier: Apache-2.0

/// A leak hunt in three files: the last one is analysed while the others are read.
public struct FileHunt: Sendable {
  public let hunt: LeakHunt
  /// The last file's.
  public let snapshot: Snapshot
  /// What files that end early lack.
  public let truncations: [SnapshotFileError]

  /// Files of one process in the order in which they were written. Of the first two no more than
  /// their last object ids is kept, so that memory is needed for two snapshots, not for three.
  public init(
    _ first: String, _ second: String, _ third: String, _ rules: Rules = .devTools,
    allowsTruncation: Bool = false, progress: WorkProgress? = nil
  ) throws(SnapshotFileError) {
    let (last, earlier) = both(
      {
        Read(third, allowsTruncation, progress?.part(from: 0, to: 0.4)) {
          snapshot throws(SnapshotError) in
          try Analysis(of: snapshot, rules, progress: progress?.part(from: 0.4, to: 1))
        }
      },
      {
        [first, second].map { path in
          Read(path, allowsTruncation) { snapshot throws(SnapshotError) in snapshot.lastObjectID }
        }
      })
    let (after, through) = (try earlier[0].result.get(), try earlier[1].result.get())
    let analysis = try last.result.get()
    hunt = LeakHunt(Between(after: after, through: through), analysis)
    snapshot = analysis.snapshot
    truncations = (earlier.map(\.truncation) + [last.truncation]).compactMap(\.self)
  }
}

/// What was found out about one file.
private struct Read<Value: Sendable>: Sendable {
  let result: Result<Value, SnapshotFileError>
  let truncation: SnapshotFileError?

  init(
    _ path: String, _ allowsTruncation: Bool, _ progress: WorkProgress? = nil,
    _ value: (Snapshot) throws(SnapshotError) -> Value
  ) {
    do throws(SnapshotError) {
      let snapshot = try Snapshot(
        path: path, allowsTruncation: allowsTruncation, progress: progress)
      result = .success(try value(snapshot))
      truncation = snapshot.truncation.map { SnapshotFileError(path: path, error: $0) }
    } catch {
      result = .failure(SnapshotFileError(path: path, error: error))
      truncation = nil
    }
  }
}
