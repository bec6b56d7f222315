// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CNativeStack
internal import CV8Shim
internal import Ledger
internal import Synchronization

/// The VM's lock while a thread holds it.
struct Lock {
  let handle: v8s_lock
  /// The env through which it was acquired, and can be released.
  let env: UInt32
}

extension VM {
  /// Whether this thread may use the engine. A VM that was locked once aborts in V8 when it is used
  /// without its lock.
  var isLockedIfNeeded: Bool {
    !usesLock.load(ordering: .relaxed) || v8s_lock_is_held(isolate)
  }

  /// Waits until this thread has the lock. Not counted.
  func acquireLock(for env: UInt32) {
    guard !v8s_lock_is_held(isolate) else { return }
    let handle = v8s_lock_new(isolate)
    lock = Lock(handle: handle!, env: env)
    usesLock.store(true, ordering: .relaxed)
    v8s_isolate_set_known(isolate, true)
    let frames = callerFrames()
    locking.withLock { $0 = Opening(thread: native_thread_number(), frames: frames) }
  }

  /// Gives the lock back if this thread acquired it through this env.
  ///
  /// V8 forgets the thread's handles and contexts with it, so its scopes are closed first; while
  /// script is on the stack the lock stays.
  func releaseLock(of env: UInt32) {
    guard usesLock.load(ordering: .relaxed), v8s_lock_is_held(isolate),
      let held = lock, held.env == env
    else { return }
    guard callback == nil else {
      return record(.scopeOrder, created: locking.withLock { $0.frames })
    }
    if scopes.count > (scopes.hasBase ? 1 : 0) {
      record(.scopeLeftOpen, created: innermostScopeStack)
    } else if let scope = envScopes.last {
      record(.scopeLeftOpen, created: stack(of: scope.birth.site))
    }
    while !envScopes.isEmpty { closeInnermostEnvScope() }
    while scopes.count > 0 { closeInnermostScope(freesScripts: true) }
    lock = nil
    v8s_isolate_set_known(isolate, false)
    v8s_lock_delete(held.handle)
  }

  /// Runs something with the lock, if the VM is used with locks, whoever had it before.
  func withLock<Result>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard !isLockedIfNeeded else { return try body() }
    let temporary = v8s_lock_new(isolate)
    v8s_isolate_set_known(isolate, true)
    defer {
      v8s_isolate_set_known(isolate, false)
      v8s_lock_delete(temporary)
    }
    return try body()
  }
}
