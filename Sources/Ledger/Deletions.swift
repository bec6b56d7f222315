// SPDX-License-Identifier: Apache-2.0

/// Where the objects that were deleted last were made and deleted, for those who use them again.
///
/// Not synchronised, like the ledger whose stacks it names. 16 bytes an entry.
public struct Deletions: Sendable {
  /// How many are remembered.
  public static var capacity: Int { 4096 }

  /// One deletion.
  public struct Entry: Hashable, Sendable, BitwiseCopyable {
    /// What callers held.
    public let key: UInt64
    /// Where it was made.
    public let site: SiteID
    /// Where it was deleted.
    public let stack: StackID
  }

  private var entries: [Entry] = []
  private var next = 0

  /// Remembers nothing yet.
  public init() {}

  /// Remembers a deletion, in place of the oldest one when there are `capacity`. Constant.
  public mutating func add(_ key: UInt64, site: SiteID, stack: StackID) {
    let entry = Entry(key: key, site: site, stack: stack)
    if entries.count < Self.capacity { return entries.append(entry) }
    entries[next] = entry
    next = (next + 1) % Self.capacity
  }

  /// The deletion of a key, if it is remembered. Linear.
  public func find(_ key: UInt64) -> Entry? { entries.last { $0.key == key } }
}
