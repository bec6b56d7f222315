// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim

/// What a call needs before its body runs (`access` in the API's terms).
enum Access: UInt8 {
  /// Nothing of the engine, and the last error stays as it is.
  case none
  /// Nothing of the engine.
  case plain
  /// The VM, on this thread.
  case isolate
  /// The VM, and no exception pending: the call may run script.
  case js

  @inline(__always)
  var usesEngine: Bool { self == .isolate || self == .js }
}

/// How every call on an env begins and ends.
///
/// Checks the env, what `access` asks for and the out parameter, runs the body, and keeps status and
/// last error. A call that fails empties the out parameter: at the end, because callers pass one
/// variable as argument and result.
@inline(__always)
func enter<Result: Emptiable>(
  _ handle: JSVM_Env?, _ access: Access, into result: UnsafeMutablePointer<Result>?,
  _ body: (Env) throws(Failure) -> Result
) -> JSVM_Status {
  guard let handle, let result else {
    result?.pointee = .empty
    return refuse(handle, access)
  }
  let store = { (env: Env) throws(Failure) in result.pointee = try body(env) }
  return run(handle, access, store, orElse: { result.pointee = .empty })
}

/// As `enter` with an out parameter that the caller may leave out.
@inline(__always)
func enter<Result: Emptiable>(
  _ handle: JSVM_Env?, _ access: Access, intoOptional result: UnsafeMutablePointer<Result>?,
  _ body: (Env) throws(Failure) -> Result
) -> JSVM_Status {
  guard let handle else {
    result?.pointee = .empty
    return JSVM_INVALID_ARG
  }
  let store = { (env: Env) throws(Failure) in
    let value = try body(env)
    result?.pointee = value
  }
  return run(handle, access, store, orElse: { result?.pointee = .empty })
}

@inline(__always)
func enter(
  _ handle: JSVM_Env?, _ access: Access, _ body: (Env) throws(Failure) -> Void
) -> JSVM_Status {
  guard let handle else { return JSVM_INVALID_ARG }
  return run(handle, access, body, orElse: {})
}

/// As `enter` for a call with several out parameters, which `empty` empties when it fails.
@inline(__always)
func enter(
  _ handle: JSVM_Env?, _ access: Access, orElse empty: () -> Void,
  _ body: (Env) throws(Failure) -> Void
) -> JSVM_Status {
  guard let handle else {
    empty()
    return JSVM_INVALID_ARG
  }
  return run(handle, access, body, orElse: empty)
}

/// What a call with a NULL env or out parameter comes to.
@inline(never)
private func refuse(_ handle: JSVM_Env?, _ access: Access) -> JSVM_Status {
  enter(handle, access) { _ throws(Failure) in throw .invalidArgument }
}

/// The way of a call that finds everything as it should be runs straight through here; what it costs
/// is loads and stores, so all else is out of line and takes no registers.
@inline(__always)
private func run(
  _ handle: JSVM_Env, _ access: Access, _ body: (Env) throws(Failure) -> Void,
  orElse empty: () -> Void
) -> JSVM_Status {
  Unmanaged<Env>.fromOpaque(UnsafeRawPointer(handle))._withUnsafeGuaranteedRef { env in
    var hasOpened = false
    if _slowPath(!env.isReady(for: access)) {
      let visit = begin(env, access)
      guard visit.status == JSVM_OK else {
        empty()
        return visit.status
      }
      hasOpened = visit.hasOpened
    }
    do throws(Failure) { try body(env) } catch {
      empty()
      return end(env, access, hasOpened, error)
    }
    if access.usesEngine, _slowPath(hasOpened || !v8s_isolate_is_ready(env.isolate)) {
      leave(env, hasOpened)
    }
    if access != .none { env.lastStatus = JSVM_OK }
    return JSVM_OK
  }
}

/// What a call has done to be able to run, or why it cannot.
private struct Visit {
  var status = JSVM_OK
  /// The VM was opened for this call: a missing VM scope is repaired, not reported.
  var hasOpened = false
}

/// Makes a call possible that has not found everything ready.
@inline(never)
private func begin(_ env: Env, _ access: Access) -> Visit {
  guard env.isAlive else { return Visit(status: env.reportDead()) }
  guard access.usesEngine else { return Visit() }
  do throws(Failure) {
    if access == .js { try env.checkScript() }
    return Visit(hasOpened: try env.vm.visit(wantsScope: true))
  } catch {
    env.lastStatus = error.status
    return Visit(status: error.status)
  }
}

/// Ends a call that failed.
@inline(never)
private func end(
  _ env: Env, _ access: Access, _ hasOpened: Bool, _ failure: Failure
) -> JSVM_Status {
  if access.usesEngine { env.vm.leave(hasOpened) }
  if access != .none, !failure.isUnrecorded { env.lastStatus = failure.status }
  return failure.status
}

/// Ends a call that has not found everything ready, or left something to do; the next may find it so.
@inline(never)
private func leave(_ env: Env, _ hasOpened: Bool) {
  env.vm.leave(hasOpened)
  if env.isAlive { env.vm.claimReadiness() }
}

/// How a call begins and ends that costs little more than its way in and out. Whatever is not ready for it
/// it leaves to `general`, the same call by `enter` in a function of its own, and so keeps next to nothing
/// in registers.
///
/// Its body calls nothing of the user's. What a collection in it leaves to do is done by the next call.
@inline(__always)
func enterIfReady(
  _ handle: JSVM_Env?, otherwise general: @autoclosure () -> JSVM_Status,
  _ body: (Env) throws(Failure) -> Void, orElse empty: () -> Void = {}
) -> JSVM_Status {
  guard _fastPath(handle != nil), let handle else { return inFrame(general()) }
  return Unmanaged<Env>.fromOpaque(UnsafeRawPointer(handle))._withUnsafeGuaranteedRef { env in
    guard _fastPath(v8s_isolate_is_ready(env.isolate)) else { return inFrame(general()) }
    env.lastStatus = JSVM_OK
    do throws(Failure) { try body(env) } catch {
      empty()
      return end(env, .isolate, false, error)
    }
    return JSVM_OK
  }
}

@inline(__always)
func enterIfReady<Result: Emptiable>(
  _ env: JSVM_Env?, into result: UnsafeMutablePointer<Result>?,
  otherwise general: @autoclosure () -> JSVM_Status, _ body: (Env) throws(Failure) -> Result
) -> JSVM_Status {
  guard _fastPath(result != nil), let result else { return inFrame(general()) }
  return enterIfReady(env, otherwise: general()) { env throws(Failure) in
    result.pointee = try body(env)
  } orElse: {
    result.pointee = .empty
  }
}

/// As `enterIfReady` for a body that needs no call at all, as a rule: whatever it does not do itself, it
/// leaves to `general` by returning false, with nothing done.
@inline(__always)
func enterAtOnce(
  _ handle: JSVM_Env?, otherwise general: @autoclosure () -> JSVM_Status, _ body: (Env) -> Bool
) -> JSVM_Status {
  if _fastPath(handle != nil), let handle {
    let env = Unmanaged<Env>.fromOpaque(UnsafeRawPointer(handle))
    let isDone = env._withUnsafeGuaranteedRef { env in
      guard _fastPath(v8s_isolate_is_ready(env.isolate)), _fastPath(body(env)) else { return false }
      env.lastStatus = JSVM_OK
      return true
    }
    if _fastPath(isDone) { return JSVM_OK }
  }
  return inFrame(general())
}

/// Calls from inside the exported function: a record of misuse knows it by its frame.
@inline(__always)
private func inFrame(_ call: @autoclosure () -> JSVM_Status) -> JSVM_Status {
  let status = call()
  v8s_stay()
  return status
}

/// How every call on a VM begins and ends. VM-level calls have no last error.
@inline(__always)
func enter<Result: Emptiable>(
  vm handle: JSVM_VM?, into result: UnsafeMutablePointer<Result>?,
  _ body: (VM) throws(Failure) -> Result
) -> JSVM_Status {
  let status = enter(vm: handle) { vm throws(Failure) in
    guard let result else { throw .invalidArgument }
    result.pointee = try body(vm)
  }
  if status != JSVM_OK { result?.pointee = .empty }
  return status
}

@inline(__always)
func enter(vm handle: JSVM_VM?, _ body: (VM) throws(Failure) -> Void) -> JSVM_Status {
  withVM(handle) { vm throws(Failure) in
    let visit = try vm.visit()
    defer { vm.leave(visit) }
    try body(vm)
  }
}

/// A call on a VM, or on the process when there is none.
func enter(
  vm handle: JSVM_VM?, with body: (VM) throws(Failure) -> Void,
  without process: (Process) throws(Failure) -> Void
) -> JSVM_Status {
  handle == nil ? withProcess(process) : enter(vm: handle, body)
}

/// As `enter` on a VM with an out parameter that the caller may leave out.
func enter<Result: Emptiable>(
  vm handle: JSVM_VM?, intoOptional result: UnsafeMutablePointer<Result>?,
  _ body: (VM) throws(Failure) -> Result
) -> JSVM_Status {
  var value = Result.empty
  let status = enter(vm: handle) { vm throws(Failure) in value = try body(vm) }
  result?.pointee = value
  return status
}

/// A VM-level call that has nothing to do without a VM, and says so by an empty result.
func enter<Result: Emptiable>(
  optionalVM handle: JSVM_VM?, into result: UnsafeMutablePointer<Result>?,
  _ body: (VM) throws(Failure) -> Result
) -> JSVM_Status {
  guard handle == nil else { return enter(vm: handle, into: result, body) }
  return withProcess(into: result) { _ throws(Failure) in .empty }
}

/// A VM-level call that does not enter the engine by itself.
@inline(__always)
func withVM(_ handle: JSVM_VM?, _ body: (VM) throws(Failure) -> Void) -> JSVM_Status {
  guard let handle else { return JSVM_INVALID_ARG }
  return Unmanaged<VM>.fromOpaque(UnsafeRawPointer(handle))._withUnsafeGuaranteedRef { vm in
    do throws(Failure) {
      guard vm.isAlive else { throw vm.reportDead() }
      try body(vm)
      return JSVM_OK
    } catch { return error.status }
  }
}
