// SPDX-License-Identifier: Apache-2.0

/// Hashes of every node's result, in node order: equal hashes are equal answers.
///
/// Retained sizes are hashed as 64-bit floating point numbers, dominators (as ordinals) and distances
/// as 32-bit integers, all in the machine's order: as the columns of Chrome DevTools lie in memory.
public struct Fingerprints: Sendable, Equatable {
  public let retainedSizes: String
  public let dominators: String
  public let distances: String

  /// Runs the whole analysis.
  public init(of snapshot: Snapshot, _ rules: Rules = .devTools) {
    let dominators = Dominators(of: snapshot, rules)
    self.init(
      RetainedSizes(dominators, ShallowSizes(of: snapshot, rules)), dominators,
      Distances(of: snapshot))
  }

  public init(_ retained: RetainedSizes, _ dominators: Dominators, _ distances: Distances) {
    let count = dominators.count
    let sizes = Column<Double>(zeros: count)
    let ordinals = Column<UInt32>(zeros: count)
    for node in 0..<count {
      sizes[node] = Double(retained[node])
      ordinals[node] = UInt32(truncatingIfNeeded: dominators[of: node])
    }
    retainedSizes = sizes.fingerprint
    self.dominators = ordinals.fingerprint
    self.distances = distances.values.fingerprint
  }
}

extension Column {
  fileprivate var fingerprint: String {
    var hash = SHA256()
    unsafe hash.update(bytes)
    return hash.hexadecimal()
  }
}
