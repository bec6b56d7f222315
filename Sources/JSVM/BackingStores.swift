// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CNativeStack
internal import Glibc
internal import Ledger
internal import Synchronization

/// The memory that callers were given for array buffers, and where. It belongs to no VM, so its
/// ledger is the process's, behind a lock.
struct BackingStores: @unchecked Sendable {
  private struct Block {
    let site: SiteID
    let thread: Int32
    let nanoseconds: UInt64
  }

  let ledger = Ledger()
  private var blocks: [UInt: Block] = [:]

  mutating func add(_ block: UInt, frames: [UInt]) {
    let site = frames.withUnsafeBufferPointer { frames in
      frames.baseAddress.map { ledger.site(.backingStore, $0, frames.count) }
    }
    guard let site else { return }
    ledger.recordCreation(at: site)
    blocks[block] = Block(
      site: site, thread: native_thread_number(), nanoseconds: monotonicNow())
  }

  /// Forgets a block; false if it was not given out, or freed before.
  mutating func remove(_ block: UInt) -> Bool {
    guard let block = blocks.removeValue(forKey: block) else { return false }
    ledger.recordDeletion(at: block.site)
    return true
  }

  var objects: [JSVM_Memory_Object] {
    let now = monotonicNow()
    return blocks.map { address, block in
      var object = JSVM_Memory_Object()
      object.size = UInt32(MemoryLayout<JSVM_Memory_Object>.size)
      object.kind = JSVM_MEMORY_BACKING_STORE
      object.site = block.site.rawValue
      object.thread = block.thread
      object.nanoseconds = now &- block.nanoseconds
      object.nativeData = UnsafeMutableRawPointer(bitPattern: address)
      return object
    }
  }

  /// The site with this number, if there is one.
  func site(_ id: JSVM_Memory_SiteId) -> SiteCount? {
    id < ledger.sites.count ? SiteCount(SiteID(rawValue: id), of: ledger) : nil
  }

  /// What leak reports say of them.
  func leaks(depth: Int) -> [LeakGroup] {
    let now = monotonicNow()
    var tally = LeakTally()
    for block in blocks.values {
      let age = Int64(clamping: now &- block.nanoseconds)
      tally.add(block.site, .strong, age: .nanoseconds(age))
    }
    return tally.groups(in: ledger, depth: depth, trim: .own, symbolise: { describe($0) })
  }
}

extension Process {
  func allocateBackingStore(
    _ size: Int, zeroed: Bool
  ) throws(Failure) -> UnsafeMutableRawPointer {
    let bytes = try BackingStore.allocate(size, zeroed: zeroed)
    let frames = capturedFrames(options.stackDepth)
    let block = UInt(bitPattern: bytes)
    backingStores.withLock { $0.add(block, frames: frames) }
    return bytes
  }

  /// Frees a block. One that was not given out, or was freed before, is left alone.
  func freeBackingStore(_ bytes: UnsafeMutableRawPointer) throws(Failure) {
    let block = UInt(bitPattern: bytes)
    guard backingStores.withLock({ $0.remove(block) }) else {
      record({ _ in .unknownHandle }, used: capturedFrames(options.stackDepth + ownFrames))
      throw .invalidArgument
    }
    free(bytes)
  }

  /// Hands the blocks that exist to a caller.
  func visitBackingStores(
    _ kind: JSVM_Memory_Kind, _ since: JSVM_Memory_MarkId,
    _ callback: JSVM_Memory_ObjectCallback?, _ data: UnsafeMutableRawPointer?
  ) throws(Failure) {
    guard kind == JSVM_MEMORY_BACKING_STORE, since == 0 else { throw .invalidArgument }
    let callback = try require(callback)
    for var object in backingStores.withLock({ $0.objects }) {
      guard callback(nil, &object, data) else { return }
    }
  }

  /// Hands the site of a backing store to a caller.
  func visitSite(
    _ id: JSVM_Memory_SiteId, _ callback: JSVM_Memory_SiteCallback?,
    _ data: UnsafeMutableRawPointer?
  ) throws(Failure) {
    let callback = try require(callback)
    guard let site = backingStores.withLock({ $0.site(id) }) else { throw .invalidArgument }
    _ = site.hand(nil, depth: options.stackDepth, to: callback, data)
  }

  /// Says at exit what was never freed.
  func reportBackingStores() {
    guard options.leakReport != .off else { return }
    let groups = backingStores.withLock { $0.leaks(depth: options.stackDepth) }
    guard !groups.isEmpty else { return }
    let (kept, used) = suppressions.withLock { $0.apply(to: groups) }
    publish(LeakReport(.exit, pid: getpid(), groups: kept, suppressed: used))
  }
}
