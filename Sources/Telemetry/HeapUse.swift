// SPDX-License-Identifier: Apache-2.0

/// What only a process itself knows of its heaps: how much of them is in use. Sizes are bytes.
public struct HeapUse: Equatable, Sendable {
  /// One heap.
  public struct Heap: Equatable, Sendable {
    public var allocated: UInt64
    public var free: UInt64

    public init(allocated: UInt64, free: UInt64) {
      self.allocated = allocated
      self.free = free
    }
  }

  /// malloc's.
  public var native: Heap
  /// V8's, of all VMs; nil when one of them could not be asked.
  public var engine: Heap?
  /// Handles that V8 has beyond scopes.
  public var handles: UInt64
  /// What objects of JavaScript keep outside V8's heaps: the bytes of array buffers and external strings.
  public var external: UInt64

  public init(native: Heap, engine: Heap?, handles: UInt64, external: UInt64) {
    self.native = native
    self.engine = engine
    self.handles = handles
    self.external = external
  }
}

extension MemoryRecord {
  /// What is known of the heap of a row.
  public func heap(of row: Row) -> HeapUse.Heap? {
    switch row.name {
    case MemoryGroup.nativeHeap.rawValue: use?.native
    case MemoryGroup.engineHeap.rawValue: use?.engine
    default: nil
    }
  }
}
