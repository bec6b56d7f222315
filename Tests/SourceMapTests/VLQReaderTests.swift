// SPDX-License-Identifier: Apache-2.0

import JSON
import SplitMix
import Testing

@testable import SourceMap

/// Claims about `VLQReader`.
struct VLQReaderTests {
  /// Reads all numbers of a text.
  private func numbers(_ text: String) throws(SourceMapError) -> [Int] {
    var failure: SourceMapError?
    let numbers = Array(text.utf8).withUnsafeBytes { bytes in
      var reader = VLQReader(bytes, 0..<bytes.count)
      var numbers: [Int] = []
      do throws(SourceMapError) {
        while reader.current != nil { numbers.append(try reader.number()) }
      } catch { failure = error }
      return numbers
    }
    if let failure { throw failure }
    return numbers
  }

  @Test(arguments: [
    ("A", 0), ("C", 1), ("D", -1), ("e", 15), ("f", -15), ("gB", 16), ("hB", -16), ("w+B", 1000),
    ("+/////D", 2_147_483_647), ("//////D", -2_147_483_647), ("B", 0), ("gA", 0),
  ])
  func readsKnownNumbers(_ text: String, _ number: Int) throws {
    #expect(try numbers(text) == [number])
  }

  @Test func readsWhatWasEncoded() throws {
    var random = SplitMix(state: 1)
    for _ in 0..<10_000 {
      let bits = Int.random(in: 1...31, using: &random)
      let bound = (1 << bits) - 1
      let values = (0..<4).map { _ in Int.random(in: -bound...bound, using: &random) }
      #expect(try numbers(values.map(MapText.vlq).joined()) == values)
    }
  }

  @Test(arguments: [
    ("g", 1), ("ggg", 3), ("*", 0), ("A*", 1), ("g=", 1), ("A-", 1), ("\u{e9}", 0),
  ])
  func namesTheByteThatIsNoDigit(_ text: String, _ position: Int) {
    #expect(throws: SourceMapError(position: position, expected: "a base64 digit")) {
      try numbers(text)
    }
  }

  @Test(arguments: ["ggggggg", "gggggggA", "////////////////////////////////"])
  func endsNumbersWithoutEnd(_ text: String) {
    #expect(throws: SourceMapError(position: 6, expected: "the last digit of a number")) {
      try numbers(text)
    }
  }

  @Test func countsSegmentsThatHoldSomething() {
    for (text, count) in [("", 0), (";;;,,", 0), ("A", 1), ("A,,C;;AAAA;", 3), (",AAAAA", 1)] {
      let counted = Array(text.utf8).withUnsafeBytes { bytes in
        VLQReader(bytes, 0..<bytes.count).segmentCount
      }
      #expect(counted == count, "\(text)")
    }
  }
}
