// SPDX-License-Identifier: Apache-2.0

/// The collections of a heap, with how many elements they have room for and how many they have.
///
/// Room follows from the size of V8's backing store and its layout. Elements are counted by edges, so
/// small integers, `undefined` and other values without an object of their own are not seen: counts
/// are lower bounds.
public struct Collections: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case map = "Map"
    case set = "Set"
    case weakMap = "WeakMap"
    case weakSet = "WeakSet"
    case array = "Array"
    /// An object whose properties V8 keeps in a hash table.
    case dictionary = "Object"
  }

  public struct Collection: Sendable, Equatable {
    public let node: Int
    public let kind: Kind
    /// At least as many.
    public let elements: Int
    /// Elements that the store has room for.
    public let capacity: Int
    /// Bytes of the store.
    public let storeBytes: UInt64

    /// Share of the room that is known to be used, 0 to 1.
    public var fill: Double { capacity == 0 ? 0 : Double(elements) / Double(capacity) }
    /// Bytes of the room that nothing is known to use.
    public var unusedBytes: UInt64 { UInt64(Double(storeBytes) * (1 - min(1, fill))) }
  }

  /// In ordinal order.
  public let all: [Collection]

  public init(of snapshot: Snapshot) {
    let stores = BackingStores(snapshot)
    var all: [Collection] = []
    for node in 0..<snapshot.nodes.count
    where snapshot.nodes.type[node] == NodeType.object.rawValue {
      if let collection = stores.collection(node) { all.append(collection) }
    }
    self.all = all
  }

  /// Those with at least so many elements, most first.
  public func large(_ minimum: Int) -> [Collection] {
    all.filter { $0.elements >= minimum }.sorted {
      $0.elements == $1.elements ? $0.node < $1.node : $0.elements > $1.elements
    }
  }

  /// Those with some elements in a store of at least so many bytes, of which at most a share is
  /// known to be used; most unused bytes first.
  public func sparse(storeBytes: UInt64 = 1024, fill: Double = 0.25) -> [Collection] {
    all.filter { $0.elements > 0 && $0.storeBytes >= storeBytes && $0.fill <= fill }.sorted {
      $0.unusedBytes == $1.unusedBytes ? $0.node < $1.node : $0.unusedBytes > $1.unusedBytes
    }
  }
}
