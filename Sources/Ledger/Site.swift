// SPDX-License-Identifier: Apache-2.0

/// The number of a site within one ledger; never reused, dense from 0.
public struct SiteID: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  /// The position in the ledger's list of sites.
  public let rawValue: UInt32

  /// Restores an id that was stored as a number.
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// Where objects of one kind are made: a native stack and the JavaScript that called it.
///
/// Twelve bytes. Two creations belong to the same site when all three parts are equal.
public struct Site: Hashable, Sendable, BitwiseCopyable {
  /// What is made here.
  public let kind: ObjectKind
  /// The native return addresses, innermost first, in the ledger's depot.
  public let stack: StackID
  /// The topmost JavaScript frame, or `.none` when no script was running.
  public let script: ScriptFrameID

  /// Names a site; it exists in a ledger once `Ledger.site` has seen it.
  public init(kind: ObjectKind, stack: StackID, script: ScriptFrameID = .none) {
    self.kind = kind
    self.stack = stack
    self.script = script
  }
}
