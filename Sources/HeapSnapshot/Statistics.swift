// SPDX-License-Identifier: Apache-2.0

/// What the memory is used for, in the parts that DevTools' Statistics view has. All in bytes.
public struct Statistics: BitwiseCopyable, Sendable, Equatable {
  /// All nodes, and what V8 accounts to the heap outside of it.
  public private(set) var total: UInt64 = 0
  /// Memory outside V8's heap; typed arrays' data among it.
  public private(set) var native: UInt64 = 0
  public private(set) var typedArrays: UInt64 = 0
  public private(set) var code: UInt64 = 0
  public private(set) var strings: UInt64 = 0
  /// Arrays of JavaScript with their elements.
  public private(set) var arrays: UInt64 = 0
  /// V8's own objects. 0 in files of V8 15, which have them among the native ones.
  public private(set) var system: UInt64 = 0

  /// All that is not native.
  public var v8Heap: UInt64 { total &- native }

  public init(of snapshot: Snapshot, _ sizes: ShallowSizes) {
    native = snapshot.meta.extraNativeBytes
    total = sizes.total &+ native
    let (known, names) = (snapshot.names, snapshot.nodes.name)
    var arrayElements = ArrayElements(snapshot)
    for node in 0..<snapshot.nodes.count {
      let bytes = sizes.bytes[node]
      switch snapshot.type(of: node) {
      case .hidden: system &+= bytes
      case .native:
        native &+= bytes
        if known.isKind(.arrayBufferData, names[node]) { typedArrays &+= bytes }
      case .code: code &+= bytes
      case .string, .concatenatedString, .slicedString: strings &+= bytes
      case _ where known.isKind(.array, names[node]):
        arrays &+= bytes
        arrayElements.note(of: node)
      default: break
      }
    }
    arrays &+= arrayElements.bytes(sizes)
  }
}

/// The stores behind arrays that nothing else refers to.
private struct ArrayElements {
  private let snapshot: Snapshot
  private var found: [UInt32] = []

  init(_ snapshot: Snapshot) { self.snapshot = snapshot }

  mutating func note(of array: Int) {
    if let elements = snapshot.target(of: array, internal: "elements") {
      found.append(UInt32(truncatingIfNeeded: elements))
    }
  }

  func bytes(_ sizes: ShallowSizes) -> UInt64 {
    // Most sizes have been moved to the arrays; only of the others it matters who refers to them.
    let wanted = found.filter { sizes.bytes[$0] > 0 }
    guard !wanted.isEmpty else { return 0 }
    let retainers = Column<UInt8>(zeros: snapshot.nodes.count)
    for edge in 0..<snapshot.edges.count {
      let target = snapshot.edges.target[edge]
      if retainers[target] < 2 { retainers[target] += 1 }
    }
    return wanted.reduce(0) { $0 &+ (retainers[$1] == 1 ? sizes.bytes[$1] : 0) }
  }
}
