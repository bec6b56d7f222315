// SPDX-License-Identifier: Apache-2.0

internal import CV8Shim
internal import Ledger

/// What surrounds a call from the engine into the user's code.
///
/// V8, or the caller of `openUserCall`, has a handle scope open for it. Scopes that the user's code
/// leaves open are closed when it returns; scopes that it finds open are out of its reach.
struct UserCall {
  fileprivate let outerBarrier: Int
  fileprivate let outerEnvScopeBarrier: Int
  fileprivate let env: Unmanaged<Env>?
}

extension VM {
  /// `env` is the env that the code belongs to; it cannot be destroyed meanwhile.
  func openUserCall(of env: Env?) -> UserCall {
    let call = UserCall(
      outerBarrier: scopes.barrier, outerEnvScopeBarrier: envScopeBarrier,
      env: env.map { .passUnretained($0) })
    env?.userCalls += 1
    scopes.barrier = scopes.count
    envScopeBarrier = envScopes.count
    scopeLevel += 1
    return call
  }

  func closeUserCall(_ call: UserCall) {
    if scopes.count > scopes.barrier {
      record(.scopeLeftOpen, created: scopes.innermostCaller)
    }
    while scopes.count > scopes.barrier { closeInnermostScope(freesScripts: true) }
    while envScopes.count > envScopeBarrier { closeInnermostEnvScope() }
    call.env?._withUnsafeGuaranteedRef { $0.userCalls -= 1 }
    scopes.barrier = call.outerBarrier
    envScopeBarrier = call.outerEnvScopeBarrier
    scopeLevel -= 1
    endScripts(above: scopeLevel, free: true)
    if scopeCheck != nil { scopeCheck?.close(above: scopeLevel) }
  }

  /// Runs user code outside a call from V8, in a handle scope of its own.
  func withUserCall(of env: Env?, _ body: () -> Void) {
    var scope = v8s_scope()
    v8s_scope_open(isolate, &scope)
    let call = openUserCall(of: env)
    body()
    closeUserCall(call)
    v8s_scope_close(&scope)
  }
}
