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
  /// The number of the VM it happened to.
  public let vm: UInt64
  /// The kernel's number of the thread that called.
  public let thread: Int32
  /// The thread that has the VM open instead, when that is what is wrong; else 0.
  public let otherThread: Int32
  /// Where the object was made or the scope opened; empty when unknown.
  public let created: [UInt]
  /// Where it was given back; empty when unknown.
  public let deleted: [UInt]
  /// Where it was misused; empty when unknown.
  public let used: [UInt]
}

extension MisuseRecord: CustomStringConvertible {
  /// One line in the form OpenHarmony's log has.
  public var description: String {
    "[JSVM API Misuse][\(kind.code)] \(function): \(kind.sentence)"
  }

  /// The line, and below it the stacks that are known, each line ending in a newline.
  public func text(describe: ([UInt]) -> [Frame]) -> String {
    var text = description
    if otherThread != 0 { text += " (thread \(otherThread))" }
    text += "\n"
    for (title, stack) in [
      ("  created here:", created), ("  deleted here:", deleted), ("  used here:", used),
    ] where !stack.isEmpty {
      text += title + "\n"
      for (index, frame) in describe(stack).enumerated() { text += "    #\(index) \(frame)\n" }
    }
    return text
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
  /// How many misuses were recorded, overwritten ones included and merely counted ones not.
  public private(set) var total: UInt64 = 0

  /// An empty log; allocates with the records.
  public init() {}

  /// The kept records, oldest first.
  public var records: [MisuseRecord] {
    guard ring.count == Self.capacity else { return ring }
    let oldest = Int(total % UInt64(Self.capacity))
    return Array(ring[oldest...] + ring[..<oldest])
  }

  /// Counts a misuse that was recorded before from the same place.
  public mutating func count(_ kind: MisuseKind) { counts[Int(kind.rawValue)] += 1 }

  /// How often one kind occurred, overwritten records included.
  public func count(of kind: MisuseKind) -> UInt64 { counts[Int(kind.rawValue)] }

  /// Records a misuse and returns the record.
  @discardableResult
  public mutating func record(
    _ kind: MisuseKind, in function: String, vm: UInt64 = 0, thread: Int32 = 0,
    otherThread: Int32 = 0, created: [UInt] = [], deleted: [UInt] = [], used: [UInt] = []
  ) -> MisuseRecord {
    let position = Int(total % UInt64(Self.capacity))
    total += 1
    counts[Int(kind.rawValue)] += 1
    let record = MisuseRecord(
      number: total, kind: kind, function: function, vm: vm, thread: thread,
      otherThread: otherThread, created: created, deleted: deleted, used: used)
    if ring.count < Self.capacity {
      ring.append(record)
    } else {
      ring[position] = record
    }
    return record
  }
}
