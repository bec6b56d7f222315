// SPDX-License-Identifier: Apache-2.0

/// How many nodes lie how far from the user roots.
public struct DistanceHistogram: Sendable {
  /// Nodes by distance, up to `limit`.
  public let counts: [Int]
  public let unreachable: Int
  /// Nodes that only the system reaches.
  public let system: Int
  /// Nodes that user roots reach (or the root, in a file without any).
  public let reachable: Int
  /// The largest distance from user roots.
  public let largest: Int

  public init(of distances: Distances, limit: Int = 30) {
    var counts = [Int](repeating: 0, count: max(0, limit) + 1)
    var (unreachable, system, reachable, largest) = (0, 0, 0, 0)
    for node in 0..<distances.values.count {
      let distance = distances[node]
      if distance == Distances.unreachable {
        unreachable += 1
      } else if distance >= Distances.system {
        system += 1
      } else {
        reachable += 1
        largest = max(largest, Int(distance))
        if Int(distance) < counts.count { counts[Int(distance)] += 1 }
      }
    }
    self.counts = counts
    self.unreachable = unreachable
    self.system = system
    self.reachable = reachable
    self.largest = largest
  }
}
