// SPDX-License-Identifier: Apache-2.0

/// Where a piece of generated code was written.
public struct OriginalPosition: Hashable, Sendable {
  /// The map's name for the source, behind its `sourceRoot`; nil where the map gives none.
  ///
  /// Neither resolved against the place of the map nor freed of `.` and `..`.
  public let source: String?
  /// Zero-based.
  public let line: Int
  /// Zero-based, in UTF-16 code units.
  public let column: Int
  /// What the generated identifier was called, where the map tells.
  public let name: String?

  /// A position as a map would give it.
  public init(source: String?, line: Int, column: Int, name: String? = nil) {
    self.source = source
    self.line = line
    self.column = column
    self.name = name
  }
}
