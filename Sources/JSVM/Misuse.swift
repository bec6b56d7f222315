// SPDX-License-Identifier: Apache-2.0

internal import CNativeStack
internal import Ledger
internal import Synchronization

extension VM {
  /// Notes a misuse by the running call, with the stack of the caller. Any thread.
  func record(_ kind: MisuseKind, created: [UInt] = []) {
    let isOurs = owner.load(ordering: .acquiring) == native_thread_id()
    let used = [UInt](unsafeUninitializedCapacity: stackDepth) { frames, count in
      guard let start = frames.baseAddress else { return }
      var hash: UInt64 = 0
      let end = isOurs ? callback?.pointee.frame ?? 0 : 0
      count = native_stack_capture(start, stackDepth, end, &hash)
    }
    let function = apiFunction(used)
    let record = Process.shared.misuse.withLock {
      $0.record(kind, in: function, created: created, used: used)
    }
    guard Process.shared.options.logMisuse, record.number <= 100 else { return }
    Process.shared.log(record.description + "\n")
  }

  /// A handle that names no reference: says whether it was deleted, or is another VM's.
  func recordUnknownReference(_ key: SlabKey, isDelete: Bool) {
    if let slot = references.findFreed(key) {
      let site = ledger.sites[slot.pointee.record.site]
      let created = Array(ledger.stacks.frames(of: site.stack))
      record(isDelete ? .doubleDelete : .useAfterDelete, created: created)
    } else if Process.shared.ownsReference(key, otherThan: self) {
      record(.foreignVM)
    } else {
      record(.unknownHandle)
    }
  }

  /// The API function among the innermost frames.
  private func apiFunction(_ frames: [UInt]) -> String {
    for address in frames {
      guard let name = native_stack_symbol(address - 1) else { continue }
      let text = String(cString: name)
      if text.hasPrefix("OH_JSVM_") { return text }
    }
    return "OH_JSVM"
  }
}
