// SPDX-License-Identifier: Apache-2.0

/// How far long work has come, told while it goes on.
public struct WorkProgress: Sendable {
  private let report: @Sendable (Double) -> Void
  private let start: Double
  private let length: Double

  /// `report` gets fractions from 0 to 1, from any thread that does a part of the work and some
  /// hundred times in all; those of parallel parts come in no order.
  public init(_ report: @escaping @Sendable (_ fraction: Double) -> Void) {
    self.init(report, 0, 1)
  }

  private init(_ report: @escaping @Sendable (Double) -> Void, _ start: Double, _ length: Double) {
    self.report = report
    self.start = start
    self.length = length
  }

  /// The progress of a part of the work, from one fraction of this to another.
  public func part(from: Double, to: Double) -> WorkProgress {
    WorkProgress(report, start + length * from, length * (to - from))
  }

  func reached(_ fraction: Double) { report(start + length * fraction) }

  func reached(_ done: Int, of total: Int) { reached(Double(done) / Double(max(1, total))) }

  /// Positions of a loop between two reports: many enough to cost nothing.
  static let stride = 1 << 20
}
