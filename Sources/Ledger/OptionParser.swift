// SPDX-License-Identifier: Apache-2.0

extension Options {
  /// Sets what `text`, the value of `JSVM_OPTIONS`, says, and returns warnings for the rest.
  ///
  /// `text` is `key=value:key=value`; a value that contains `:` stands in `'` or `"`. Later
  /// settings win; what is not understood changes nothing. Warnings are single lines without a
  /// newline; each names the offending key and the nearest known one or the values it takes.
  public mutating func apply(_ text: String) -> [String] {
    var warnings: [String] = []
    var rest = text.utf8[...]
    while !rest.isEmpty {
      let setting = Setting(readFrom: &rest)
      if let warning = setting.problem ?? set(setting) { warnings.append("JSVM: " + warning) }
    }
    return warnings
  }

  /// The list of options that `help=1` prints, ending in a newline.
  public static var helpText: String {
    let standard = Options()
    let entries = rows.map { row in
      "  \(row.key)=\(row.accepts) (default: \(row.get(standard)))\n        \(row.help)\n"
    }
    return "JSVM_OPTIONS=key=value:key=value  ('…' or \"…\" around a value that contains ':')\n"
      + entries.joined()
  }

  /// Sets one option; returns what is wrong with it, if anything.
  private mutating func set(_ setting: Setting) -> String? {
    guard !setting.key.isEmpty || !setting.value.isEmpty else { return nil }
    guard let row = Self.rows.first(where: { $0.key == setting.key }) else {
      let nearest = EditDistance.nearest(to: setting.key, in: Self.rows.map(\.key))
      return "unknown option \(quoted(setting.key)) in JSVM_OPTIONS; nearest known: "
        + quoted(nearest ?? "")
    }
    if row.set(&self, setting.value) { return nil }
    return "option \(quoted(row.key)) in JSVM_OPTIONS takes \(row.accepts), not "
      + "\(quoted(setting.value)); it stays \(row.get(self))"
  }
}

/// One `key=value` as written.
private struct Setting {
  /// The text before the first `=`; all of it where there is none.
  var key = ""
  /// The text after it, without quotes.
  var value = ""
  /// What is wrong with the form, if anything.
  var problem: String?

  /// Reads up to the next `:` outside quotes, and past it.
  init(readFrom rest: inout Substring.UTF8View) {
    let colon = UInt8(ascii: ":")
    let keyEnd = rest.firstIndex { $0 == colon || $0 == UInt8(ascii: "=") } ?? rest.endIndex
    key = text(rest[..<keyEnd])
    rest = rest[keyEnd...]
    guard rest.first == UInt8(ascii: "=") else {
      rest = rest.dropFirst()
      if !key.isEmpty { problem = withoutValue }
      return
    }
    rest = rest.dropFirst()
    if let quote = rest.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
      rest = rest.dropFirst()
      let end = rest.firstIndex(of: quote) ?? rest.endIndex
      if end == rest.endIndex {
        problem = "the value of \(quoted(key)) in JSVM_OPTIONS has no closing quote"
      }
      value = text(rest[..<end])
      rest = rest[end...].dropFirst()
    }
    let end = rest.firstIndex(of: colon) ?? rest.endIndex
    value += text(rest[..<end])
    rest = rest[end...].dropFirst()
  }

  /// The complaint about a key without `=`.
  private var withoutValue: String {
    let known = EditDistance.nearest(to: key, in: Options.rows.map(\.key)) ?? ""
    return "\(quoted(key)) in JSVM_OPTIONS has no value; nearest known: \(quoted(known + "=…"))"
  }
}

/// The bytes as text; a slice within a character is repaired.
private func text(_ bytes: Substring.UTF8View) -> String { String(decoding: bytes, as: UTF8.self) }

/// A user's word in quotes, with control characters escaped and a long one cut.
private func quoted(_ word: String) -> String {
  word.unicodeScalars.count <= 60
    ? word.debugDescription : (String(word.unicodeScalars.prefix(60)) + "…").debugDescription
}
