// SPDX-License-Identifier: Apache-2.0

/// Who made which API object, and how many of them are left: one ledger per VM.
///
/// Not synchronised: belongs to the thread that has its VM open. Nothing is symbolised here;
/// frames stay addresses until someone reads a report.
public final class Ledger {
  /// Native stacks.
  public let stacks: StackDepot
  /// JavaScript frames.
  public let scripts: ScriptFrames
  /// Sites with their counters.
  public let sites: SiteTable

  /// An empty ledger. Allocates about 5 KB.
  public init(
    stacks: StackDepot = StackDepot(), scripts: ScriptFrames = ScriptFrames(),
    sites: SiteTable = SiteTable()
  ) {
    self.stacks = stacks
    self.scripts = scripts
    self.sites = sites
  }

  /// Returns the site of objects of `kind` made under this stack.
  ///
  /// `frames` is borrowed for the call: `count` return addresses, innermost first; none of them
  /// is a site too. `hash` is a number that equal stacks share; one ledger must always get it from
  /// one function. Counts nothing. About 10 ns for a known site; allocates for a new one.
  @inline(__always)
  public func site(
    _ kind: ObjectKind, _ frames: UnsafePointer<UInt>, _ count: Int, hash: UInt64,
    script: ScriptFrameID = .none
  ) -> SiteID {
    known(kind, frames, count, hash, script)
  }

  /// The same with a hash of the ledger's own making.
  public func site(
    _ kind: ObjectKind, _ frames: UnsafePointer<UInt>, _ count: Int,
    script: ScriptFrameID = .none
  ) -> SiteID {
    known(kind, frames, count, count > 0 ? StackHash.sum(frames, count) : 0, script)
  }

  @usableFromInline
  func known(
    _ kind: ObjectKind, _ frames: UnsafePointer<UInt>, _ count: Int, _ sum: UInt64,
    _ script: ScriptFrameID
  ) -> SiteID {
    guard count > 0 else { return sites.intern(Site(kind: kind, stack: .none, script: script)) }
    let hash = StackHash.folded(sum)
    return sites.find(kind, frames, count, script, hash: hash)
      ?? add(kind, frames, count, script, hash)
  }

  /// Counts an object made at a site.
  public func recordCreation(at site: SiteID) { sites.created(site) }

  /// Counts an object of a site given back; it must have been counted as made.
  public func recordDeletion(at site: SiteID) { sites.deleted(site) }

  /// Calls `body` with every site, in order of first use.
  public func forEachSite(_ body: (SiteID, Site, Counters) throws -> Void) rethrows {
    for number in 0..<UInt32(sites.count) {
      let id = SiteID(rawValue: number)
      try body(id, sites[id], sites.counters(of: id))
    }
  }

  /// Adds up the sites of one kind, or of all. Linear in the number of sites.
  public func totals(of kind: ObjectKind? = nil) -> Totals {
    var totals = Totals()
    forEachSite { _, site, counters in
      if kind == nil || kind == site.kind { totals.add(counters) }
    }
    return totals
  }

  /// Bytes that sites and their stacks take.
  public var bytes: Int { sites.bytes + stacks.bytes }

  /// Starts counting anew: what exists counts as created, nothing as deleted.
  ///
  /// Sites, stacks and ids stay valid, so that living objects can still be deleted.
  public func reset() { sites.reset() }

  /// Adds a site that was not found; its stack may be known from another kind.
  @inline(never)
  private func add(
    _ kind: ObjectKind, _ frames: UnsafePointer<UInt>, _ count: Int, _ script: ScriptFrameID,
    _ hash: UInt32
  ) -> SiteID {
    let stack = stacks.intern(frames, count, hash: hash)
    let site = Site(kind: kind, stack: stack, script: script)
    guard let kept = stacks.frames(of: stack).baseAddress else { return sites.intern(site) }
    return sites.add(site, frames: kept, hash: hash)
  }
}
