// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JSVM

extension Slab {
  fileprivate mutating func add(_ record: Record) -> UnsafeMutablePointer<Slot> {
    insert(record)!
  }
}

/// Claims about `Slab` and `SlabKey`.
struct SlabTests {
  @Test func aKeyFindsItsRecord() {
    var slab = Slab<Int>(seed: 1)
    defer { slab.free() }
    let slots = (0..<5000).map { slab.add($0) }
    #expect(slab.count == 5000)
    for (index, slot) in slots.enumerated() {
      #expect(slab.find(slot.pointee.key) == slot)
      #expect(slot.pointee.record == index)
    }
    #expect(Set(slots.map(\.pointee.key.bits)).count == 5000)
  }

  @Test func addressesStay() {
    var slab = Slab<Int>(seed: 1)
    defer { slab.free() }
    let first = slab.add(42)
    let key = first.pointee.key
    for number in 0..<3000 { _ = slab.insert(number) }
    #expect(slab.find(key) == first && first.pointee.record == 42)
  }

  @Test func aRemovedKeyFindsNothing() {
    var slab = Slab<Int>(seed: 1)
    defer { slab.free() }
    let slot = slab.add(1)
    let key = slot.pointee.key
    slab.remove(slot)
    #expect(slab.find(key) == nil && slab.count == 0)
    #expect(slab.findFreed(key) == slot)
    #expect(slot.pointee.record == 1)
  }

  @Test func everyUseOfASlotHasAnotherKey() {
    var slab = Slab<Int>(seed: 1)
    defer { slab.free() }
    var keys: [SlabKey] = []
    for number in 0..<1000 {
      let slot = slab.add(number)
      keys.append(slot.pointee.key)
      #expect(slot.pointee.key.index == 0)
      #expect(keys.dropLast().allSatisfy { slab.find($0) == nil })
      slab.remove(slot)
    }
    #expect(Set(keys.map(\.bits)).count == 1000)
    #expect(keys.dropLast().allSatisfy { slab.findFreed($0) == nil })
  }

  @Test func theSlotFreedLastIsUsedNext() {
    var slab = Slab<Int>(seed: 1)
    defer { slab.free() }
    let slots = (0..<3).map { slab.add($0) }
    slab.remove(slots[0])
    slab.remove(slots[2])
    #expect(slab.insert(7) == slots[2])
    #expect(slab.insert(8) == slots[0])
    #expect(slab.add(9).pointee.key.index == 3)
  }

  @Test(arguments: [0, 1, 2, 3, 4, 1000, UInt64.max - 1])
  func anotherSlabsKeyFindsNothing(_ seed: UInt64) {
    var slab = Slab<Int>(seed: seed)
    defer { slab.free() }
    for number in 0..<100 { _ = slab.insert(number) }
    for other in (0..<200).map({ UInt64($0) }) where other != seed {
      var foreign = Slab<Int>(seed: other)
      let slot = foreign.add(0)
      #expect(slab.find(slot.pointee.key) == nil, "\(other)")
      foreign.free()
    }
  }

  @Test(arguments: [0, 1, 0xFFF_FFFF, 1 << 28, .max, 1 << 63, 0xDEAD_BEEF_0000_0000] as [UInt64])
  func garbageFindsNothing(_ bits: UInt64) {
    var slab = Slab<Int>(seed: 3)
    defer { slab.free() }
    #expect(slab.find(SlabKey(bits: bits)) == nil && slab.findFreed(SlabKey(bits: bits)) == nil)
    for number in 0..<2000 { _ = slab.insert(number) }
    #expect(slab.find(SlabKey(bits: bits)) == nil && slab.findFreed(SlabKey(bits: bits)) == nil)
  }

  @Test func keysAreHandlesAndBack() {
    var slab = Slab<Int>(seed: 5)
    defer { slab.free() }
    let slot = slab.add(1)
    #expect(SlabKey(slot.pointee.key.handle) == slot.pointee.key)
    #expect(slot.pointee.key.isLive)
  }

  @Test func recordsMayBeRemovedWhileWalking() {
    var slab = Slab<Int>(seed: 1)
    defer { slab.free() }
    for number in 0..<2500 { _ = slab.insert(number) }
    var seen: [Int] = []
    for slot in slab.slots {
      seen.append(slot.pointee.record)
      slab.remove(slot)
    }
    #expect(seen == Array(0..<2500) && slab.count == 0)
    #expect(Array(slab.slots).isEmpty)
  }

  @Test func aRecordRemovedBeforeItsTurnIsNotSeen() {
    var slab = Slab<Int>(seed: 1)
    defer { slab.free() }
    let slots = (0..<10).map { slab.add($0) }
    var seen: [Int] = []
    for slot in slab.slots {
      seen.append(slot.pointee.record)
      if slot == slots[2] { slab.remove(slots[5]) }
    }
    #expect(seen == [0, 1, 2, 3, 4, 6, 7, 8, 9])
  }

  @Test func onlyLivingRecordsAreWalked() {
    var slab = Slab<Int>(seed: 1)
    defer { slab.free() }
    let slots = (0..<6).map { slab.add($0) }
    for index in [0, 3, 5] { slab.remove(slots[index]) }
    #expect(slab.slots.map(\.pointee.record) == [1, 2, 4])
    #expect(slab.count == 3)
  }

  @Test func aFreedSlabKnowsNoKeyAndWorksAgain() {
    var slab = Slab<Int>(seed: 1)
    let key = slab.add(1).pointee.key
    slab.free()
    #expect(slab.find(key) == nil && slab.count == 0 && Array(slab.slots).isEmpty)
    #expect(slab.insert(2)?.pointee.record == 2)
    slab.free()
  }

  @Test func generationsWrapIntoAUsableKey() {
    var slab = Slab<Int>(seed: 1)
    defer { slab.free() }
    let slot = slab.add(1)
    slot.pointee.key = SlabKey(bits: ~SlabKey.freed & ~SlabKey.indexMask)
    slab.remove(slot)
    let again = slab.add(2)
    #expect(again == slot && again.pointee.key.isLive && again.pointee.key.bits != 0)
    #expect(slab.find(again.pointee.key) == again)
  }
}
