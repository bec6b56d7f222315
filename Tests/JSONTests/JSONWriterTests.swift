// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@Suite struct JSONWriterTests {
  private func written(_ write: (inout JSONWriter) -> Void) -> String {
    var json = JSONWriter()
    write(&json)
    return json.text
  }

  @Test func separatesMembersAndElements() {
    let text = written { json in
      json.object { json in
        json.member("a", 1)
        json.member("list") { json in
          json.array { json in
            json.value(true)
            json.object { _ in }
            json.array { _ in }
            json.value(nil)
          }
        }
        json.member("b", "two")
      }
    }
    #expect(text == #"{"a":1,"list":[true,{},[],null],"b":"two"}"#)
  }

  @Test func escapesWhatJSONForbids() {
    let text = written { $0.value("\"\\\n\r\t\0\u{1F}\u{7F}é𝄞") }
    #expect(text == #""\"\\\n\r\t\u0000\u001f"# + "\u{7F}é𝄞\"")
  }

  /// One grapheme to Swift, but two characters that JSON forbids.
  @Test func escapesBothOfALineEnd() {
    #expect(written { $0.value("a\r\nb") } == #""a\r\nb""#)
  }

  @Test(arguments: [
    (0.1, "0.1"), (-2.5, "-2.5"), (1e300, "1e+300"), (3, "3.0"), (.infinity, "null"),
    (-.infinity, "null"), (.nan, "null"),
  ])
  func writesDoubles(number: Double, text: String) {
    #expect(written { $0.value(number) } == text)
  }

  @Test func writesIntegersInFull() {
    #expect(written { $0.value(UInt64.max) } == "18446744073709551615")
    #expect(written { $0.value(Int64.min) } == "-9223372036854775808")
  }
}
