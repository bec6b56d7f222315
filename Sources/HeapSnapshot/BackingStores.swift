// SPDX-License-Identifier: Apache-2.0

/// Reads V8's backing stores of collections: flat arrays of words whose layout the engine fixes.
struct BackingStores {
  private let snapshot: Snapshot
  /// 4 with compressed pointers, as in browsers; else 8.
  private let wordSize: Int
  private let kinds: [UInt32: Collections.Kind]
  private let table: UInt32?
  private let elements: UInt32?
  private let properties: UInt32?

  init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    wordSize = snapshot.hasCompressedPointers ? 4 : 8
    let found = snapshot.strings.indexes(
      of: Collections.Kind.allCases.map(\.rawValue) + ["table", "elements", "properties"])
    var kinds: [UInt32: Collections.Kind] = [:]
    for kind in Collections.Kind.allCases {
      if let name = found[kind.rawValue] { kinds[name] = kind }
    }
    self.kinds = kinds
    table = found["table"]
    elements = found["elements"]
    properties = found["properties"]
  }

  func collection(_ node: Int) -> Collections.Collection? {
    guard let kind = kinds[snapshot.nodes.name[node]] else { return nil }
    let wanted =
      switch kind {
      case .map, .set, .weakMap, .weakSet: table
      case .array: elements
      case .dictionary: properties
      }
    // Objects with few properties keep them in an array of another type.
    guard let store = snapshot.target(of: node, internal: wanted),
      snapshot.nodes.type[store] == NodeType.array.rawValue, let words = words(store)
    else { return nil }
    switch kind {
    case .map: return hashed(node, kind, store, words, entry: 3)
    case .set: return hashed(node, kind, store, words, entry: 2)
    case .weakMap, .weakSet:
      return probed(node, kind, store, words, prefixes: [3], entry: 2, elements: nil)
    case .array:
      let count = count(of: node, .element)
      return collection(node, kind, store, count, room: words)
    case .dictionary:
      return probed(
        node, kind, store, words, prefixes: [5, 6], entry: 3, elements: count(of: node, .property))
    }
  }

  /// Words of a store behind its map and its length.
  private func words(_ store: Int) -> Int? {
    let words = Int(clamping: snapshot.nodes.selfSize(store)) / wordSize - 2
    return words >= 0 ? words : nil
  }

  private func count(of node: Int, _ type: EdgeType) -> Int {
    snapshot.edges(of: node).count { snapshot.edges.type[$0] == type.rawValue }
  }

  /// Ordered hash tables: three words, a word for each bucket, and two entries for each.
  private func hashed(
    _ node: Int, _ kind: Collections.Kind, _ store: Int, _ words: Int, entry: Int
  ) -> Collections.Collection? {
    let buckets = (words - 3) / (1 + 2 * entry)
    // One word may be left over, for alignment.
    guard buckets > 0, buckets & (buckets - 1) == 0, (words - 3) % (1 + 2 * entry) <= 1
    else { return nil }
    let used = entries(of: store, from: 3 + buckets, entry)
    return collection(node, kind, store, used, room: 2 * buckets)
  }

  /// Hash tables with a power of two of entries behind a prefix.
  private func probed(
    _ node: Int, _ kind: Collections.Kind, _ store: Int, _ words: Int, prefixes: [Int], entry: Int,
    elements: Int?
  ) -> Collections.Collection? {
    for prefix in prefixes where words > prefix && (words - prefix) % entry == 0 {
      let room = (words - prefix) / entry
      guard room & (room - 1) == 0 else { continue }
      let used = elements ?? entries(of: store, from: prefix, entry)
      return collection(node, kind, store, used, room: room)
    }
    return nil
  }

  /// Entries of a table with an edge to a key or a value.
  private func entries(of store: Int, from start: Int, _ entry: Int) -> Int {
    var used: Set<Int> = []
    for edge in snapshot.edges(of: store) {
      let isIndexed = snapshot.type(ofEdge: edge).isIndexed
      let name = snapshot.edges.name[edge]
      guard isIndexed || snapshot.strings.startsWithDigit(name),
        !snapshot.names.isKind(.ephemeron, name) || isIndexed
      else { continue }
      let position = isIndexed ? Int(name) : snapshot.strings.leadingNumber(of: name)
      if position >= start { used.insert((position - start) / entry) }
    }
    return used.count
  }

  private func collection(
    _ node: Int, _ kind: Collections.Kind, _ store: Int, _ elements: Int, room: Int
  ) -> Collections.Collection {
    Collections.Collection(
      node: node, kind: kind, elements: min(elements, room), capacity: room,
      storeBytes: snapshot.nodes.selfSize(store))
  }
}

extension Snapshot {
  /// Objects are multiples of four bytes, not of eight.
  var hasCompressedPointers: Bool {
    (0..<nodes.count).contains {
      nodes.type[$0] == NodeType.object.rawValue && nodes.selfSize($0) % 8 == 4
    }
  }
}
