// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CNativeStack
internal import Glibc
internal import Ledger
internal import Synchronization

extension VM {
  /// Notes a misuse by the running call, with the stack of the caller. Any thread.
  func record(
    _ kind: MisuseKind, created: [UInt] = [], deleted: [UInt] = [], otherThread: Int32 = 0
  ) {
    record({ _ in kind }, created: created, deleted: deleted, otherThread: otherThread)
  }

  func record(_ kind: MisuseKind, _ history: History) {
    record(kind, created: history.created, deleted: history.deleted)
  }

  /// The same for a kind that depends on the function that was called.
  func record(
    _ kind: (_ function: String) -> MisuseKind, created: [UInt], deleted: [UInt] = [],
    otherThread: Int32 = 0
  ) {
    Process.shared.record(
      kind, of: self, created: created, deleted: deleted,
      used: callerFrames(),
      otherThread: otherThread)
  }

  /// Notes that the VM is open where it should not be: with the thread that has it and the place
  /// where that opened it, or acquired the lock.
  func recordOpen(_ kind: MisuseKind) {
    var holder = opening.withLock { $0 }
    if kind == .lockMissing, holder.thread == 0 { holder = locking.withLock { $0 } }
    let isOther = holder.thread != native_thread_number()
    record(
      kind, created: holder.thread == 0 ? [] : holder.frames,
      otherThread: isOther ? holder.thread : 0)
  }

  /// Notes something that is repaired at every call: recorded once for each place, then counted.
  func recordOnce(_ kind: MisuseKind) {
    var hash: UInt64 = 0
    _ = native_stack_capture(frames, stackDepth, callback?.pointee.frame ?? 0, &hash)
    if toldPlaces.count < 256, toldPlaces.insert(hash &+ UInt64(kind.rawValue)).inserted {
      return record(kind, created: created)
    }
    Process.shared.misuse.withLock { $0.count(kind) }
  }

  /// A call on a VM that was destroyed.
  func reportDead() -> Failure {
    record(
      { $0 == "OH_JSVM_DestroyVM" ? .vmAlreadyDestroyed : .useAfterVM }, created: created,
      deleted: destroyed)
    return .invalidArgument
  }

  /// A value reference that is used as a data reference, or the other way round.
  func otherKind(_ slot: ReferenceSlot) -> Failure {
    record(.otherReferenceKind, created: stack(of: slot.pointee.record.site))
    return .invalidArgument
  }

  /// A handle that names no living record: says whether it was deleted, or is another VM's.
  func recordUnknown<Record: Born>(
    _ key: SlabKey, in slab: KeyPath<VM, Slab<Record>>, isDelete: Bool
  ) {
    let ended = deletions.find(key.bits).map { history(of: $0) }
    let freed = self[keyPath: slab].findFreed(key).map { stack(of: $0.pointee.record.site) }
    if let history = ended ?? freed.map({ History(created: $0) }) {
      return record(isDelete ? .doubleDelete : .useAfterDelete, history)
    }
    let foreign = Process.shared.inOtherVM(than: self) { vm in
      vm[keyPath: slab].find(key).map { vm.stack(of: $0.pointee.record.site) }
    }
    if let foreign { return record(.foreignVM, created: foreign) }
    record(.unknownHandle)
  }

  /// Keeps the stack of a deletion.
  @inline(never)
  func trackDeletion<Record: Born>(of slot: UnsafeMutablePointer<Slab<Record>.Slot>) {
    deletions.add(
      slot.pointee.key.bits, made: stackID(of: slot.pointee.record.site), ended: endingStack())
  }
}

/// The API function among the innermost frames, and the frames from there on.
private func apiCall(_ frames: [UInt]) -> (function: String, frames: ArraySlice<UInt>) {
  for (index, address) in frames.enumerated() {
    guard let name = native_stack_symbol(address - 1) else { continue }
    let text = String(cString: name)
    if text.hasPrefix("OH_JSVM_") || text.hasPrefix("JSVM_Memory_") {
      return (text, frames[index...])
    }
  }
  return ("OH_JSVM", frames[...])
}

/// Who is told of misuse.
struct MisuseHandler: @unchecked Sendable {
  var function: JSVM_Memory_MisuseHandler?
  var data: UnsafeMutableRawPointer?
}

extension Process {
  /// Notes a misuse of a VM's, or of none's.
  func record(
    _ kind: (_ function: String) -> MisuseKind, of vm: VM? = nil, created: [UInt] = [],
    deleted: [UInt] = [], used: [UInt], otherThread: Int32 = 0
  ) {
    let (function, frames) = apiCall(used)
    let used = Array(frames.prefix(options.stackDepth))
    let kind = kind(function)
    let record = misuse.withLock {
      $0.record(
        kind, in: function, vm: vm?.id ?? 0, thread: native_thread_number(),
        otherThread: otherThread, created: created, deleted: deleted, used: used)
    }
    tell(record, of: vm)
  }

  /// Hands a record to the handler and the log, outside every lock.
  private func tell(_ record: MisuseRecord, of vm: VM?) {
    let handler = misuseHandler.withLock { $0 }
    if let function = handler.function, !native_thread_flag(true) {
      withMisuse(record, vm: vm?.handle) { function($0, handler.data) }
      _ = native_thread_flag(false)
    }
    guard options.logMisuse else { return }
    let (isAdmitted, dropped) = misuseRate.withLock { $0.admit(nanoseconds: monotonicNow()) }
    guard isAdmitted else { return }
    if dropped > 0 { log("[JSVM API Misuse] \(dropped) more were not printed\n") }
    guard options.misuseStacks else { return log(record.description + "\n") }
    log(record.text(describe: readable))
  }
}
