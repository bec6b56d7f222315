// SPDX-License-Identifier: Apache-2.0

import Ledger
import Testing

@Suite("Places in script that are recognised")
struct ScriptCallersTests {
  private let callers = ScriptCallers()
  private let place = ScriptCallers.Words(0x7f00, 0x7f10, 0x1000, 7 << 32)
  private let frame = ScriptFrameID(rawValue: 5)

  @Test func nothingIsKnownAtFirst() { #expect(callers.find(place) == nil) }

  @Test func whatWasRememberedIsFound() {
    callers.remember(place, frame)
    #expect(callers.find(place) == frame)
  }

  @Test(arguments: 0..<4)
  func everyWordCounts(_ word: Int) {
    callers.remember(place, frame)
    var other = place
    other[word] ^= 1
    #expect(callers.find(other) == nil)
  }

  @Test func nothingIsKnownOnceCodeHasMoved() {
    callers.remember(place, frame)
    callers.forget()
    #expect(callers.find(place) == nil)
  }

  @Test func manyPlacesNeverBecomeOneAnother() {
    let places = (1...5_000).map { ScriptCallers.Words(0x7f00, 0x7f10, 0x1000, UInt($0) << 32) }
    for (number, place) in places.enumerated() {
      callers.remember(place, ScriptFrameID(rawValue: UInt32(number)))
    }
    let found = places.indices.compactMap { index in
      callers.find(places[index]).map { ($0.rawValue, index) }
    }
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { Int($0) == $1 })
  }
}
