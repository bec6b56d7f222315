// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Synchronization

/// The open sockets of doors, so that a forked child can close its copies of them.
///
/// A child that kept one would keep a connection open that its parent has closed, and listen at a door
/// behind which nobody is. No lock: a fork handler may not wait for a thread that the child has not.
final class OpenDescriptors: Sendable {
  static let shared = OpenDescriptors()

  /// A descriptor and the socket that it is; its number may be another file's by the time of a fork.
  private struct Slot: ~Copyable, Sendable {
    let descriptor = Atomic<Int32>(-1)
    let inode = Atomic<UInt64>(0)
  }

  private static let capacity = 256
  private nonisolated(unsafe) let slots: UnsafeMutablePointer<Slot>

  init() {
    slots = .allocate(capacity: Self.capacity)
    for index in 0..<Self.capacity { (slots + index).initialize(to: Slot()) }
  }

  /// Notes a socket; its place, or nil if there is none left.
  func add(_ descriptor: Int32) -> Int? {
    let inode = Self.inode(of: descriptor)
    for index in 0..<Self.capacity {
      let (taken, _) = slots[index].descriptor.compareExchange(
        expected: -1, desired: descriptor, ordering: .acquiringAndReleasing)
      guard taken else { continue }
      slots[index].inode.store(inode, ordering: .releasing)
      return index
    }
    return nil
  }

  func remove(at index: Int) {
    slots[index].inode.store(0, ordering: .releasing)
    slots[index].descriptor.store(-1, ordering: .releasing)
  }

  /// In a forked child.
  func closeAll() {
    for index in 0..<Self.capacity {
      let descriptor = slots[index].descriptor.load(ordering: .acquiring)
      let inode = slots[index].inode.load(ordering: .acquiring)
      guard descriptor >= 0, inode != 0, Self.inode(of: descriptor) == inode else { continue }
      close(descriptor)
      remove(at: index)
    }
  }

  private static func inode(of descriptor: Int32) -> UInt64 {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? UInt64(status.st_ino) : 0
  }
}
