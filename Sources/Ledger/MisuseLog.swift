// SPDX-License-Identifier: Apache-2.0

/// One thing a caller did wrong, with the stacks that show where.
///
/// Stacks are return addresses, innermost first, held by value: a record may name objects of a
/// VM whose ledger belongs to another thread or is gone.
public struct MisuseRecord: Hashable, Sendable {
  /// The position among all records of its log, from 1.
  public let number: UInt64
  /// What was wrong.
  public let kind: MisuseKind
  /// The API function that was called.
  public let function: String
  /// Where the object was made; empty when unknown.
  public let created: [UInt]
  /// Where it was misused; empty when unknown.
  public let used: [UInt]
}

extension MisuseRecord: CustomStringConvertible {
  /// One line in the form OpenHarmony's log has.
  public var description: String {
    "[JSVM API Misuse][\(kind.code)] \(function): \(kind.sentence)"
  }
}

/// The newest misuse records and how often each kind occurred.
///
/// A value: whoever shares one between threads locks it.
public struct MisuseLog: Sendable {
  /// How many records are kept; older ones are overwritten.
  public static var capacity: Int { 256 }

  /// Records by their number modulo `capacity`.
  private var ring: [MisuseRecord] = []
  private var counts = [UInt64](repeating: 0, count: MisuseKind.allCases.count)
  /// How many misuses were recorded, overwritten ones included.
  public private(set) var total: UInt64 = 0

  /// An empty log; allocates with the records.
  public init() {}

  /// The kept records, oldest first.
  public var records: [MisuseRecord] {
    guard ring.count == Self.capacity else { return ring }
    let oldest = Int(total % UInt64(Self.capacity))
    return Array(ring[oldest...] + ring[..<oldest])
  }

  /// How often one kind occurred, overwritten records included.
  public func count(of kind: MisuseKind) -> UInt64 { counts[Int(kind.rawValue)] }

  /// Records a misuse and returns the record.
  @discardableResult
  public mutating func record(
    _ kind: MisuseKind, in function: String, created: [UInt] = [], used: [UInt] = []
  ) -> MisuseRecord {
    let position = Int(total % UInt64(Self.capacity))
    total += 1
    counts[Int(kind.rawValue)] += 1
    let record = MisuseRecord(
      number: total, kind: kind, function: function, created: created, used: used)
    if ring.count < Self.capacity {
      ring.append(record)
    } else {
      ring[position] = record
    }
    return record
  }
}
