// SPDX-License-Identifier: Apache-2.0

/// Names a record of a `Slab`, also after the record is gone.
///
/// The low 28 bits are the slot's index, the rest its generation. A slot's generation moves on with
/// every use, and every slab starts at another one, so a key that was deleted or belongs to another
/// slab meets a slot that answers to another key.
struct SlabKey: Equatable, BitwiseCopyable {
  static let indexBits: UInt64 = 28
  static let indexMask: UInt64 = 1 << indexBits - 1
  /// Set in the key of a slot that is free.
  static let freed: UInt64 = 1 << 63

  var bits: UInt64
  /// Whether this is the key of a slot in use.
  var isLive: Bool { bits & SlabKey.freed == 0 }
  var index: Int { Int(bits & SlabKey.indexMask) }

  init(bits: UInt64) { self.bits = bits }
  init(_ handle: OpaquePointer) { bits = UInt64(UInt(bitPattern: handle)) }

  /// The form in which callers hold it; never dereferenced.
  var handle: OpaquePointer { OpaquePointer(bitPattern: UInt(bits))! }
}

/// Records with stable addresses, found by key.
///
/// Memory grows in chunks and is kept for reuse until `free`. Not for more than one thread.
struct Slab<Record: BitwiseCopyable> {
  struct Slot {
    var key: SlabKey
    var record: Record
    /// The next free slot's index plus one.
    var next: UInt32
  }

  private static var chunkBits: Int { 10 }
  private static var chunkSize: Int { 1 << chunkBits }
  /// Plain memory: a look into an array would check its bounds on every call.
  private var chunks: UnsafeMutablePointer<UnsafeMutablePointer<Slot>>?
  private let origin: UInt64
  private var used = 0
  private var firstFree: UInt32 = 0
  /// The number of living records.
  private(set) var count = 0

  /// An empty slab whose generations start at a place of its own.
  init(seed: UInt64) {
    let mixed = (seed &+ 1) &* 0x9E37_79B9_7F4A_7C15
    origin = (mixed >> (SlabKey.indexBits + 2) | 1) << SlabKey.indexBits & ~SlabKey.freed
  }

  /// Adds a record; nil when 2²⁸ records live.
  @inline(__always)
  mutating func insert(_ record: Record) -> UnsafeMutablePointer<Slot>? {
    guard let slot = firstFree != 0 ? reuse() : extend() else { return nil }
    slot.pointee.record = record
    count &+= 1
    return slot
  }

  @inline(__always)
  private mutating func reuse() -> UnsafeMutablePointer<Slot> {
    let slot = address(Int(firstFree) &- 1)
    firstFree = slot.pointee.next
    // The generation moves on; it wraps after 2³⁵ uses of one slot.
    let bits = (slot.pointee.key.bits &+ (1 << SlabKey.indexBits)) & ~SlabKey.freed
    slot.pointee.key = SlabKey(bits: bits == 0 ? 1 << SlabKey.indexBits : bits)
    return slot
  }

  @inline(never)
  private mutating func extend() -> UnsafeMutablePointer<Slot>? {
    guard used < Int(SlabKey.indexMask) else { return nil }
    if used % Self.chunkSize == 0 { addChunk() }
    let slot = address(used)
    slot.pointee.key = SlabKey(bits: origin | UInt64(used))
    slot.pointee.next = 0
    used += 1
    return slot
  }

  /// The list of chunks has room for a power of two of them, at least eight.
  private mutating func addChunk() {
    let count = used / Self.chunkSize
    if count == 0 || count >= 8 && count & (count - 1) == 0 {
      let larger = UnsafeMutablePointer<UnsafeMutablePointer<Slot>>
        .allocate(capacity: max(8, count * 2))
      if let chunks { larger.moveInitialize(from: chunks, count: count) }
      chunks?.deallocate()
      chunks = larger
    }
    (chunks! + count).initialize(to: .allocate(capacity: Self.chunkSize))
  }

  /// The slot of a living record.
  @inline(__always)
  func find(_ key: SlabKey) -> UnsafeMutablePointer<Slot>? {
    let index = key.index
    guard index < used else { return nil }
    let slot = address(index)
    return slot.pointee.key == key ? slot : nil
  }

  /// The slot that `key` named last, when it has not been used again since.
  func findFreed(_ key: SlabKey) -> UnsafeMutablePointer<Slot>? {
    guard key.index < used else { return nil }
    let slot = address(key.index)
    return slot.pointee.key.bits == key.bits | SlabKey.freed ? slot : nil
  }

  /// Ends a record; its memory stays readable until the slot is used again.
  @inline(__always)
  mutating func remove(_ slot: UnsafeMutablePointer<Slot>) {
    let index = slot.pointee.key.index
    slot.pointee.key.bits |= SlabKey.freed
    slot.pointee.next = firstFree
    firstFree = UInt32(truncatingIfNeeded: index &+ 1)
    count &-= 1
  }

  /// The slots of the living records, in order. Records may be removed meanwhile.
  var slots: some Sequence<UnsafeMutablePointer<Slot>> {
    let slab = self
    return (0..<used).lazy.map { slab.address($0) }.filter { $0.pointee.key.isLive }
  }

  /// Bytes allocated.
  var bytes: Int { chunkCount * Self.chunkSize * MemoryLayout<Slot>.stride }

  private var chunkCount: Int { (used + Self.chunkSize - 1) / Self.chunkSize }

  /// Gives the memory back. Every key is unknown afterwards.
  mutating func free() {
    for index in 0..<chunkCount { chunks?[index].deallocate() }
    chunks?.deallocate()
    chunks = nil
    used = 0
    count = 0
    firstFree = 0
  }

  @inline(__always)
  private func address(_ index: Int) -> UnsafeMutablePointer<Slot> {
    chunks.unsafelyUnwrapped[index &>> Self.chunkBits] + (index & (Self.chunkSize - 1))
  }
}
