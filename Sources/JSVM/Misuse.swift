// SPDX-License-Identifier: Apache-2.0

internal import CNativeStack
internal import Ledger

/// What callers do wrong beyond what the ledger's kinds name.
extension VM {
  /// Notes a misuse by the running call, with the stack of the caller.
  func record(_ kind: MisuseKind, created: [UInt] = []) {
    let count = native_stack_capture(frames, stackDepth, UInt(bitPattern: callback))
    let used = Array(UnsafeBufferPointer(start: frames, count: count))
    let record = misuse.record(kind, in: apiFunction(used), created: created, used: used)
    guard Process.shared.options.logMisuse, record.number <= 100 else { return }
    Process.shared.log(record.description + "\n")
  }

  /// A handle that names no reference: says whether it was deleted, or is another VM's.
  func recordUnknownReference(_ key: SlabKey) {
    if let slot = references.findFreed(key) {
      let site = ledger.sites[slot.pointee.record.site]
      record(.useAfterDelete, created: Array(ledger.stacks.frames(of: site.stack)))
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
