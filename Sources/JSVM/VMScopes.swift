// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CNativeStack
internal import CV8Shim
internal import Ledger
internal import Synchronization

/// An env scope that is open: whose, and whether it opened the VM too.
struct EnvScope {
  let handle: UInt
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
    let handle = nextScopeHandle()
    vmScopes.append(handle)
    return JSVM_VMScope(bitPattern: handle)!
  }

  /// Only the innermost scope of the VM that this thread has current can be closed.
  func closeVMScope(_ scope: JSVM_VMScope) throws(Failure) {
    guard owner.load(ordering: .acquiring) == native_thread_id() else {
      record(.vmScopeOtherThread)
      throw .generic
    }
    guard vmScopes.last == UInt(bitPattern: scope), isSaved || v8s_isolate_is_current(isolate)
    else {
      record(.scopeOrder)
      throw .generic
    }
    if firstReady != nil { settle() }
    vmScopes.removeLast()
    if vmScopes.isEmpty { closeBaseScope() }
    release()
  }

  /// Leaves the innermost env scope, and the VM if the scope opened it.
  func closeInnermostEnvScope() {
    let scope = envScopes.removeLast()
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
    let handle = vm.nextEnvScopeHandle()
    vm.envScopes.append(
      EnvScope(handle: handle, env: self, openedVM: opened, level: vm.scopeLevel))
    vm.noteLoose()
    return JSVM_EnvScope(bitPattern: handle)!
  }

  /// Closes an env scope, and the ones that were left open inside it first.
  func closeEnvScope(_ scope: JSVM_EnvScope) throws(Failure) {
    // Saving the VM has closed them.
    guard !vm.isSaved else { return }
    let thread = vm.owner.load(ordering: .acquiring)
    guard thread == 0 || thread == native_thread_id() else {
      vm.record(.envScopeOtherThread)
      throw .generic
    }
    let wanted = UInt(bitPattern: scope)
    guard
      let index = vm.envScopes.lastIndex(where: { $0.handle == wanted && $0.env === self }),
      vm.envScopes[index].level >= vm.floor
    else {
      vm.record(.scopeUnknown)
      throw .invalidArgument
    }
    if index < vm.envScopes.count - 1 { vm.record(.scopeOrder) }
    while vm.envScopes.count > index { vm.closeInnermostEnvScope() }
  }
}

extension VM {
  fileprivate func nextEnvScopeHandle() -> UInt { nextScopeHandle() }
}
