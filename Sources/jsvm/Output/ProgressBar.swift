// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// One line on a terminal's standard error that tells how far long work has come.
///
/// Shows itself when the work has taken half a second, redraws ten times a second at most, and is
/// wiped by `finish`. Without a terminal it does nothing. Belongs to one thread.
struct ProgressBar {
  private static let width = 30
  private let title: String
  private let isShown = isatty(STDERR_FILENO) == 1
  private let clock = ContinuousClock()
  private var nextDrawing: ContinuousClock.Instant
  private var isDrawn = false

  /// `title` names the work: `reading s1.heapsnapshot`.
  init(_ title: String) {
    self.title = title
    nextDrawing = clock.now + .milliseconds(500)
  }

  /// `fraction` is from 0 to 1. Costs a look at the clock, and nothing without a terminal.
  mutating func update(_ fraction: Double) {
    guard isShown, clock.now >= nextDrawing else { return }
    nextDrawing = clock.now + .milliseconds(100)
    isDrawn = true
    StandardError.write("\r\u{1B}[K" + Self.text(title, fraction))
  }

  /// Wipes the line. Call before anything else is printed.
  mutating func finish() {
    if isDrawn { StandardError.write("\r\u{1B}[K") }
    isDrawn = false
  }

  private static func text(_ title: String, _ fraction: Double) -> String {
    let share = fraction.isNaN ? 0 : min(max(fraction, 0), 1)
    let full = Int(share * Double(width))
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
    return "\(title) \(bar) \(Int(share * 100)) %"
  }
}
