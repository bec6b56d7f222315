// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Synchronization

/// One line on a terminal's standard error that tells how far long work has come.
///
/// Shows itself when the work has taken half a second, redraws ten times a second at most, never
/// goes back, and is wiped by `finish`. Without a terminal it does nothing.
struct ProgressBar {
  private let line: Line

  /// `title` names the work: `reading s1.heapsnapshot`.
  init(_ title: String) { line = Line(title) }

  /// `fraction` is from 0 to 1. Costs a look at the clock, and nothing without a terminal.
  mutating func update(_ fraction: Double) { line.update(fraction) }

  /// The same from the threads that do the work.
  var reporter: @Sendable (Double) -> Void {
    let line = line
    return { line.update($0) }
  }

  /// Wipes the line. Call before anything else is printed.
  mutating func finish() { line.finish() }
}

/// What a bar draws, for all threads.
private final class Line: Sendable {
  private struct State {
    var nextDrawing: ContinuousClock.Instant
    var fraction = 0.0
    var isDrawn = false
  }

  private static let width = 30
  private let title: String
  private let isShown = isatty(STDERR_FILENO) == 1
  private let state = Mutex(State(nextDrawing: ContinuousClock().now + .milliseconds(500)))

  init(_ title: String) { self.title = title }

  /// An error's message must not stand behind the bar.
  deinit { finish() }

  func update(_ fraction: Double) {
    guard isShown else { return }
    state.withLock { state in
      let now = ContinuousClock().now
      guard now >= state.nextDrawing else { return }
      state.nextDrawing = now + .milliseconds(100)
      state.fraction = max(state.fraction, fraction)
      state.isDrawn = true
      StandardError.write("\r\u{1B}[K" + text(state.fraction))
    }
  }

  func finish() {
    state.withLock { state in
      if state.isDrawn { StandardError.write("\r\u{1B}[K") }
      state.isDrawn = false
    }
  }

  private func text(_ fraction: Double) -> String {
    let share = fraction.isNaN ? 0 : min(max(fraction, 0), 1)
    let full = Int(share * Double(Self.width))
    let bar =
      String(repeating: "█", count: full) + String(repeating: "░", count: Self.width - full)
    return "\(title) \(bar) \(Int(share * 100)) %"
  }
}
