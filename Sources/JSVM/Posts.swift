// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim
internal import Control
internal import Synchronization

/// Something that another thread wants to be done while a VM is open, once.
final class Post: Sendable {
  private enum State: UInt8, AtomicRepresentable {
    case waiting
    case taken
  }

  private let state = Atomic(State.waiting)
  private let work: @Sendable (VM) -> Void
  private let refuse: @Sendable (ControlFailure) -> Void

  init(
    _ work: @escaping @Sendable (VM) -> Void,
    orElse refuse: @escaping @Sendable (ControlFailure) -> Void
  ) {
    self.work = work
    self.refuse = refuse
  }

  /// Whether the caller, and nobody else, shall end it.
  private func take() -> Bool {
    state.compareExchange(expected: .waiting, desired: .taken, ordering: .acquiringAndReleasing)
      .exchanged
  }

  var isWaiting: Bool { state.load(ordering: .acquiring) == .waiting }

  /// Does it, unless it was given up.
  func run(in vm: VM) {
    if take() { work(vm) }
  }

  /// Gives it up, unless it was begun.
  func fail(_ failure: ControlFailure) {
    if take() { refuse(failure) }
  }
}

/// What other threads have posted to a VM.
struct Posts: Sendable {
  /// Nil once the VM is being destroyed.
  private(set) var waiting: [Post]? = []
  /// V8 was asked to interrupt script, and has not done it yet.
  var isInterrupting = false
  /// Has the thread that owns the VM call `OH_JSVM_PumpMessageLoop`.
  var wake: WakeHandler?

  struct WakeHandler: @unchecked Sendable {
    let function: JSVM_Memory_WakeHandler
    let data: UnsafeMutableRawPointer?
  }

  /// Those that wait, none of which waits afterwards.
  mutating func takeAll() -> [Post] {
    guard waiting != nil else { return [] }
    defer { waiting = [] }
    return waiting ?? []
  }

  mutating func add(_ post: Post) { waiting?.append(post) }

  /// From now on there are none.
  mutating func end() -> [Post] {
    defer { waiting = nil }
    return waiting ?? []
  }
}

extension VM {
  /// On the thread that has the VM open, where script could run: does what was posted by now.
  ///
  /// Not inside a collection that handlers are told of, and not inside something that was posted.
  @inline(__always)
  func runPosts() {
    if _slowPath(hasPosts.load(ordering: .relaxed)) { runWaitingPosts() }
  }

  @inline(never)
  private func runWaitingPosts() {
    guard !isRunningPosts, reporting == 0, !isSaved, Process.shared.isOriginal else { return }
    isRunningPosts = true
    defer { isRunningPosts = false }
    let waiting = posts.withLock { posts in
      hasPosts.store(false, ordering: .relaxed)
      return posts.takeAll()
    }
    for post in waiting {
      var scope = v8s_scope()
      v8s_scope_open(isolate, &scope)
      post.run(in: self)
      v8s_scope_close(&scope)
    }
  }

  /// Script stopped, perhaps for a post.
  func runPostsInScript() {
    guard Process.shared.isOriginal else { return }
    posts.withLock { $0.isInterrupting = false }
    runPosts()
  }

  /// Before the VM is destroyed: nothing is done in it any more.
  func endPosts() {
    guard Process.shared.isOriginal else { return }
    for post in posts.withLock({ $0.end() }) {
      post.fail(ControlFailure(.vm, "the VM was destroyed"))
    }
    // A visitor who came before that has the VM open until it has done its work.
    while isVisited { Process.waitForVisitor() }
  }

  /// Sets who wakes the VM's owner, or nobody.
  func setWakeHandler(_ handler: JSVM_Memory_WakeHandler?, _ data: UnsafeMutableRawPointer?) {
    let handler = handler.map { Posts.WakeHandler(function: $0, data: data) }
    if handler != nil { Process.shared.hasWakeHandlers.store(true, ordering: .relaxed) }
    posts.withLock { $0.wake = handler }
  }
}

/// A VM, for threads that may do nothing with it but post.
struct PostAddress: @unchecked Sendable {
  private let vm: VM
  var id: UInt64 { vm.id }

  init(_ vm: VM) { self.vm = vm }

  /// Posts something: it is done when the owner pumps its message loop or opens the VM, or at the next
  /// loop or call of running script; at once by a visiting thread while nobody has the VM open.
  func post(_ post: Post) {
    let isTaken = vm.posts.withLock { posts in
      guard posts.waiting != nil else { return false }
      posts.add(post)
      vm.hasPosts.store(true, ordering: .relaxed)
      if !posts.isInterrupting {
        posts.isInterrupting = true
        v8s_isolate_interrupt(vm.isolate)
      }
      return true
    }
    wake()
    guard isTaken else { return post.fail(ControlFailure(.vm, "the VM was destroyed")) }
  }

  /// Wakes the owner, if it gave a handler for that.
  func wake() {
    vm.posts.withLock { posts in
      // Under the lock: whoever takes the handler away knows that it is not running.
      if let wake = posts.wake { wake.function(vm.handle, wake.data) }
    }
  }

  /// Whether a visit could be of use.
  var isOpenNowhere: Bool { vm.owner.load(ordering: .relaxed) == 0 }

  /// Waits until the visiting thread has left the VM.
  func waitForVisitor() { while vm.isVisited { Process.waitForVisitor() } }

  /// On the visiting thread: does what was posted if nobody has the VM open.
  func visit() { vm.visitPosts() }
}
