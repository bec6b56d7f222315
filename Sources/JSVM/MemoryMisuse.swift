// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import Ledger
internal import Synchronization

/// Hands a record to C; everything in it is borrowed for `body`.
func withMisuse(
  _ record: MisuseRecord, vm: JSVM_VM?, _ body: (UnsafePointer<JSVM_Memory_Misuse>) -> Void
) {
  var texts = Texts()
  var misuse = JSVM_Memory_Misuse()
  misuse.size = UInt32(MemoryLayout<JSVM_Memory_Misuse>.size)
  misuse.createdCount = UInt32(record.created.count)
  misuse.deletedCount = UInt32(record.deleted.count)
  misuse.usedCount = UInt32(record.used.count)
  misuse.number = record.number
  misuse.code = texts.copy(record.kind.code)
  misuse.function = texts.copy(record.function)
  misuse.message = texts.copy(record.kind.sentence)
  misuse.vm = vm
  misuse.thread = record.thread
  misuse.otherThread = record.otherThread
  record.created.withUnsafeBufferPointer { created in
    record.deleted.withUnsafeBufferPointer { deleted in
      record.used.withUnsafeBufferPointer { used in
        misuse.created = created.baseAddress
        misuse.deleted = deleted.baseAddress
        misuse.used = used.baseAddress
        body(&misuse)
      }
    }
  }
}

extension Process {
  func setMisuseHandler(
    _ function: JSVM_Memory_MisuseHandler?, _ data: UnsafeMutableRawPointer?
  ) {
    let handler = MisuseHandler(function: function, data: data)
    misuseHandler.withLock { $0 = handler }
  }

  /// How often a code was met; all of them for NULL.
  func misuseCount(_ code: UnsafePointer<CChar>?) throws(Failure) -> UInt64 {
    let log = misuse.withLock { $0 }
    guard let code else { return MisuseKind.allCases.reduce(0) { $0 + log.count(of: $1) } }
    guard let kind = MisuseKind(code: String(cString: code)) else { throw .invalidArgument }
    return log.count(of: kind)
  }

  /// Gives the kept records to a handler, which may cause new ones.
  func visitMisuses(
    _ handler: JSVM_Memory_MisuseHandler?, _ data: UnsafeMutableRawPointer?
  ) throws(Failure) {
    let handler = try require(handler)
    let records = misuse.withLock { $0.records }
    for record in records { withMisuse(record, vm: nil) { handler($0, data) } }
  }
}
