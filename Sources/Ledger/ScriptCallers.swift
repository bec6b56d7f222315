// SPDX-License-Identifier: Apache-2.0

/// Recognises places in script that were looked up before, by the addresses of their code.
///
/// To find a function's names and line takes the engine some 2 µs. An address means a place until a
/// collection moves code. Not synchronised.
public final class ScriptCallers {
  /// The innermost addresses of a script stack, innermost first; 0 where there are no more.
  public typealias Words = SIMD4<UInt>

  private struct Known {
    var words = Words()
    var frame = ScriptFrameID.none
  }

  /// Places remembered: 8 KB, allocated with the first.
  private static var knownCount: Int { 128 }

  private var known: UnsafeMutablePointer<Known>?

  /// Nothing remembered.
  public init() {}

  deinit { known?.deallocate() }

  /// The frame remembered for a place, which is not all 0.
  public func find(_ words: Words) -> ScriptFrameID? {
    guard let place = place(of: words), place.pointee.words == words else { return nil }
    return place.pointee.frame
  }

  /// Remembers the frame of a place, in the place of another.
  public func remember(_ words: Words, _ frame: ScriptFrameID) {
    if known == nil { allocate() }
    place(of: words)?.pointee = Known(words: words, frame: frame)
  }

  /// Code may lie elsewhere from now on.
  public func forget() {
    known?.update(repeating: Known(), count: Self.knownCount)
  }

  private func place(of words: Words) -> UnsafeMutablePointer<Known>? {
    let mixed = (words[0] ^ words[1] &* 31 ^ words[2] &* 961) &* 0x9E37_79B9_7F4A_7C15
    return known.map { $0 + Int(mixed >> 32) % Self.knownCount }
  }

  private func allocate() {
    known = .allocate(capacity: Self.knownCount)
    known?.initialize(repeating: Known(), count: Self.knownCount)
  }
}
