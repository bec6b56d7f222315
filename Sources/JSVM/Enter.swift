// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim

/// What a call needs before its body runs (`access` in the API's terms).
enum Access {
  /// Nothing of the engine, and the last error stays as it is.
  case none
  /// Nothing of the engine.
  case plain
  /// The VM, on this thread.
  case isolate
  /// The VM, and no exception pending: the call may run script.
  case js
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
  let status = enter(handle, access) { env throws(Failure) in
    guard let result else { throw .invalidArgument }
    result.pointee = try body(env)
  }
  if status != JSVM_OK { result?.pointee = .empty }
  return status
}

/// As `enter` with an out parameter that the caller may leave out.
@inline(__always)
func enter<Result: Emptiable>(
  _ handle: JSVM_Env?, _ access: Access, intoOptional result: UnsafeMutablePointer<Result>?,
  _ body: (Env) throws(Failure) -> Result
) -> JSVM_Status {
  let status = enter(handle, access) { env throws(Failure) in
    let value = try body(env)
    result?.pointee = value
  }
  if status != JSVM_OK { result?.pointee = .empty }
  return status
}

@inline(__always)
func enter(
  _ handle: JSVM_Env?, _ access: Access, _ body: (Env) throws(Failure) -> Void
) -> JSVM_Status {
  guard let handle else { return JSVM_INVALID_ARG }
  return Unmanaged<Env>.fromOpaque(UnsafeRawPointer(handle))._withUnsafeGuaranteedRef { env in
    guard env.isAlive else { return env.reportDead() }
    if access == .none || access == .plain {
      do throws(Failure) { try body(env) } catch {
        if access == .plain { env.lastStatus = error.status }
        return error.status
      }
      if access == .plain { env.lastStatus = JSVM_OK }
      return JSVM_OK
    }
    var status = JSVM_OK
    do throws(Failure) {
      if access == .js { try env.checkScript() }
      let visit = try env.vm.visit(wantsScope: true)
      defer { env.vm.leave(visit) }
      try body(env)
    } catch {
      if error.isUnrecorded { return error.status }
      status = error.status
    }
    env.lastStatus = status
    return status
  }
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
