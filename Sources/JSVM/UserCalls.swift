// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CNativeStack
internal import CV8Shim
internal import Ledger

/// A running call from the engine, or from the library, into the user's code.
///
/// V8, or the caller, has a handle scope open for it. Scopes that the code leaves open are closed
/// when it returns; scopes that it finds open are out of its reach. `JSVM_CallbackInfo` is the
/// address of one of these.
struct Callback {
  let outer: UnsafeMutablePointer<Callback>?
  /// Whose code it is; that env cannot be destroyed meanwhile.
  let env: Unmanaged<Env>?
  /// The VM's scope level inside it. What it opens lies above.
  let level: Int
  /// What script passed to a native function; nil for a finalizer or handler.
  let call: v8s_call?
  let data: UnsafeMutableRawPointer?
  /// The frame of the library's that called the innermost native function: a stack ends there. 0 when
  /// script has called none.
  let frame: UInt
  /// The script that called, once a creation asked.
  var script: ScriptFrameID?
}

extension VM {
  /// The scope level up to which all scopes belong to the callers of the running code.
  var floor: Int { callback?.pointee.level ?? 0 }

  /// Whether script has called a native function that is running.
  var isCalledByScript: Bool { callback.map { $0.pointee.frame != 0 } ?? false }

  func isRunningCode(of env: Env) -> Bool {
    let wanted = Unmanaged.passUnretained(env).toOpaque()
    var call = callback
    while let running = call, running.pointee.env?.toOpaque() != wanted {
      call = running.pointee.outer
    }
    return call != nil
  }

  @inline(__always)
  func open(_ call: UnsafeMutablePointer<Callback>) {
    callback = call
    scopeLevel = call.pointee.level
  }

  /// Whether the code of a call, the innermost, has left nothing that its end has to close.
  @inline(__always)
  func hasClosedAll(of call: UnsafeMutablePointer<Callback>) -> Bool {
    _fastPath(scopeLevel == call.pointee.level) && _fastPath(highestLoose < call.pointee.level)
  }

  /// Ends a call that has closed all.
  @inline(__always)
  func close(_ call: UnsafeMutablePointer<Callback>) {
    scopeLevel = call.pointee.level &- 1
    callback = call.pointee.outer
  }

  /// Closes what user code has left open.
  @inline(never)
  func closeScopes(leftOpenBy call: UnsafeMutablePointer<Callback>) {
    let level = call.pointee.level
    if scopes.isOpen(above: level) {
      record(.scopeLeftOpen, created: innermostScopeStack)
    } else if let innermost = envScopes.last, innermost.level >= level {
      record(.scopeLeftOpen, created: stack(of: innermost.birth.site))
    }
    while scopes.isOpen(above: level) {
      closeInnermostScope(freesScripts: true, isByCaller: false)
    }
    while let innermost = envScopes.last, innermost.level >= level {
      closeInnermostEnvScope(isByCaller: false)
    }
    scopeLevel = level &- 1
    endLoose(freesScripts: true)
  }

  /// An env scope was opened or a script made that this level's end has to see.
  func noteLoose() { highestLoose = max(highestLoose, scopeLevel) }

  /// Ends what belongs to levels that have ended, but for env scopes.
  @inline(never)
  func endLoose(freesScripts: Bool) {
    endScripts(above: scopeLevel, free: freesScripts)
    if scopeCheck != nil { scopeCheck?.close(above: scopeLevel) }
    let highest = max(envScopes.last?.level ?? 0, scopedScripts.last?.depth ?? 0)
    highestLoose = scopeCheck == nil ? highest : .max
  }

  /// Runs code of an env's, or of no env's, that script has not called itself.
  func withUserCall<Result>(of env: Env?, _ body: () -> Result) -> Result {
    var call = Callback(
      outer: callback, env: env.map { .passUnretained($0) }, level: scopeLevel + 1, call: nil,
      data: nil, frame: callback?.pointee.frame ?? 0, script: callback?.pointee.script)
    return withUnsafeMutablePointer(to: &call) { call in
      open(call)
      defer {
        if !hasClosedAll(of: call) { closeScopes(leftOpenBy: call) }
        close(call)
      }
      return body()
    }
  }

  /// The same outside a call from V8, in a handle scope of its own.
  func withScopedUserCall(of env: Env?, _ body: () -> Void) {
    var scope = v8s_scope()
    v8s_scope_open(isolate, &scope)
    withUserCall(of: env, body)
    v8s_scope_close(&scope)
  }
}
