// SPDX-License-Identifier: Apache-2.0

/// Strings that are in memory more than once.
///
/// Concatenated strings are spelled out, unless one half is empty: then the other half is the
/// string. V8 cuts names at 1,024 characters; where a file says so, cut ones must also agree in
/// length and hash.
public struct DuplicateStrings: Sendable {
  public struct Group: Sendable {
    /// A string of the group.
    public let node: Int
    public let count: Int
    /// Bytes of all copies, after sizes were moved to owners.
    public let bytes: UInt64
  }

  /// The group with most bytes first.
  public let groups: [Group]
  private let snapshot: Snapshot

  public init(of snapshot: Snapshot, _ sizes: ShallowSizes) {
    var tally = StringTally(snapshot)
    for node in 0..<snapshot.nodes.count where sizes.bytes[node] > 0 {
      switch snapshot.type(of: node) {
      case .string: tally.add(node, tally.number(ofString: node), sizes.bytes[node])
      case .concatenatedString:
        guard !snapshot.hasEmptyHalf(node) else { continue }
        tally.add(node, tally.number(ofConcatenation: node), sizes.bytes[node])
      default: continue
      }
    }
    groups = (0..<tally.counts.count).filter { tally.counts[$0] > 1 }
      .sorted { (tally.bytes[$0], $1) > (tally.bytes[$1], $0) }
      .map { Group(node: Int(tally.first[$0]), count: tally.counts[$0], bytes: tally.bytes[$0]) }
    self.snapshot = snapshot
  }

  /// The text that the strings of a group have in common.
  public func text(of group: Group) -> String { snapshot.spelledOut(group.node) }

  /// How many strings are in groups.
  public var copies: Int { groups.reduce(0) { $0 + $1.count } }
  public var bytes: UInt64 { groups.reduce(0) { $0 &+ $1.bytes } }
}

extension Snapshot {
  fileprivate func hasEmptyHalf(_ node: Int) -> Bool {
    let halves = halves(of: node)
    return isEmptyString(halves.first) || isEmptyString(halves.second)
  }

  private func isEmptyString(_ half: Int?) -> Bool {
    guard let half else { return true }
    return type(of: half) == .string && strings.writtenLength(of: nodes.name[half]) == 0
  }
}

/// Counts of strings by text.
private struct StringTally {
  let snapshot: Snapshot
  var counts: [Int] = []
  var bytes: [UInt64] = []
  /// The first string of each text.
  var first: [UInt32] = []
  /// The text's number by string of the file, counted from 1; 0 where it is not known yet.
  private let ofString: Column<UInt32>
  private var concatenations: Concatenations

  init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    ofString = Column(zeros: snapshot.strings.count)
    concatenations = Concatenations(snapshot)
  }

  mutating func add(_ node: Int, _ number: UInt32, _ size: UInt64) {
    // Parts of concatenated strings have numbers, too, and may never be counted.
    while Int(number) >= counts.count {
      counts.append(0)
      bytes.append(0)
      first.append(0)
    }
    if counts[Int(number)] == 0 { first[Int(number)] = UInt32(truncatingIfNeeded: node) }
    counts[Int(number)] += 1
    bytes[Int(number)] &+= size
  }

  mutating func number(ofString node: Int) -> UInt32 {
    let (name, strings) = (snapshot.nodes.name[node], snapshot.strings)
    if !snapshot.edges(of: node).isEmpty, let mark = cut(node) {
      let text = name < ofString.count ? strings.text.slice(strings.range(of: name)) : []
      return concatenations.texts.number(ofEscaped: text + mark)
    }
    guard name < ofString.count else { return concatenations.texts.number(of: name, in: strings) }
    if ofString[name] == 0 {
      ofString[name] = concatenations.texts.number(of: name, in: strings) + 1
    }
    return ofString[name] - 1
  }

  mutating func number(ofConcatenation node: Int) -> UInt32 { concatenations.number(of: node) }

  /// What tells cut strings apart, if the file says that this one was cut; no text has NUL bytes.
  private func cut(_ node: Int) -> [UInt8]? {
    guard let truncated = snapshot.target(of: node, internal: .truncated),
      text(truncated) == "true"
    else { return nil }
    return Array("\0\(value(node, "length") ?? "")\0\(value(node, "hash") ?? "")".utf8)
  }

  /// The value that an internal edge leads to: its name, or the name of what holds the value.
  private func value(_ node: Int, _ name: StaticString) -> String? {
    snapshot.target(of: node, internal: name).map(text)
  }

  private func text(_ node: Int) -> String {
    snapshot.name(of: snapshot.target(of: node, internal: "value") ?? node)
  }
}
