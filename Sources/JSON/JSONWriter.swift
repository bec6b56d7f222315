// SPDX-License-Identifier: Apache-2.0

/// Writes one JSON value as text, without white space, member by member.
///
/// ```swift
/// var json = JSONWriter()
/// json.object { json in
///   json.member("pid", 4711)
///   json.member("rows") { json in json.array { json in json.value("native heap") } }
/// }
/// ```
public struct JSONWriter {
  /// What has been written so far.
  public private(set) var text = ""
  private var needsComma = false

  public init() {}

  /// Writes an object; `members` writes them by `member`.
  public mutating func object<Failure>(
    _ members: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    try bracket("{", "}", members)
  }

  /// Writes an array; `elements` writes them by `value`, `object` and `array`.
  public mutating func array<Failure>(
    _ elements: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    try bracket("[", "]", elements)
  }

  /// Writes a member of an object whose value `value` writes.
  public mutating func member<Failure>(
    _ key: String, _ value: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    separate()
    quote(key)
    text += ":"
    needsComma = false
    try value(&self)
  }

  public mutating func member(_ key: String, _ text: String) { member(key) { $0.value(text) } }
  public mutating func member(_ key: String, _ number: some BinaryInteger) {
    member(key) { $0.value(number) }
  }
  public mutating func member(_ key: String, _ number: Double) { member(key) { $0.value(number) } }
  public mutating func member(_ key: String, _ flag: Bool) { member(key) { $0.value(flag) } }
  public mutating func member(_ key: String, _ null: Never?) { member(key) { $0.value(null) } }

  public mutating func value(_ text: String) {
    separate()
    quote(text)
  }

  /// Integers are written in full: a reader that has doubles only rounds those above 2⁵³.
  public mutating func value(_ number: some BinaryInteger) { scalar(String(number)) }

  /// Written so that reading it gives the same number. JSON has no infinities and no NaN: `null`.
  public mutating func value(_ number: Double) {
    scalar(number.isFinite ? "\(number)" : "null")
  }

  public mutating func value(_ flag: Bool) { scalar(flag ? "true" : "false") }
  public mutating func value(_ null: Never?) { scalar("null") }

  private mutating func scalar(_ word: String) {
    separate()
    text += word
  }

  private mutating func separate() {
    if needsComma { text += "," }
    needsComma = true
  }

  private mutating func bracket<Failure>(
    _ open: String, _ close: String, _ content: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    separate()
    text += open
    needsComma = false
    try content(&self)
    text += close
    needsComma = true
  }

  private mutating func quote(_ string: String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
