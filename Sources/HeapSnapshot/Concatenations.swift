// SPDX-License-Identifier: Apache-2.0

/// Spells out concatenated strings that contain one another, each from what is known of its halves.
///
/// A string that was put together in a loop is a chain of as many nodes as the loop had rounds;
/// following it down from every node would take the square of that.
struct Concatenations {
  private let snapshot: Snapshot
  /// The texts, as JSON writes them; others can be added.
  var texts = TextPool()
  /// Text numbers by node, counted from 1; 0 where none is known.
  private let known: Column<UInt32>
  /// Nodes whose halves are being spelled out.
  private let isOpen: BitColumn
  private var buffer: [UInt8] = []

  init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    known = Column(zeros: snapshot.nodes.count)
    isOpen = BitColumn(count: snapshot.nodes.count)
  }

  /// The number of a concatenated string's text; of one that contains itself, as far as it goes.
  mutating func number(of node: Int) -> UInt32 {
    var pending = known[node] == 0 ? [node] : []
    while let next = pending.last {
      guard known[next] == 0 else {
        pending.removeLast()
        continue
      }
      let halves = snapshot.halves(of: next)
      if !isOpen[next] {
        let count = pending.count
        if let half = halves.first, isMissing(half, in: next) { pending.append(half) }
        if let half = halves.second, isMissing(half, in: next) { pending.append(half) }
        if pending.count > count {
          isOpen[next] = true
          continue
        }
      }
      isOpen[next] = false
      known[next] = joined(halves.first, halves.second) + 1
      pending.removeLast()
    }
    return known[node] - 1
  }

  private func isMissing(_ half: Int, in node: Int) -> Bool {
    snapshot.type(of: half) == .concatenatedString && known[half] == 0 && !isOpen[half]
      && half != node
  }

  private mutating func joined(_ first: Int?, _ second: Int?) -> UInt32 {
    buffer.removeAll(keepingCapacity: true)
    if let first { append(first) }
    if let second, Self.length(buffer) < NodeNames.longestString { append(second) }
    return unsafe buffer.withUnsafeBytes { unsafe texts.number(ofEscaped: $0) }
  }

  private mutating func append(_ node: Int) {
    guard snapshot.type(of: node) == .concatenatedString else {
      let name = snapshot.nodes.name[node]
      guard name < snapshot.strings.count else { return }
      let range = snapshot.strings.range(of: name)
      unsafe buffer.append(contentsOf: snapshot.strings.text.bytes(range))
      return
    }
    if known[node] > 0 { buffer.append(contentsOf: texts.escaped(known[node] - 1)) }
  }

  /// In UTF-16 code units.
  private static func length(_ bytes: [UInt8]) -> Int {
    // No character is written shorter than its code units; few texts are so long.
    guard bytes.count >= NodeNames.longestString else { return bytes.count }
    let isPlain = !bytes.contains { $0 == UInt8(ascii: "\\") || $0 >= 0x80 }
    return isPlain ? bytes.count : EscapedText.plain(bytes[...]).utf16.count
  }
}
