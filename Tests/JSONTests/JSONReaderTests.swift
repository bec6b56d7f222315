// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

/// Runs a body on a reader over bytes, handing errors through.
func reading<Value>(
  _ bytes: [UInt8], _ body: (inout JSONReader) throws(JSONError) -> Value
) throws(JSONError) -> Value {
  let result = bytes.withUnsafeBytes { bytes in
    var reader = JSONReader(bytes)
    return Result { () throws(JSONError) in try body(&reader) }
  }
  return try result.get()
}

/// The same for text.
func reading<Value>(
  _ text: String, _ body: (inout JSONReader) throws(JSONError) -> Value
) throws(JSONError) -> Value {
  try reading(Array(text.utf8), body)
}

/// Claims about `JSONReader`: numbers, strings, and what is passed over.
struct JSONReaderTests {
  private func string(_ bytes: [UInt8]) throws(JSONError) -> String {
    try reading(bytes) { (reader) throws(JSONError) in
      let text = reader.text(of: try reader.string())
      try reader.end()
      return text
    }
  }

  @Test(arguments: [
    (#""""#, ""), (#" "a b" "#, "a b"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
    (#""\u0041\u00e9\u20AC""#, "A\u{e9}\u{20ac}"), (#""\ud83d\ude00!""#, "\u{1F600}!"),
    (#""\uD800""#, "\u{FFFD}"), (#""\udc00\ud800""#, "\u{FFFD}\u{FFFD}"),
    (#""\ud800\u0041""#, "\u{FFFD}A"), (#""\ud800\ud83d\ude00""#, "\u{FFFD}\u{1F600}"),
    (#""\ud800\\udc00""#, "\u{FFFD}\\udc00"), ("\"\u{1F600}\"", "\u{1F600}"),
  ])
  func stringMeans(_ json: String, _ text: String) throws {
    #expect(try string(Array(json.utf8)) == text)
  }

  @Test func repairsInvalidUTF8() throws {
    #expect(try string([0x22, 0x61, 0xFF, 0x62, 0x22]) == "a\u{FFFD}b")
    #expect(try string([0x22, 0x5C, 0x6E, 0xED, 0xA0, 0x80, 0x22]).hasPrefix("\n\u{FFFD}"))
  }

  @Test(arguments: [
    ("", 0, "a string"), ("\"", 1, "the end of a string"), ("\"a\\\"", 4, "the end of a string"),
    (#""\"#, 2, "an escape: one of \"\\/bfnrtu"), (#""\x""#, 2, "an escape: one of \"\\/bfnrtu"),
    (#""\u12"#, 5, "a hexadecimal digit"), (#""\u12g4""#, 5, "a hexadecimal digit"),
    ("1", 0, "a string"),
  ])
  func namesTheByteThatSpoilsAString(_ json: String, _ position: Int, _ expected: String) {
    #expect(throws: JSONError(position: position, expected: expected)) {
      try string(Array(json.utf8))
    }
  }

  @Test(arguments: [("0", 0), (" 42", 42), ("2147483647", 2_147_483_647), ("007", 7)])
  func readsNaturalNumbers(_ json: String, _ value: Int) throws {
    #expect(try reading(json) { (reader) throws(JSONError) in try reader.natural() } == value)
  }

  @Test(arguments: [
    "-1", "2147483648", "99999999999999999999999999", "1.5", "1e3", "\"1\"", "null", "", "x",
  ])
  func refusesOtherNumbers(_ json: String) {
    let error = JSONError(position: 0, expected: "a whole number up to 2147483647")
    #expect(throws: error) {
      try reading(json) { (reader) throws(JSONError) in try reader.natural() }
    }
  }

  @Test(arguments: [
    ("0", 0), (" -1.5e3,", -1500), ("1764108343.25", 1_764_108_343.25),
    ("9007199254740993", 0x1p53),
  ])
  func readsNumbers(_ json: String, _ value: Double) throws {
    #expect(try reading(json) { (reader) throws(JSONError) in try reader.number() } == value)
  }

  @Test(arguments: ["", "-", "1.2.3", "x", "\"1\""])
  func namesTheByteThatIsNoNumber(_ json: String) {
    #expect(throws: JSONError(position: 0, expected: "a number")) {
      try reading(json) { (reader) throws(JSONError) in try reader.number() }
    }
  }

  @Test func readsFlags() throws {
    #expect(try reading("true") { (reader) throws(JSONError) in try reader.flag() })
    #expect(try !reading(" false") { (reader) throws(JSONError) in try reader.flag() })
    #expect(throws: JSONError(position: 1, expected: "true or false")) {
      try reading(" 1") { (reader) throws(JSONError) in try reader.flag() }
    }
  }

  @Test(arguments: [
    "1", "-1.5e+300", "true", "false", "null", #""a\"b""#, "[]", "{}", "[ ]", "{ }",
    #"[1,[2,{"a":[]}],{}]"#, #" { "a" : [ true , { "b" : null } ] , "c" : "]}" } "#,
  ])
  func passesOverAnyValue(_ json: String) throws {
    try reading(json) { (reader) throws(JSONError) in
      try reader.skipValue()
      try reader.end()
    }
  }

  @Test(arguments: [
    ("[1 2]", 3, "',' or ']'"), ("[1,]", 3, "a value"), ("[}", 1, "a value"),
    (#"{"a" 1}"#, 5, "':'"), (#"{"a":1,}"#, 7, "a string"), ("{1:2}", 1, "a string"),
    (#"{"a":[1}"#, 7, "',' or ']'"), (#"[{"a":1]"#, 7, "',' or '}'"), ("tru", 0, "true"),
    ("nul1", 0, "null"), ("", 0, "a value"), ("[[", 2, "a value"), ("[1", 2, "',' or ']'"),
  ])
  func namesTheByteThatIsNoValue(_ json: String, _ position: Int, _ expected: String) {
    #expect(throws: JSONError(position: position, expected: expected)) {
      try reading(json) { (reader) throws(JSONError) in try reader.skipValue() }
    }
  }

  @Test func depthCostsNoStack() throws {
    let depth = 2_000_000
    let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    try reading(nested) { (reader) throws(JSONError) in try reader.skipValue() }
  }
}
