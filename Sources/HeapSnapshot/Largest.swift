// SPDX-License-Identifier: Apache-2.0

/// The few with the largest keys among many, in falling order; the smaller index first among equals.
///
/// Keeps a small multiple of them: a million classes need no sorted list of a million.
struct Largest<Key: Comparable> {
  private let limit: Int
  private var found: [(key: Key, index: Int)] = []
  /// Nothing below has a place any more.
  private var threshold: Key?

  /// Any limit will do; `Int.max` keeps all.
  init(_ limit: Int) { self.limit = min(max(0, limit), .max / 8) }

  @inline(__always)
  mutating func add(_ key: Key, _ index: Int) {
    if let threshold, key < threshold { return }
    found.append((key, index))
    if found.count >= max(64, 4 * limit) { shrink() }
  }

  private mutating func shrink() {
    found.sort { ($0.key, $1.index) > ($1.key, $0.index) }
    if found.count > limit { found.removeSubrange(limit...) }
    if found.count == limit { threshold = found.last?.key }
  }

  consuming func indexes() -> [Int] {
    shrink()
    return found.map(\.index)
  }
}

extension RetainedSizes {
  /// The nodes that retain most, the root among them.
  public func largest(_ limit: Int) -> [Int] {
    var largest = Largest<UInt64>(limit)
    for node in 0..<bytes.count { largest.add(bytes[node], node) }
    return largest.indexes()
  }
}

extension ShallowSizes {
  /// The nodes that are largest by themselves.
  public func largest(_ limit: Int) -> [Int] {
    var largest = Largest<UInt64>(limit)
    for node in 0..<bytes.count { largest.add(bytes[node], node) }
    return largest.indexes()
  }
}

extension Distances {
  /// The nodes that are nearest to the user roots; those that nothing reaches are left out.
  public func nearest(_ limit: Int) -> [Int] {
    var largest = Largest<Int32>(limit)
    for node in 0..<values.count where values[node] != Self.unreachable {
      largest.add(-values[node], node)
    }
    return largest.indexes()
  }
}
