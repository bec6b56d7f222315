// SPDX-License-Identifier: Apache-2.0

/// Lines of `root;class;class bytes`, as flame graph programs read them: root first, shallow bytes
/// of the entry at the end of the line.
public struct FoldedStacks: Sendable {
  private let tree: RetentionTree
  private let classes: ClassNames

  public init(_ tree: RetentionTree, _ classes: ClassNames) {
    self.tree = tree
    self.classes = classes
  }

  /// Hands out a line at a time; entries without bytes of their own have none.
  public func forEachLine(_ body: (String) throws -> Void) rethrows {
    for index in tree.entries.indices where tree.entries[index].shallow > 0 {
      let frames = tree.path(from: index).reversed().map { Self.frame(classes, tree, $0) }
      try body(frames.joined(separator: ";") + " \(tree.entries[index].shallow)")
    }
  }

  /// Semicolons and line ends would end a frame.
  static func frame(_ classes: ClassNames, _ tree: RetentionTree, _ index: Int) -> String {
    let name = classes.name(of: tree.entries[index].name)
    let cleaned = name.map { $0 == ";" || $0.isNewline ? " " : $0 }
    return cleaned.isEmpty ? "(root)" : String(cleaned)
  }
}
