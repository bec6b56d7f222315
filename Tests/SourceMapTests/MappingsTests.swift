// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SourceMap

/// Claims about `Mappings`.
struct MappingsTests {
  /// Segments at these columns of one line, each with its index as the source.
  private func mappings(columns: [Int32], line: Int32 = 0) -> Mappings {
    var mappings = Mappings()
    for (index, column) in columns.enumerated() {
      mappings.append(Segment(column: column, source: Int32(index)), line: line)
    }
    mappings.finish()
    return mappings
  }

  private func source(_ mappings: Mappings, _ line: Int, _ column: Int) -> Int32? {
    mappings.segment(at: GeneratedPosition(line: line, column: column))?.source
  }

  @Test func findsTheLastSegmentNotBehindTheColumn() {
    let mappings = mappings(columns: [2, 5, 9])
    let found = [0, 1, 2, 4, 5, 8, 9, 1000].map { source(mappings, 0, $0) }
    #expect(found == [nil, nil, 0, 0, 1, 1, 2, 2])
  }

  @Test func segmentsDoNotReachIntoOtherLines() {
    let mappings = mappings(columns: [0], line: 7)
    #expect(source(mappings, 6, 0) == nil && source(mappings, 8, 0) == nil)
    #expect(source(mappings, 7, 0) == 0)
  }

  @Test func sortsALineThatCameUnordered() {
    let mappings = mappings(columns: [9, 2, 5])
    #expect([1, 2, 5, 9].map { source(mappings, 0, $0) } == [nil, 1, 2, 0])
  }

  @Test func sortsEachLineByItself() {
    var mappings = Mappings()
    for (line, column) in [(0, 5), (0, 1), (3, 4), (3, 0), (4, 2)] as [(Int32, Int32)] {
      mappings.append(Segment(column: column, source: line * 10 + column), line: line)
    }
    mappings.finish()
    #expect(source(mappings, 0, 4) == 1 && source(mappings, 0, 5) == 5)
    #expect(source(mappings, 3, 3) == 30 && source(mappings, 3, 9) == 34)
    #expect(source(mappings, 4, 1) == nil && source(mappings, 4, 2) == 42)
  }

  @Test func theLastOfOneColumnCounts() {
    #expect(source(mappings(columns: [3, 3, 3]), 0, 4) == 2)
    #expect(source(mappings(columns: [8, 3, 3, 3]), 0, 4) == 3)
  }

  @Test func anyPlaceMayBeAskedFor() {
    let mappings = mappings(columns: [0])
    #expect(source(mappings, -1, 0) == nil && source(mappings, 0, -1) == nil)
    #expect(source(mappings, .max, .max) == nil && source(mappings, .min, .min) == nil)
    #expect(source(mappings, 0, .max) == 0)
    #expect(source(Mappings(), 0, 0) == nil)
  }
}
