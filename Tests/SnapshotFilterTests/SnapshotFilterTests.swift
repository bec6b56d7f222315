// SPDX-License-Identifier: Apache-2.0

import SnapshotFilter
import SplitMix
import Testing

/// Claims about editing a snapshot's text while it is written.
struct SnapshotFilterTests {
  private typealias Edits = [(ordinal: Int, edit: SnapshotEdits.Edit)]

  /// What comes out when the text goes in with cuts at these positions.
  private func filtered(_ text: [UInt8], _ edits: Edits, cuts: some Sequence<Int>) -> [UInt8] {
    var result: [UInt8] = []
    var filter = SnapshotFilter(SnapshotEdits(edits)) { piece in
      #expect(!piece.isEmpty && piece.count <= 65_536)
      result += piece
      return true
    }
    var start = 0
    text.withUnsafeBytes { bytes in
      for end in Array(cuts) + [text.count] {
        let isWanted = filter.add(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
        #expect(isWanted)
        start = end
      }
    }
    let isWanted = filter.finish()
    #expect(isWanted)
    return result
  }

  @Test func editsAreApplied() {
    for seed in 0..<200 as Range<UInt64> {
      var random = SplitMix(state: seed)
      let snapshot = SnapshotText(nodeCount: .random(in: 1...120, using: &random), &random)
      let edits = randomEdits(snapshot, &random)
      let result = filtered(Array(snapshot.text.utf8), edits, cuts: [])
      #expect(String(decoding: result, as: UTF8.self) == snapshot.edited(edits).text, "\(seed)")
    }
  }

  @Test func aCutAtAnyByteChangesNothing() {
    var random = SplitMix(state: 7)
    let snapshot = SnapshotText(nodeCount: 40, &random)
    let edits = randomEdits(snapshot, &random)
    let text = Array(snapshot.text.utf8)
    let expected = Array(snapshot.edited(edits).text.utf8)
    #expect(expected != text)
    for cut in 0...text.count { #expect(filtered(text, edits, cuts: [cut]) == expected, "\(cut)") }
  }

  @Test func byteByByteChangesNothing() {
    var random = SplitMix(state: 8)
    let snapshot = SnapshotText(nodeCount: 60, &random)
    let edits = randomEdits(snapshot, &random)
    let text = Array(snapshot.text.utf8)
    let expected = Array(snapshot.edited(edits).text.utf8)
    #expect(filtered(text, edits, cuts: 0...text.count) == expected)
  }

  @Test func cutsAtRandomChangeNothing() {
    for seed in 100..<300 as Range<UInt64> {
      var random = SplitMix(state: seed)
      let snapshot = SnapshotText(nodeCount: 300, &random)
      let edits = randomEdits(snapshot, &random)
      let text = Array(snapshot.text.utf8)
      let cuts = (0..<30).map { _ in Int.random(in: 0...text.count, using: &random) }.sorted()
      let expected = Array(snapshot.edited(edits).text.utf8)
      #expect(filtered(text, edits, cuts: cuts) == expected, "\(seed)")
    }
  }

  @Test func manyEdgesBetweenEditsAreSkipped() {
    var random = SplitMix(state: 9)
    let snapshot = SnapshotText(nodeCount: 20_000, &random)
    let edits: Edits = [
      (0, .native), (12, .weakElements), (19_990, .weakElements), (19_999, .native),
    ]
    let text = Array(snapshot.text.utf8)
    #expect(text.count > 1 << 20)
    let expected = Array(snapshot.edited(edits).text.utf8)
    #expect(
      filtered(text, edits, cuts: stride(from: 65_536, to: text.count, by: 65_536)) == expected)
  }

  @Test func withoutEditsAllStays() {
    var random = SplitMix(state: 10)
    let text = Array(SnapshotText(nodeCount: 50, &random).text.utf8)
    #expect(filtered(text, [], cuts: [3, 500, 1500]) == text)
  }

  @Test(arguments: [
    "", "{", "no snapshot", "{\"snapshot\":{},\n\"nodes\":[9,1,1,0,1,0,0],\n\"edges\":[1,1,0]}",
    "{\"nodes\":[],\"edges\":[],\"snapshot\":{\"meta\":{}}}",
  ])
  func whatIsNotUnderstoodGoesThrough(_ text: String) {
    let edits: Edits = [(0, .native), (1, .weakElements)]
    let bytes = Array(text.utf8)
    for cut in 0...bytes.count { #expect(filtered(bytes, edits, cuts: [cut]) == bytes) }
    var filter = SnapshotFilter(SnapshotEdits(edits)) { _ in true }
    bytes.withUnsafeBytes { _ = filter.add($0) }
    #expect(!filter.isUnderstood)
  }

  @Test func anEndlessHeadGoesThrough() {
    let text = [UInt8](repeating: UInt8(ascii: "{"), count: 1 << 20)
    #expect(filtered(text, [(0, .native)], cuts: [1, 70_000, 80_000]) == text)
  }

  @Test func aTextThatEndsEarlyIsEditedAsFarAsItGoes() {
    var random = SplitMix(state: 11)
    let snapshot = SnapshotText(nodeCount: 30, &random)
    let text = Array(snapshot.text.utf8)
    for end in stride(from: 0, through: text.count, by: 3) {
      // Numbers that were cut come out as what was there of them, or as their replacement's type.
      let result = filtered(Array(text[..<end]), [(3, .native)], cuts: [end / 2])
      #expect(result.count == end || result.count == end - 1 || result.count == end + 1)
    }
  }

  @Test func fewerEdgesThanTheNodesSayChangeNothingElse() throws {
    var random = SplitMix(state: 12)
    var snapshot = SnapshotText(nodeCount: 30, &random)
    snapshot.nodes[29].edges = [.init(type: 1, name: 5, target: 7)]
    let start = try #require(snapshot.text.firstRange(of: "\"edges\":["))
    let text = snapshot.text[..<start.upperBound] + "1,2,3\n],\n\"locations\":[1,1,1,1,1,1]}"
    let bytes = Array(text.utf8)
    for cut in start.upperBound.utf16Offset(in: text)...bytes.count {
      #expect(filtered(bytes, [(29, .weakElements)], cuts: [cut]) == bytes)
    }
  }

  @Test(arguments: [1, 2, 3])
  func aReceiverMayEndTheText(_ limit: Int) {
    var random = SplitMix(state: 13)
    let text = Array(SnapshotText(nodeCount: 20_000, &random).text.utf8)
    var pieces = 0
    var filter = SnapshotFilter(SnapshotEdits([(5, .weakElements)])) { _ in
      pieces += 1
      return pieces < limit
    }
    let answers = [text.withUnsafeBytes { filter.add($0) }, filter.finish()]
    #expect(answers == [false, false])
    #expect(pieces == limit)
  }
}
