// SPDX-License-Identifier: Apache-2.0

/// Where the objects that ended last were made and ended, for those who use them again.
///
/// Not synchronised, like the ledger whose stacks it names. 16 bytes an entry.
public struct Deletions: Sendable {
  /// One ending: a deletion, or the closing of a scope.
  public struct Entry: Hashable, Sendable, BitwiseCopyable {
    /// What callers held.
    public let key: UInt64
    /// Where it was made; `.none` if unknown.
    public let made: StackID
    /// Where it ended; `.none` if unknown.
    public let ended: StackID
  }

  /// How many are remembered.
  public let capacity: Int
  private var entries: [Entry] = []
  private var next = 0

  /// Remembers nothing yet. Grows as far as `capacity`, which must be above 0.
  public init(capacity: Int = 4096) {
    precondition(capacity > 0, "something is remembered")
    self.capacity = capacity
  }

  /// Remembers an ending, in place of the oldest one when there are `capacity`. Constant.
  public mutating func add(_ key: UInt64, made: StackID, ended: StackID) {
    let entry = Entry(key: key, made: made, ended: ended)
    if entries.count < capacity { return entries.append(entry) }
    entries[next] = entry
    next = next + 1 < capacity ? next + 1 : 0
  }

  /// The ending of a key, if it is remembered. Linear.
  public func find(_ key: UInt64) -> Entry? { entries.last { $0.key == key } }
}
