// SPDX-License-Identifier: Apache-2.0

import SplitMix
import Testing

@testable import Ledger

/// Claims about `StackDepot`.
struct StackDepotTests {
  @Test func equalStacksHaveOneID() {
    let depot = StackDepot()
    let first = depot.intern([0x10, 0x20, 0x30], 3)
    #expect(depot.intern([0x10, 0x20, 0x30], 3) == first)
    #expect(depot.count == 1)
  }

  @Test(
    arguments: [
      [0x10, 0x20], [0x10, 0x20, 0x30, 0x40], [0x20, 0x10, 0x30], [0x30, 0x20, 0x10],
      [0x10, 0x20, 0x31], [0x11, 0x20, 0x30], [0x10], [0],
    ] as [[UInt]])
  func differentStacksHaveDifferentIDs(other: [UInt]) {
    let depot = StackDepot()
    #expect(depot.intern([0x10, 0x20, 0x30], 3) != depot.intern(other, other.count))
  }

  @Test func noFramesAreNone() {
    let depot = StackDepot()
    #expect(depot.intern([1], 0) == .none)
    #expect(depot.count == 0)
    #expect(depot.frames(of: .none).isEmpty)
  }

  @Test func framesComeBackInOrder() {
    let depot = StackDepot()
    let id = depot.intern([3, 1, 2], 3)
    #expect(Array(depot.frames(of: id)) == [3, 1, 2])
  }

  @Test func unknownIDsHaveNoFrames() {
    let depot = StackDepot()
    #expect(depot.frames(of: StackID(rawValue: 2)).isEmpty)
    #expect(depot.frames(of: StackID(rawValue: .max)).isEmpty)
  }

  @Test func newStacksBeyondTheLimitOverflow() {
    let depot = StackDepot(limit: 2)
    let first = depot.intern([1], 1)
    _ = depot.intern([2], 1)
    #expect(depot.intern([3], 1) == .overflow)
    #expect(depot.intern([1], 1) == first)
    #expect(depot.count == 2)
    #expect(depot.frames(of: .overflow).isEmpty)
  }

  @Test func framesStayWhereTheyAre() {
    let depot = StackDepot()
    let address = depot.frames(of: depot.intern([7, 8], 2)).baseAddress
    for number in 0..<10_000 as Range<UInt> { _ = depot.intern([number, 9, 9], 3) }
    #expect(depot.frames(of: depot.intern([7, 8], 2)).baseAddress == address)
  }

  @Test func stacksLongerThanABlockAreKept() {
    let depot = StackDepot()
    let long = (0..<20_000).map { UInt($0) }
    #expect(Array(depot.frames(of: depot.intern(long, long.count))) == long)
  }

  /// Against a dictionary: addresses of few functions, so that stacks share much and repeat.
  @Test func agreesWithADictionaryOnRandomStacks() {
    let depot = StackDepot()
    var model: [[UInt]: StackID] = [:]
    var random = SplitMix(state: 42)
    for _ in 0..<100_000 {
      let alphabet = UInt(1) << UInt.random(in: 1...12, using: &random)
      let count = Int.random(in: 1...20, using: &random)
      let stack = (0..<count).map { _ in
        0x5555_5555_0000 + UInt.random(in: 0..<alphabet, using: &random) * 16
      }
      let id = depot.intern(stack, count)
      if let known = model[stack] {
        #expect(id == known)
      } else {
        #expect(Int(id.rawValue) == model.count + 2)
        model[stack] = id
      }
    }
    #expect(depot.count == model.count)
    for (stack, id) in model { #expect(depot.frames(of: id).elementsEqual(stack)) }
  }
}
