// SPDX-License-Identifier: Apache-2.0

/// Sorts undeleted objects, told one by one, into the groups of a leak report.
public struct LeakTally: Sendable {
  /// What objects of one group have in common.
  private struct Key: Hashable {
    let site: SiteID
    let state: LeakState
  }

  /// What was heard of one group.
  private struct Entry {
    var count: UInt64 = 0
    var refcounts: ClosedRange<UInt32>
    var ages: ClosedRange<Duration>?
    var collection: UInt32?
  }

  private var entries: [Key: Entry] = [:]
  /// How many objects were added.
  public private(set) var count: UInt64 = 0

  /// A tally of nothing.
  public init() {}

  /// Adds one object of a site; `collection` is how many collections there had been when it was made.
  public mutating func add(
    _ site: SiteID, _ state: LeakState, refcount: UInt32 = 1, age: Duration? = nil,
    collection: UInt32? = nil
  ) {
    count += 1
    var entry =
      entries[Key(site: site, state: state)] ?? Entry(refcounts: refcount...refcount)
    entry.count += 1
    entry.refcounts =
      min(entry.refcounts.lowerBound, refcount)...max(entry.refcounts.upperBound, refcount)
    if let age {
      let known = entry.ages ?? age...age
      entry.ages = min(known.lowerBound, age)...max(known.upperBound, age)
    }
    if let collection { entry.collection = min(entry.collection ?? collection, collection) }
    entries[Key(site: site, state: state)] = entry
  }

  /// The groups in the order of a report, their stacks symbolised.
  ///
  /// `symbolise` gets return addresses, innermost first, once per group, and gives one frame or
  /// more for each; `depth` is the number of frames that were asked for at capture. All sites
  /// must be `ledger`'s.
  public func groups(
    in ledger: Ledger, depth: Int, trim: FrameTrim = FrameTrim(),
    symbolise: (UnsafeBufferPointer<UInt>) -> [Frame]
  ) -> [LeakGroup] {
    let groups = entries.map { key, entry in
      let site = ledger.sites[key.site]
      let counters = ledger.sites.counters(of: key.site)
      let frames = symbolise(ledger.stacks.frames(of: site.stack))
      return LeakGroup(
        site: key.site, kind: site.kind, state: key.state, existing: entry.count,
        created: counters.created, deleted: counters.deleted, refcounts: entry.refcounts,
        oldest: entry.ages?.upperBound, newest: entry.ages?.lowerBound,
        oldestCollection: entry.collection,
        frames: trim.trimmed(frames), script: ledger.scripts.stack(of: site.script),
        isStackShort: site.stack != .overflow && trim.isImplausiblyShort(frames, depth: depth))
    }
    return groups.sorted { $0.precedes($1) }
  }
}
