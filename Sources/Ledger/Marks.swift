// SPDX-License-Identifier: Apache-2.0

/// A named moment that later states are compared with.
public struct Mark: Sendable {
  /// The number within its VM, from 1.
  public let number: UInt32
  /// What the caller called it.
  public let name: String
  /// The first epoch of what is made after it.
  public let epoch: UInt32
  /// How many references there were.
  public let references: UInt64
  /// By site: how many objects had been made. Sites that are not in it had none.
  let created: [UInt64]

  /// Whether an object with this stamp was made after the mark.
  @inline(__always)
  public func precedes(_ stamp: Stamp) -> Bool { stamp.epoch >= epoch }

  /// How many objects a site had made by then.
  public func created(at site: SiteID) -> UInt64 {
    Int(site.rawValue) < created.count ? created[Int(site.rawValue)] : 0
  }
}

/// The marks of a VM. Not synchronised, like its ledger.
public struct Marks: Sendable {
  /// How many a VM keeps at most.
  public static var limit: Int { 1024 }

  private var marks: [UInt32: Mark] = [:]
  private var last: UInt32 = 0

  /// No marks.
  public init() {}

  /// How many there are.
  public var count: Int { marks.count }

  /// Sets a mark at the beginning of `epoch`; nil when `limit` are kept. Linear in the number of
  /// sites, eight bytes each.
  public mutating func set(
    _ name: String, epoch: UInt32, references: UInt64, in ledger: Ledger
  ) -> Mark? {
    guard marks.count < Self.limit else { return nil }
    last += 1
    var created: [UInt64] = []
    created.reserveCapacity(ledger.sites.count)
    ledger.forEachSite { _, _, counters in created.append(counters.created) }
    let mark = Mark(
      number: last, name: name, epoch: epoch, references: references, created: created)
    marks[last] = mark
    return mark
  }

  /// The mark with this number, if it was set and not forgotten.
  public subscript(number: UInt32) -> Mark? { marks[number] }

  /// The newest mark of this name.
  public func newest(named name: String) -> Mark? {
    marks.values.filter { $0.name == name }.max { $0.number < $1.number }
  }

  /// Forgets a mark; false if there is none of this number.
  public mutating func forget(_ number: UInt32) -> Bool {
    marks.removeValue(forKey: number) != nil
  }
}
