// SPDX-License-Identifier: Apache-2.0

internal import CNativeStack
internal import Ledger
internal import Synchronization

/// Where an object was made and ended, as far as it is known.
struct History {
  var created: [UInt] = []
  var deleted: [UInt] = []
}

// What is known of a scope that cannot be closed, for the record of who tries.
extension VM {
  /// Keeps the stack of the running call; what lies below the innermost callback is not its own.
  @inline(never)
  func endingStack() -> StackID {
    var hash: UInt64 = 0
    let count = native_stack_capture(frames, stackDepth, callback?.pointee.frame ?? 0, &hash)
    return ledger.stacks.intern(frames, count)
  }

  /// Remembers where the innermost handle scope was opened and is being closed. Without
  /// `tracksDeletions` a closed scope's entry has to do, for as long as it is readable.
  @inline(never)
  func trackClosing(isByCaller: Bool) {
    guard let handle = scopes.innermostHandle, let birth = scopes.innermostBirth else { return }
    handleScopeClosings.add(
      UInt64(UInt(bitPattern: handle)), made: stackID(of: birth.site),
      ended: isByCaller ? endingStack() : .none)
  }

  /// Remembers where a VM or env scope was opened and, with `tracksDeletions`, is being closed.
  func noteClosing(of scope: UInt, _ birth: Birth, isByCaller: Bool) {
    closings.add(
      UInt64(scope), made: stackID(of: birth.site),
      ended: tracksDeletions && isByCaller ? endingStack() : .none)
  }

  /// A handle scope that is open, was closed, or is another VM's that this thread has open.
  func recordUnknownScope(_ handle: OpaquePointer) {
    let history =
      history(of: handle) ?? Process.shared.inOtherVM(than: self) { $0.history(of: handle) }
    record(.scopeUnknown, history ?? History())
  }

  private func history(of handle: OpaquePointer) -> History? {
    if let closing = handleScopeClosings.find(UInt64(UInt(bitPattern: handle))) {
      return history(of: closing)
    }
    return scopes.birth(of: handle).map { History(created: stack(of: $0.site)) }
  }

  /// The same for a VM or env scope. Of a VM that this thread has not open only what `opening` says.
  func history(ofScope scope: UInt) -> History {
    guard owner.load(ordering: .acquiring) == native_thread_id() else {
      return opening.withLock { opening in
        guard opening.thread == 0, opening.scope == scope else { return History() }
        return History(created: opening.frames, deleted: opening.closed)
      }
    }
    let open =
      vmScopes.first { $0.handle == scope }?.birth ?? envScopes.first { $0.handle == scope }?.birth
    if let open { return History(created: stack(of: open.site)) }
    return closings.find(UInt64(scope)).map { history(of: $0) } ?? History()
  }

  func history(of ending: Deletions.Entry) -> History {
    History(created: stack(ending.made), deleted: stack(ending.ended))
  }
}
