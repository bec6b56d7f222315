// SPDX-License-Identifier: Apache-2.0

/// The names that people read: DevTools' names of single nodes.
///
/// A plain object shows its properties from both ends, `{a, b, …, y, z}`; a concatenated string is
/// spelled out from its parts. Made on demand; nothing is kept.
public struct NodeNames: Sendable {
  private let snapshot: Snapshot
  private let detachedness: Detachedness

  /// A string that is spelled out to this many UTF-16 code units gets no further part.
  static let longestString = 1024
  /// Longest name of a plain object, in UTF-16 code units; the last `, …` comes on top.
  private static let longestObject = 100

  public init(of snapshot: Snapshot, _ detachedness: Detachedness) {
    self.snapshot = snapshot
    self.detachedness = detachedness
  }

  public subscript(node: Int) -> String {
    switch snapshot.type(of: node) {
    case .concatenatedString: return snapshot.spelledOut(node)
    case .object where snapshot.names.isKind(.plainObject, snapshot.nodes.name[node]):
      return plainObject(node)
    default:
      let name = snapshot.name(of: node)
      return detachedness.isRenamed(node) ? "Detached " + name : name
    }
  }

  /// Takes properties from the start and from the end in turn until there is no more room.
  private func plainObject(_ node: Int) -> String {
    var edges = snapshot.edges(of: node)
    var (start, end) = ("", "")
    var length = 2
    var takesLast = false
    while let edge = takesLast ? edges.last : edges.first {
      let isShown =
        snapshot.type(ofEdge: edge) == .property
        && !snapshot.names.isKind(.proto, snapshot.edges.name[edge])
      if isShown {
        let name = PropertyName.formatted(snapshot.name(ofEdge: edge))
        guard start.isEmpty || length + name.utf16.count <= Self.longestObject else { break }
        if takesLast {
          end = end.isEmpty ? name : name + ", " + end
        } else {
          start = start.isEmpty ? name : start + ", " + name
        }
        length = 2 + start.utf16.count + end.utf16.count
      }
      edges = takesLast ? edges.dropLast() : edges.dropFirst()
      if isShown { takesLast.toggle() }
    }
    let middle = edges.isEmpty ? "" : ", …"
    return "{" + start + middle + (end.isEmpty ? "" : ", " + end) + "}"
  }
}

extension Snapshot {
  /// The text of a string: of a concatenated one from its parts, as far as the file has them.
  func spelledOut(_ node: Int) -> String {
    var text = ""
    var length = 0
    var pending = [node]
    // A damaged file's strings can consist of themselves.
    var stepsLeft = nodes.count
    while let next = pending.popLast(), length < NodeNames.longestString, stepsLeft > 0 {
      stepsLeft -= 1
      guard type(of: next) == .concatenatedString else {
        let part = name(of: next)
        text += part
        length += part.utf16.count
        continue
      }
      let halves = halves(of: next)
      if let second = halves.second { pending.append(second) }
      if let first = halves.first { pending.append(first) }
    }
    return text
  }

  /// The two strings that a concatenated string was made of.
  func halves(of node: Int) -> (first: Int?, second: Int?) {
    (target(of: node, internal: .first), target(of: node, internal: .second))
  }
}
