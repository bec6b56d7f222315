// SPDX-License-Identifier: Apache-2.0

/// The number of a stack within one depot.
public struct StackID: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  /// 0 for no stack, 1 for one that no longer fitted, then upwards.
  public let rawValue: UInt32

  /// Restores an id that was stored as a number.
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The stack with no frames: nothing was captured.
  public static var none: StackID { StackID(rawValue: 0) }
  /// Stands for every stack seen after the depot was full.
  public static var overflow: StackID { StackID(rawValue: 1) }
}

/// Keeps each distinct native stack once and gives it a number.
///
/// Not synchronised: a depot belongs to the thread that has its VM open. Stacks are kept until
/// the depot goes, eight bytes a frame and 32 a stack; a program whose stacks are ever new (code
/// compiled at run time moves) meets `limit` instead of filling the memory.
public final class StackDepot {
  /// All that changes, behind one constant pointer: no exclusivity checks on the way.
  private struct State: ~Copyable {
    /// Finds stacks by content.
    var index = SlotTable()
    /// By id less `firstID`: the address of the frame count, which the frames follow.
    var records = StableArray<UnsafePointer<UInt>>()
    /// Where counts and frames lie.
    var arena = WordArena()
  }

  /// The id of the first stack kept.
  private static var firstID: UInt32 { 2 }

  /// How many distinct stacks are kept at most.
  public let limit: Int
  private let state: UnsafeMutablePointer<State>

  /// An empty depot. Allocates about 2 KB.
  public init(limit: Int = 1 << 18) {
    self.limit = limit
    state = .allocate(capacity: 1)
    state.initialize(to: State())
  }

  deinit {
    state.deinitialize(count: 1)
    state.deallocate()
  }

  /// How many distinct stacks are kept.
  public var count: Int { state.pointee.records.count }

  /// Bytes allocated for frames.
  public var frameBytes: Int { state.pointee.arena.bytes }

  /// Bytes allocated, the index included.
  public var bytes: Int { frameBytes + state.pointee.records.bytes + state.pointee.index.bytes }

  /// Returns the number of a stack, the same for equal frames; about 10 ns when it is known.
  ///
  /// `frames` is borrowed for the call: `count` return addresses, innermost first. No frames
  /// give `.none`; a new stack beyond `limit` gives `.overflow`. Allocates for new stacks only.
  public func intern(_ frames: UnsafePointer<UInt>, _ count: Int) -> StackID {
    guard count > 0 else { return .none }
    return intern(frames, count, hash: StackHash.hash(frames, count))
  }

  /// The same for at least one frame whose hash is known already.
  @inline(__always)
  func intern(_ frames: UnsafePointer<UInt>, _ count: Int, hash: UInt32) -> StackID {
    let known = state.pointee.index.find(hash) { position in
      let record = state.pointee.records.address(of: Int(position)).pointee
      return record[0] == UInt(bitPattern: count) && StackHash.equal(record + 1, frames, count)
    }
    if let known { return StackID(rawValue: known &+ Self.firstID) }
    return add(frames, count, hash)
  }

  /// The frames of a stack, innermost first; empty for `.none`, `.overflow` and unknown ids.
  ///
  /// Borrowed: valid as long as the depot.
  public func frames(of id: StackID) -> UnsafeBufferPointer<UInt> {
    guard id.rawValue >= Self.firstID, Int(id.rawValue - Self.firstID) < count else {
      return UnsafeBufferPointer(start: nil, count: 0)
    }
    let record = state.pointee.records.address(of: Int(id.rawValue - Self.firstID)).pointee
    return UnsafeBufferPointer(start: record + 1, count: Int(bitPattern: record[0]))
  }

  /// How many frames follow an address that `frames(of:)` gave as its first.
  @inline(__always)
  static func frameCount(at frames: UnsafePointer<UInt>) -> Int { Int(bitPattern: frames[-1]) }

  /// Keeps a stack that was not found.
  @inline(never)
  private func add(_ frames: UnsafePointer<UInt>, _ count: Int, _ hash: UInt32) -> StackID {
    guard self.count < limit else { return .overflow }
    let record = state.pointee.arena.allocate(count + 1)
    record.initialize(to: UInt(bitPattern: count))
    (record + 1).initialize(from: frames, count: count)
    let position = UInt32(state.pointee.records.append(UnsafePointer(record)))
    state.pointee.index.insert(hash, id: position)
    return StackID(rawValue: position + Self.firstID)
  }
}
