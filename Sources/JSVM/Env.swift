// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim
internal import Ledger

/// A context of a VM with its global object, and what the API keeps for it.
///
/// A `JSVM_Env` is the address of one of these; `Process` keeps destroyed ones for a while, so that a
/// late call finds `isAlive` false.
final class Env {
  let vm: VM
  /// The VM's isolate; no isolate at all once the env is destroyed.
  private(set) var isolate: v8s_isolate
  let context: v8s_context
  var lastStatus = JSVM_OK
  var hasException = false
  let id: UInt32
  private var isEnding = false
  var checksScopes = false

  /// The exception that waits to be taken or thrown into script.
  var exception = v8s_global()
  let birth: Birth
  /// Where it was made and destroyed; filled when it ends.
  private var created: [UInt] = []
  private var destroyed: [UInt] = []
  private let errorInfo = UnsafeMutablePointer<JSVM_ExtendedErrorInfo>.allocate(capacity: 1)

  /// The newest registered finalizer; each knows the one before it.
  var newestFinalizer: FinalizerSlot?
  var instanceData: FinalizerSlot?

  /// Makes a new context. The VM must be open.
  convenience init(_ vm: VM) throws(Failure) {
    guard let context = v8s_context_new(vm.isolate) else { throw .generic }
    self.init(vm, context)
  }

  /// Takes over a context. The VM must be open.
  init(_ vm: VM, _ context: v8s_context) {
    self.vm = vm
    isolate = vm.isolate
    self.context = context
    id = Process.shared.nextEnvID()
    birth = vm.birth(of: .env)
    vm.note(birth)
    errorInfo.initialize(to: JSVM_ExtendedErrorInfo())
    v8s_context_set_data(vm.isolate, context, Unmanaged.passUnretained(self).toOpaque())
    vm.add(self)
  }

  deinit { errorInfo.deallocate() }

  var handle: JSVM_Env { JSVM_Env(Unmanaged.passUnretained(self).toOpaque()) }

  private static var noIsolate: v8s_isolate { v8s_isolate(bitPattern: 1)! }

  private(set) var isAlive: Bool {
    get { isolate != Env.noIsolate }
    set { isolate = newValue ? vm.isolate : Env.noIsolate }
  }

  /// Whether a call needs nothing but its body. A dead env's isolate is never current.
  @inline(__always)
  func isReady(for access: Access) -> Bool {
    guard access.usesEngine else { return isAlive }
    return v8s_isolate_is_ready(isolate)
      && (access == .isolate || !hasException && vm.reporting == 0)
  }

  /// What a call may not do now that may run script.
  @inline(__always)
  func checkScript() throws(Failure) {
    if hasException { throw .pendingException }
    if vm.reporting != 0 { throw .cannotRunScript }
  }

  /// The answer to a call on an env that was destroyed.
  @inline(never)
  func reportDead() -> JSVM_Status {
    vm.record(
      { $0 == "OH_JSVM_DestroyEnv" ? .envAlreadyDestroyed : .useAfterEnv }, created: created,
      deleted: destroyed)
    return JSVM_INVALID_ARG
  }

  /// The last status with its text; the env's own memory.
  func lastError() -> UnsafePointer<JSVM_ExtendedErrorInfo> {
    let text = message(for: lastStatus)
    errorInfo.pointee.errorMessage = text.map {
      UnsafeRawPointer($0.utf8Start).assumingMemoryBound(to: CChar.self)
    }
    errorInfo.pointee.errorCode = lastStatus
    return UnsafePointer(errorInfo)
  }

  /// `OH_JSVM_DestroyEnv`: opens the VM if need be, and gives a lock back that was acquired here.
  /// Refused while code that belongs to the env is running: it would return into nothing.
  func destroy() throws(Failure) {
    guard !vm.isRunningCode(of: self), !isEnding, vm.reporting == 0 else {
      vm.record(.envInUse, created: vm.stack(of: birth.site))
      throw .generic
    }
    guard !vm.isSaved else { return bury() }
    try vm.withLock { () throws(Failure) in
      let opened = try vm.visit(wantsScope: true)
      destroy(reports: true)
      vm.leave(opened)
    }
    vm.releaseLock(of: id)
  }

  /// Runs what is still registered, says what leaked, and lets the context go.
  func destroy(reports: Bool) {
    isEnding = true
    vm.settle()
    let cycles = reports ? vm.cycles(of: self) : nil
    while let newest = newestFinalizer { run(newest) }
    if reports { vm.reportLeaks(of: self, occasion: .destroyEnv, cycles: cycles) }
    isAlive = false
    disownStrings()
    endReferences()
    endDeferreds()
    vm.endScripts(of: id)
    v8s_global_reset(&exception)
    hasException = false
    closeOwnScopes()
    vm.setScopeCheck(false, of: self)
    v8s_context_delete(vm.isolate, context)
    bury()
  }

  /// Ends an env that has nothing left of the engine.
  func bury() {
    isAlive = false
    created = vm.stack(of: birth.site)
    destroyed = vm.callerFrames()
    vm.noteEnd(birth)
    Process.shared.bury(self)
    vm.remove(self)
  }

  /// Closes the scopes that the env leaves open, as far as no other env's lie inside them.
  private func closeOwnScopes() {
    let left = vm.scopes.innermost(of: id, above: vm.floor)
    if left > 0 {
      vm.record(.scopeLeftOpen, created: vm.innermostScopeStack)
    } else if let innermost = vm.envScopes.last, innermost.env === self, innermost.level >= vm.floor
    {
      vm.record(.scopeLeftOpen, created: vm.stack(of: innermost.birth.site))
    }
    for _ in 0..<left { vm.closeInnermostScope(freesScripts: true) }
    while let innermost = vm.envScopes.last, innermost.env === self, innermost.level >= vm.floor {
      vm.closeInnermostEnvScope()
    }
  }
}
