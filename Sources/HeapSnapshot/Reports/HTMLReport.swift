// SPDX-License-Identifier: Apache-2.0

/// A report as one HTML page that needs no network and no server.
///
/// Names come from the heap and may be anything: the script puts them into the page as text only, and
/// the page's policy runs no other script and loads nothing.
public struct HTMLReport: Sendable {
  public let text: String

  public init(_ report: HeapReport, title: String) {
    let (style, script) = (ReportPage.style, ReportPage.script)
    let policy =
      "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
      + "style-src '\(Self.source(style))'; script-src '\(Self.source(script))'"
    text = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <link rel="icon" href="data:,">
      <title>\(Self.escaped(title))</title>
      <style>\(style)</style>
      </head>
      <body>
      \(ReportPage.markup)
      <script type="application/json" id="data">\(ReportData.text(report))</script>
      <script>\(script)</script>
      </body>
      </html>

      """
  }

  /// How a policy names an inline text: by its hash.
  private static func source(_ text: String) -> String {
    var hash = SHA256()
    hash.update(text.utf8)
    return "sha256-" + hash.base64()
  }

  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
