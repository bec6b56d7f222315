// SPDX-License-Identifier: Apache-2.0

import JSON
import SplitMix
import Testing

@testable import SourceMap

/// Claims about input that is broken or means harm: an error with its place, never a trap.
struct HostileInputTests {
  @Test(arguments: [
    ("", 0, "an object"), ("[]", 0, "an object"), ("\u{FEFF}3", 3, "an object"),
    (")]}'", 4, "an object"),
    ("{}", 2, "a \"version\" before the end of the map"),
    (#"{"mappings":""}"#, 15, "a \"version\" before the end of the map"),
    (#"{"version":3}"#, 13, "\"mappings\" or \"sections\" before the end of the map"),
    (#"{"version":2,"mappings":""}"#, 11, "version 3"),
    (#"{"version":"4","mappings":""}"#, 11, "version 3"),
    (#"{"version":99999999999999999999}"#, 11, "a whole number up to 2147483647"),
    (#"{"version":3,"mappings":null}"#, 24, "a string"),
    (#"{"version":3,"sources":{}}"#, 23, "an array"),
    (#"{"version":3,"sources":[1]}"#, 24, "a string"),
    (#"{"version":3,"sources":[nil]}"#, 24, "null"),
    (#"{"version":3,"names":[null]}"#, 22, "a string"),
    (#"{"version":3,"sourceRoot":[]}"#, 26, "a string"),
    (#"{"version":3,"mappings":""} x"#, 28, "the end"),
    (#"{"version":3,"mappings":"" "names":[]}"#, 27, "',' or '}'"),
    (#"{"version":3,"mappings":"!"}"#, 25, "a base64 digit"),
    (#"{"version":3,"mappings":"A;g"}"#, 28, "a base64 digit"),
    (#"{"version":3,"mappings":"g,A"}"#, 26, "a base64 digit"),
    (#"{"version":3,"mappings":"D"}"#, 25, "a generated column from 0 to below 2147483648"),
    (#"{"version":3,"mappings":"C,F"}"#, 27, "a generated column from 0 to below 2147483648"),
    (#"{"version":3,"mappings":"A\u003bD"}"#, 32, "a generated column from 0 to below 2147483648"),
    (#"{"version":3,"mappings":"\/"}"#, 27, "a base64 digit"),
    (#"{"version":3,"mappings":"AAAA"}"#, 26, "the index of a source from 0 to below 0"),
    (
      #"{"version":3,"sources":["x"],"mappings":"ADAA"}"#, 42,
      "the index of a source from 0 to below 1"
    ),
    (
      #"{"version":3,"sources":["x"],"mappings":"ACAA"}"#, 42,
      "the index of a source from 0 to below 1"
    ),
    (
      #"{"version":3,"sources":["x"],"mappings":"AADA"}"#, 43,
      "an original line from 0 to below 2147483648"
    ),
    (
      #"{"version":3,"sources":["x"],"mappings":"AAAD"}"#, 44,
      "an original column from 0 to below 2147483648"
    ),
    (
      #"{"version":3,"sources":["x"],"mappings":"AAAAA"}"#, 45,
      "the index of a name from 0 to below 0"
    ),
    (#"{"version":3,"sources":["x"],"mappings":"AA"}"#, 43, "a base64 digit"),
    (#"{"version":3,"sources":["x"],"mappings":"AAA,A"}"#, 44, "a base64 digit"),
    (
      #"{"version":3,"sources":["x"],"names":["n"],"mappings":"AAAAAA"}"#, 60,
      "',' or ';' behind five numbers"
    ),
    (#"{"version":3,"mappings":"+/////D,C"}"#, 33, "a generated column from 0 to below 2147483648"),
  ])
  func errorNamesTheByte(_ json: String, _ position: Int, _ expected: String) {
    #expect(throws: SourceMapError(position: position, expected: expected)) {
      try SourceMap(json: json.utf8)
    }
  }

  @Test func errorReadsAsASentence() {
    #expect("\(SourceMapError(position: 7, expected: "a string"))" == "byte 7: expected a string")
  }

  /// A map with everything a map can hold.
  private let rich: [UInt8] = Array(
    ("\u{FEFF})]}'\n"
      + #"{"version":3,"file":"\ud83d\ude00","sections":[{"offset":{"line":0,"column":0},"map":"#
      + #"{"version":3,"sourceRoot":"r","sources":["a\u0041",null],"names":["é"],"x":[{},[1e3]],"#
      + #""mappings":"AAAA,gCCAAA;\u003b\u002b\/A,C"}},{"offset":{"line":9,"column":4},"map":"#
      + #"{"version":3,"sections":[{"offset":{"line":1,"column":1},"map":{"version":3,"#
      + #""sources":["b"],"mappings":"AAAA;;AACA"}}]}}],"y":true}"#).utf8)

  @Test func everyTruncationIsAnError() throws {
    #expect(throws: Never.self) { try SourceMap(json: rich) }
    for length in rich.indices {
      let error = #expect(throws: SourceMapError.self) { try SourceMap(json: rich[..<length]) }
      #expect((0...length).contains(error?.position ?? -1))
    }
  }

  @Test func tellingBytesAnywhereAreSurvived() {
    let telling = Array("\"\\{}[],:;0-AgD/nu ".utf8) + [0, 0x80, 0xED, 0xFF]
    for index in rich.indices {
      var bytes = rich
      for byte in telling {
        bytes[index] = byte
        survive(bytes)
      }
    }
  }

  @Test func shuffledPiecesAreSurvived() {
    var random = SplitMix(state: 7)
    for _ in 0..<5_000 {
      var bytes = rich
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        let from = Int.random(in: 0..<bytes.count, using: &random)
        let to = Int.random(in: from...min(bytes.count, from + 30), using: &random)
        let at = Int.random(in: 0..<bytes.count, using: &random)
        if Bool.random(using: &random) {
          bytes.insert(contentsOf: bytes[from..<to], at: at)
        } else {
          bytes.removeSubrange(from..<to)
        }
        if bytes.isEmpty { bytes = [0x7B] }
      }
      survive(bytes)
    }
  }

  @Test func sourceRootIsNotMultiplied() throws {
    let root = String(repeating: "r", count: 1_000_000)
    let sources = String(repeating: "\"\",", count: 100_000) + "\"\""
    let json =
      #"{"version":3,"sourceRoot":"\#(root)","sources":[\#(sources)],"mappings":"AAAA"}"#
    let map = try SourceMap(json: json.utf8)
    #expect(map.original(line: 0, column: 0)?.source?.utf8.count == 1_000_001)
  }

  @Test func depthIsNoDanger() {
    for bracket in ["[", "{\"a\":"] {
      let json = #"{"version":3,"x":"# + String(repeating: bracket, count: 1_000_000)
      #expect(throws: SourceMapError.self) { try SourceMap(json: json.utf8) }
    }
  }

  @Test func backwardColumnsAreSortedInTime() throws {
    let count = 100_000
    let segments = (0..<count).map { Segment(column: Int32(count - $0), source: 0) }
    let json = MapText(lines: [segments], sources: ["x"]).json
    let map = try SourceMap(json: json.utf8)
    #expect(map.original(line: 0, column: 0) == nil)
    #expect(map.original(line: 0, column: 1) != nil)
  }

  /// Reads the bytes and, if they are a map, asks it.
  private func survive(_ bytes: [UInt8]) {
    guard let map = try? SourceMap(json: bytes) else { return }
    for line in 0..<12 { _ = map.original(line: line, column: 40) }
  }
}
