// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about `EditDistance`.
struct EditDistanceTests {
  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("kitten", "sitting", 3),
    ("flaw", "lawn", 2), ("ab", "ba", 2),
  ])
  func countsInsertionsDeletionsAndReplacements(a: String, b: String, distance: Int) {
    #expect(EditDistance.between(a, b) == distance)
    #expect(EditDistance.between(b, a) == distance)
  }

  @Test func theNearestIsTheFirstOfEquals() {
    #expect(EditDistance.nearest(to: "bat", in: ["cat", "bar", "dog"]) == "cat")
    #expect(EditDistance.nearest(to: "bat", in: []) == nil)
  }
}
