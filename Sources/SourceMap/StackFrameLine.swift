// SPDX-License-Identifier: Apache-2.0

/// A line of an error's stack that names a call: `    at f (app.js:10:5)`.
///
/// Names of functions and scripts may hold spaces and parentheses, so where the location begins
/// is a guess; whether a script of that name has a map decides.
struct StackFrameLine {
  /// What a frame begins with.
  static let prefix = Array("    at ".utf8)
  private static let asyncPrefix = Array("async ".utf8)
  private static let evalPrefix = Array("eval at ".utf8)
  private static let evalSuffix = Array(", ".utf8)
  /// Code evaluated by evaluated code is followed this deep.
  private static var evalLimit: Int { 16 }

  /// Where the call may have been, likeliest first; empty if this is no frame with a position.
  let locations: [ScriptLocation]

  /// Reads one line of the text, without its line break.
  init(_ text: [UInt8], _ line: Range<Int>) {
    guard text[line].starts(with: Self.prefix) else {
      locations = []
      return
    }
    let frame = line.lowerBound + Self.prefix.count..<line.upperBound
    let ranges =
      text[frame].last == UInt8(ascii: ")")
      ? Self.parenthesized(text, frame) : Self.bare(text, frame)
    locations = ranges.compactMap { range in
      Self.outsideEval(text, range).flatMap { ScriptLocation(text, $0) }
    }
  }

  /// `app.js:3:1` and `async app.js:3:1`, which may also be a script named "async app.js".
  private static func bare(_ text: [UInt8], _ frame: Range<Int>) -> [Range<Int>] {
    guard text[frame].starts(with: asyncPrefix) else { return [frame] }
    return [frame.lowerBound + asyncPrefix.count..<frame.upperBound, frame]
  }

  /// `f (app.js:1:2)`: what the last parenthesis closes, else all behind the first " (".
  private static func parenthesized(_ text: [UInt8], _ frame: Range<Int>) -> [Range<Int>] {
    let balanced = insideLastParentheses(text, frame)
    let first = frame.dropLast().first { index in
      text[index] == UInt8(ascii: "(") && index > frame.lowerBound
        && text[index - 1] == UInt8(ascii: " ")
    }
    let widest = first.map { $0 + 1..<frame.upperBound - 1 }
    return [balanced, widest == balanced ? nil : widest].compactMap(\.self)
  }

  /// For `eval at f (app.js:1:1), <anonymous>:1:1` the part `app.js:1:1`: only that has a file.
  private static func outsideEval(_ text: [UInt8], _ range: Range<Int>) -> Range<Int>? {
    var range = range
    for _ in 0..<evalLimit {
      guard text[range].starts(with: evalPrefix) else { return range }
      guard let close = text[range].lastIndex(of: UInt8(ascii: ")")),
        case let rest = text[close + 1..<range.upperBound],
        rest.isEmpty || rest.starts(with: evalSuffix),
        let inside = insideLastParentheses(text, range.lowerBound..<close + 1)
      else { return nil }
      range = inside
    }
    return nil
  }

  /// What stands between the parenthesis that ends the range and its partner behind a space.
  private static func insideLastParentheses(
    _ text: [UInt8], _ range: Range<Int>
  ) -> Range<Int>? {
    var depth = 0
    for index in range.reversed() {
      switch text[index] {
      case UInt8(ascii: ")"): depth += 1
      case UInt8(ascii: "("): depth -= 1
      default: continue
      }
      guard depth == 0 else { continue }
      let isBehindSpace = index > range.lowerBound && text[index - 1] == UInt8(ascii: " ")
      return isBehindSpace ? index + 1..<range.upperBound - 1 : nil
    }
    return nil
  }
}
