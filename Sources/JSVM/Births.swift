// SPDX-License-Identifier: Apache-2.0

internal import CNativeStack
internal import Glibc
internal import Ledger
internal import Synchronization

/// Where and when something of the API's was made.
struct Birth: BitwiseCopyable {
  let site: SiteID
  var stamp: Stamp
}

/// A record of what callers hold: it says where that was made, also after its end until its slot is used
/// again.
protocol Born: BitwiseCopyable {
  var site: SiteID { get }
}

extension VM {
  /// The birth of something that the running call makes. Not counted yet.
  @inline(__always)
  func birth(of kind: ObjectKind) -> Birth { Birth(site: site(of: kind), stamp: epochs.stamp) }

  /// Counts something that was made.
  @inline(__always)
  func note(_ birth: Birth?) {
    guard let birth else { return }
    hotLedger._withUnsafeGuaranteedRef { $0.recordCreation(at: birth.site) }
  }

  /// Counts something given back.
  @inline(__always)
  func noteEnd(_ birth: Birth?) {
    guard let birth else { return }
    hotLedger._withUnsafeGuaranteedRef { $0.recordDeletion(at: birth.site) }
  }

  /// Begins an epoch: a collection, a mark, or another thread.
  func beginEpoch() {
    epochs.advance(
      collections: collections, thread: native_thread_number(), nanoseconds: monotonicNow())
  }

  /// Begins an epoch if the last one is older than a tenth of a second, so that ages are known to
  /// that. Called where a program's main loop passes and 5 ns do not count.
  func tick() {
    let now = monotonicNow(CLOCK_MONOTONIC_COARSE)
    guard now &- epochs.newest.nanoseconds > 100_000_000, now > epochs.newest.nanoseconds
    else { return }
    beginEpoch()
  }

  /// The stack of the running call, as far as the innermost callback.
  func callerFrames() -> [UInt] {
    let isOurs = owner.load(ordering: .acquiring) == native_thread_id()
    let end = isOurs ? callback?.pointee.frame ?? 0 : 0
    return capturedFrames(stackDepth + ownFrames, end)
  }

  /// The stack of a site, copied.
  func stack(of site: SiteID) -> [UInt] { stack(stackID(of: site)) }

  func stack(_ id: StackID) -> [UInt] { Array(ledger.stacks.frames(of: id)) }

  func stackID(of site: SiteID) -> StackID {
    hotLedger._withUnsafeGuaranteedRef { $0.sites[site].stack }
  }
}

/// So many frames of the library may lie between a caller and the record of its mistake: debug
/// builds inline none of them.
let ownFrames = 48

/// The native stack of this thread, as far as the frame at `limit`.
func capturedFrames(_ depth: Int, _ limit: UInt = 0) -> [UInt] {
  [UInt](unsafeUninitializedCapacity: depth) { frames, count in
    guard let start = frames.baseAddress else { return }
    var hash: UInt64 = 0
    count = native_stack_capture(start, depth, limit, &hash)
  }
}

/// Nanoseconds on a clock that never goes back.
func monotonicNow(_ clock: clockid_t = CLOCK_MONOTONIC) -> UInt64 {
  var time = timespec()
  clock_gettime(clock, &time)
  return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
}
