// SPDX-License-Identifier: Apache-2.0

/// When an object was made, in four bytes: an epoch of its VM, and whether leaks of it are ignored.
///
/// A creation costs one load and one store: time, thread and collections are looked up in the VM's
/// `Epochs` when someone asks.
public struct Stamp: Hashable, Sendable, BitwiseCopyable {
  /// The bit that marks what is not to be reported.
  static var ignored: UInt32 { 1 << 31 }
  /// The last epoch; no VM leaves it.
  static var lastEpoch: UInt32 { ignored - 1 }

  /// The epoch, and the bit.
  private var bits: UInt32

  /// The first epoch.
  public init() { bits = 0 }

  /// A number from 0 that grows with every collection, mark and change of thread.
  @inline(__always)
  public var epoch: UInt32 { bits & Stamp.lastEpoch }

  /// Whether leak reports leave the object out.
  public var isIgnored: Bool {
    get { bits & Stamp.ignored != 0 }
    set { bits = newValue ? bits | Stamp.ignored : bits & ~Stamp.ignored }
  }

  /// Moves on to the next epoch; the bit stays. False at the last one.
  mutating func advance() -> Bool {
    guard epoch < Stamp.lastEpoch else { return false }
    bits += 1
    return true
  }
}
