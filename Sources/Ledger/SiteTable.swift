// SPDX-License-Identifier: Apache-2.0

/// Keeps each distinct site once, with its counters, at addresses that never move.
///
/// Filled by `Ledger.site`. Not synchronised: belongs to the thread that has its VM open.
/// 48 bytes a site and 16 to 32 in the index.
public final class SiteTable {
  /// A site and what happened there.
  private struct Record: BitwiseCopyable {
    let site: Site
    var counters = Counters()
    /// The site's frames in the depot; nil for `.none` and `.overflow`.
    let frames: UnsafePointer<UInt>?
  }

  /// All that changes, behind one constant pointer: no exclusivity checks on the way.
  private struct State: ~Copyable {
    /// Finds sites by content.
    var index = SlotTable()
    /// By id.
    var records = StableArray<Record>()
  }

  /// How many sites are told apart; later ones share one site per kind.
  public let limit: Int
  private let state: UnsafeMutablePointer<State>

  /// An empty table. Allocates about 2 KB.
  public init(limit: Int = 1 << 18) {
    self.limit = limit
    state = .allocate(capacity: 1)
    state.initialize(to: State())
  }

  deinit {
    state.deinitialize(count: 1)
    state.deallocate()
  }

  /// How many sites there are; their ids are the numbers below it.
  public var count: Int { state.pointee.records.count }

  /// Bytes allocated.
  public var bytes: Int { state.pointee.records.bytes + state.pointee.index.bytes }

  /// The site with this number, which must come from this table.
  public subscript(id: SiteID) -> Site {
    state.pointee.records.address(of: checked(id)).pointee.site
  }

  /// What happened at a site, which must come from this table.
  public func counters(of id: SiteID) -> Counters {
    state.pointee.records.address(of: checked(id)).pointee.counters
  }

  /// Counts an object made at a site; about a ns. The id is checked in debug builds only.
  public func created(_ id: SiteID) {
    state.pointee.records.address(of: Int(id.rawValue)).pointee.counters.create()
  }

  /// Counts an object of a site given back; about a ns. Checked in debug builds only.
  public func deleted(_ id: SiteID) {
    state.pointee.records.address(of: Int(id.rawValue)).pointee.counters.delete()
  }

  /// Starts counting anew: what exists counts as created, nothing as deleted. Ids stay valid.
  public func reset() {
    for id in 0..<count { state.pointee.records.address(of: id).pointee.counters.forgetPast() }
  }

  /// The site with these parts, if there is one; at least one frame.
  @inline(__always)
  func find(
    _ kind: ObjectKind, _ frames: UnsafePointer<UInt>, _ count: Int, _ script: ScriptFrameID,
    hash: UInt32
  ) -> SiteID? {
    let known = state.pointee.index.find(Self.slotHash(hash, kind, script)) { id in
      let record = state.pointee.records.address(of: Int(id))
      guard record.pointee.site.kind == kind, record.pointee.site.script == script,
        let own = record.pointee.frames, StackDepot.frameCount(at: own) == count
      else { return false }
      return StackHash.equal(own, frames, count)
    }
    return known.map { SiteID(rawValue: $0) }
  }

  /// Adds a site that `find` did not return, with its frames in the depot.
  ///
  /// Beyond `limit` the kind's `.overflow` site is returned instead.
  func add(_ site: Site, frames: UnsafePointer<UInt>, hash: UInt32) -> SiteID {
    guard count < limit else { return intern(Site(kind: site.kind, stack: .overflow)) }
    let record = Record(site: site, frames: frames)
    return append(record, Self.slotHash(hash, site.kind, site.script))
  }

  /// Returns the site whose stack is `.none` or `.overflow`, adding it when it is new.
  func intern(_ site: Site) -> SiteID {
    let hash = Self.slotHash(site.stack.rawValue, site.kind, site.script)
    let known = state.pointee.index.find(hash) { id in
      state.pointee.records.address(of: Int(id)).pointee.site == site
    }
    if let known { return SiteID(rawValue: known) }
    if count >= limit, site.stack != .overflow || site.script != .none {
      return intern(Site(kind: site.kind, stack: .overflow))
    }
    return append(Record(site: site, frames: nil), hash)
  }

  /// Keeps a record and makes it findable.
  private func append(_ record: Record, _ hash: UInt32) -> SiteID {
    let id = UInt32(state.pointee.records.append(record))
    state.pointee.index.insert(hash, id: id)
    return SiteID(rawValue: id)
  }

  /// The hash of a site from that of its stack.
  @inline(__always)
  private static func slotHash(
    _ stack: UInt32, _ kind: ObjectKind, _ script: ScriptFrameID
  ) -> UInt32 {
    stack &+ UInt32(kind.rawValue) &* 0x9E37_79B1 &+ script.rawValue &* 0x85EB_CA77
  }

  /// The position of an id, which must exist.
  private func checked(_ id: SiteID) -> Int {
    precondition(Int(id.rawValue) < count, "the site is of another table")
    return Int(id.rawValue)
  }
}
