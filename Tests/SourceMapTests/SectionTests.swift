// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@testable import SourceMap

/// Claims about index maps.
struct SectionTests {
  /// The JSON of an index map; a section is its line, its column and its map.
  private func index(_ sections: [(Int, Int, String)]) -> String {
    let texts = sections.map { line, column, map in
      #"{"map":\#(map),"offset":{"line":\#(line),"column":\#(column)}}"#
    }
    return #"{"version":3,"sections":[\#(texts.joined(separator: ","))]}"#
  }

  /// A plain map whose lines begin in lines of one source, from `column` on.
  private func plain(_ source: String, lines: Int, column: Int32 = 0) -> String {
    let segments = (0..<lines).map { line in
      [Segment(column: column, source: 0, originalLine: Int32(line), name: 0)]
    }
    return MapText(lines: segments, sources: [source], names: ["in \(source)"]).json
  }

  private func source(_ json: String, _ line: Int, _ column: Int) throws -> String? {
    let position = try SourceMap(json: json.utf8).original(line: line, column: column)
    return position.map { "\($0.source ?? "null"):\($0.line)" }
  }

  @Test func sectionsCountFromTheirOffsets() throws {
    let json = index([(0, 0, plain("a", lines: 2)), (2, 10, plain("b", lines: 2))])
    #expect(try source(json, 0, 5) == "a:0" && source(json, 1, 0) == "a:1")
    #expect(try source(json, 2, 9) == nil && source(json, 2, 10) == "b:0")
    #expect(try source(json, 3, 0) == "b:1")
  }

  @Test func namesAreOfTheirSection() throws {
    let json = index([(0, 0, plain("a", lines: 1)), (1, 0, plain("b", lines: 1))])
    let map = try SourceMap(json: json.utf8)
    #expect(map.original(line: 0, column: 0)?.name == "in a")
    #expect(map.original(line: 1, column: 0)?.name == "in b")
  }

  @Test func aSectionEndsWhereTheNextBegins() throws {
    let json = index([(0, 0, plain("a", lines: 9)), (1, 4, plain("b", lines: 1, column: 3))])
    #expect(try source(json, 1, 3) == "a:1")
    #expect(try source(json, 1, 4) == nil && source(json, 1, 6) == nil)
    #expect(try source(json, 1, 7) == "b:0")
    #expect(try source(json, 2, 0) == nil)
  }

  @Test func sectionsMayBeIndexMaps() throws {
    let inner = index([(0, 2, plain("a", lines: 1)), (1, 0, plain("b", lines: 3))])
    let json = index([(5, 3, inner), (7, 0, plain("c", lines: 1))])
    #expect(try source(json, 5, 4) == nil && source(json, 5, 5) == "a:0")
    #expect(try source(json, 6, 0) == "b:0" && source(json, 7, 0) == "c:0")
    #expect(try source(json, 8, 0) == nil)
  }

  @Test func nestingHasALimit() {
    var json = plain("a", lines: 1)
    for _ in 0..<8 { json = index([(0, 0, json)]) }
    let fits = json
    #expect(throws: Never.self) { try SourceMap(json: fits.utf8) }
    let tooDeep = index([(0, 0, json)])
    #expect(throws: SourceMapError.self) { try SourceMap(json: tooDeep.utf8) }
  }

  @Test func anIndexMapMayBeEmpty() throws {
    #expect(try source(index([]), 0, 0) == nil)
  }

  @Test func farOffsetsCostNoMemory() throws {
    let json = index([(2_147_483_646, 2_147_483_647, plain("a", lines: 2))])
    #expect(try source(json, 2_147_483_646, 2_147_483_647) == "a:0")
    #expect(try source(json, 2_147_483_647, 0) == "a:1")
  }

  @Test func placesBeyondInt32AreErrors() {
    let pastLines = index([(2_147_483_647, 0, plain("a", lines: 2))])
    let pastColumns = index([(0, 2_147_483_647, plain("a", lines: 1, column: 1))])
    let nested = index([(2_147_483_647, 0, index([(1, 0, plain("a", lines: 1))]))])
    for json in [pastLines, pastColumns, nested] {
      #expect(throws: SourceMapError.self) { try SourceMap(json: json.utf8) }
    }
  }

  @Test func orderIsRequired() {
    let json = index([(1, 5, plain("a", lines: 1)), (1, 4, plain("b", lines: 1))])
    #expect {
      try SourceMap(json: json.utf8)
    } throws: { error in
      (error as? SourceMapError)?.expected
        == "a section that begins no earlier than the one before"
    }
  }

  @Test(arguments: [
    #"[{"offset":{"line":0,"column":0}}]"#, #"[{"map":{"version":3,"mappings":""}}]"#,
    #"[{"offset":{"line":0},"map":{"version":3,"mappings":""}}]"#,
    #"[{"offset":{"line":-1,"column":0},"map":{"version":3,"mappings":""}}]"#,
    #"[{"offset":{"line":0,"column":0},"url":"x.map"}]"#, "{}", "[1]", "null",
    #"[{"offset":{"line":0,"column":0},"map":{}}]"#,
    #"[{"offset":{"line":0,"column":0},"map":"{}"}]"#,
  ])
  func malformedSectionsAreErrors(_ sections: String) {
    let json = #"{"version":3,"sections":\#(sections)}"#
    #expect(throws: SourceMapError.self) { try SourceMap(json: json.utf8) }
  }
}
