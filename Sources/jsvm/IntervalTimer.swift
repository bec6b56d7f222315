// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Waits between samples, and takes Ctrl-C for the end of sampling instead of the process's.
struct IntervalTimer {
  private let seconds: Double
  private var endings = sigset_t()

  /// From here on SIGINT and SIGTERM end `wait`.
  init(seconds: Double) {
    self.seconds = seconds
    sigemptyset(&endings)
    sigaddset(&endings, SIGINT)
    sigaddset(&endings, SIGTERM)
    sigprocmask(SIG_BLOCK, &endings, nil)
  }

  /// Waits for the interval; false if the user ended it.
  func wait() -> Bool {
    let whole = seconds.rounded(.down)
    var time = timespec(tv_sec: Int(whole), tv_nsec: Int((seconds - whole) * 1e9))
    var signals = endings
    return sigtimedwait(&signals, nil, &time) < 0
  }

  /// From here on the same signals end the process again.
  func finish() {
    var signals = endings
    sigprocmask(SIG_UNBLOCK, &signals, nil)
  }
}

/// The time of day.
enum WallClock {
  /// Since the beginning of 1970.
  static var seconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
