// SPDX-License-Identifier: Apache-2.0

/// The history of a VM, cut where something happened: what a `Stamp` stands for.
///
/// Not synchronised: belongs to the thread that has the VM open. At most `capacity` moments are
/// kept, 24 bytes each; when they run out, every second one of the older half goes, so that the time
/// of an old object is known less exactly than that of a new one. Moments after which another
/// thread had the VM stay as long as there are others to drop.
public struct Epochs: Sendable {
  /// How many moments are kept.
  public static var capacity: Int { 512 }

  /// The beginning of an epoch.
  public struct Moment: Hashable, Sendable, BitwiseCopyable {
    /// The epoch that begins.
    public var epoch: UInt32
    /// How many collections the VM had had.
    public var collections: UInt32
    /// The kernel's number of the thread that had the VM open; 0 before the first.
    public var thread: Int32
    /// Nanoseconds on a clock that never goes back.
    public var nanoseconds: UInt64

    /// Describes a moment.
    public init(epoch: UInt32, collections: UInt32, thread: Int32, nanoseconds: UInt64) {
      self.epoch = epoch
      self.collections = collections
      self.thread = thread
      self.nanoseconds = nanoseconds
    }
  }

  /// What an object made now is stamped with.
  public private(set) var stamp = Stamp()
  /// Oldest first, never empty.
  public private(set) var moments: [Moment]
  /// How many calls of `ignore` are open.
  private var ignoring: UInt32 = 0

  /// Begins a history.
  public init(nanoseconds: UInt64) {
    moments = [Moment(epoch: 0, collections: 0, thread: 0, nanoseconds: nanoseconds)]
  }

  /// Begins an epoch. Constant, allocates until `capacity` is reached; at epoch 2³¹ − 1 nothing
  /// begins any more.
  public mutating func advance(collections: UInt32, thread: Int32, nanoseconds: UInt64) {
    guard stamp.advance() else { return }
    if moments.count == Self.capacity { thin() }
    moments.append(
      Moment(
        epoch: stamp.epoch, collections: collections, thread: thread, nanoseconds: nanoseconds))
  }

  /// The moment at or before which a stamp's epoch began.
  public func moment(of stamp: Stamp) -> Moment {
    var (low, high) = (0, moments.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if moments[middle].epoch <= stamp.epoch { low = middle } else { high = middle }
    }
    return moments[low]
  }

  /// The newest moment.
  public var newest: Moment { moments[moments.count - 1] }

  /// From now on objects are made that no report shall name. Nests.
  public mutating func ignore() {
    ignoring += 1
    stamp.isIgnored = true
  }

  /// Takes one `ignore` back; false if there is none.
  public mutating func heed() -> Bool {
    guard ignoring > 0 else { return false }
    ignoring -= 1
    stamp.isIgnored = ignoring > 0
    return true
  }

  /// Drops every second moment of the older half that does not tell of another thread; if all do,
  /// every second one.
  private mutating func thin() {
    let half = moments.count / 2
    let kept = moments.indices.filter { index in
      index == 0 || index >= half || index % 2 == 0
        || moments[index].thread != moments[index - 1].thread
    }
    let isStuck = kept.count == moments.count
    let chosen = isStuck ? moments.indices.filter { $0 >= half || $0 % 2 == 0 } : kept
    moments = chosen.map { moments[$0] }
  }
}
