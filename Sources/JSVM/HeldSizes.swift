// SPDX-License-Identifier: Apache-2.0

internal import Ledger

/// What creation sites keep alive of a VM's heap, as one snapshot saw it.
struct HeldSizes: Sendable, Equatable {
  /// What was made at one place and exists.
  struct Held: Sendable, Equatable {
    let site: SiteID
    /// References and the like that keep a value alive.
    var strong: UInt64
    /// Those that keep nothing alive.
    var weak: UInt64
    /// Bytes that nothing else holds: what would be freed if the site let go.
    var exclusive: UInt64
    /// The same, and for each object that others hold too, what would go with the object.
    var inclusive: UInt64
    /// The reference that keeps most alive and where its bytes are, such as
    /// `#481 Widget @20817 --model (property)---> Array @20819 [7.5KB]`; empty without strong ones.
    var example: String
    /// Those of its references that keep their own native owners alive, if there are any.
    var cycle: Cycle?
  }

  /// References to what would delete them.
  struct Cycle: Sendable, Equatable {
    var count: UInt64
    /// Where most of their owners were wrapped or given a finalizer.
    let owner: SiteID
    /// One of them, such as `#481 Widget @20817, whose native object 0x55d0a0 holds #481`.
    var example: String
  }

  /// What one of several sites adds to what they hold together.
  struct Share: Sendable, Equatable {
    let site: SiteID
    /// Bytes that would be freed besides if it let go after those before it.
    let bytes: UInt64
  }

  /// What would become of the heap if one site's references were deleted.
  struct Deletion: Sendable, Equatable {
    let site: SiteID
    var freedBytes: UInt64
    var freedCount: UInt64
    /// How many of the objects that the site holds directly would stay.
    var survivorCount: UInt64
    /// What would still hold some of those, as paths in the text of memlab.
    var survivors: [String]
  }

  /// The most paths that a deletion comes with.
  static let survivorLimit = 5

  /// Those that hold most first.
  var sites: [Held] = []
  /// Bytes of the whole heap.
  var heapBytes: UInt64 = 0
  /// Bytes that would be freed if all sites let go: what two hold together neither holds alone.
  var together: UInt64 = 0
  /// Few sites that hold most of that, if it was asked.
  var fewest: [Share] = []
  /// Bytes that open handle scopes hold alone, if it was asked.
  var scopeBytes: UInt64 = 0
  /// The answer to a what-if question, if there was one.
  var deletion: Deletion?

  /// What one site keeps alive; nil if nothing that it made holds a value.
  subscript(site: SiteID) -> Held? { sites.first { $0.site == site } }
}

/// Which of the API's objects a measurement is about. What is not selected counts as another holder.
struct HeldSelection: Sendable {
  /// Only what was made with this env.
  var env: UInt32?
  /// Only what was made in this epoch and later ones.
  var since: UInt32?
  /// Only what was made at these sites.
  var sites: Set<SiteID>?
  /// Only what leak reports tell, and without regard to values of open handle scopes, which end by
  /// themselves.
  var isOfLeaks = false

  func contains(_ exported: Exported) -> Bool {
    (env == nil || exported.env == env) && exported.stamp.epoch >= since ?? 0
      && (sites?.contains(exported.site) ?? true) && !(isOfLeaks && exported.stamp.isIgnored)
  }
}

/// A question about who holds what.
struct HeldRequest: Sendable {
  var selection = HeldSelection()
  /// What if this site's references were deleted?
  var deleting: SiteID?
  /// Which few sites hold most, and what do open handle scopes hold? The latter are then no holders
  /// of what references hold.
  var findsFewest = false
  /// How long a child may take.
  var seconds: UInt32 = 60
  /// Whether the work is done here, which stops the VM for as long as it takes, where there can be no
  /// child.
  var fallsBack = true
}

/// Why there is no answer.
struct HeldFailure: Error, Sendable, Equatable, CustomStringConvertible {
  let description: String

  static let noChild = HeldFailure(description: "V8's threads did not come to rest for a fork")
  static let otherThread = HeldFailure(description: "another thread had the VM open")
  static let noPipe = HeldFailure(description: "no pipe for a forked child")
  static let noSnapshot = HeldFailure(description: "no heap snapshot could be taken")
  static let tooLong = HeldFailure(description: "it took longer than it may")
  static let ended = HeldFailure(
    description: "the forked child ended early, as it does when memory runs out")
}
