// SPDX-License-Identifier: Apache-2.0

/// Numbers things in the order in which they are first met; equal things share a number.
///
/// An open-addressed table of hashes and numbers. The things themselves are the caller's, who says
/// which are equal, so that a million of them need no objects.
struct HashSlots: Sendable {
  /// The upper half of a hash beside a number counted from 1; 0 where nothing is.
  private var slots: [UInt64]
  /// How many things have numbers.
  private(set) var count = 0

  init() { slots = Array(repeating: 0, count: 64) }

  /// The thing's number; `count` before the call if it is new.
  @inline(__always)
  mutating func number(_ hash: UInt64, _ isEqual: (_ number: UInt32) -> Bool) -> UInt32 {
    let (slot, found) = search(hash, isEqual)
    if let found { return found }
    let number = UInt32(truncatingIfNeeded: count)
    slots[slot] = Self.entry(hash, number)
    count += 1
    if count * 2 > slots.count { grow() }
    return number
  }

  /// The thing's number, if it has one.
  @inline(__always)
  func find(_ hash: UInt64, _ isEqual: (_ number: UInt32) -> Bool) -> UInt32? {
    search(hash, isEqual).found
  }

  @inline(__always)
  private func search(
    _ hash: UInt64, _ isEqual: (UInt32) -> Bool
  ) -> (slot: Int, found: UInt32?) {
    let mask = slots.count - 1
    var slot = Int(hash >> 32) & mask
    while true {
      let entry = slots[slot]
      if entry == 0 { return (slot, nil) }
      if entry >> 32 == hash >> 32 {
        let number = UInt32(truncatingIfNeeded: entry) &- 1
        if isEqual(number) { return (slot, number) }
      }
      slot = (slot + 1) & mask
    }
  }

  private static func entry(_ hash: UInt64, _ number: UInt32) -> UInt64 {
    (hash >> 32) << 32 | (UInt64(number) + 1)
  }

  private mutating func grow() {
    var larger = [UInt64](repeating: 0, count: slots.count * 4)
    let mask = larger.count - 1
    for entry in slots where entry != 0 {
      var slot = Int(entry >> 32) & mask
      while larger[slot] != 0 { slot = (slot + 1) & mask }
      larger[slot] = entry
    }
    slots = larger
  }
}

/// A hash that is fed words. Good for tables of data that nobody chose to make them slow.
struct WordHash {
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  @inline(__always)
  mutating func add(_ word: UInt64) {
    state = (state ^ word) &* 0xFF51_AFD7_ED55_8CCD
    state ^= state >> 32
  }

  @inline(__always)
  var value: UInt64 {
    let mixed = state &* 0xC4CE_B9FE_1A85_EC53
    return mixed ^ (mixed >> 29)
  }
}
