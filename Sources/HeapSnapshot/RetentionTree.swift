// SPDX-License-Identifier: Apache-2.0

/// The dominator tree folded by class: what hangs under what, and how much of it.
///
/// Objects of one class under one parent are one entry; an object directly under one of its own
/// class joins that entry, so that a list is one entry and not a million. Entries beyond a depth join
/// their ancestor there. This is what flame graphs, icicles and profiles of a heap show.
public struct RetentionTree: Sendable {
  public struct Entry: Sendable {
    /// Index of the entry above; the first entry, the root, is its own.
    public internal(set) var parent: Int
    /// Class number.
    public let name: Int
    public let depth: Int
    /// Objects in the entry.
    public internal(set) var count: UInt64 = 0
    /// Bytes of the objects themselves.
    public internal(set) var shallow: UInt64 = 0
    /// Those and all below.
    public internal(set) var retained: UInt64 = 0
  }

  /// Parents before what is below them.
  public private(set) var entries: [Entry] = []

  public static let greatestDepth = 128

  public init(
    _ classes: ClassNames, _ dominators: Dominators, _ sizes: ShallowSizes,
    greatestDepth: Int = RetentionTree.greatestDepth
  ) {
    let entryOf = Column<UInt32>(zeros: dominators.count)
    var known: [UInt64: UInt32] = [:]
    var entries: [Entry] = []
    dominators.forEachTopDown { node, dominator in
      let name = classes[node]
      var index = entryOf[dominator]
      if node == dominator {
        entries.append(Entry(parent: 0, name: name, depth: 0))
        index = 0
      } else if entries[Int(index)].name != name, entries[Int(index)].depth < greatestDepth {
        let key = UInt64(index) << 32 | UInt64(name)
        if let found = known[key] {
          index = found
        } else {
          let depth = entries[Int(index)].depth + 1
          entries.append(Entry(parent: Int(index), name: name, depth: depth))
          index = UInt32(entries.count - 1)
          known[key] = index
        }
      }
      entryOf[node] = index
      entries[Int(index)].count += 1
      entries[Int(index)].shallow &+= sizes.bytes[node]
    }
    for index in entries.indices { entries[index].retained = entries[index].shallow }
    for index in entries.indices.dropFirst().reversed() {
      entries[entries[index].parent].retained &+= entries[index].retained
    }
    self.entries = entries
  }

  /// The entries from one up to the root, itself first.
  public func path(from index: Int) -> [Int] {
    var path = [index]
    while let last = path.last, last != 0 { path.append(entries[last].parent) }
    return path
  }
}
