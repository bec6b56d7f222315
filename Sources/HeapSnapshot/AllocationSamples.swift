// SPDX-License-Identifier: Apache-2.0

/// The timeline of a snapshot that was recorded while allocations were tracked.
///
/// Each moment closes an interval; what was allocated in it and is alive in the snapshot counts.
public struct AllocationSamples: Sendable {
  public struct Moment: Sendable, Equatable {
    /// Since the recording began.
    public let microseconds: UInt32
    /// The last object id that had been given by then.
    public let lastID: UInt32
    /// Objects of the interval that are alive, and their bytes as the file has them.
    public internal(set) var count = 0
    public internal(set) var bytes: UInt64 = 0
  }

  /// In the order of time; empty without a recording.
  public let moments: [Moment]

  public init(of snapshot: Snapshot) {
    let fields = snapshot.meta.sampleFields
    guard let time = fields.firstIndex(of: "timestamp_us"),
      let id = fields.firstIndex(of: "last_assigned_id")
    else {
      moments = []
      return
    }
    let values = snapshot.samples
    var moments = (0..<(values.count / fields.count)).map { index in
      let at = index * fields.count
      return Moment(microseconds: values[at + time], lastID: values[at + id])
    }
    for node in 0..<snapshot.nodes.count {
      let index = Self.firstIndex(moments, snapshot.nodes.id[node])
      guard index < moments.count else { continue }
      moments[index].count += 1
      moments[index].bytes &+= snapshot.nodes.selfSize(node)
    }
    self.moments = moments
  }

  /// The first moment by which an id had been given. Ids never fall with time.
  private static func firstIndex(_ moments: [Moment], _ id: UInt32) -> Int {
    var (low, high) = (0, moments.count)
    while low < high {
      let middle = (low + high) / 2
      if moments[middle].lastID < id { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
