// SPDX-License-Identifier: Apache-2.0

/// The number of a JavaScript frame within one ledger.
public struct ScriptFrameID: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  /// 0 for no frame, 1 for one that no longer fitted, then upwards.
  public let rawValue: UInt32

  /// Restores an id that was stored as a number.
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// No script was running.
  public static var none: ScriptFrameID { ScriptFrameID(rawValue: 0) }
  /// Stands for every frame seen after the limit was reached.
  public static var overflow: ScriptFrameID { ScriptFrameID(rawValue: 1) }
}

/// Keeps each distinct JavaScript frame once and gives it a number.
///
/// A frame whose caller is kept too is told apart by it: its number then stands for the whole stack.
/// Equal text is one frame, also when a script is compiled again under a new engine id. Not
/// synchronised, like the depot.
public final class ScriptFrames {
  /// A remembered answer: the engine's own name for a place, and our number for it.
  private struct Recent {
    var script: Int32 = 0
    var line: Int32 = 0
    var column: Int32 = 0
    var id = ScriptFrameID.none
  }

  /// Places remembered: 16 KB, allocated with the first frame.
  private static var recentCount: Int { 1024 }
  /// The id of the first frame kept.
  private static var firstID: UInt32 { 2 }

  /// How many distinct frames are kept at most.
  public let limit: Int
  /// A frame and the one that called it, if that is kept.
  private struct Call: Hashable {
    let frame: ScriptFrame
    let caller: ScriptFrameID
  }

  private var calls: [Call] = []
  private var ids: [Call: ScriptFrameID] = [:]
  private var recent: UnsafeMutablePointer<Recent>?

  /// An empty list.
  public init(limit: Int = 1 << 16) { self.limit = limit }

  deinit { recent?.deallocate() }

  /// How many distinct frames are kept.
  public var count: Int { calls.count }

  /// The frame with this number; nil for `.none`, `.overflow` and unknown ids.
  public subscript(id: ScriptFrameID) -> ScriptFrame? { call(id)?.frame }

  /// The frame with this number and its callers, innermost first, as far as they are kept.
  public func stack(of id: ScriptFrameID) -> [ScriptFrame] {
    var stack: [ScriptFrame] = []
    var next = call(id)
    // A caller is interned before the frame it calls: its number is lower, and the walk ends.
    while let call = next {
      stack.append(call.frame)
      next = self.call(call.caller)
    }
    return stack
  }

  /// The entry with this number.
  private func call(_ id: ScriptFrameID) -> Call? {
    guard id.rawValue >= Self.firstID, Int(id.rawValue - Self.firstID) < count else { return nil }
    return calls[Int(id.rawValue - Self.firstID)]
  }

  /// Returns the number of a frame, the same for equal frames with equal callers; `.overflow` beyond
  /// `limit`.
  public func intern(
    _ frame: ScriptFrame, calledBy caller: ScriptFrameID = .none
  ) -> ScriptFrameID {
    let call = Call(frame: frame, caller: caller)
    if let id = ids[call] { return id }
    guard count < limit else { return .overflow }
    let id = ScriptFrameID(rawValue: UInt32(count) + Self.firstID)
    calls.append(call)
    ids[call] = id
    return id
  }

  /// Returns the number of a frame known by the engine's script id and position.
  ///
  /// `describe` fetches the names and runs only when the place was not met lately: a hit makes
  /// no strings and costs a few ns. Script ids up to 0 mean that the engine has none.
  public func intern(
    scriptID: Int32, line: Int32, column: Int32, describe: () -> ScriptFrame
  ) -> ScriptFrameID {
    guard scriptID > 0 else { return intern(describe()) }
    let place = recentPlace(scriptID, line, column)
    if place.pointee.script == scriptID, place.pointee.line == line,
      place.pointee.column == column
    {
      return place.pointee.id
    }
    let id = intern(describe())
    place.pointee = Recent(script: scriptID, line: line, column: column, id: id)
    return id
  }

  /// The one place where an answer for this position is remembered.
  private func recentPlace(
    _ script: Int32, _ line: Int32, _ column: Int32
  ) -> UnsafeMutablePointer<Recent> {
    let places = recent ?? makeRecent()
    let mixed =
      UInt32(bitPattern: script) &* 0x9E37_79B1 ^ UInt32(bitPattern: line) &* 0x85EB_CA77
      ^ UInt32(bitPattern: column) &* 0xC2B2_AE3D
    return places + Int(mixed >> 22) % Self.recentCount
  }

  /// Allocates the remembered places.
  private func makeRecent() -> UnsafeMutablePointer<Recent> {
    let places = UnsafeMutablePointer<Recent>.allocate(capacity: Self.recentCount)
    places.initialize(repeating: Recent(), count: Self.recentCount)
    recent = places
    return places
  }
}
