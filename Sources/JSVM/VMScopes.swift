// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CNativeStack
internal import CV8Shim
internal import Glibc
internal import Ledger
internal import Synchronization

/// A VM scope that is open.
struct VMScope {
  let handle: UInt
  let birth: Birth
}

/// Who opened a VM or acquired its lock, readable by any thread.
struct Opening {
  /// The kernel's number of the thread; 0 when no VM scope is open.
  var thread: Int32 = 0
  /// Where it opened the outermost VM scope.
  var frames: [UInt] = []
  /// That scope; 0 for a lock.
  var scope: UInt = 0
  /// Where it closed that scope, if that is tracked.
  var closed: [UInt] = []
}

/// An env scope that is open: whose, and whether it opened the VM too.
struct EnvScope {
  let handle: UInt
  let birth: Birth
  let env: Env
  let openedVM: Bool
  /// The VM's scope level when it was opened.
  let level: Int
}

extension VM {
  /// A number for a scope handle. Never 0 and never used twice in a VM.
  private func nextScopeHandle() -> UInt {
    lastScopeSerial += 1
    return UInt(truncatingIfNeeded: id) << 40 | lastScopeSerial << 4 | 1
  }

  func openVMScope() throws(Failure) -> JSVM_VMScope {
    try acquire()
    tick()
    let handle = nextScopeHandle()
    let birth = birth(of: .vmScope)
    note(birth)
    if vmScopes.isEmpty { noteOpening(of: handle, birth.site) }
    vmScopes.append(VMScope(handle: handle, birth: birth))
    runPosts()
    return JSVM_VMScope(bitPattern: handle)!
  }

  private func noteOpening(of scope: UInt, _ site: SiteID) {
    let frames = ledger.stacks.frames(of: ledger.sites[site].stack)
    opening.withLock { opening in
      opening.thread = native_thread_number()
      opening.frames.removeAll(keepingCapacity: true)
      opening.frames.append(contentsOf: frames)
      opening.scope = scope
      if !opening.closed.isEmpty { opening.closed.removeAll() }
    }
  }

  /// Notes why a VM scope cannot be closed, with what is known of it or of what is in its way.
  @inline(never)
  private func recordUnclosable(_ scope: UInt, isOpen: Bool) {
    if isOpen, let last = vmScopes.last, vmScopes.contains(where: { $0.handle == scope }) {
      return record(.scopeOrder, created: stack(of: last.birth.site))
    }
    let history = Process.shared.history(ofScope: scope)
    let isOwn = scope >> 40 == UInt(truncatingIfNeeded: id) & 0xFF_FFFF
    record(history == nil || isOwn ? .scopeUnknown : .vmScopeOtherVM, history ?? History())
  }

  /// Only the innermost scope of the VM that this thread has current can be closed.
  func closeVMScope(_ scope: JSVM_VMScope) throws(Failure) {
    let thread = owner.load(ordering: .acquiring)
    guard thread == 0 || thread == native_thread_id() else {
      recordOpen(.vmScopeOtherThread)
      throw .generic
    }
    guard thread != 0, vmScopes.last?.handle == UInt(bitPattern: scope),
      isSaved || v8s_isolate_is_current(isolate)
    else {
      recordUnclosable(UInt(bitPattern: scope), isOpen: thread != 0)
      throw .generic
    }
    if firstReady != nil { settle() }
    let closed = vmScopes.removeLast()
    noteEnd(closed.birth)
    noteClosing(of: closed.handle, closed.birth, isByCaller: true)
    if vmScopes.isEmpty {
      let frames = tracksDeletions ? callerFrames() : nil
      opening.withLock { opening in
        opening.thread = 0
        if let frames { opening.closed = frames }
      }
      closeBaseScope()
    }
    release()
  }

  /// Leaves the innermost env scope, and the VM if the scope opened it. `isByCaller` as for handle
  /// scopes.
  func closeInnermostEnvScope(isByCaller: Bool = true) {
    let scope = envScopes.removeLast()
    noteEnd(scope.birth)
    noteClosing(of: scope.handle, scope.birth, isByCaller: isByCaller)
    v8s_context_exit(scope.env.context)
    if scope.openedVM { release() }
  }
}

extension Env {
  func openEnvScope() throws(Failure) -> JSVM_EnvScope {
    var opened = false
    if !v8s_isolate_is_current(vm.isolate) {
      try vm.acquire()
      opened = true
    }
    if vm.scopeLevel == 0 { vm.openBaseScope() }
    v8s_context_enter(context)
    vm.tick()
    let handle = vm.nextEnvScopeHandle()
    let birth = vm.birth(of: .envScope)
    vm.note(birth)
    vm.envScopes.append(
      EnvScope(
        handle: handle, birth: birth, env: self, openedVM: opened, level: vm.scopeLevel))
    vm.noteLoose()
    return JSVM_EnvScope(bitPattern: handle)!
  }

  /// Closes an env scope, and the ones that were left open inside it first.
  func closeEnvScope(_ scope: JSVM_EnvScope) throws(Failure) {
    // Saving the VM has closed them.
    guard !vm.isSaved else { return }
    let thread = vm.owner.load(ordering: .acquiring)
    guard thread == 0 || thread == native_thread_id() else {
      vm.recordOpen(.envScopeOtherThread)
      throw .generic
    }
    let wanted = UInt(bitPattern: scope)
    guard
      let index = vm.envScopes.lastIndex(where: { $0.handle == wanted && $0.env === self }),
      vm.envScopes[index].level >= vm.floor
    else {
      vm.record(.scopeUnknown, Process.shared.history(ofScope: wanted) ?? History())
      throw .invalidArgument
    }
    if index < vm.envScopes.count - 1 {
      let inner = vm.envScopes[index + 1]
      vm.record(.scopeOrder, created: vm.stack(of: inner.birth.site))
    }
    while vm.envScopes.count > index { vm.closeInnermostEnvScope() }
  }
}

extension VM {
  fileprivate func nextEnvScopeHandle() -> UInt { nextScopeHandle() }
}
