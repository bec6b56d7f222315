// SPDX-License-Identifier: Apache-2.0

internal import CV8Shim
internal import Glibc
internal import Synchronization

/// What this process is to the one that started V8.
enum Descent: UInt8, AtomicRepresentable {
  case original
  /// A forked copy in which V8 works, on the thread that forked.
  case child
  /// A forked copy without threads that V8 waits for: it may hang in any collection.
  case brokenChild
}

/// How long a fork waits for V8's workers. What they do they interrupt within a millisecond or two;
/// only the compilation of a large function takes longer.
private let patience: Int32 = 1000

extension Process {
  /// Makes forked children able to use V8. Once, when V8 has been started.
  ///
  /// V8 keeps its memory out of children, and its worker threads do not live on in them: before any
  /// fork the workers come to rest and the memory is marked as the child's too.
  func followForks() {
    let result = pthread_atfork(
      {
        _ = v8s_workers_rest(patience)
        v8s_fork_begin()
      },
      {
        v8s_fork_end_parent()
        v8s_workers_resume()
      },
      {
        let isWhole = v8s_fork_end_child()
        Process.shared.descent.store(isWhole ? .child : .brokenChild, ordering: .relaxed)
        Process.shared.leaveDoorToParent()
      })
    if result != 0 { log("JSVM: forked children cannot use V8: no memory for a fork handler\n") }
  }

  /// Fails in a child in which V8 may wait for a thread that it does not have.
  func requireWorkers() throws(Failure) {
    guard descent.load(ordering: .relaxed) == .brokenChild else { return }
    log("JSVM: no heap snapshot: the process was forked while threads of V8's were at work\n")
    throw .generic
  }

  /// Has a forked copy of the process do something that would stop this one for long. Returns the
  /// child's process number, which the caller waits for, or nil when there can be no such child: then
  /// the work is to be done here.
  ///
  /// The child is this thread alone, with a VM that it has open; the VMs that other threads have open
  /// answer it with `GENERIC_FAILURE`. It ends with the code that `work` gives, without exit handlers,
  /// or by SIGALRM after `seconds`, and is the first to go when memory runs out. The parent stops for
  /// the milliseconds that the fork takes; what it does meanwhile the child does not see.
  func inForkedChild(endingWithin seconds: UInt32, _ work: () -> Int32) -> pid_t? {
    guard descent.load(ordering: .relaxed) != .brokenChild else { return nil }
    defer { v8s_workers_resume() }
    guard v8s_workers_rest(patience) else { return nil }
    let child = v8s_fork()
    guard child == 0 else { return child > 0 ? child : nil }
    Self.limitChild(to: seconds)
    _exit(work())
  }

  private static func limitChild(to seconds: UInt32) {
    var alarms = sigset_t()
    sigemptyset(&alarms)
    sigaddset(&alarms, SIGALRM)
    signal(SIGALRM, SIG_DFL)
    pthread_sigmask(SIG_UNBLOCK, &alarms, nil)
    alarm(seconds)
    let score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC)
    guard score >= 0 else { return }
    _ = write(score, "1000", 4)
    close(score)
  }
}
