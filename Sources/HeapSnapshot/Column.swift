// SPDX-License-Identifier: Apache-2.0

/// One value a node or edge, in file order: the analyser's only container of large data.
///
/// A reference to memory, like a class: copies share it. Indexes are checked in debug builds and
/// under the fuzzer; in release builds they are not, because every index that comes from a file is
/// checked once, when the file is read.
@safe public struct Column<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  @usableFromInline let base: UnsafeMutablePointer<Element>
  /// How many values there are.
  public let count: Int
  private let memory: Mapping

  /// A column of zeros.
  public init(zeros count: Int) {
    memory = Mapping(zeroed: count * MemoryLayout<Element>.stride)
    self.count = count
    unsafe base = memory.address.bindMemory(to: Element.self, capacity: max(1, count))
  }

  /// A column whose values mean nothing until each has been set; cheaper than zeros.
  public init(uninitialised count: Int) {
    memory = Mapping(uninitialised: count * MemoryLayout<Element>.stride)
    self.count = count
    unsafe base = memory.address.bindMemory(to: Element.self, capacity: max(1, count))
  }

  /// A column over a part of memory that something else holds, such as a mapped file.
  init(in memory: Mapping, at offset: Int, count: Int) {
    precondition(offset % MemoryLayout<Element>.alignment == 0)
    precondition(offset + count * MemoryLayout<Element>.stride <= memory.size)
    self.memory = memory
    self.count = count
    unsafe base = (memory.address + offset).bindMemory(to: Element.self, capacity: max(1, count))
  }

  @inlinable @inline(__always)
  public subscript(index: Int) -> Element {
    get {
      assert(index >= 0 && index < count)
      return unsafe base[index]
    }
    nonmutating set {
      assert(index >= 0 && index < count)
      unsafe base[index] = newValue
    }
  }

  @inlinable @inline(__always)
  public subscript(index: UInt32) -> Element {
    get { self[Int(index)] }
    nonmutating set { self[Int(index)] = newValue }
  }

  /// Sets every value.
  public func fill(_ value: Element) { unsafe base.update(repeating: value, count: count) }

  /// A column of its own with the same values.
  public func copy() -> Column {
    let copy = Column(uninitialised: count)
    unsafe copy.base.update(from: base, count: count)
    return copy
  }

  /// The values as bytes in the machine's order, for hashing and for side files.
  public var bytes: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: base, count: count * MemoryLayout<Element>.stride)
  }
}

extension Column where Element: Equatable {
  /// The values as an array, for small columns and tests.
  public var values: [Element] { (0..<count).map { self[$0] } }
}
