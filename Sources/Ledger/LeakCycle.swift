// SPDX-License-Identifier: Apache-2.0

/// References of a group that keep alive what would delete them: each is held by a native object that
/// is given back when an object of script is collected, and that object it leads to.
public struct LeakCycle: Hashable, Sendable {
  /// How many of the group's references.
  public var count: UInt64
  /// One of them, in words.
  public var example: String
  /// What the owners were made at that place: wraps or finalizers.
  public var ownerKind: ObjectKind
  /// Where, innermost first, trimmed.
  public var frames: [Frame]
  /// The JavaScript frames of that, innermost first.
  public var script: [ScriptFrame]
  /// The end of the env has deleted the references.
  public var hasEnded = false

  /// Describes cycles whose owners come from one place.
  public init(
    count: UInt64, example: String, ownerKind: ObjectKind, frames: [Frame] = [],
    script: [ScriptFrame] = []
  ) {
    self.count = count
    self.example = example
    self.ownerKind = ownerKind
    self.frames = frames
    self.script = script
  }

  /// Their part of a group's paragraph, without line breaks.
  var lines: [String] {
    let place = ownerKind == .wrap ? "wrapped" : "given its finalizer"
    let them = count == 1 ? "1 of them is" : "\(count) of them are"
    var lines = [
      "  \(them) in a cycle with the native owner: \(example); \(place) at:"
    ]
    lines += LeakGroup.stackLines(frames, script)
    lines.append(
      "  make this reference weak: as long as it is strong, neither it nor its owner ever goes")
    if hasEnded { lines.append("  (the end of the env deleted it)") }
    return lines
  }
}
