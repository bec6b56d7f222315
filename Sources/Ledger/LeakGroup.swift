// SPDX-License-Identifier: Apache-2.0

/// How an undeleted reference holds its target.
public enum LeakState: UInt8, CaseIterable, Sendable {
  /// It keeps the target alive. Objects other than references are of this state too.
  case strong
  /// It does not, and the target is still there.
  case weak
  /// It does not, and the target was collected.
  case cleared
  /// Its value cannot be weak and was dropped when the count reached 0.
  case emptied

  /// The state in one word.
  public var word: String {
    switch self {
    case .strong: "strong"
    case .weak: "weak"
    case .cleared: "cleared"
    case .emptied: "emptied"
    }
  }
}

/// Objects of one site and one state that were not given back: one paragraph of a report.
public struct LeakGroup: Hashable, Sendable {
  /// Where they were made.
  public var site: SiteID
  /// What they are.
  public var kind: ObjectKind
  /// How they hold their targets.
  public var state: LeakState
  /// How many there are.
  public var existing: UInt64
  /// How many the site made, this group's and others.
  public var created: UInt64
  /// How many of those were given back.
  public var deleted: UInt64
  /// The lowest and the highest reference count, if they have one.
  public var refcounts: ClosedRange<UInt32>?
  /// The age of the oldest, if known.
  public var oldest: Duration?
  /// The age of the newest, if known.
  public var newest: Duration?
  /// How many collections there had been when the oldest was made, if known.
  public var oldestCollection: UInt32?
  /// The rule of a baseline that the site's objects exceed, if there is one.
  public var exceeded: String?
  /// Bytes of JavaScript heap that nothing else holds, if known.
  public var heldBytes: UInt64?
  /// The same, and what would go with each object that others hold too.
  public var heldWithShared: UInt64?
  /// What one of them keeps alive, in words.
  public var example: String?
  /// Those that keep alive what would delete them, if there are any.
  public var cycle: LeakCycle?
  /// Bytes of their records, where those are all that leaks.
  public var nativeBytes: UInt64?
  /// The native stack, trimmed, innermost first.
  public var frames: [Frame]
  /// The JavaScript frames, innermost first.
  public var script: [ScriptFrame]
  /// Whether the native stack looks as if the walk broke off.
  public var isStackShort: Bool

  /// Describes a group; what is unknown may be left out.
  public init(
    site: SiteID, kind: ObjectKind = .reference, state: LeakState, existing: UInt64,
    created: UInt64, deleted: UInt64, refcounts: ClosedRange<UInt32>? = nil,
    oldest: Duration? = nil, newest: Duration? = nil, oldestCollection: UInt32? = nil,
    heldBytes: UInt64? = nil,
    frames: [Frame] = [], script: [ScriptFrame] = [], isStackShort: Bool = false
  ) {
    self.site = site
    self.kind = kind
    self.state = state
    self.existing = existing
    self.created = created
    self.deleted = deleted
    self.refcounts = refcounts
    self.oldest = oldest
    self.newest = newest
    self.oldestCollection = oldestCollection
    self.heldBytes = heldBytes
    self.frames = frames
    self.script = script
    self.isStackShort = isStackShort
  }
}

extension LeakGroup {
  /// Whether this group stands before another in a report.
  ///
  /// Strong ones first, then by what they hold, then by count; equal ones in a fixed order, so that
  /// reports compare.
  func precedes(_ other: LeakGroup) -> Bool {
    if (state == .strong) != (other.state == .strong) { return state == .strong }
    if held != other.held { return held > other.held }
    if existing != other.existing { return existing > other.existing }
    return (site.rawValue, state.rawValue) < (other.site.rawValue, other.state.rawValue)
  }

  private var held: (UInt64, UInt64) { (heldBytes ?? 0, heldWithShared ?? 0) }
}
