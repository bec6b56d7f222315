// SPDX-License-Identifier: Apache-2.0

/// Puts original positions into the text of an error's stack, as V8 prints it.
///
/// Lines and columns in the text count from one. Those of a script compiled with an offset are
/// looked up as printed, with the offset in them.
public struct StackRewriter {
  private let map: (_ scriptName: String) -> SourceMap?

  /// Rewrites with the maps that `map` finds for names of scripts; nil leaves a frame as it is.
  ///
  /// Asked once or twice for each frame, also for names that no script has; keep maps parsed.
  public init(_ map: @escaping (_ scriptName: String) -> SourceMap?) {
    self.map = map
  }

  /// Returns the stack with the positions replaced that have a map and a mapping.
  ///
  /// The header up to the first line that begins with "    at " stays as it is, as do names of
  /// functions. For a frame in evaluated code the position of the `eval` is replaced.
  public func rewrite(_ stack: String) -> String {
    let text = Array(stack.utf8)
    guard var start = Self.firstFrame(text) else { return stack }
    var result: [UInt8] = []
    var copied = 0
    while start < text.count {
      let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
      if let (range, position) = replacement(text, start..<end) {
        result += text[copied..<range.lowerBound]
        result += position.utf8
        copied = range.upperBound
      }
      start = end + 1
    }
    guard copied > 0 else { return stack }
    result += text[copied...]
    return String(decoding: result, as: UTF8.self)
  }

  /// What to write over which part of a line; nil to leave it. The first map found decides.
  private func replacement(_ text: [UInt8], _ line: Range<Int>) -> (Range<Int>, String)? {
    for location in StackFrameLine(text, line).locations {
      let name = String(decoding: text[location.name], as: UTF8.self)
      guard let map = map(name) else { continue }
      guard
        let original = map.original(line: location.line - 1, column: location.column - 1),
        let source = original.source
      else { return nil }
      return (location.range, "\(source):\(original.line + 1):\(original.column + 1)")
    }
    return nil
  }

  /// Where the first line that looks like a frame begins, behind the header.
  private static func firstFrame(_ text: [UInt8]) -> Int? {
    var start = text.startIndex
    while let lineBreak = text[start...].firstIndex(of: UInt8(ascii: "\n")) {
      start = lineBreak + 1
      if text[start...].starts(with: StackFrameLine.prefix) { return start }
    }
    return nil
  }
}
