// SPDX-License-Identifier: Apache-2.0

/// Spells out concatenated strings that contain one another, each from what is known of its halves.
///
/// A string that was put together in a loop is a chain of as many nodes as the loop had rounds;
/// following it down from every node would take the square of that.
struct Concatenations {
  private let snapshot: Snapshot
  private var texts = TextPool()
  /// Text numbers by node.
  private var known: [UInt32: UInt32] = [:]
  private var isOpen: Set<UInt32> = []

  init(_ snapshot: Snapshot) { self.snapshot = snapshot }

  /// The text as JSON writes it; of a string that contains itself, as far as it goes.
  mutating func bytes(of node: Int) -> [UInt8] {
    guard snapshot.type(of: node) == .concatenatedString else {
      let name = snapshot.nodes.name[node]
      guard name < snapshot.strings.count else { return [] }
      return snapshot.strings.text.slice(snapshot.strings.range(of: name))
    }
    var pending = [node]
    while let next = pending.last {
      let key = UInt32(truncatingIfNeeded: next)
      guard known[key] == nil else {
        pending.removeLast()
        continue
      }
      let halves = snapshot.halves(of: next)
      let parts = [halves.first, halves.second].compactMap { $0 }
      let missing = parts.filter {
        snapshot.type(of: $0) == .concatenatedString && known[UInt32($0)] == nil
          && !isOpen.contains(UInt32($0)) && $0 != next
      }
      if missing.isEmpty || isOpen.contains(key) {
        isOpen.remove(key)
        known[key] = texts.number(ofEscaped: joined(parts))
        pending.removeLast()
      } else {
        isOpen.insert(key)
        pending += missing
      }
    }
    return known[UInt32(truncatingIfNeeded: node)].map { Array(texts.escaped($0)) } ?? []
  }

  private func joined(_ parts: [Int]) -> [UInt8] {
    var result: [UInt8] = []
    var length = 0
    for part in parts where length < NodeNames.longestString {
      let bytes = escaped(part)
      length += Self.length(bytes)
      result += bytes
    }
    return result
  }

  private func escaped(_ node: Int) -> ArraySlice<UInt8> {
    if snapshot.type(of: node) == .concatenatedString {
      return known[UInt32(truncatingIfNeeded: node)].map { texts.escaped($0) } ?? []
    }
    let name = snapshot.nodes.name[node]
    guard name < snapshot.strings.count else { return [] }
    return snapshot.strings.text.slice(snapshot.strings.range(of: name))[...]
  }

  /// In UTF-16 code units.
  private static func length(_ bytes: ArraySlice<UInt8>) -> Int {
    let isPlain = !bytes.contains { $0 == UInt8(ascii: "\\") || $0 >= 0x80 }
    return isPlain ? bytes.count : EscapedText.plain(bytes).utf16.count
  }
}
