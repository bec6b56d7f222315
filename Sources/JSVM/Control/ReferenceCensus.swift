// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim
internal import Ledger

/// The references of a VM, counted on its thread and apart from it afterwards.
struct ReferenceCensus: Sendable {
  /// What is counted together.
  enum Grouping: String, CaseIterable, Sendable {
    case site
    case `class`
    case age
    case thread
  }

  /// References that have something in common.
  struct Group: Sendable {
    var existing: UInt64 = 0
    /// By `LeakState`.
    var states = [UInt64](repeating: 0, count: LeakState.allCases.count)
    var oldest: UInt64 = 0
    var newest = UInt64.max
    /// The position of a strong one in its slab, by which snapshots name it.
    var sample: Int?

    mutating func add(_ state: LeakState, age: UInt64, index: Int) {
      existing += 1
      if state == .strong { sample = sample ?? index }
      states[Int(state.rawValue)] += 1
      oldest = max(oldest, age)
      newest = min(newest, age)
    }
  }

  /// A creation site; its frames are not symbolised.
  struct SiteRow: Sendable {
    let place: SitePlace
    let created: UInt64
    var group: Group
  }

  /// A single reference.
  struct Entry: Sendable {
    let handle: UInt
    let state: LeakState
    let refcount: UInt32
    let site: SiteID
    let age: UInt64
    var className = ""
    var snapshotID: UInt32 = 0
  }

  var vm: UInt64
  var name: String?
  var since: String?
  var totals = JSVM_Memory_Totals()
  var depth: Int
  /// Where all of them were made, in order of first use.
  var sites: [SiteRow] = []
  /// By what they have in common, unless that is the site.
  var groups: [String: Group] = [:]
  /// The newest, newest first.
  var newest: [Entry] = []
}

extension ReferenceCensus.Group {
  /// How many hold their target in a way.
  subscript(state: LeakState) -> UInt64 { states[Int(state.rawValue)] }
}

/// Ages in classes that a person reads, in nanoseconds.
private let ageClasses: [(below: UInt64, name: String)] = [
  (1_000_000_000, "under 1s"), (10_000_000_000, "1s to 10s"), (60_000_000_000, "10s to 1m"),
  (600_000_000_000, "1m to 10m"), (3_600_000_000_000, "10m to 1h"), (.max, "1h and more"),
]

extension VM {
  /// Counts the references that exist and were made since a mark. About 20 ns each; with their classes
  /// 0.3 us.
  func census(
    since mark: Mark?, by grouping: ReferenceCensus.Grouping, newest count: Int
  ) -> ReferenceCensus {
    let now = monotonicNow()
    var census = ReferenceCensus(vm: id, name: name, since: mark?.name, depth: stackDepth)
    census.totals.size = UInt32(MemoryLayout<JSVM_Memory_Totals>.size)
    try? readTotals(into: &census.totals)
    var sites = [ReferenceCensus.Group?](repeating: nil, count: ledger.sites.count)
    var newest: [(slot: ReferenceSlot, stamp: Stamp)] = []
    for slot in references.slots {
      let record = slot.pointee.record
      guard mark?.precedes(record.stamp) ?? true else { continue }
      let moment = epochs.moment(of: record.stamp)
      let index = slot.pointee.key.index
      let age = now &- moment.nanoseconds
      sites[Int(record.site.rawValue), default: .init()].add(record.state, age: age, index: index)
      if let key = key(of: record, grouping, age, moment.thread) {
        census.groups[key, default: .init()].add(record.state, age: age, index: index)
      }
      // Within an epoch the later slot is likely the newer reference.
      if newest.count < count || record.stamp.epoch >= (newest.last?.stamp.epoch ?? 0) {
        let place = newest.firstIndex { $0.stamp.epoch <= record.stamp.epoch } ?? newest.count
        newest.insert((slot, record.stamp), at: place)
        if newest.count > count { newest.removeLast() }
      }
    }
    census.newest = newest.map { entry(of: $0.slot, now) }
    ledger.forEachSite { id, site, counters in
      guard site.kind == .reference || site.kind == .dataReference else { return }
      let created = counters.created - (mark?.created(at: id) ?? 0)
      guard created > 0 || sites[Int(id.rawValue)] != nil else { return }
      census.sites.append(
        ReferenceCensus.SiteRow(
          place: SitePlace(id, site, ledger), created: created,
          group: sites[Int(id.rawValue)] ?? .init()))
    }
    return census
  }

  private func key(
    of record: Reference, _ grouping: ReferenceCensus.Grouping, _ age: UInt64, _ thread: Int32
  ) -> String? {
    switch grouping {
    case .site: nil
    case .class: className(of: record)
    case .age: ageClasses.first { age < $0.below }?.name
    case .thread: "\(thread)"
    }
  }

  /// The class of what a reference holds, in parentheses if that is no class of script's.
  private func className(of record: Reference) -> String {
    guard !record.isEmpty else { return record.isWeakable ? "(collected)" : "(dropped)" }
    guard !record.isData else { return "(private key)" }
    var scope = v8s_scope()
    v8s_scope_open(isolate, &scope)
    defer { v8s_scope_close(&scope) }
    var object = record.object
    guard let value = v8s_global_get(isolate, &object) else { return "(collected)" }
    let name = String(unsafeUninitializedCapacity: 256) { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        v8s_value_class(isolate, value, $0.baseAddress, $0.count)
      }
    }
    return v8s_value_is_object(value) ? name : "(\(name))"
  }

  private func entry(of slot: ReferenceSlot, _ now: UInt64) -> ReferenceCensus.Entry {
    let record = slot.pointee.record
    var entry = ReferenceCensus.Entry(
      handle: UInt(bitPattern: slot.pointee.key.handle), state: record.state,
      refcount: record.count, site: record.site,
      age: now &- epochs.moment(of: record.stamp).nanoseconds)
    entry.className = className(of: record)
    if !record.isEmpty, !record.isData { entry.snapshotID = snapshotID(of: record.object) }
    return entry
  }
}

extension Array {
  /// The element at an index that may be nil, made anew if it is.
  fileprivate subscript<Wrapped>(
    index: Int, default made: @autoclosure () -> Wrapped
  ) -> Wrapped where Element == Wrapped? {
    get { self[index] ?? made() }
    set { self[index] = newValue }
  }
}
