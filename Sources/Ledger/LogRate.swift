// SPDX-License-Identifier: Apache-2.0

/// Lets through so many lines a second and counts the rest.
public struct LogRate: Sendable {
  /// How many lines a second's window has.
  public let lines: Int
  private var windowStart: UInt64 = 0
  private var printed = 0
  private var dropped: UInt64 = 0

  /// A rate of `lines` a second.
  public init(lines: Int) { self.lines = lines }

  /// Whether a line may be printed now, and how many were not since the last one that was.
  public mutating func admit(nanoseconds now: UInt64) -> (isAdmitted: Bool, dropped: UInt64) {
    if now &- windowStart >= 1_000_000_000 {
      windowStart = now
      printed = 0
    }
    guard printed < lines else {
      dropped += 1
      return (false, 0)
    }
    printed += 1
    defer { dropped = 0 }
    return (true, dropped)
  }
}
