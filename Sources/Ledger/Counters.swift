// SPDX-License-Identifier: Apache-2.0

/// How many objects a site has made and lost.
public struct Counters: Hashable, Sendable, BitwiseCopyable {
  /// Objects made.
  public private(set) var created: UInt64 = 0
  /// Objects given back, whoever did it.
  public private(set) var deleted: UInt64 = 0
  /// The most that existed at one time.
  public private(set) var peak: UInt64 = 0

  /// Counters at zero.
  public init() {}

  /// Objects that are there now.
  public var existing: UInt64 { created &- deleted }

  /// Counts one object more.
  @inline(__always)
  mutating func create() {
    created &+= 1
    peak = max(peak, existing)
  }

  /// Counts one object less; it must have been counted as created.
  @inline(__always)
  mutating func delete() {
    assert(existing > 0, "more objects deleted than created")
    deleted &+= 1
  }

  /// Starts anew with what exists: all of it created, nothing deleted.
  mutating func forgetPast() {
    created = existing
    deleted = 0
    peak = created
  }
}

/// The counters of many sites added up.
///
/// There is no peak: sites reach theirs at different times.
public struct Totals: Hashable, Sendable {
  /// How many sites were counted.
  public private(set) var sites = 0
  /// Objects made.
  public private(set) var created: UInt64 = 0
  /// Objects given back.
  public private(set) var deleted: UInt64 = 0

  /// Totals of no site.
  public init() {}

  /// Objects that are there now.
  public var existing: UInt64 { created &- deleted }

  /// Adds one site.
  public mutating func add(_ counters: Counters) {
    sites += 1
    created += counters.created
    deleted += counters.deleted
  }
}
