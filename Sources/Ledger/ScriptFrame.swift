// SPDX-License-Identifier: Apache-2.0

/// A place in JavaScript: the frame that was running when an object was made.
public struct ScriptFrame: Hashable, Sendable {
  /// The function's name; empty for an anonymous one and for a script's top level.
  public let function: String
  /// The script's name or URL; empty when it has none.
  public let script: String
  /// The line, from 1; 0 when unknown.
  public let line: Int
  /// The column in UTF-16 code units, from 1; 0 when unknown.
  public let column: Int

  /// Describes a frame in the words that reports use.
  public init(function: String, script: String, line: Int, column: Int) {
    self.function = function
    self.script = script
    self.line = line
    self.column = column
  }
}

extension ScriptFrame: CustomStringConvertible {
  /// `openPage (app.js:31:12)`, without what is unknown.
  public var description: String {
    var place = script.isEmpty ? "<anonymous script>" : Self.printable(script)
    if line > 0 { place += ":\(line)" }
    if line > 0, column > 0 { place += ":\(column)" }
    let name = function.isEmpty ? "<anonymous>" : Self.printable(function)
    return "\(name) (\(place))"
  }

  /// The text with control characters escaped: names come from scripts, which may be hostile.
  private static func printable(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return text }
    return text.unicodeScalars.map {
      $0.value < 0x20 || $0.value == 0x7F ? $0.escaped(asASCII: true) : String($0)
    }
    .joined()
  }
}
