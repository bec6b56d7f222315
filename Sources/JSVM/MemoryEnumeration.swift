// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import Ledger

extension ObjectKind {
  /// The kind that callers name so.
  init(_ kind: JSVM_Memory_Kind) throws(Failure) {
    guard let known = UInt8(exactly: kind.rawValue).flatMap(ObjectKind.init(rawValue:)) else {
      throw .invalidArgument
    }
    self = known
  }

  /// What callers call it.
  var memoryKind: JSVM_Memory_Kind { JSVM_Memory_Kind(UInt32(rawValue)) }
}

extension VM {
  /// The mark that a caller means; nil for the beginning.
  func mark(_ id: JSVM_Memory_MarkId) throws(Failure) -> Mark? {
    guard id != 0 else { return nil }
    guard id >> 32 == self.id & 0xFFFF_FFFF, let mark = marks[UInt32(truncatingIfNeeded: id)]
    else { throw .invalidArgument }
    return mark
  }

  func setMark(_ name: UnsafePointer<CChar>?) throws(Failure) -> JSVM_Memory_MarkId {
    try setMark(String(cString: try require(name)))
  }

  func setMark(_ name: String) throws(Failure) -> JSVM_Memory_MarkId {
    beginEpoch()
    let mark = marks.set(
      name, epoch: epochs.stamp.epoch, references: UInt64(references.count), in: ledger)
    guard let mark else { throw .generic }
    return id << 32 | UInt64(mark.number)
  }

  func deleteMark(_ id: JSVM_Memory_MarkId) throws(Failure) {
    guard let mark = try mark(id), marks.forget(mark.number) else { throw .invalidArgument }
  }

  /// Takes one `ignore` back.
  func heed() throws(Failure) {
    guard epochs.heed() else { throw .generic }
  }

  /// Hands the references that exist to a caller.
  func visitReferences(
    since id: JSVM_Memory_MarkId, _ callback: JSVM_Memory_ObjectCallback?,
    _ data: UnsafeMutableRawPointer?
  ) throws(Failure) {
    let (mark, callback) = (try mark(id), try require(callback))
    let now = monotonicNow()
    forEachReference(isData: nil) { made in
      guard mark?.precedes(made.stamp) ?? true else { return true }
      return hand(made, now, to: callback, data)
    }
  }

  /// Hands what exists of one kind to a caller.
  func visitObjects(
    _ kind: JSVM_Memory_Kind, since id: JSVM_Memory_MarkId,
    _ callback: JSVM_Memory_ObjectCallback?, _ data: UnsafeMutableRawPointer?
  ) throws(Failure) {
    let (mark, callback) = (try mark(id), try require(callback))
    let kind = try ObjectKind(kind)
    guard kind != .backingStore else { throw .invalidArgument }
    let now = monotonicNow()
    forEach(kind) { made in
      guard mark?.precedes(made.stamp) ?? true else { return true }
      return hand(made, now, to: callback, data)
    }
  }

  private func hand(
    _ made: Made, _ now: UInt64, to callback: JSVM_Memory_ObjectCallback,
    _ data: UnsafeMutableRawPointer?
  ) -> Bool {
    let moment = epochs.moment(of: made.stamp)
    var object = JSVM_Memory_Object()
    object.size = UInt32(MemoryLayout<JSVM_Memory_Object>.size)
    object.kind = made.kind.memoryKind
    object.state = JSVM_Memory_State(UInt32(made.state.rawValue))
    object.refcount = made.refcount
    object.site = made.site.rawValue
    object.collection = moment.collections
    object.age = collections &- moment.collections
    object.thread = moment.thread
    object.nanoseconds = now &- moment.nanoseconds
    object.handle = made.handle
    object.env = made.env == 0 ? nil : envs[made.env]?.handle
    object.nativeData = made.data
    object.isIgnored = made.stamp.isIgnored
    return callback(handle, &object, data)
  }
}

extension Env {
  /// Leaves a reference out of leak reports.
  func ignore(_ reference: JSVM_Ref?) throws(Failure) {
    let opened = try vm.visit()
    defer { vm.leave(opened) }
    try self.reference(reference).pointee.record.stamp.isIgnored = true
  }
}
