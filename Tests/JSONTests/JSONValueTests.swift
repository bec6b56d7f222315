// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@Suite struct JSONValueTests {
  @Test func readsEveryKind() throws {
    let text = #" {"a": [1, -2.5, "x\u00e9", true, false, null], "b": {}} "#
    let value = try JSONValue(text.utf8)
    #expect(
      value["a"]
        == .list([.number(1), .number(-2.5), .text("xé"), .flag(true), .flag(false), .null]))
    #expect(value["b"] == .object([:]))
    #expect(value["c"] == nil && value["a"]?["b"] == nil)
    #expect(value["a"]?.elements[0].integer(UInt8.self) == 1)
    #expect(value["a"]?.elements[1].integer(Int.self) == nil)
  }

  @Test func writesWhatItReads() throws {
    let text = #"{"a":[1,-2.5,"x",true,null],"b":{"c":9007199254740991}}"#
    var json = JSONWriter()
    json.value(try JSONValue(text.utf8))
    #expect(json.text == text)
  }

  @Test(arguments: ["", "1 2", "[1,]", "{\"a\"}", "tru", "-", "\"\\x\"", "[[[[1]]]]"])
  func refusesWhatIsNone(_ text: String) {
    #expect(throws: JSONError.self) { try JSONValue(text.utf8, depth: 3) }
  }
}
