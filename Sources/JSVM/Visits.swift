// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CNativeStack
internal import CV8Shim
internal import Glibc
internal import Synchronization

// A VM that nobody has open has nobody who could answer for it: the library's second thread then opens
// it itself, for as long as what was posted takes. Whoever wants to open it meanwhile waits.
extension VM {
  /// Whether the visiting thread has the VM open.
  var isVisited: Bool { Process.shared.isVisitor(owner.load(ordering: .acquiring)) }

  /// On the visiting thread: does what was posted, if the VM is there and open nowhere.
  ///
  /// Not a VM that is used with locks, where V8 would have this thread wait for one, and not one that is
  /// made to be saved, which V8 keeps open on the thread that made it.
  func visitPosts() {
    let thread = native_thread_id()
    Process.shared.visitor.store(thread, ordering: .relaxed)
    guard !usesLock.load(ordering: .relaxed), creator == nil else { return }
    let isTaken = posts.withLock { posts in
      guard posts.waiting?.isEmpty == false,
        !Process.shared.hasEnded.load(ordering: .sequentiallyConsistent)
      else { return false }
      return owner.compareExchange(expected: 0, desired: thread, ordering: .acquiringAndReleasing)
        .exchanged
    }
    guard isTaken else { return }
    guard (try? acquire()) != nil else { return owner.store(0, ordering: .releasing) }
    // The application's code runs on the application's threads only.
    let kept = (handlers, heapThreshold)
    (handlers, heapThreshold) = (GCHandlers(), nil)
    isSettling = true
    runPosts()
    isSettling = false
    (handlers, heapThreshold) = kept
    release()
  }
}

extension Process {
  /// Whether this is the number of the visiting thread.
  func isVisitor(_ thread: UInt) -> Bool {
    thread != 0 && thread == visitor.load(ordering: .relaxed)
  }

  /// Lets the visiting thread go on with its work.
  static func waitForVisitor() { usleep(20) }

  /// Whether this is the process that started V8, and not a forked copy.
  var isOriginal: Bool { descent.load(ordering: .relaxed) == .original }
}
