// SPDX-License-Identifier: Apache-2.0

import SplitMix
import Testing

@testable import SourceMap

/// Claims about maps made at random, each compared with a search through its segments in order.
struct RandomMapTests {
  private func randomMap(_ random: inout SplitMix) -> MapText {
    let sources = Int.random(in: 1...4, using: &random)
    let names = Int.random(in: 0...3, using: &random)
    var text = MapText()
    text.sources = (0..<sources).map { $0 == 3 ? nil : "dir \"\($0)\"/\u{1F600}.ts" }
    text.names = (0..<names).map { "n\($0)" }
    let width = Int32.random(in: 1...60, using: &random)
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      let segments = (0..<Int.random(in: 0...8, using: &random)).map { _ in
        randomSegment(width, sources, names, &random)
      }
      text.lines.append(segments.sorted { $0.column < $1.column })
      if Int.random(in: 0..<10, using: &random) == 0 { text.lines[text.lines.count - 1].shuffle() }
    }
    return text
  }

  private func randomSegment(
    _ width: Int32, _ sources: Int, _ names: Int, _ random: inout SplitMix
  ) -> Segment {
    var segment = Segment(column: Int32.random(in: 0...width, using: &random))
    guard Int.random(in: 0..<6, using: &random) > 0 else { return segment }
    segment.source = Int32.random(in: 0..<Int32(sources), using: &random)
    let bits = Int32.random(in: 1...31, using: &random)
    segment.originalLine = Int32.random(in: 0...Int32.max >> (31 - bits), using: &random)
    segment.originalColumn = Int32.random(in: 0...Int32.max >> (31 - bits), using: &random)
    if names > 0, Bool.random(using: &random) {
      segment.name = Int32.random(in: 0..<Int32(names), using: &random)
    }
    return segment
  }

  /// The answer by definition.
  private func expected(_ text: MapText, _ line: Int, _ column: Int) -> OriginalPosition? {
    guard text.lines.indices.contains(line) else { return nil }
    var best: Segment?
    for segment in text.lines[line] where segment.column <= column {
      if best.map({ $0.column <= segment.column }) ?? true { best = segment }
    }
    guard let best, best.source >= 0 else { return nil }
    return OriginalPosition(
      source: text.sources[Int(best.source)], line: Int(best.originalLine),
      column: Int(best.originalColumn), name: best.name < 0 ? nil : text.names[Int(best.name)])
  }

  @Test func everyPlaceIsAnsweredByDefinition() throws {
    var random = SplitMix(state: 42)
    for round in 0..<4000 {
      let text = randomMap(&random)
      let map = try SourceMap(json: text.json.utf8)
      for line in 0...text.lines.count {
        for column in stride(from: 0, through: 62, by: 1 + round % 3) {
          let found = map.original(line: line, column: column)
          guard found != expected(text, line, column) else { continue }
          Issue.record("\(text.json) at \(line):\(column): \(String(describing: found))")
          return
        }
      }
    }
  }

  @Test func sectionsEqualThePlainMapTheyWereCutFrom() throws {
    var random = SplitMix(state: 43)
    for _ in 0..<500 {
      let text = randomMap(&random)
      let cut = Int.random(in: 0...text.lines.count, using: &random)
      var (head, tail) = (text, text)
      head.lines = Array(text.lines[..<cut])
      tail.lines = Array(text.lines[cut...])
      let json =
        #"{"version":3,"sections":[{"offset":{"line":0,"column":0},"map":\#(head.json)},"#
        + #"{"offset":{"line":\#(cut),"column":0},"map":\#(tail.json)}]}"#
      let map = try SourceMap(json: json.utf8)
      for line in 0...text.lines.count {
        for column in 0...62 {
          #expect(map.original(line: line, column: column) == expected(text, line, column))
        }
      }
    }
  }
}
