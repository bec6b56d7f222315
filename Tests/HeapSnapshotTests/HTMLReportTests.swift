// SPDX-License-Identifier: Apache-2.0

import Foundation
import HeapSnapshot
import Testing

@Suite struct HTMLReportTests {
  private static let hostile =
    "</script><script>alert(1)</script><!--\u{2028}\u{2029}&lt;\"'\\\u{1}\u{1F600}"

  private func page(_ name: String = hostile, title: String = hostile) throws -> String {
    var heap = HandMade()
    let node = heap.add(.object, name)
    heap.connect(0, node, .element, "1")
    heap.connect(node, heap.add(.object, "Value"), .property, name)
    let report = try HeapReport([title]) { _ in try Analysis(of: heap.snapshot()) }
    return HTMLReport(report, title: title).text
  }

  /// What stands between two texts that occur once each.
  private func between(_ start: String, _ end: String, in text: String) throws -> String {
    let parts = text.components(separatedBy: start)
    try #require(parts.count == 2)
    return parts[1].components(separatedBy: end)[0]
  }

  @Test func namesOfTheHeapDoNotBreakOutOfTheData() throws {
    let page = try page()
    #expect(page.components(separatedBy: "<script").count == 3)
    #expect(page.components(separatedBy: "</script>").count == 3)
    #expect(!page.contains("alert(1)<"))
    let data = try between("id=\"data\">", "</script>", in: page)
    let unwanted = "<>&\u{2028}\u{2029}".unicodeScalars
    #expect(!data.unicodeScalars.contains { unwanted.contains($0) })
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(data.utf8)) as? [String: Any])
    #expect((json["names"] as? [String])?.contains(Self.hostile) == true)
  }

  @Test func thePolicyAllowsThisScriptAndNothingElse() throws {
    let page = try page("Plain", title: "Plain")
    let policy = try between("Content-Security-Policy\" content=\"", "\"", in: page)
    let script = try between("<script>", "</script>", in: page)
    let style = try between("<style>", "</style>", in: page)
    #expect(
      policy == "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        + "style-src 'sha256-\(hash(style))'; script-src 'sha256-\(hash(script))'")
    #expect(!page.contains("http://") || page.components(separatedBy: "http://").count == 2)
    #expect(!page.contains("https://") && !page.contains("src=") && !page.contains("innerHTML"))
  }

  private func hash(_ text: String) -> String {
    var hash = SHA256()
    hash.update(text.utf8)
    return hash.base64()
  }

  @Test func aHashInBase64() {
    var hash = SHA256()
    hash.update("abc".utf8)
    #expect(hash.base64() == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
  }

  @Test func aNameOfMegabytesIsCut() throws {
    let page = try page(String(repeating: "n", count: 3_000_000), title: "Long")
    #expect(page.contains("… (3000000 bytes)"))
    #expect(page.components(separatedBy: String(repeating: "n", count: 2001)).count == 1)
  }
}
