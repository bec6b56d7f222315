// SPDX-License-Identifier: Apache-2.0

/// A place in the generated text; zero-based.
struct GeneratedPosition: Comparable {
  var line: Int
  /// In UTF-16 code units.
  var column: Int

  static var start: Self { Self(line: 0, column: 0) }
  /// Behind every place a map can name.
  static var end: Self { Self(line: .max, column: .max) }

  @inline(__always)
  static func < (left: Self, right: Self) -> Bool {
    left.line != right.line ? left.line < right.line : left.column < right.column
  }

  /// The same place, where line and column count from `base` on.
  func moved(to base: Self) -> Self {
    Self(line: base.line + line, column: line == 0 ? base.column + column : column)
  }
}
