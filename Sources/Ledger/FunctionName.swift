// SPDX-License-Identifier: Apache-2.0

/// Shortens demangled names.
enum FunctionName {
  /// `Widget::Bind(int) const` → `Widget::Bind`; returns the name itself when in doubt.
  ///
  /// Only a parameter list at the end goes, with what may follow it: qualifiers, `[clone …]`.
  /// Lists inside template arguments, lambdas and `(anonymous namespace)` stay.
  static func withoutParameters(_ name: String) -> String {
    let bytes = Array(name.utf8)
    guard let close = bytes.lastIndex(of: UInt8(ascii: ")")) else { return name }
    let follows = bytes.dropFirst(close + 1).first
    guard follows == nil || follows == UInt8(ascii: " ") else { return name }
    guard let open = opening(of: close, in: bytes), open > 0 else { return name }
    let short = String(decoding: bytes[..<open], as: UTF8.self)
    // What is left of "operator()" is no name, and "a::(anonymous namespace)" has no parameters.
    if short.hasSuffix("operator") || short.hasSuffix("::") { return name }
    return short
  }

  /// The position of the parenthesis that the one at `close` closes.
  private static func opening(of close: Int, in bytes: [UInt8]) -> Int? {
    var depth = 0
    for index in (0...close).reversed() {
      if bytes[index] == UInt8(ascii: ")") { depth += 1 }
      if bytes[index] == UInt8(ascii: "(") { depth -= 1 }
      if depth == 0 { return index }
    }
    return nil
  }
}
