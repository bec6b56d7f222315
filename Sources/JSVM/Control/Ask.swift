// SPDX-License-Identifier: Apache-2.0

internal import Control
internal import Door

/// How often a post looks whether its VM may be visited.
private let visitInterval: Int64 = 20

extension PostAddress {
  /// Has something done in the VM and hands its result on, on the library's second thread.
  ///
  /// The VM's own thread does it as soon as it can; if nobody has the VM open, that second thread. When
  /// it was not begun within the time given, it is given up. Any thread.
  func ask<Answer: Sendable>(
    within milliseconds: Int64, _ work: @escaping @Sendable (VM) throws(ControlFailure) -> Answer,
    then next: @escaping @Sendable (Result<Answer, ControlFailure>) -> Void
  ) {
    let post = Post { vm in
      let answer = Result { () throws(ControlFailure) in try work(vm) }
      IOThread.work { next(answer) }
    } orElse: { failure in
      IOThread.work { next(.failure(failure)) }
    }
    self.post(post)
    watch(post, for: milliseconds, of: milliseconds)
  }

  private func watch(_ post: Post, for rest: Int64, of patience: Int64) {
    guard post.isWaiting else { return }
    if isOpenNowhere { IOThread.work { visit() } }
    let pause = min(visitInterval, rest)
    IOThread.after(milliseconds: pause) {
      guard rest > pause else { return post.fail(busy(after: patience)) }
      watch(post, for: rest - pause, of: patience)
    }
  }

  private func busy(after milliseconds: Int64) -> ControlFailure {
    let seconds = "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s"
    return ControlFailure(
      .busy,
      "busy in native code: for \(seconds) VM \(id) ran no JavaScript, and its thread did not call"
        + " OH_JSVM_PumpMessageLoop")
  }
}
