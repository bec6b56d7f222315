// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@testable import SourceMap

/// Claims about `SourceMap` as a reader of plain maps.
struct SourceMapTests {
  private func map(_ json: String) throws(SourceMapError) -> SourceMap {
    try SourceMap(json: Array(json.utf8))
  }

  @Test func readsATypicalMap() throws {
    let map = try map(
      #"""
      {
        "version": 3, "file": "app.js", "sourceRoot": "",
        "sources": ["a.ts", "b.ts"], "sourcesContent": ["let x = \"[{\"", null],
        "names": ["start"], "x_google_ignoreList": [1], "debugId": "e8d1",
        "mappings": "AAAAA,IACE;;ECCF,MDAA,G"
      }
      """#)
    #expect(
      map.original(line: 0, column: 3)
        == OriginalPosition(source: "a.ts", line: 0, column: 0, name: "start"))
    #expect(
      map.original(line: 0, column: 4) == OriginalPosition(source: "a.ts", line: 1, column: 2))
    #expect(map.original(line: 1, column: 0) == nil)
    #expect(map.original(line: 2, column: 1) == nil)
    #expect(
      map.original(line: 2, column: 2) == OriginalPosition(source: "b.ts", line: 2, column: 0))
    #expect(
      map.original(line: 2, column: 8) == OriginalPosition(source: "a.ts", line: 2, column: 0))
    #expect(map.original(line: 2, column: 11) == nil)
  }

  @Test func membersMayComeInAnyOrder() throws {
    let map = try map(#"{"mappings":"AACA","names":[],"sources":["x"],"version":3}"#)
    #expect(map.original(line: 0, column: 0) == OriginalPosition(source: "x", line: 1, column: 0))
  }

  @Test func ofRepeatedMembersTheLastCounts() throws {
    let map = try map(
      #"{"version":3,"sources":["x"],"sources":["y"],"mappings":"A","mappings":"AAAA"}"#)
    #expect(map.original(line: 0, column: 0)?.source == "y")
  }

  @Test func nullSourceHasAPositionButNoName() throws {
    let map = try map(#"{"version":3,"sources":[null],"mappings":"AAEA"}"#)
    #expect(map.original(line: 0, column: 0) == OriginalPosition(source: nil, line: 2, column: 0))
  }

  @Test(arguments: [
    ("src", "a.ts", "src/a.ts"), ("src/", "a.ts", "src/a.ts"), ("", "a.ts", "a.ts"),
    ("/", "a.ts", "/a.ts"), ("src", "/a.ts", "/a.ts"), ("src", "C:\\a.ts", "C:\\a.ts"),
    ("src", "webpack:///./a.ts", "webpack:///./a.ts"),
    ("http://h/x", "../a.ts", "http://h/x/../a.ts"),
    ("src", "dir/a:b.ts", "src/dir/a:b.ts"), ("src", ":a", "src/:a"), ("src", "", "src/"),
  ])
  func sourceRootStandsBeforeRelativeSources(_ root: String, _ path: String, _ whole: String) throws
  {
    var text = MapText(lines: [[Segment(column: 0, source: 0)]], sources: [path])
    text.sourceRoot = root
    #expect(try map(text.json).original(line: 0, column: 0)?.source == whole)
  }

  @Test func nullSourceRootIsNone() throws {
    let map = try map(#"{"version":3,"sourceRoot":null,"sources":["x"],"mappings":"AAAA"}"#)
    #expect(map.original(line: 0, column: 0)?.source == "x")
  }

  @Test(arguments: ["\u{FEFF}", ")]}'\n", ")]}', ignored\r\n", "\u{FEFF})]}\n", " \n\t"])
  func ignoresWhatMayStandBefore(_ preamble: String) throws {
    let map = try map(preamble + #"{"version":3,"sources":["x"],"mappings":"AAAA"}"#)
    #expect(map.original(line: 0, column: 0)?.source == "x")
  }

  @Test func versionMayBeAString() throws {
    #expect(try map(#"{"version":"3","mappings":""}"#).original(line: 0, column: 0) == nil)
  }

  @Test func mappingsMayHaveEscapes() throws {
    let map = try map(
      #"{"version":3,"sources":["x"],"mappings":"\u003b\u0041A+\/\/\/\/\/DA"}"#)
    #expect(map.original(line: 1, column: 0)?.line == 2_147_483_647)
  }

  @Test func emptySegmentsArePassedOver() throws {
    let map = try map(#"{"version":3,"sources":["x"],"mappings":",;,,AAAA,;;"}"#)
    #expect(map.original(line: 1, column: 0)?.source == "x")
  }

  @Test func bytesNeedNotLieSideBySide() throws {
    let json = #"{"version":3,"sources":["x"],"mappings":"AAAA"}"#
    let scattered = json.utf8.lazy.map { $0 }
    #expect(try SourceMap(json: scattered).original(line: 0, column: 0)?.source == "x")
    #expect(throws: SourceMapError(position: 0, expected: "an object")) {
      try SourceMap(json: EmptyCollection<UInt8>())
    }
  }
}
